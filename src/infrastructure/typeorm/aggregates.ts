import type { EntitySchema } from 'typeorm';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { DomainError } from '#domain/shared/errors.ts';
import type { Recordable } from '#domain/shared/events.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';
import type { Condition } from '#infrastructure/typeorm/list-statement.ts';
import type { Searchable } from '#infrastructure/typeorm/search-tokens.ts';
import { removeFound, storeFound } from '#infrastructure/typeorm/search-tokens.ts';
import { searchedList } from '#infrastructure/typeorm/searched-list.ts';
import { refusing } from '#infrastructure/typeorm/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transaction.ts';
import { findRow, findRows, selectedColumns } from '#infrastructure/typeorm/versioned-rows.ts';

interface Facts {
  readonly id: Id;
  readonly version: number;
}

interface Aggregate extends Recordable {
  readonly facts: Facts;
}

/** What is particular to the aggregates of one table. */
interface AggregateMapping<Row extends Searchable, Stored extends Aggregate> {
  readonly table: EntitySchema<Row>;
  /** The prefix of their ids. */
  readonly prefix: IdPrefix;
  readonly toRow: (facts: Stored['facts'], tenantId: string) => Row;
  readonly toFacts: (row: Row) => Stored['facts'];
  /** Makes an aggregate of what is stored. */
  readonly make: (facts: Stored['facts']) => Stored;
  /** What the breach of a constraint means. */
  readonly refusals: Readonly<Record<string, new () => DomainError>>;
}

/** What a repository of aggregates that a search finds does: find, save and remove. */
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
      findAll: async (ids: readonly Stored['facts']['id'][]): Promise<readonly Stored[]> => {
        const rows = await findRows(transaction, table, ids.map(uuidOf));
        return rows.map((row) => make(toFacts(row)));
      },
      save: async (aggregate: Stored): Promise<Stored> => {
        const { facts } = aggregate;
        const stored = make({ ...facts, version: facts.version + 1 });
        const row = toRow(stored.facts, tenantId);
        await refusing(refusals, storeFound(transaction, table, row, prefix));
        events.record(aggregate);
        return stored;
      },
      remove: async (removed: Facts & Recordable): Promise<void> => {
        const key = { tenantId, id: uuidOf(removed.id), version: removed.version };
        await refusing(refusals, removeFound(transaction, table, key, prefix));
        events.record(removed);
      },
    };
  };

/** What the queries of aggregates that a search finds do: find one, and list a slice of them. */
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
  const find = fenced(
    `select ${columns} from ${tableName}
      where ${tableName}.tenant_id = fence.tenant_id and ${tableName}.id = $2`,
    `${tableName}.find`,
  );
  const source = { columns, from: tableName, alias: tableName, kind: prefix };
  const list = { ...source, name: `${tableName}.list` };
  return (reader: FencedReader) => ({
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
