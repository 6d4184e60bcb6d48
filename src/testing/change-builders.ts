import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { dayMilliseconds, formatInstant, later, parseCalendarDate } from '#domain/shared/time.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { buildId, someday } from './builders.ts';

/** Amounts of an item's own, from the least to the most that there are. */
export const negotiatedTiers = {
  model: 'graduated',
  tiers: [
    { upTo: '10', unitAmount: '0.000000000001', flatAmount: null },
    { upTo: null, unitAmount: null, flatAmount: '9007199254740991' },
  ],
  chargesAtZero: true,
  currency: parseCurrencyCode('EUR'),
} as const;

const endAhead = { on: parseCalendarDate('2027-05-01'), at: later(someday, 160 * dayMilliseconds) };

/** Segments whose items have amounts and ends of their own. */
export const negotiatedSegments = ({ facts }: Subscription): readonly SubscriptionSegment[] =>
  facts.segments.map((segment) => ({
    ...segment,
    items: segment.items.map((item) => ({ ...item, override: negotiatedTiers, end: endAhead })),
  }));

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
