import { refusal } from '#domain/shared/errors.ts';

export class SubscriptionNotFound extends refusal(
  'notFound',
  'subscription_not_found',
  'There is no such subscription.',
) {}

export class SubscriptionExternalIdTaken extends refusal(
  'conflict',
  'subscription_external_id_taken',
  'Another subscription has this external id.',
) {}

export class SubscriptionEnded extends refusal(
  'conflict',
  'subscription_ended',
  'The subscription has ended. Make a new one to go on.',
) {}

export class SubscriptionNotCanceled extends refusal(
  'conflict',
  'subscription_not_canceled',
  'The subscription has no end that could be taken back.',
) {}

export class PlanNotOffered extends refusal(
  'conflict',
  'plan_not_offered',
  'Nobody can subscribe to this plan: it is a draft, or it is archived.',
) {}

export class PlanHasTrial extends refusal(
  'conflict',
  'plan_has_trial',
  'The plan has a trial, and subscriptions with trials cannot be made yet.',
) {}

export class CustomerCurrencyMismatch extends refusal(
  'conflict',
  'currency_mismatch',
  'The plan is in another currency than its customer is billed in.',
) {}

export class PeriodClosed extends refusal(
  'conflict',
  'period_closed',
  'It would take effect on a day for which the books are closed.',
) {}

export class TooManyMissedPeriods extends refusal(
  'conflict',
  'too_many_missed_periods',
  'The start lies so far back that more than 1,000 periods would be charged at once.',
) {}
