import type { Meter, PreviewedMeter } from '../wire/types.ts';

/** The parts of a meter that say how it counts. */
export const definitionOf = (meter: Meter): PreviewedMeter => ({
  eventType: meter.eventType,
  aggregation: meter.aggregation,
  property: meter.property,
  filters: meter.filters,
  groupBy: meter.groupBy,
  isCarriedOver: meter.isCarriedOver,
  removal: meter.removal,
  rounding: meter.rounding,
});
