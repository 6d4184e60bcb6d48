import { isFaulty, measure } from '#domain/metering/measure.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import type { Counting } from '#domain/metering/rollup.ts';
import type { EventRefusal, SentEvent } from '#domain/metering/usage-event.ts';
import type { CustomerId, MeterId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds } from '#domain/shared/time.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';

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

/** A time of which the usage of a subscription was counted by a meter for an invoice. */
export interface InvoicedSpan {
  readonly customerId: CustomerId;
  readonly subscriptionId: SubscriptionId;
  readonly meterId: MeterId;
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** A meter, as far as it decides whether an event is counted. */
export type CountingMeter = Counting & Pick<MeterFacts, 'id' | 'code'>;

export interface Admission {
  readonly now: Instant;
  /** They say how far from now an event may have happened. */
  readonly settings: UsageSettings;
  readonly subjects: KnownSubjects;
  /** By the type of the events that they count. */
  readonly meters: ReadonlyMap<string, readonly CountingMeter[]>;
  /** Of the customers of the events: those of subscriptions that refuse late usage. */
  readonly invoiced: ReadonlyMap<CustomerId, readonly InvoicedSpan[]>;
}

export type Admitted =
  | { readonly event: UsageEvent; readonly isCounted: boolean }
  | { readonly refusal: EventRefusal }
  | LateEvent;

/** One that comes too late: it is refused, unless it is stored already. */
export interface LateEvent {
  readonly refusal: EventRefusal;
  readonly late: UsageEvent;
}

/**
 * Decides whether an event is taken in. One that a meter must count, and cannot, is refused: what
 * is accepted is counted. So is one that would be counted in a period that is invoiced, where the
 * subscription takes no late usage.
 */
export const admit = (
  sent: SentEvent,
  { now, settings, subjects, meters, invoiced }: Admission,
): Admitted => {
  const { maxAgeDays, maxFutureMinutes } = settings;
  const { customer, subscriptionId, time, type, data } = sent;
  const customerId = customerOf(customer, subjects);
  if (customerId === undefined) return refuse('unknown_customer', 'There is no such customer.');
  if (subscriptionId !== null && subjects.subscriptions.get(subscriptionId) !== customerId) {
    return refuse('unknown_subscription', 'The customer has no such subscription.');
  }
  const at = time ?? now;
  if (at < now - maxAgeDays * dayMilliseconds) {
    return refuse('too_old', `It happened more than ${maxAgeDays} days ago.`);
  }
  if (at > now + maxFutureMinutes * 60_000) {
    return refuse('in_the_future', `It is more than ${maxFutureMinutes} minutes ahead.`);
  }
  const counting = new Set<MeterId>();
  for (const meter of meters.get(type) ?? []) {
    const measured = measure(meter, { type, data });
    if ('reading' in measured) counting.add(meter.id);
    else if (isFaulty(measured.notCounted)) {
      const { code, detail } = measured.notCounted;
      return refuse(code, `Meter "${meter.code}": ${detail}`);
    }
  }
  const { id, source, dataText } = sent;
  const isTimed = time !== null;
  const event = { id, source, type, at, isTimed, customerId, subscriptionId, data: dataText };
  if (isTimed && isInvoiced(event, counting, invoiced.get(customerId) ?? [])) {
    const detail = 'Its period is invoiced, and the subscription takes no usage afterwards.';
    return { ...refuse('period_invoiced', detail), late: event };
  }
  return { event, isCounted: counting.size > 0 };
};

// An event that names no subscription is counted by all of its customer.
const isInvoiced = (
  { at, subscriptionId }: UsageEvent,
  counting: ReadonlySet<MeterId>,
  spans: readonly InvoicedSpan[],
): boolean =>
  spans.some(
    (span) =>
      span.from <= at &&
      at < span.to &&
      counting.has(span.meterId) &&
      (subscriptionId === null || subscriptionId === span.subscriptionId),
  );

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
