import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { DomainError } from '#domain/shared/errors.ts';
import type { Recordable } from '#domain/shared/events.ts';
import type { Id } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { sliceOf, within } from '#infrastructure/memory/list.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

interface Facts {
  readonly id: Id;
  readonly version: number;
}

interface Aggregate<Known extends Facts> extends Recordable {
  readonly facts: Known;
}

/** The mapping of the aggregates of one table. */
interface AggregateRules<Tables, Stored extends Aggregate<Facts>> {
  readonly table: (tables: Tables) => MemoryTable<Stored>;
  /** Makes an aggregate of what is stored. */
  readonly make: (facts: Stored['facts']) => Stored;
  /** Of no two in a tenant the same, and the refusal of a second; null is never the same. */
  readonly unique?: readonly (readonly [
    key: (aggregate: Stored) => string | null,
    Taken: new () => DomainError,
  ])[];
  /** Checks the other tables too. Throws where a rule does not hold. */
  readonly checkSave?: (transaction: MemoryTransaction<Tables>, aggregate: Stored) => void;
  readonly checkDelete?: (
    transaction: MemoryTransaction<Tables>,
    id: Stored['facts']['id'],
  ) => void;
}

/** The repository of aggregates in memory: find, save and delete. */
export const memoryAggregates =
  <Tables, Stored extends Aggregate<Facts>>(rules: AggregateRules<Tables, Stored>) =>
  (transaction: MemoryTransaction<Tables>) => {
    const { tenantId } = transaction;
    const keyOf = (id: Id): string => `${tenantId}/${id}`;
    return {
      find: async (id: Stored['facts']['id']): Promise<Stored | undefined> =>
        rules.table(transaction.tables).get(keyOf(id)),
      findAll: async (ids: readonly Stored['facts']['id'][]): Promise<readonly Stored[]> =>
        [...new Set(ids)].flatMap((id) => rules.table(transaction.tables).get(keyOf(id)) ?? []),
      save: async (aggregate: Stored): Promise<Stored> => {
        const table = rules.table(transaction.tables);
        rules.checkSave?.(transaction, aggregate);
        assertUnique(rules, table.under(`${tenantId}/`), aggregate);
        const { facts } = aggregate;
        const stored = rules.make({ ...facts, version: facts.version + 1 });
        table.store(keyOf(facts.id), stored);
        transaction.record(aggregate);
        return stored;
      },
      delete: async (deleted: Facts & Recordable): Promise<void> => {
        rules.checkDelete?.(transaction, deleted.id);
        rules.table(transaction.tables).delete(keyOf(deleted.id), deleted.version);
        transaction.record(deleted);
      },
    };
  };

const assertUnique = <Tables, Stored extends Aggregate<Facts>>(
  { unique = [] }: AggregateRules<Tables, Stored>,
  stored: readonly Stored[],
  aggregate: Stored,
): void => {
  const others = stored.filter(({ facts }) => facts.id !== aggregate.facts.id);
  for (const [key, Taken] of unique) {
    const own = key(aggregate);
    if (own !== null && others.some((other) => key(other) === own)) throw new Taken();
  }
};

/** The queries of aggregates in memory: find one, and list a slice of them. */
export const memoryQueries =
  <
    Tables,
    Stored extends Aggregate<Facts>,
    View extends { readonly id: Stored['facts']['id']; readonly createdAt: Instant },
    Filter extends { readonly createdAt?: InstantRange | undefined },
  >(rules: {
    readonly table: (tables: Tables) => MemoryTable<Stored>;
    readonly view: (aggregate: Stored) => View;
    readonly fits: (view: View, filter: Filter) => boolean;
  }) =>
  ({ tables, tenantId }: MemoryReader<Tables>) => ({
    find: async (id: View['id']): Promise<View | undefined> => {
      const stored = rules.table(tables).get(`${tenantId}/${id}`);
      return stored && rules.view(stored);
    },
    list: async (filter: Filter, slice: Slice<View['id']>): Promise<readonly View[]> => {
      const views = rules.table(tables).under(`${tenantId}/`).map(rules.view);
      const found = views.filter(
        (view) => within(view.createdAt, filter.createdAt) && rules.fits(view, filter),
      );
      return sliceOf(found, ({ id }) => id, slice);
    },
  });
