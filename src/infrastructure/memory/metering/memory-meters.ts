import type { MeterRepository } from '#application/metering/ports.ts';
import type { MeterFilter, MeterQueries } from '#application/metering/queries.ts';
import { meterView } from '#application/metering/queries.ts';
import { MeterCodeTaken } from '#domain/metering/errors.ts';
import type { Meter, MeterFacts } from '#domain/metering/meter.ts';
import { meterOf } from '#domain/metering/meter.ts';
import { memoryAggregates, memoryQueries } from '#infrastructure/memory/aggregates.ts';
import { fits, mentions } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import type { Resource } from '#infrastructure/memory/resource.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

const table = ({ meters: kept }: MeteringTables) => kept;

const aggregates = memoryAggregates({
  table,
  make: meterOf,
  unique: [[({ facts }) => facts.code, MeterCodeTaken]],
});

/** Meters in memory. A meter is archived, and never removed. */
export const meters: Resource<MeteringTables, Meter, MeterRepository, MeterQueries> = {
  table: () => new MemoryTable(),
  repository: (transaction) => {
    const { find, findAll, save } = aggregates(transaction);
    return {
      find,
      findAll,
      findShared: find,
      findLocked: find,
      save,
      countingTypes: async (eventTypes) => countingTypes(transaction, eventTypes),
    };
  },
  queries: (reader) => ({
    ...queries(reader),
    countingTypes: async (eventTypes) => countingTypes(reader, eventTypes),
  }),
};

/** Law 6 of `MeterRepository`. */
export const countingTypes = (
  { tables, tenantId }: Pick<MemoryReader<MeteringTables>, 'tables' | 'tenantId'>,
  eventTypes: readonly string[],
): readonly MeterFacts[] =>
  table(tables)
    .under(`${tenantId}/`)
    .filter(({ status, facts }) => status === 'active' && eventTypes.includes(facts.eventType))
    .map(({ facts }) => facts);

const queries = memoryQueries({
  table,
  view: meterView,
  fits: ({ id, code, name, status }, filter: MeterFilter) =>
    (filter.status === 'all' || status === (filter.status ?? 'active')) &&
    fits(filter.code, code) &&
    mentions(filter.search, 'mtr', id, [name, code]),
});
