import { DomainError, refusal } from '#domain/shared/errors.ts';

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

export class SubscriptionPaused extends refusal(
  'conflict',
  'subscription_paused',
  'The subscription is paused, or will be. Resume it, which takes back what lies ahead, first.',
) {}

export class SubscriptionNotPaused extends refusal(
  'conflict',
  'subscription_not_paused',
  'The subscription is not paused, and no pause lies ahead.',
) {}

export class PlanNotOffered extends refusal(
  'conflict',
  'plan_not_offered',
  'Nobody can subscribe to this plan: it is a draft, or it is archived.',
) {}

export class NotInTrial extends refusal(
  'conflict',
  'not_in_trial',
  'The subscription has no trial, or its trial is over.',
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

export class EarlierThanLastChange extends refusal(
  'conflict',
  'earlier_than_last_change',
  'It would take effect before the last change in force, or before the start.',
) {}

export class ChangeAfterEnd extends refusal(
  'conflict',
  'change_after_end',
  'The subscription ends before it would take effect. Take back the end first.',
) {}

export class SubscriptionChangeNotFound extends refusal(
  'notFound',
  'subscription_change_not_found',
  'The subscription has no such change.',
) {}

export class ChangeNotScheduled extends refusal(
  'conflict',
  'change_not_scheduled',
  'Only a change that lies ahead can be taken back: this one is in force, or was taken back.',
) {}

/** Another version of the plan lacks prices that the subscription has: `codes` names them. */
export class PriceCodesUnmatched extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'price_codes_unmatched';
  readonly kind = PriceCodesUnmatched.kind;
  readonly code = PriceCodesUnmatched.code;
  readonly codes: readonly string[];

  constructor(codes: readonly string[]) {
    super('The version lacks prices of the subscription: see codes. Take them away first.', {
      codes,
    });
    this.codes = codes;
  }
}

/**
 * Another version counts prices otherwise than the subscription's own amounts are meant: `codes`
 * names them.
 */
export class OverridesUnmatched extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'overrides_unmatched';
  readonly kind = OverridesUnmatched.kind;
  readonly code = OverridesUnmatched.code;
  readonly codes: readonly string[];

  constructor(codes: readonly string[]) {
    super(
      'The subscription has amounts of its own of prices that the version counts otherwise: see ' +
        'codes. Send an override of each: null, or the fields of its model there.',
      { codes },
    );
    this.codes = codes;
  }
}

export class SubscriptionNotOnPlan extends refusal(
  'conflict',
  'subscription_not_on_plan',
  'By then the subscription is on another plan, or on a version that is not to be moved.',
) {}

export class PlanMigrationNotFound extends refusal(
  'notFound',
  'plan_migration_not_found',
  'The plan has no such migration.',
) {}
