import type { Pool } from 'pg';
import type { Installation } from '#application/operations/ports.ts';
import type { Slice } from '#application/shared/page.ts';
import type { Clock } from '#application/shared/ports.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { idFromUuid, lowestUuid, uuidOf } from '#domain/shared/ids.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { sweepDoneJobs } from '#infrastructure/jobs/sweep-done-jobs.ts';
import type { TenantViewRow } from '#infrastructure/typeorm/tenants/tenant-queries.ts';
import { toTenantView } from '#infrastructure/typeorm/tenants/tenant-queries.ts';
import { inTransaction } from '#infrastructure/typeorm/transactions/in-transaction.ts';
import { orUnavailable } from '#infrastructure/typeorm/transactions/storage-error.ts';

// The statement sets the purpose that row-level security asks for, which ends with it.
const tenantsFrom = (order: 'asc' | 'desc'): string => `
  with purpose as materialized (select set_config('app.purpose', 'operate', true) as name)
  select found.* from purpose cross join lateral (
    select t.id, t.version, t.name, t.mode, t.default_currency, t.time_zone, t.billing,
      t.billing_policy, t.usage,
      t.created_at, t.updated_at
    from tenants t where purpose.name = 'operate'
      and ($1::uuid is null or t.id < $1) and ($2::uuid is null or t.id > $2)
    order by t.id ${order} limit $3 offset 0) found order by found.id desc`;

// A narrow index: where nothing came there is no row in it.
const toRollUp = {
  name: 'usage_heads.to-roll-up',
  text: `with purpose as materialized (select set_config('app.purpose', 'roll_up', true) as name)
    select found.id from purpose cross join lateral (
      select h.tenant_id as id from usage_heads h
      where purpose.name = 'roll_up' and h.has_news and h.tenant_id > $2
      order by h.tenant_id limit $1 offset 0) found`,
};

const toWatch = {
  name: 'usage_heads.to-watch',
  text: `with purpose as materialized (
      select set_config('app.purpose', 'watch_usage', true) as name)
    select found.id from purpose cross join lateral (
      select h.tenant_id as id from usage_heads h
      where purpose.name = 'watch_usage' and h.has_unwatched and h.tenant_id > $2
      order by h.tenant_id limit $1 offset 0) found`,
};

/** The tables whose expired rows are deleted, and their key beside the tenant. */
const swept = {
  sessions: 'id',
  invitations: 'id',
  idempotency_keys: 'key_hash',
  webhook_deliveries: 'id',
} as const;
const sweepMax = 10_000;

/** The operator's port in PostgreSQL: row-level security shows it the rows of two purposes. */
export class PostgresInstallation implements Installation {
  readonly #pool: Pool;
  readonly #clock: Clock;

  constructor(pool: Pool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async tenants({ limit, after, before }: Slice<TenantId>): Promise<readonly TenantView[]> {
    try {
      const statement = tenantsFrom(before === undefined ? 'desc' : 'asc');
      const values = [after && uuidOf(after), before === undefined ? null : uuidOf(before), limit];
      const { rows } = await this.#pool.query<TenantViewRow>(statement, values);
      return rows.map(toTenantView);
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  async sweep(): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    try {
      for (const [table, key] of Object.entries(swept)) {
        counts[table] = await this.#sweepTable(table, key);
      }
      counts['jobs'] = await sweepDoneJobs(this.#pool);
      return counts;
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  async endUsage(before: CalendarDate): Promise<number> {
    try {
      const { rows } = await this.#pool.query<{ readonly months: number }>(
        'select drop_usage_partitions($1) as months',
        [before],
      );
      return rows[0]?.months ?? 0;
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  tenantsToRollUp(limit: number, after: TenantId | null): Promise<readonly TenantId[]> {
    return this.#tenantsBy(toRollUp, limit, after);
  }

  tenantsToWatch(limit: number, after: TenantId | null): Promise<readonly TenantId[]> {
    return this.#tenantsBy(toWatch, limit, after);
  }

  async #tenantsBy(
    statement: typeof toRollUp,
    limit: number,
    after: TenantId | null,
  ): Promise<readonly TenantId[]> {
    try {
      const values = [limit, after === null ? lowestUuid : uuidOf(after)];
      const { rows } = await this.#pool.query<{ readonly id: string }>({ ...statement, values });
      return rows.map(({ id }) => idFromUuid('ten', id));
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  // Some at a time, so that no lock is held for long; the next sweep takes the rest.
  async #sweepTable(table: string, key: string): Promise<number> {
    const { rowCount } = await inTransaction(this.#pool, { purpose: 'sweep' }, (client) =>
      client.query(
        `delete from ${table} where (tenant_id, ${key}) in (
          select tenant_id, ${key} from ${table} where expires_at < $1 limit ${sweepMax})`,
        [new Date(this.#clock.now())],
      ),
    );
    return rowCount ?? 0;
  }
}
