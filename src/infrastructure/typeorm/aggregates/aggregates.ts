import type { EntitySchema } from 'typeorm';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { DomainError } from '#domain/shared/errors.ts';
import type { Recordable } from '#domain/shared/events.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import {
  findRow,
  findRows,
  selectedColumns,
} from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Searchable } from '#infrastructure/typeorm/search/search-tokens.ts';
import { deleteSearchable, storeSearchable } from '#infrastructure/typeorm/search/search-tokens.ts';
import { searchedList } from '#infrastructure/typeorm/search/searched-list.ts';
import { mapConstraintErrors } from '#infrastructure/typeorm/transactions/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

interface Facts {
  readonly id: Id;
  readonly version: number;
}

interface Aggregate extends Recordable {
  readonly facts: Facts;
}

/** The mapping of the aggregates of one table. */
interface AggregateMapping<Row extends Searchable, Stored extends Aggregate> {
  readonly table: EntitySchema<Row>;
  /** The prefix of their ids. */
  readonly prefix: IdPrefix;
  readonly toRow: (facts: Stored['facts'], tenantId: string) => Row;
  readonly toFacts: (row: Row) => Stored['facts'];
  /** Makes an aggregate of what is stored. */
  readonly make: (facts: Stored['facts']) => Stored;
  /** The refusal for each constraint. */
  readonly refusals: Readonly<Record<string, new () => DomainError>>;
}

/** The repository of searchable aggregates: find, save and delete. */
export const searchableAggregates =
  <Row extends Searchable, Stored extends Aggregate>(mapping: AggregateMapping<Row, Stored>) =>
  (transaction: Transaction) => {
    const { table, prefix, toRow, toFacts, make, refusals } = mapping;
    const { tenantId, events } = transaction;
    return {
      find: async (id: Stored['facts']['id']): Promise<Stored | undefined> => {
        const row = await findRow(transaction, table, uuidOf(id));
        return row && make(toFacts(row));
      },
      /** As `find`, and nobody changes it until the transaction is over. */
      findShared: async (id: Stored['facts']['id']): Promise<Stored | undefined> => {
        const row = await findRow(transaction, table, uuidOf(id), 'shared');
        return row && make(toFacts(row));
      },
      /** As `find`, and nobody else changes, shares or locks it until the transaction is over. */
      findLocked: async (id: Stored['facts']['id']): Promise<Stored | undefined> => {
        const row = await findRow(transaction, table, uuidOf(id), 'locked');
        return row && make(toFacts(row));
      },
      findAll: async (ids: readonly Stored['facts']['id'][]): Promise<readonly Stored[]> => {
        const rows = await findRows(transaction, table, ids.map(uuidOf));
        return rows.map((row) => make(toFacts(row)));
      },
      save: async (aggregate: Stored): Promise<Stored> => {
        const { facts } = aggregate;
        const stored = make({ ...facts, version: facts.version + 1 });
        const row = toRow(stored.facts, tenantId);
        await mapConstraintErrors(refusals, storeSearchable(transaction, table, row, prefix));
        events.record(aggregate);
        return stored;
      },
      delete: async (deleted: Facts & Recordable): Promise<void> => {
        const key = { tenantId, id: uuidOf(deleted.id), version: deleted.version };
        await mapConstraintErrors(refusals, deleteSearchable(transaction, table, key, prefix));
        events.record(deleted);
      },
    };
  };

/** The queries of searchable aggregates: find one, and list a slice of them. */
export const searchableQueries = <
  Row extends Searchable,
  View extends { readonly id: Id },
  Filter extends {
    readonly search?: string | undefined;
    readonly createdAt?: InstantRange | undefined;
  },
>(mapping: {
  readonly table: EntitySchema<Row>;
  readonly prefix: IdPrefix;
  readonly toView: (row: Row) => View;
  /** On the table by its name, of the filter without `search` and `createdAt`. */
  readonly conditions: (filter: Filter) => readonly Condition[];
}) => {
  const { table, prefix, toView, conditions } = mapping;
  const { tableName = '' } = table.options;
  const columns = selectedColumns(table);
  const find = tenantScoped(
    `select ${columns} from ${tableName}
      where ${tableName}.tenant_id = scope.tenant_id and ${tableName}.id = $2`,
    `${tableName}.find`,
  );
  const source = { columns, from: tableName, alias: tableName, kind: prefix };
  const list = { ...source, name: `${tableName}.list` };
  return (reader: TenantReader) => ({
    find: async (id: View['id']): Promise<View | undefined> => {
      const [row] = await reader.rows<Row>(find, [uuidOf(id)]);
      return row && toView(row);
    },
    list: async (filter: Filter, slice: Slice<View['id']>): Promise<readonly View[]> => {
      const asked = { ...filter, conditions: conditions(filter) };
      const rows = await searchedList<Row>(reader, list, asked, slice);
      return rows.map(toView);
    },
  });
};
