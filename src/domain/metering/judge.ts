import type { EventData } from '#domain/metering/measure.ts';
import { measure } from '#domain/metering/measure.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import type { SampleOutcome } from '#domain/metering/preview.ts';
import { outcomeOf } from '#domain/metering/preview.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The outcome of an event at one meter: its share in the quantity, or why it has none. */
export interface JudgedByMeter extends SampleOutcome {
  readonly meterId: MeterId;
  readonly meterCode: string;
  readonly meterName: string;
}

/** A stored event, as far as meters look at it. */
interface JudgedEvent {
  readonly type: string;
  readonly data: EventData;
  readonly cancelledAt: Instant | null;
}

/** The outcomes of a stored event at those of the meters that count events of its type. */
export const judgeEvent = (
  event: JudgedEvent,
  meters: readonly MeterFacts[],
): readonly JudgedByMeter[] =>
  meters
    .filter(({ eventType }) => eventType === event.type)
    .toSorted((one, other) => (one.code < other.code ? -1 : 1))
    .map((meter) => ({
      meterId: meter.id,
      meterCode: meter.code,
      meterName: meter.name,
      ...outcomeAt(meter, event),
    }));

// A meter that never counted the event goes on to say why.
const outcomeAt = (meter: MeterFacts, event: JudgedEvent): SampleOutcome => {
  const outcome = outcomeOf(meter, measure(meter, event));
  return event.cancelledAt === null || !outcome.isCounted ? outcome : cancelled;
};

const cancelled: SampleOutcome = {
  isCounted: false,
  value: null,
  isRemoval: false,
  group: null,
  code: 'cancelled',
  detail: 'The event was cancelled.',
};
