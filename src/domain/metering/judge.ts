import type { EventData } from '#domain/metering/measure.ts';
import { measure } from '#domain/metering/measure.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import type { SampleOutcome } from '#domain/metering/preview.ts';
import { outcomeOf } from '#domain/metering/preview.ts';
import type { MeterId } from '#domain/shared/ids.ts';

/** The outcome of an event at one meter: its share in the quantity, or why it has none. */
export interface JudgedByMeter extends SampleOutcome {
  readonly meterId: MeterId;
  readonly meterCode: string;
  readonly meterName: string;
}

/** The outcomes of a stored event at those of the meters that count events of its type. */
export const judgeEvent = (
  event: { readonly type: string; readonly data: EventData },
  meters: readonly MeterFacts[],
): readonly JudgedByMeter[] =>
  meters
    .filter(({ eventType }) => eventType === event.type)
    .toSorted((one, other) => (one.code < other.code ? -1 : 1))
    .map((meter) => ({
      meterId: meter.id,
      meterCode: meter.code,
      meterName: meter.name,
      ...outcomeOf(meter, measure(meter, event)),
    }));
