import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { Id } from '#domain/shared/ids.ts';
import { lowestUuidAt, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { FencedStatement } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';

/** One condition of a list: SQL around its placeholder, and the value; undefined asks nothing. */
export interface Condition {
  readonly sql: (placeholder: string) => string;
  readonly value: unknown;
}

/** What a list reads: `alias.id` is its key, newest first. */
export interface ListSource {
  readonly name: string;
  readonly columns: string;
  /** `customers c` */
  readonly from: string;
  /** `c` */
  readonly alias: string;
}

/** A list by keyset, and the values of `$2` and on. */
export const listStatement = (
  { name, columns, from, alias }: ListSource,
  conditions: readonly Condition[],
  { limit, after }: Slice<Id>,
): { readonly statement: FencedStatement; readonly values: readonly unknown[] } => {
  const asked = [
    ...conditions,
    {
      sql: (value: string) => `${alias}.id < ${value}`,
      value: after === null ? undefined : uuidOf(after),
    },
  ].filter(({ value }) => value !== undefined);
  const where = asked.map(({ sql }, index) => `and ${sql(`$${index + 3}`)}`).join(' ');
  const select = `select ${columns} from ${from}
    where ${alias}.tenant_id = fence.tenant_id ${where}
    order by ${alias}.id desc limit $2`;
  // Only the plain walk is kept prepared: what is filtered is planned for its values.
  const isPlain = asked.length === 0;
  return {
    statement: fenced(select, isPlain ? name : undefined),
    values: [limit, ...asked.map(({ value }) => value)],
  };
};

/** A part of a text, whatever its case; `expression` is the one that its trigram index is on. */
export const containing = (expression: string, search: string | undefined): Condition => ({
  sql: (value) => `${expression} like ${value}`,
  value: search === undefined ? undefined : `%${escapeLike(search.toLowerCase())}%`,
});

export const equal = (expression: string, value: unknown): Condition => ({
  sql: (placeholder) => `${expression} = ${placeholder}`,
  value,
});

/** A range of time as a range of ids, which is how the primary key serves it. */
export const createdWithin = (column: string, range: InstantRange = {}): readonly Condition[] => {
  const bound = (operator: string, at: Instant | undefined, milliseconds: number): Condition => ({
    sql: (value) => `${column} ${operator} ${value}`,
    value: at === undefined ? undefined : lowestUuidAt((at + milliseconds) as Instant),
  });
  return [
    bound('>=', range.gte, 0),
    bound('>=', range.gt, 1),
    bound('<', range.lt, 0),
    bound('<', range.lte, 1),
  ];
};

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
