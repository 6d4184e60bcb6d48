import type { Pool, QueryResultRow } from 'pg';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';

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
  /** Whether ids carry the time that their things say: in a test tenant a clock says another. */
  readonly idsTellTime: boolean;

  /**
   * @param tenantId the tenant's uuid
   * @param mode the tenant's, where it is known
   */
  constructor(pool: Pool, tenantId: string, mode?: TenantMode) {
    this.#pool = pool;
    this.#tenantId = tenantId;
    this.idsTellTime = mode === 'live';
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
