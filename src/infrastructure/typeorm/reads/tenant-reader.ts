import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { Pages } from '#infrastructure/typeorm/reads/each-page.ts';
import { eachPage } from '#infrastructure/typeorm/reads/each-page.ts';
import { eachRow } from '#infrastructure/typeorm/reads/each-row.ts';

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
  /** The tenant's uuid. */
  readonly tenantId: string;
  /** Whether ids carry the time that their things say: in a test tenant a clock says another. */
  readonly idsTellTime: boolean;
  readonly #now: () => Instant;

  /**
   * @param mode the tenant's, where it is known
   * @param now real time
   */
  constructor(pool: Pool, tenantId: string, mode?: TenantMode, now: () => Instant = timeless) {
    this.#pool = pool;
    this.tenantId = tenantId;
    this.idsTellTime = mode === 'live';
    this.#now = now;
  }

  /** The tenant's business time: of its test clock, where it has one. */
  async now(): Promise<Instant> {
    if (this.idsTellTime) return this.#now();
    const [clock] = await this.rows<{ readonly now: Date }>(clockTime, []);
    return clock === undefined ? this.#now() : instantOf(clock.now.getTime());
  }

  /** @param values what `$2`, `$3`, … stand for */
  async rows<Row extends QueryResultRow>(
    { name, text }: TenantStatement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const query = { text, values: [this.tenantId, ...values] };
    const { rows } = await this.#pool.query<Row>(name === undefined ? query : { ...query, name });
    return rows;
  }

  /** The same, for so many rows that they are not to be in memory at once: see `eachRow`. */
  eachRow<Row extends QueryResultRow>(
    { name, text }: TenantStatement,
    values: readonly unknown[],
    take: (row: Row) => void,
  ): Promise<Row | undefined> {
    const query = { text, values: [this.tenantId, ...values] };
    const named = name === undefined ? query : { ...query, name };
    return this.#onOwnClient((client) => eachRow(client, named, take));
  }

  /** The same page by page, so that others have their turn in between: see `eachPage`. */
  eachPage<Row extends QueryResultRow>(
    { name, text }: TenantStatement & { readonly name: string },
    values: readonly unknown[],
    pages: Pages<Row>,
  ): Promise<Row | undefined> {
    const query = { name, text, values: [this.tenantId, ...values] };
    return this.#onOwnClient(async (client) => {
      await client.query('begin read only');
      const first = await eachPage(client, query, pages);
      await client.query('commit');
      return first;
    });
  }

  async #onOwnClient<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let failure: unknown;
    try {
      return await work(client);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(failure !== undefined);
    }
  }
}

const clockTime = tenantScoped(
  'select c.now from test_clocks c where c.tenant_id = scope.tenant_id',
  'test_clocks.time',
);

const timeless = (): never => {
  throw new InvariantViolation('A reader that shows what depends on time is opened with it.');
};
