import { parseEventType } from '#domain/metering/definition.ts';
import type { EventData } from '#domain/metering/measure.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';
import { composeAnyText, parseText, textLimits } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { parseInstant } from '#domain/shared/time.ts';

/** Bounds of an event, texts in UTF-16 code units. */
export const usageEventLimits = { id: 200, source: 200, data: 10_000 } as const;

/** The source of events that name none. */
export const standardSource = 'api';

/** An event as it was sent, and read, before anybody looked whether its customer is there. */
export interface SentEvent {
  /** With the source it says which event this is: both are the sender's. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** When it happened; null for when it is received. */
  readonly time: Instant | null;
  readonly customer: NamedCustomer;
  readonly subscriptionId: SubscriptionId | null;
  readonly data: EventData;
  /** The data as JSON. */
  readonly dataText: string;
}

/** A customer by our id or by the tenant's own. */
export type NamedCustomer = { readonly id: CustomerId } | { readonly externalId: string };

/** Why an event is not taken in. Nothing of it is stored. */
export interface EventRefusal {
  readonly code: string;
  readonly detail: string;
}

/** An event that was refused before it was read, as its text showed a fault. */
export class RefusedEvent {
  readonly event: unknown;
  readonly refusal: EventRefusal;

  constructor(event: unknown, refusal: EventRefusal) {
    this.event = event;
    this.refusal = refusal;
  }
}

const fields: ReadonlySet<string> = new Set([
  'id',
  'source',
  'type',
  'time',
  'customerId',
  'customerExternalId',
  'subscriptionId',
  'data',
]);

/** Reads one event, whatever it is. They come by the thousand: a good one throws nothing. */
export const readEvent = (
  given: unknown,
): { readonly event: SentEvent } | { readonly refusal: EventRefusal } => {
  if (given instanceof RefusedEvent) return { refusal: given.refusal };
  if (!isObject(given)) return refuse('An event is an object.');
  for (const field in given) {
    if (!fields.has(field)) return refuse(`An event has no field "${field.slice(0, 40)}".`);
  }
  let reading = 'id';
  try {
    const id = parseText(textIn(given.id), usageEventLimits.id);
    reading = 'source';
    const source = parseText(textIn(given.source ?? standardSource), usageEventLimits.source);
    reading = 'type';
    const type = parseEventType(textIn(given.type));
    reading = 'time';
    const time = given.time === undefined ? null : parseInstant(textIn(given.time));
    reading = 'customerId';
    const customer = customerIn(given);
    reading = 'subscriptionId';
    const subscriptionId =
      given.subscriptionId === undefined ? null : parseId('sub', textIn(given.subscriptionId));
    reading = 'data';
    const data = readData(given.data);
    const event = { id, source, type, time, customer, subscriptionId, ...data };
    return { event };
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return refuse(`${reading}: ${error.faults[0]?.detail ?? 'It is no good.'}`);
  }
};

const refuse = (detail: string) => ({ refusal: { code: 'invalid_event', detail } });

/** The fields of an event, of which nothing is known yet. */
interface Fields {
  readonly id?: unknown;
  readonly source?: unknown;
  readonly type?: unknown;
  readonly time?: unknown;
  readonly customerId?: unknown;
  readonly customerExternalId?: unknown;
  readonly subscriptionId?: unknown;
  readonly data?: unknown;
}

const isObject = (given: unknown): given is Fields =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

const textIn = (given: unknown): string => {
  if (typeof given === 'string') return given;
  throw InvalidValue.because('invalid_type', 'It must be a text.');
};

const customerIn = ({ customerId, customerExternalId }: Fields): NamedCustomer => {
  if (customerId !== undefined && customerExternalId === undefined) {
    return { id: parseId('cus', textIn(customerId)) };
  }
  if (customerExternalId !== undefined && customerId === undefined) {
    return { externalId: parseText(textIn(customerExternalId), textLimits.externalId) };
  }
  throw InvalidValue.because('required', 'State one of customerId and customerExternalId.');
};

/**
 * Reads the data of an event: its names and texts composed, as all texts are compared here.
 * @throws {InvalidValue} `invalid_type`, `too_long`, `invalid_characters`, `duplicate_field`
 */
export const parseEventData = (given: unknown): EventData => readData(given).data;

const readData = (given: unknown): Pick<SentEvent, 'data' | 'dataText'> => {
  const data = dataIn(given);
  const dataText = jsonOf(data);
  refuseUnfit(dataText);
  if (composedAsItIs.test(dataText)) return { data, dataText };
  const composed = composedData(data) as EventData;
  return { data: composed, dataText: JSON.stringify(composed) };
};

// A program of the same process may hand over anything.
const jsonOf = (data: EventData): string => {
  try {
    return JSON.stringify(data);
  } catch {
    throw InvalidValue.because('invalid_type', 'It must be what JSON can hold.');
  }
};

// The data of nearly all events is of these characters only.
const composedAsItIs = /^[ -~]*$/;

const composedData = (value: unknown): unknown => {
  if (typeof value === 'string') return composeAnyText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(composedData);
  const entries = Object.entries(value).map(
    ([name, given]) => [composeAnyText(name), composedData(given)] as const,
  );
  if (new Set(entries.map(([name]) => name)).size === entries.length) {
    return Object.fromEntries(entries);
  }
  throw InvalidValue.because(
    'duplicate_field',
    'Two names are the same text: only how their characters are composed differs.',
  );
};

const dataIn = (given: unknown): EventData => {
  if (given === undefined) return {};
  if (isObject(given)) return given as EventData;
  throw InvalidValue.because('invalid_type', 'It must be an object.');
};

// JSON is written with these escapes for nothing but characters that no database stores: NUL, and
// halves of pairs.
const notStored = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f])/;

const refuseUnfit = (text: string): void => {
  if (text.length > usageEventLimits.data) {
    const detail = `It has ${usageEventLimits.data} characters at most, written as JSON.`;
    throw InvalidValue.because('too_long', detail);
  }
  if (text.includes('\\u') && notStored.test(text)) {
    const detail = 'It must not contain NUL, nor halves of characters.';
    throw InvalidValue.because('invalid_characters', detail);
  }
};
