import type { BillingRunQueries } from '#application/invoicing/queries.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

interface StandingRow {
  readonly due: number;
  readonly nextDueAt: Date | null;
  readonly parked: number;
  readonly openIssues: number;
}

const standing = tenantScoped(
  `select count(*) filter (where a.parked_at is null and a.due_at <= $2)::integer as due,
      min(a.due_at) filter (where a.parked_at is null) as "nextDueAt",
      count(*) filter (where a.parked_at is not null)::integer as parked,
      (select count(*)::integer from billing_issues i
        where i.tenant_id = scope.tenant_id and i.resolved_at is null) as "openIssues"
    from billing_accounts a where a.tenant_id = scope.tenant_id`,
  'billing-runs.standing',
);

/** How the runs of a tenant stand, in PostgreSQL. */
export const postgresBillingRunQueries = (reader: TenantReader): BillingRunQueries => ({
  standing: async () => {
    const now = formatInstant(await reader.now());
    const [row] = await reader.rows<StandingRow>(standing, [now]);
    if (row === undefined) return { due: 0, nextDueAt: null, parked: 0, openIssues: 0 };
    return { ...row, nextDueAt: row.nextDueAt && instantOf(row.nextDueAt.getTime()) };
  },
});
