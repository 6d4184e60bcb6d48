import type { UsageAlertFacts } from '#domain/alerts/usage-alert.ts';
import { closedAfterDays } from '#domain/metering/usage-life.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import type { Recordable } from '#domain/shared/events.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import type { CustomerId, MeterId, SubscriptionId, UsageAlertId } from '#domain/shared/ids.ts';
import { date, instant, objectOf, plain } from '#domain/shared/snapshot.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';

/** The most thresholds that an alert tells of in one period, those of `every` too. */
const reachedMax = 100;

/** A period in which thresholds are reached, each once: local dates and instants. */
export interface AlertPeriod {
  readonly start: CalendarDate;
  /** Exclusive, as `endsAt`. */
  readonly end: CalendarDate;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** A customer's usage in one period. */
export interface UsagePlace {
  readonly customerId: CustomerId;
  /** Null where it is all usage of a customer without a subscription. */
  readonly subscriptionId: SubscriptionId | null;
  readonly period: AlertPeriod;
}

/** The value that usage has in a period by now. */
export interface UsageReading extends UsagePlace {
  readonly value: Fraction;
}

export interface ReachedFacts extends UsagePlace {
  readonly alertId: UsageAlertId;
  readonly code: string | null;
  readonly name: string;
  readonly meterId: MeterId | null;
  readonly currency: CurrencyCode | null;
  readonly priceCode: string | null;
  /** A decimal. */
  readonly threshold: string;
  /** The value when it was noticed: a decimal or, where none ends, a fraction, `10/3`. */
  readonly value: string;
  readonly reachedAt: Instant;
}

/** A threshold that usage reached in a period, with the event that says so. */
export interface ReachedThreshold extends Recordable {
  readonly facts: ReachedFacts;
}

/**
 * The instant before whose end periods are over for good: no event of them is kept any more, and
 * none may come. What was reached in them is forgotten, and nothing is told of twice.
 */
export const forgottenBefore = (now: Instant, { retentionDays }: UsageSettings): Instant =>
  later(now, -(retentionDays + closedAfterDays) * dayMilliseconds);

/** All thresholds that a reading has reached, the lowest first, whether told of before or not. */
export const reachedBy = (
  alert: UsageAlertFacts,
  { value, ...reading }: UsageReading,
  now: Instant,
): readonly ReachedThreshold[] => {
  const { id: alertId, code, name, meterId, currency, priceCode } = alert;
  return thresholdsUpTo(alert, value).map((threshold) => {
    const named = { alertId, code, name, meterId, currency, priceCode };
    const facts = { ...named, ...reading, threshold, value: value.toText(), reachedAt: now };
    return { facts, events: [reachedEvent(facts)] };
  });
};

const thresholdsUpTo = (
  { thresholds, every }: Pick<UsageAlertFacts, 'thresholds' | 'every'>,
  value: Fraction,
): readonly string[] => {
  const isReached = (threshold: Fraction): boolean => threshold.compare(value) <= 0;
  const reached = thresholds.filter((each) => isReached(fractionOf(each)));
  const last = thresholds.at(-1);
  if (every === null || last === undefined) return reached;
  const step = fractionOf(every);
  let next = fractionOf(last).plus(step);
  while (reached.length < reachedMax && isReached(next)) {
    reached.push(next.toText());
    next = next.plus(step);
  }
  return reached;
};

const reachedEvent = (facts: ReachedFacts) => ({
  type: 'usage_alert.reached',
  subjectId: facts.alertId,
  occurredAt: facts.reachedAt,
  before: null,
  after: encoder.encode(facts),
});

const encoder = objectOf<ReachedFacts>({
  alertId: plain,
  code: plain,
  name: plain,
  customerId: plain,
  subscriptionId: plain,
  meterId: plain,
  currency: plain,
  priceCode: plain,
  period: objectOf<AlertPeriod>({ start: date, end: date, startsAt: instant, endsAt: instant }),
  threshold: plain,
  value: plain,
  reachedAt: instant,
});
