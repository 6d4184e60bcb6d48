import type { MeterRepository } from '#application/metering/ports.ts';
import type { MeterFilter, MeterQueries } from '#application/metering/queries.ts';
import { meterView } from '#application/metering/queries.ts';
import { MeterCodeTaken } from '#domain/metering/errors.ts';
import { meterOf } from '#domain/metering/meter.ts';
import {
  searchableAggregates,
  searchableQueries,
} from '#infrastructure/typeorm/aggregates/aggregates.ts';
import { selectedColumns } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { MeterRow } from '#infrastructure/typeorm/metering/meter.table.ts';
import {
  meterTable as table,
  toFacts,
  toRow,
} from '#infrastructure/typeorm/metering/meter.table.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import { equalToFew } from '#infrastructure/typeorm/reads/list-statement.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Resource } from '#infrastructure/typeorm/resource.ts';

const aggregates = searchableAggregates({
  table,
  prefix: 'mtr',
  toRow,
  toFacts,
  make: meterOf,
  refusals: { meters_code_key: MeterCodeTaken },
});

const countingOf = (tenantId: string): string =>
  `select ${selectedColumns(table)} from meters
    where tenant_id = ${tenantId} and archived_at is null and event_type = any ($2)`;

const countingTypes = { name: 'meters.counting-types', text: countingOf('$1') };
const countingTypesRead = tenantScoped(countingOf('scope.tenant_id'), 'meters.counting-types-read');

/** Meters in PostgreSQL. A meter is archived, and never removed. */
export const meters: Resource<MeterRepository, MeterQueries> = {
  table,
  repository: (transaction) => {
    const { find, findAll, findShared, findLocked, save } = aggregates(transaction);
    return {
      find,
      findAll,
      findShared,
      findLocked,
      save,
      countingTypes: async (eventTypes) => {
        const { client, tenantId } = transaction;
        const values = [tenantId, eventTypes];
        const { rows } = await client.query<MeterRow>({ ...countingTypes, values });
        return rows.map(toFacts);
      },
    };
  },
  queries: (reader) => ({
    ...queries(reader),
    countingTypes: async (eventTypes) => {
      const rows = await reader.rows<MeterRow>(countingTypesRead, [eventTypes]);
      return rows.map(toFacts);
    },
  }),
};

const queries = searchableQueries({
  table,
  prefix: 'mtr',
  toView: (row) => meterView(meterOf(toFacts(row))),
  conditions: ({ status = 'active', code }: MeterFilter) => [
    equalToFew('meters.code', code),
    ...(status === 'all' ? [] : [isArchived(status === 'archived')]),
  ],
});

const isArchived = (archived: boolean): Condition => ({
  sql: () => `meters.archived_at is ${archived ? 'not null' : 'null'}`,
  values: [],
});
