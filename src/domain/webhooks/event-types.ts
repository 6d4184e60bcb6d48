import { publicEventTypes } from '#domain/event-types.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/** The event types that an endpoint can ask for: every public event. */
export const webhookEventTypes = publicEventTypes;

/** The event that an endpoint receives when its owner tests it, whatever it asks for. */
export const testEventType = 'webhook_endpoint.tested';

/** Everything that can be asked for, now and later. */
export const everyEvent = '*';

/** Nobody can ask for more: each of them, and for all. */
export const eventTypesMax = webhookEventTypes.length + 1;

/** @throws {InvalidValue} `too_few`, `too_many` or `invalid_event_type` */
export const parseEventTypes = (given: readonly string[]): readonly string[] => {
  if (given.length === 0) {
    throw InvalidValue.because('too_few', 'Ask for one event at least, or for "*".');
  }
  if (given.length > eventTypesMax) {
    throw InvalidValue.because('too_many', `Ask for ${eventTypesMax} events at most.`);
  }
  const known: readonly string[] = [everyEvent, ...webhookEventTypes];
  const faults = given.flatMap((each, index) =>
    known.includes(each)
      ? []
      : [
          {
            pointer: `/${index}`,
            code: 'invalid_event_type',
            detail: `It must be one of ${known.join(', ')}.`,
          },
        ],
  );
  if (faults.length > 0) throw new InvalidValue(faults);
  return known.filter((each) => given.includes(each));
};

/** Whether an endpoint that asks for `wanted` receives events of `type`. */
export const isWanted = (wanted: readonly string[], type: string): boolean =>
  wanted.includes(type) ||
  (wanted.includes(everyEvent) && (webhookEventTypes as readonly string[]).includes(type));
