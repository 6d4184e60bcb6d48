import type { SubscriptionId } from '#domain/shared/ids.ts';
import { dayMilliseconds, formatInstant, later, parseCalendarDate } from '#domain/shared/time.ts';
import type { SubscriptionChange } from '#domain/subscriptions/change.ts';
import { buildId, someday } from './builders.ts';

/** A change of a quantity that takes effect the day after someday. */
export const buildChange = (
  subscriptionId: SubscriptionId,
  given: Partial<SubscriptionChange> = {},
): SubscriptionChange => {
  const at = later(someday, dayMilliseconds);
  return {
    id: buildId('chg'),
    subscriptionId,
    kind: 'change',
    effective: { on: parseCalendarDate(formatInstant(at).slice(0, 10)), at },
    planId: null,
    planVersion: null,
    planVersionId: null,
    cycle: 'restart',
    trialDays: null,
    decrease: 'credit',
    charge: 'immediately',
    creditAs: 'next_invoice',
    items: [{ priceId: buildId('price'), quantity: '2', isIncluded: true, itemId: buildId('si') }],
    anchorOn: null,
    timeZone: null,
    createdAt: someday,
    takenBackAt: null,
    ...given,
  };
};
