import type { Pool, QueryResultRow } from 'pg';

/**
 * A read of one tenant's rows in a single round trip. `$1` is the tenant; `fence.tenant_id` is the
 * same, as the statement must use it: `where c.tenant_id = fence.tenant_id`.
 */
export interface FencedStatement {
  /** Names the prepared statement; without one it is planned anew for its values. */
  readonly name?: string | undefined;
  readonly text: string;
}

/**
 * Puts `select` behind the fence. The setting that row-level security reads is set by the statement
 * itself and ends with it. `select` depends on the row that sets it (LATERAL, and `fence` in its
 * condition; OFFSET 0 keeps it whole), so it cannot be evaluated before.
 */
export const fenced = (select: string, name?: string): FencedStatement => ({
  name,
  text: `with fence as materialized (
    select set_config('app.tenant_id', $1, true)::uuid as tenant_id
  )
  select found.* from fence cross join lateral (${select} offset 0) found`,
});

/** Runs fenced statements for one tenant, each in a transaction of its own. */
export class FencedReader {
  readonly #pool: Pool;
  readonly #tenantId: string;

  /** @param tenantId the tenant's uuid */
  constructor(pool: Pool, tenantId: string) {
    this.#pool = pool;
    this.#tenantId = tenantId;
  }

  /** @param values what `$2`, `$3`, … stand for */
  async rows<Row extends QueryResultRow>(
    { name, text }: FencedStatement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const query = { text, values: [this.#tenantId, ...values] };
    const { rows } = await this.#pool.query<Row>(name === undefined ? query : { ...query, name });
    return rows;
  }
}
