import type { MeterDefinition, MeterDefinitionInput } from '#domain/metering/definition.ts';
import { definitionReaders } from '#domain/metering/definition.ts';
import type { EventData, Measured } from '#domain/metering/measure.ts';
import { measure } from '#domain/metering/measure.ts';
import type { Counted, CountedSpan } from '#domain/metering/tally.ts';
import { quantityOf, tallyOf } from '#domain/metering/tally.ts';
import { parseEventData } from '#domain/metering/usage-event.ts';
import { checkAll, checkEach } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';

/** An event of a preview. Without a type it is one that the meter counts. */
export interface SampleEvent {
  readonly type?: string | undefined;
  /** Where absent, right after the event before it. */
  readonly time?: Instant | undefined;
  readonly data: EventData;
}

/** The period of a preview. A weighted sum needs both; else all events are in it. */
export interface PreviewPeriod {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

export interface MeterPreviewInput extends PreviewPeriod {
  readonly meter: MeterDefinitionInput;
  readonly events: readonly SampleEvent[];
}

/** The outcome of an event: its share in the quantity, or the reason why it has none. */
export interface SampleOutcome {
  readonly isCounted: boolean;
  /** A decimal, or the value that is unique; null where it is not counted. */
  readonly value: string | null;
  readonly isRemoval: boolean;
  readonly group: Readonly<Record<string, string | null>> | null;
  readonly code: string | null;
  readonly detail: string | null;
}

/** Quantities are decimals or, where none ends, fractions: `10/3`. */
export interface MeterPreview {
  readonly quantity: string;
  readonly groups: readonly GroupQuantity[];
  readonly events: readonly SampleOutcome[];
}

export interface GroupQuantity {
  readonly group: Readonly<Record<string, string | null>>;
  readonly quantity: string;
}

/** The most events of a preview. */
export const sampleEventsMax = 100;

/**
 * Counts sample events as a meter would, and says why it would not count others.
 * @throws {InvalidValue} as `definitionReaders`, and `too_many`, `required`,
 *   `period_without_length`
 */
export const previewMeter = (input: MeterPreviewInput): MeterPreview => {
  const { meter, events } = checkAll({
    meter: () => checkAll(definitionReaders(input.meter)),
    events: () => readSamples(input.events),
    to: () => refusePeriod(input),
  });
  const samples = inTime(events);
  const measured = samples.map(({ event, at }) => measureWithin(meter, event, at, input));
  const counted = samples.flatMap(({ at, key }, index): Counted[] => {
    const each = measured[index];
    return each !== undefined && 'reading' in each ? [{ at, key, reading: each.reading }] : [];
  });
  const span = spanOf(input, samples);
  const quantity = (some: readonly Counted[]): string =>
    quantityOf(meter, tallyOf(meter.aggregation, some), span).toText();
  const groups = Map.groupBy(counted, ({ reading }) => JSON.stringify(reading.group));
  return {
    quantity: quantity(counted),
    groups:
      meter.groupBy.length === 0
        ? []
        : [...groups].map(([group, some]) => ({
            group: named(meter, JSON.parse(group) as readonly (string | null)[]),
            quantity: quantity(some),
          })),
    events: measured.map((each) => outcomeOf(meter, each)),
  };
};

interface Sample {
  readonly event: SampleEvent;
  readonly at: Instant;
  readonly key: string;
}

// The keys put samples of one instant in the order in which they were given.
const inTime = (events: readonly SampleEvent[]): readonly Sample[] => {
  let last = events.find(({ time }) => time !== undefined)?.time ?? instantOf(0);
  return events.map((event, index) => {
    last = event.time ?? last;
    return { event, at: last, key: String(index).padStart(4, '0') };
  });
};

const measureWithin = (
  meter: MeterDefinition,
  { type = meter.eventType, data }: SampleEvent,
  at: Instant,
  { from, to }: PreviewPeriod,
): Measured => {
  const isBefore = from !== undefined && at < from && !meter.isCarriedOver;
  if (!isBefore && (to === undefined || at < to)) return measure(meter, { type, data });
  return { notCounted: { code: 'outside_period', detail: 'It lies outside of the period.' } };
};

const spanOf = ({ from, to }: PreviewPeriod, samples: readonly Sample[]): CountedSpan => {
  const first = samples[0]?.at ?? instantOf(0);
  return { from: from ?? first, to: to ?? samples.at(-1)?.at ?? first };
};

const named = (
  { groupBy }: MeterDefinition,
  group: readonly (string | null)[],
): Readonly<Record<string, string | null>> =>
  Object.fromEntries(groupBy.map((property, index) => [property, group[index] ?? null]));

/** The outcome of an event that a meter measured, as people see it. */
export const outcomeOf = (meter: MeterDefinition, measured: Measured): SampleOutcome => {
  if ('notCounted' in measured) {
    const { code, detail } = measured.notCounted;
    return { isCounted: false, value: null, isRemoval: false, group: null, code, detail };
  }
  const { value, isRemoval, group } = measured.reading;
  const shown = meter.groupBy.length === 0 ? null : named(meter, group);
  return { isCounted: true, value, isRemoval, group: shown, code: null, detail: null };
};

const readSamples = (events: readonly SampleEvent[]): readonly SampleEvent[] => {
  if (events.length > sampleEventsMax) {
    throw InvalidValue.because('too_many', `A preview has ${sampleEventsMax} events at most.`);
  }
  return checkEach(events, (event) => ({
    ...event,
    ...checkAll({ data: () => parseEventData(event.data) }),
  }));
};

const refusePeriod = ({ meter, from, to }: MeterPreviewInput): void => {
  if (meter.aggregation === 'weighted_sum' && (from === undefined || to === undefined)) {
    throw InvalidValue.because(
      'required',
      'A weighted sum is one over a period: state from and to.',
    );
  }
  if (from !== undefined && to !== undefined && to <= from) {
    throw InvalidValue.because('period_without_length', 'The period ends after it begins.');
  }
};
