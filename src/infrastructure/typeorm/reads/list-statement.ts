import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { Id } from '#domain/shared/ids.ts';
import { lowestUuidAt, uuidOf, uuidsBeginning } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';
import type { TenantReader, TenantStatement } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

/**
 * One condition of a list: SQL around the placeholders of its values. One with an undefined value
 * asks nothing.
 */
export interface Condition {
  readonly sql: (...placeholders: readonly string[]) => string;
  readonly values: readonly unknown[];
  /** Hardly a row fits, and an index leads to those that do. */
  readonly isNarrow?: boolean;
}

/** The source of a list: `alias.id` is its key, newest first. */
export interface ListSource {
  readonly name: string;
  readonly columns: string;
  /** `customers c` */
  readonly from: string;
  /** `c` */
  readonly alias: string;
}

/** A statement, and what its `$2` and on stand for. */
export interface Asking {
  readonly statement: TenantStatement;
  readonly values: readonly unknown[];
}

/** A list by keyset, newest first, whichever way it is read. */
export const listStatement = (
  { name, columns, from, alias }: ListSource,
  conditions: readonly Condition[],
  { limit, after, before }: Slice<Id>,
): Asking => {
  const values: unknown[] = [limit];
  const key = `${alias}.id`;
  const all = [...conditions, compared(key, '<', after), compared(key, '>', before)];
  const order = before === undefined ? 'desc' : 'asc';
  const nearest = `select ${columns} from ${from} where ${alias}.tenant_id = scope.tenant_id
    ${placed(all, values)} order by ${key} ${order} limit $2`;
  const select =
    before === undefined
      ? nearest
      : `select nearest.* from (${nearest}) nearest order by nearest.id desc`;
  // Only a list without filters stays prepared: others are planned for their values.
  return { statement: tenantScoped(select, all.some(isAsked) ? undefined : name), values };
};

/** Those that ask something, as `and …`; what they compare with is added to `values`. */
export const placed = (conditions: readonly Condition[], values: unknown[]): string => {
  const place = (condition: Condition): string => {
    const first = values.push(...condition.values) - condition.values.length + 2;
    return condition.sql(...condition.values.map((_, index) => `$${first + index}`));
  };
  return conditions
    .filter(isAsked)
    .map((condition) => `and ${place(condition)}`)
    .join(' ');
};

export const isAsked = ({ values }: Condition): boolean => !values.includes(undefined);

const compared = (column: string, operator: '<' | '>', id: Id | null | undefined): Condition => ({
  sql: (cursor) => `${column} ${operator} ${cursor}`,
  values: [id === null || id === undefined ? undefined : uuidOf(id)],
});

export const equal = (expression: string, value: unknown): Condition => ({
  sql: (placeholder) => `${expression} = ${placeholder}`,
  values: [value],
});

/** At least one of these holds. */
export const oneOf = (conditions: readonly Condition[]): Condition => ({
  sql: (...placeholders) => {
    let next = 0;
    const parts = conditions.map(({ sql, values }) =>
      sql(...placeholders.slice(next, (next += values.length))),
    );
    return `(${parts.join(' or ')})`;
  },
  values: conditions.flatMap(({ values }) => values),
});

/** The same, of what hardly two rows have in common, like an e-mail address. */
export const equalToFew = (expression: string, value: unknown): Condition => ({
  ...equal(expression, value),
  isNarrow: true,
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

/** The same of the column itself, where a test clock tells another time than the ids. */
export const createdAtWithin = (column: string, range: InstantRange = {}): readonly Condition[] => {
  const bound = (operator: string, at: Instant | undefined): Condition => ({
    sql: (value) => `${column} ${operator} ${value}::timestamptz`,
    values: [at === undefined ? undefined : timestampOf(at)],
  });
  return [
    bound('>=', range.gte),
    bound('>', range.gt),
    bound('<', range.lt),
    bound('<=', range.lte),
  ];
};

// PostgreSQL counts no year 0, and nothing is older than that or later than the year 9999.
const timestampOf = (at: Instant): string => {
  if (at < startOfYear1) return '-infinity';
  return at < startOfYear10000 ? formatInstant(at) : 'infinity';
};

const [startOfYear1, startOfYear10000] = [-62_135_596_800_000, 253_402_300_800_000];

/** Things of a table that were made within a range of time, by whichever of both tells it. */
export const madeWithin = (
  { idsTellTime }: Pick<TenantReader, 'idsTellTime'>,
  alias: string,
  range: InstantRange | undefined,
): readonly Condition[] =>
  idsTellTime ? createdWithin(`${alias}.id`, range) : createdAtWithin(`${alias}.created_at`, range);

/** Ids that begin so, each as a range, which is how the primary key serves it. */
export const idsBeginning = (column: string, beginnings: readonly string[]): readonly Condition[] =>
  beginnings.map((beginning) => {
    const { from, to } = uuidsBeginning(beginning);
    return {
      sql: (first, last) => `${column} between ${first} and ${last}`,
      values: [from, to],
    };
  });
