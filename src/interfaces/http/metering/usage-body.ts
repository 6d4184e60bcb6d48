import type { Request, Response } from 'express';
import type { EventRefusal } from '#domain/metering/usage-event.ts';
import { RefusedEvent } from '#domain/metering/usage-event.ts';
import type { Fault } from '#domain/shared/errors.ts';
import { eventLimits } from '#interfaces/http/metering/usage-wire.ts';
import { notEvents } from '#interfaces/http/request/protocol-error.ts';
import { readJudgedJson } from '#interfaces/http/request/request-body.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';
import { InvalidRequest } from '#interfaces/http/response/problem.ts';

const mediaTypes: Readonly<Record<string, Form>> = {
  'application/json': 'events',
  'application/cloudevents+json': 'cloudevent',
  'application/cloudevents-batch+json': 'cloudevents',
};

type Form = 'events' | 'cloudevent' | 'cloudevents';

/**
 * Reads `{ events }`, or CloudEvents 1.0 in the structured or the batch mode of its HTTP binding.
 * A fault in the text of one event is its own.
 * @throws {ProtocolError} 400, 413 or 415
 * @throws {InvalidRequest} of faults that are no event's
 */
export const readEventsBody = async (request: Request, response: Response): Promise<unknown> => {
  const form = formOf(request);
  const { value, faults } = await readJudgedJson(request, response, eventLimits);
  if (form !== 'events') {
    const list: readonly unknown[] =
      form === 'cloudevents' && Array.isArray(value) ? value : [value];
    const events = list.map(ofCloudEvent);
    return { events: judged(events, faults, form === 'cloudevents' ? anyIndex : whole) };
  }
  const isList = typeof value === 'object' && value !== null && 'events' in value;
  if (!isList || !Array.isArray(value.events)) {
    if (faults.length > 0) throw new InvalidRequest(faults);
    return value;
  }
  return { ...value, events: judged(value.events, faults, anyEvent) };
};

const formOf = (request: Request): Form => {
  const [type = '', ...parameters] = (headerOf(request, 'content-type') ?? '').split(';');
  const form = mediaTypes[type.trim().toLowerCase()];
  const isUtf8 = parameters.every((each) => utf8.test(each));
  if (form === undefined || !isUtf8) throw notEvents();
  return form;
};

const utf8 = /^[ \t]*charset=(?:utf-8|"utf-8")[ \t]*$/i;

const anyEvent = /^\/events\/(\d+)(?:\/|$)/;
const anyIndex = /^\/(\d+)(?:\/|$)/;
const whole = /^()/;

const judged = (
  events: readonly unknown[],
  faults: readonly Fault[],
  ofEvent: RegExp,
): readonly unknown[] => {
  if (faults.length === 0) return events;
  const refusals = new Map<number, EventRefusal>();
  for (const { pointer, code, detail } of faults) {
    const [, index] = ofEvent.exec(pointer) ?? [];
    if (index === undefined) throw new InvalidRequest(faults);
    const isFirst = !refusals.has(Number(index));
    if (isFirst || code === tooDeep) refusals.set(Number(index), { code, detail });
  }
  return events.map((event, index) => {
    const refusal = refusals.get(index);
    if (refusal === undefined) return event;
    return new RefusedEvent(refusal.code === tooDeep ? namedOnly(event) : event, refusal);
  });
};

const tooDeep = 'too_deep';

// Whoever goes through all levels of such an event runs out of stack.
const namedOnly = (event: unknown): unknown => {
  const isNamed = typeof event === 'object' && event !== null && 'id' in event;
  return isNamed && typeof event.id === 'string' ? { id: event.id } : null;
};

const unfit = (given: unknown, detail: string): RefusedEvent =>
  new RefusedEvent(given, { code: 'invalid_event', detail });

/**
 * An event of ours of a CloudEvent (https://github.com/cloudevents/spec, 1.0.2): the subject is the
 * customer, by our id or by the tenant's own; other attributes are nobody's business here.
 */
const ofCloudEvent = (given: unknown): unknown => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const { specversion, id, source, type, subject, time, data, subscriptionid, ...rest } =
    given as Readonly<Record<string, unknown>>;
  if (specversion !== '1.0') return unfit(given, 'specversion: A CloudEvent here has "1.0".');
  if ('data_base64' in rest) return unfit(given, 'data_base64: Send data as JSON, in "data".');
  const isOurs = typeof subject === 'string' && subject.startsWith('cus_');
  return {
    id,
    // Our own default stands for no source; a CloudEvent must have one.
    source: source ?? '',
    type,
    ...(time === undefined ? {} : { time }),
    ...(isOurs ? { customerId: subject } : { customerExternalId: subject }),
    ...(subscriptionid === undefined ? {} : { subscriptionId: subscriptionid }),
    ...(data === undefined ? {} : { data }),
  };
};
