import { RefusedEvent } from '#domain/metering/usage-event.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

// Calls with events judge each event by itself, and answer with a result for each, in their order.

/** The most events of one call. */
export const usageBatchMax = 1000;

/** @throws {InvalidValue} `out_of_range` */
export const refuseCount = (count: number): void => {
  if (count > 0 && count <= usageBatchMax) return;
  throw InvalidValue.because('out_of_range', `There are 1 to ${usageBatchMax} events in a call.`);
};

/** The outcome of each event, with its id as far as it could be read. */
export const resultsOf = <Outcome extends object>(
  events: readonly unknown[],
  outcomes: readonly Outcome[],
) => outcomes.map((outcome, index) => ({ id: idIn(events[index]), ...outcome }));

/** How many results have an outcome. */
export const countOf = <Outcome extends string>(
  results: readonly { readonly outcome: Outcome }[],
  wanted: Outcome,
): number => results.filter(({ outcome }) => outcome === wanted).length;

/** The id as it was sent, so that its sender knows which event is meant. */
const idIn = (sent: unknown): string | null => {
  const given = sent instanceof RefusedEvent ? sent.event : sent;
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : null;
  return typeof id === 'string' ? id.slice(0, idShownMax) : null;
};

const idShownMax = 200;
