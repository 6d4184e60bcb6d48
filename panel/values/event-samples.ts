import type {
  JudgedByMeter,
  Meter,
  MeterPreview,
  MeterPreviewInput,
  SampleEvent,
} from '../wire/types.ts';
import { readSamples } from './meter-body.ts';
import { definitionOf } from './meter-definition.ts';

/** An event that somebody made up, and the line on which it stands, from 1. */
export interface LineSample {
  readonly line: number;
  readonly type: string;
  readonly sample: SampleEvent;
}

export interface TypedEvents {
  readonly samples: readonly LineSample[];
  /** The lines that are no JSON object, and those whose object names no type. */
  readonly badLines: readonly number[];
  readonly linesWithoutType: readonly number[];
}

/** Reads made-up events, one JSON object on each line; stored ones may be pasted as they are. */
export const readTypedEvents = (typed: string): TypedEvents => {
  const lines = typed
    .split('\n')
    .map((text, index) => ({ line: index + 1, read: readSamples(text) }))
    .filter(({ read }) => read.events.length + read.badLines.length > 0);
  const read = lines.flatMap(({ line, read: { events } }) =>
    events.map((event) => ({ line, event, type: event.type })),
  );
  return {
    samples: read.flatMap(({ line, event: { time, data }, type }) =>
      isNamed(type)
        ? [{ line, type, sample: { type, ...(time === undefined ? {} : { time }), data } }]
        : [],
    ),
    badLines: lines.filter(({ read: { events } }) => events.length === 0).map(({ line }) => line),
    linesWithoutType: read.filter(({ type }) => !isNamed(type)).map(({ line }) => line),
  };
};

const isNamed = (type: string | undefined): type is string =>
  typeof type === 'string' && type !== '';

/** One question to the server: what a meter makes of the events of its type. */
export interface Judging {
  readonly meter: Meter;
  readonly samples: readonly LineSample[];
  readonly body: MeterPreviewInput;
}

/** The questions that tell what each meter makes of these events. */
export const judgingsOf = (
  meters: readonly Meter[],
  samples: readonly LineSample[],
): readonly Judging[] =>
  meters.flatMap((meter) => {
    const own = samples.filter(({ type }) => type === meter.eventType);
    const body = { meter: definitionByEvent(meter), events: own.map(({ sample }) => sample) };
    return own.length === 0 ? [] : [{ meter, samples: own, body }];
  });

// An average over time wants a period; what each event changes the level by is that of a sum.
const definitionByEvent = (meter: Meter): MeterPreviewInput['meter'] => ({
  ...definitionOf(meter),
  ...(meter.aggregation === 'weighted_sum' && { aggregation: 'sum' }),
});

/** The outcomes of each line, as the list of stored events tells them. */
export const outcomesByLine = (
  judgings: readonly Judging[],
  answers: readonly (MeterPreview | undefined)[],
): ReadonlyMap<number, readonly JudgedByMeter[]> => {
  const outcomes = judgings.flatMap(({ meter, samples }, index) =>
    samples.flatMap(({ line }, place) => {
      const outcome = answers[index]?.events[place];
      if (outcome === undefined) return [];
      const named = { meterId: meter.id, meterCode: meter.code, meterName: meter.name };
      return [{ line, judged: { ...named, ...outcome } }];
    }),
  );
  const byLine = Map.groupBy(outcomes, ({ line }) => line);
  return new Map([...byLine].map(([line, all]) => [line, all.map(({ judged }) => judged)]));
};

/** A stored event as a line to try out. */
export const asSampleLine = ({
  type,
  data,
}: {
  readonly type: string;
  readonly data: object;
}): string => JSON.stringify({ type, data });
