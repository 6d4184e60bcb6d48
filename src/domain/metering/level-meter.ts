import type { MeterDefinition } from '#domain/metering/definition.ts';

/** The aggregations whose quantity is a level: it stays until another event changes it. */
export const levelAggregations = ['sum', 'max', 'latest', 'unique'] as const;

type LevelAggregation = (typeof levelAggregations)[number];

/** A meter that counts a level. */
export type LevelMeter = MeterDefinition & { readonly aggregation: LevelAggregation };

export const countsLevel = (meter: MeterDefinition): meter is LevelMeter =>
  levelAggregations.some((aggregation) => aggregation === meter.aggregation);
