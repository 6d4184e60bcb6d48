import type { Pool } from 'pg';
import type { DueAccounts } from '#application/charging/ports.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { orUnavailable } from '#infrastructure/typeorm/transactions/storage-error.ts';

// Walks the index of what is due from one tenant to the next that was not met yet. So a tenant with
// very many costs hardly more than another: those of one instant are jumped over, those of others
// only read past. The purpose that row-level security asks for ends with the statement's own
// transaction; each part that reads names it in its condition, else PostgreSQL may read before it
// is set.
const tenants = {
  name: 'billing_accounts.due-tenants',
  text: `with recursive purpose as materialized (
      select set_config('app.purpose', 'bill', true) as name),
    walked as (
      (select a.due_at, a.tenant_id, array[a.tenant_id] as met from purpose cross join lateral (
        select b.due_at, b.tenant_id from billing_accounts b
        where purpose.name = 'bill' and b.is_live and b.parked_at is null and b.due_at <= $1
        order by b.due_at, b.tenant_id limit 1 offset 0) a)
      union all
      select a.due_at, a.tenant_id, w.met || a.tenant_id
      from walked w
      cross join purpose cross join lateral (
        select b.due_at, b.tenant_id from billing_accounts b
        where purpose.name = 'bill' and b.is_live and b.parked_at is null and b.due_at <= $1
          and (b.due_at, b.tenant_id) > (w.due_at, w.tenant_id) and b.tenant_id <> all (w.met)
        order by b.due_at, b.tenant_id limit 1 offset 0) a
      where cardinality(w.met) < $2)
    select tenant_id as "tenantId" from walked order by due_at, tenant_id`,
};

/** Due accounts of all live tenants in PostgreSQL. */
export const postgresDueAccounts = (pool: Pool): DueAccounts => ({
  tenants: async (through, limit) => {
    try {
      const values = [formatInstant(through), limit];
      const { rows } = await pool.query<{ readonly tenantId: string }>({ ...tenants, values });
      return rows.map(({ tenantId }) => idFromUuid('ten', tenantId));
    } catch (error) {
      throw orUnavailable(error);
    }
  },
});
