import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { Id } from '#domain/shared/ids.ts';
import { lowestUuidAt, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { FencedStatement } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';

/**
 * One condition of a list: SQL around the placeholders of its values. One with an undefined value
 * asks nothing.
 */
export interface Condition {
  readonly sql: (...placeholders: readonly string[]) => string;
  readonly values: readonly unknown[];
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

/**
 * A list by keyset, and the values of `$2` and on. Where only few rows come into question, `few` is
 * the `select` of their ids.
 */
export const listStatement = (
  { name, columns, from, alias }: ListSource,
  conditions: readonly Condition[],
  { limit, after }: Slice<Id>,
  few?: Condition,
): { readonly statement: FencedStatement; readonly values: readonly unknown[] } => {
  const values: unknown[] = [limit];
  const placed = (condition: Condition): string => {
    const first = values.push(...condition.values) - condition.values.length + 2;
    return condition.sql(...condition.values.map((_, index) => `$${first + index}`));
  };
  const asked = [...conditions, isAfter(alias, after)].filter(isAsked);
  const where = asked.map((condition) => `and ${placed(condition)}`).join(' ');
  const rows = `select ${columns} from ${from} where ${alias}.tenant_id = fence.tenant_id ${where}`;
  if (few !== undefined) {
    return { statement: fenced(oneByOne(rows, alias, placed(few))), values };
  }
  const select = `${rows} order by ${alias}.id desc limit $2`;
  // Only the plain walk is kept prepared: what is filtered is planned for its values.
  return { statement: fenced(select, asked.length === 0 ? name : undefined), values };
};

// Newest first and each by the primary key, until the page is full. OFFSET 0 keeps it so.
const oneByOne = (rows: string, alias: string, ids: string): string => `select picked.*
    from (${ids} order by 1 desc offset 0) few (id)
    cross join lateral (${rows} and ${alias}.id = few.id offset 0) picked
    order by few.id desc limit $2`;

const isAfter = (alias: string, after: Id | null): Condition => ({
  sql: (cursor) => `${alias}.id < ${cursor}`,
  values: [after === null ? undefined : uuidOf(after)],
});

const isAsked = ({ values }: Condition): boolean => !values.includes(undefined);

/** A part of a text, whatever its case. No index serves it: for lists that are short anyway. */
export const containing = (expression: string, search: string | undefined): Condition => ({
  sql: (value) => `${expression} like ${value}`,
  values: [search === undefined ? undefined : `%${escapeLike(search.toLowerCase())}%`],
});

export const equal = (expression: string, value: unknown): Condition => ({
  sql: (placeholder) => `${expression} = ${placeholder}`,
  values: [value],
});

/** A range of time as a range of ids, which is how the primary key serves it. */
export const createdWithin = (column: string, range: InstantRange = {}): readonly Condition[] => {
  const bound = (operator: string, at: Instant | undefined, milliseconds: number): Condition => ({
    sql: (value) => `${column} ${operator} ${value}`,
    values: [at === undefined ? undefined : lowestUuidAt((at + milliseconds) as Instant)],
  });
  return [
    bound('>=', range.gte, 0),
    bound('>=', range.gt, 1),
    bound('<', range.lt, 0),
    bound('<', range.lte, 1),
  ];
};

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
