import type { Pool, QueryResultRow } from 'pg';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * A read of one tenant's rows in a single round trip. `$1` is the tenant; `scope.tenant_id` is the
 * same, as the statement must use it: `where c.tenant_id = scope.tenant_id`.
 */
export interface TenantStatement {
  /** Names the prepared statement; without one it is planned anew for its values. */
  readonly name?: string | undefined;
  readonly text: string;
}

/**
 * Reads as one tenant. The statement itself sets the setting that row-level security reads, which
 * ends with it. `select` depends on the row that sets it (LATERAL, and `scope` in its
 * condition; OFFSET 0 keeps it whole), so it cannot be evaluated before.
 */
export const tenantScoped = (select: string, name?: string): TenantStatement => ({
  name,
  text: `with scope as materialized (
    select set_config('app.tenant_id', $1, true)::uuid as tenant_id
  )
  select found.* from scope cross join lateral (${select} offset 0) found`,
});

/** Runs statements for one tenant, each in a transaction of its own. */
export class TenantReader {
  readonly #pool: Pool;
  readonly #tenantId: string;
  readonly #now: () => Promise<Instant>;

  /**
   * @param tenantId the tenant's uuid
   * @param now business time, of that tenant
   */
  constructor(pool: Pool, tenantId: string, now: () => Promise<Instant> = timeless) {
    this.#pool = pool;
    this.#tenantId = tenantId;
    this.#now = now;
  }

  /** The tenant's business time: of its test clock, where it has one. */
  now(): Promise<Instant> {
    return this.#now();
  }

  /** @param values what `$2`, `$3`, … stand for */
  async rows<Row extends QueryResultRow>(
    { name, text }: TenantStatement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const query = { text, values: [this.#tenantId, ...values] };
    const { rows } = await this.#pool.query<Row>(name === undefined ? query : { ...query, name });
    return rows;
  }
}

const timeless = (): Promise<Instant> =>
  Promise.reject(new InvariantViolation('This reader has nothing to do with time.'));
