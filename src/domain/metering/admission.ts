import { isFaulty, measure } from '#domain/metering/measure.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import type { EventRefusal, SentEvent } from '#domain/metering/usage-event.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds } from '#domain/shared/time.ts';

/** How far from now an event may have happened. */
export interface TimeBounds {
  readonly ageDaysMax: number;
  readonly futureMinutesMax: number;
}

export const standardTimeBounds: TimeBounds = { ageDaysMax: 35, futureMinutesMax: 60 };

/**
 * How many days after a time all events of it are stored: a day more than one may be late, for
 * batches that are stored meanwhile.
 */
export const closedAfterDays = standardTimeBounds.ageDaysMax + 1;

/** The customers and subscriptions that there are, of those that some events name. */
export interface KnownSubjects {
  readonly customers: ReadonlySet<CustomerId>;
  readonly byExternalId: ReadonlyMap<string, CustomerId>;
  /** The customer of each. */
  readonly subscriptions: ReadonlyMap<SubscriptionId, CustomerId>;
}

/** An event that is taken in. */
export interface UsageEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly at: Instant;
  /** Whether its sender said when it happened. */
  readonly isTimed: boolean;
  readonly customerId: CustomerId;
  readonly subscriptionId: SubscriptionId | null;
  /** JSON. */
  readonly data: string;
}

export interface Admission {
  readonly now: Instant;
  readonly bounds: TimeBounds;
  readonly subjects: KnownSubjects;
  /** By the type of the events that they count. */
  readonly meters: ReadonlyMap<string, readonly MeterFacts[]>;
}

export type Admitted =
  | { readonly event: UsageEvent; readonly isCounted: boolean }
  | { readonly refusal: EventRefusal };

/**
 * Decides whether an event is taken in. One that a meter must count, and cannot, is refused: what
 * is accepted is counted.
 */
export const admit = (sent: SentEvent, { now, bounds, subjects, meters }: Admission): Admitted => {
  const { customer, subscriptionId, time, type, data } = sent;
  const customerId = customerOf(customer, subjects);
  if (customerId === undefined) return refuse('unknown_customer', 'There is no such customer.');
  if (subscriptionId !== null && subjects.subscriptions.get(subscriptionId) !== customerId) {
    return refuse('unknown_subscription', 'The customer has no such subscription.');
  }
  const at = time ?? now;
  if (at < now - bounds.ageDaysMax * dayMilliseconds) {
    return refuse('too_old', `It happened more than ${bounds.ageDaysMax} days ago.`);
  }
  if (at > now + bounds.futureMinutesMax * 60_000) {
    return refuse('in_the_future', `It is more than ${bounds.futureMinutesMax} minutes ahead.`);
  }
  let isCounted = false;
  for (const meter of meters.get(type) ?? []) {
    const measured = measure(meter, { type, data });
    if ('reading' in measured) isCounted = true;
    else if (isFaulty(measured.notCounted)) {
      const { code, detail } = measured.notCounted;
      return refuse(code, `Meter "${meter.code}": ${detail}`);
    }
  }
  const { id, source, dataText } = sent;
  const isTimed = time !== null;
  const event = { id, source, type, at, isTimed, customerId, subscriptionId, data: dataText };
  return { event, isCounted };
};

const refuse = (code: string, detail: string) => ({ refusal: { code, detail } });

const customerOf = (
  customer: SentEvent['customer'],
  { customers, byExternalId }: KnownSubjects,
): CustomerId | undefined => {
  if ('externalId' in customer) return byExternalId.get(customer.externalId);
  return customers.has(customer.id) ? customer.id : undefined;
};

/** Whether two events under one id say the same. */
export const isSameEvent = (one: UsageEvent, other: UsageEvent): boolean =>
  one.type === other.type &&
  one.customerId === other.customerId &&
  one.subscriptionId === other.subscriptionId &&
  one.isTimed === other.isTimed &&
  (!one.isTimed || one.at === other.at) &&
  isSameJson(JSON.parse(one.data), JSON.parse(other.data));

const isSameJson = (one: unknown, other: unknown): boolean => {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other;
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [some, others] = [Object.entries(one), other as Readonly<Record<string, unknown>>];
  return (
    some.length === Object.keys(other).length &&
    some.every(([name, value]) => Object.hasOwn(other, name) && isSameJson(value, others[name]))
  );
};
