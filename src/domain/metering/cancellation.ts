import type { InvoicedSpan, UsageEvent } from '#domain/metering/admission.ts';
import type { EventData } from '#domain/metering/measure.ts';
import { measure } from '#domain/metering/measure.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import type { EventRefusal } from '#domain/metering/usage-event.ts';
import { RefusedEvent, standardSource, usageEventLimits } from '#domain/metering/usage-event.ts';
import { closedAfterDays } from '#domain/metering/usage-life.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import { parseText } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds } from '#domain/shared/time.ts';

/** The two texts that say which event is meant. */
export interface EventKey {
  readonly source: string;
  readonly id: string;
}

/** The fact that an event counts no more, from a position on. */
export interface Cancellation {
  /** Its own place in the order of the tenant's events and cancellations. */
  readonly position: number;
  readonly at: Instant;
  readonly reason: string | null;
}

/** A time of which usage was counted for an invoice, and whether it is never corrected. */
export interface CountedInvoice extends InvoicedSpan {
  readonly refusesLate: boolean;
}

/** All that decides whether an event may be cancelled. */
export interface CancellationRules {
  readonly now: Instant;
  /** By the type of the events that they count. */
  readonly meters: ReadonlyMap<string, readonly MeterFacts[]>;
  /** Of the customer of the event. */
  readonly invoiced: readonly CountedInvoice[];
}

/** Reads which event is to be cancelled, whatever was given. */
export const readEventKey = (
  given: unknown,
): { readonly key: EventKey } | { readonly refusal: EventRefusal } => {
  if (given instanceof RefusedEvent) return { refusal: given.refusal };
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return refuse('An event is named by an object.');
  }
  const { id, source, ...others } = given as Readonly<Record<string, unknown>>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return refuse(`There is no field "${unknown.slice(0, 40)}".`);
  let reading = 'id';
  try {
    const read = { id: textIn(id, usageEventLimits.id) };
    reading = 'source';
    return { key: { ...read, source: textIn(source ?? standardSource, usageEventLimits.source) } };
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return refuse(`${reading}: ${error.faults[0]?.detail ?? 'It is no good.'}`);
  }
};

const refuse = (detail: string) => ({ refusal: { code: 'invalid_event', detail } });

const textIn = (given: unknown, longest: number): string => {
  if (typeof given === 'string') return parseText(given, longest);
  throw InvalidValue.because('invalid_type', 'It must be a text.');
};

/**
 * Why an event may not be cancelled, or null. Its periods that are invoiced must take a correction:
 * of a subscription that refuses late usage none does, and of others none that is over for long.
 */
export const refusedCancellation = (
  event: UsageEvent,
  { now, meters, invoiced }: CancellationRules,
): EventRefusal | null => {
  const data = JSON.parse(event.data) as EventData;
  const counting = (meters.get(event.type) ?? []).filter(
    (meter) => 'reading' in measure(meter, { type: event.type, data }),
  );
  const carried = new Map<MeterId, boolean>(
    counting.map(({ id, isCarriedOver }) => [id, isCarriedOver]),
  );
  const counted = invoiced.filter((span) => isCountedIn(event, span, carried.get(span.meterId)));
  if (counted.some(({ refusesLate }) => refusesLate)) {
    const detail = 'Its period is invoiced, and the subscription takes no correction afterwards.';
    return { code: 'period_invoiced', detail };
  }
  const closedUntil = now - closedAfterDays * dayMilliseconds;
  if (counted.some(({ to }) => to <= closedUntil)) {
    const days = `more than ${closedAfterDays} days ago`;
    return { code: 'too_old', detail: `Its period was invoiced, and ended ${days}.` };
  }
  return null;
};

// A level that is carried over counts in each period that ends after the event.
const isCountedIn = (
  { at, subscriptionId }: UsageEvent,
  span: CountedInvoice,
  isCarriedOver: boolean | undefined,
): boolean =>
  isCarriedOver !== undefined &&
  at < span.to &&
  (isCarriedOver || span.from <= at) &&
  (subscriptionId === null || subscriptionId === span.subscriptionId);
