import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, later, parseCalendarDate } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { buildSubscription } from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';

// A subscription that begins someday, and days counted from there.

export const plan = buildPlan(buildId('prod')).activate(someday);
export const planVersionId = firstVersionOf(plan).facts.id;
export const day = (nth: number): Instant => later(someday, nth * 86_400_000);
export const mark = (nth: number): Mark => ({
  on: parseCalendarDate(formatInstant(day(nth)).slice(0, 10)),
  at: day(nth),
});
export const built = (given: Partial<SubscriptionFacts> = {}): Subscription =>
  buildSubscription(buildId('cus'), plan, given);
const [first] = built().facts.segments;
if (first === undefined) throw new Error('A subscription agrees to something.');
export const segment: SubscriptionSegment = first;

export const from = (
  nth: number,
  given: Partial<SubscriptionSegment> = {},
): SubscriptionSegment => ({
  ...segment,
  from: mark(nth),
  ...given,
});
