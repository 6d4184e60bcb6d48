import type { BillingIssueRepository } from '#application/invoicing/ports.ts';
import type { BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

export interface BillingIssueRow {
  readonly id: string;
  readonly version: number;
  readonly customerId: string;
  readonly code: BillingIssueFacts['code'];
  readonly detail: string;
  readonly moment: Date;
  readonly createdAt: Date;
  readonly resolvedAt: Date | null;
}

export const billingIssueColumns = `i.id, i.version, i.customer_id as "customerId", i.code,
  i.detail, i.moment, i.created_at as "createdAt", i.resolved_at as "resolvedAt"`;

const insert = {
  name: 'billing_issues.insert',
  text: `insert into billing_issues (tenant_id, id, version, customer_id, code, detail, moment,
      created_at)
    values ($1, $2, 1, $3, $4, $5, $6, $7)`,
};

const find = {
  name: 'billing_issues.find-one',
  text: `select ${billingIssueColumns} from billing_issues i where i.tenant_id = $1 and i.id = $2`,
};

const resolve = {
  name: 'billing_issues.resolve',
  text: `update billing_issues set version = version + 1, resolved_at = $4
    where tenant_id = $1 and id = $2 and version = $3 and resolved_at is null`,
};

/** Billing issues in PostgreSQL. */
export const postgresBillingIssues = ({
  client,
  tenantId,
}: Transaction): BillingIssueRepository => ({
  add: async ({ id, customerId, code, detail, moment, createdAt }) => {
    const [at, made] = [formatInstant(moment), formatInstant(createdAt)];
    const values = [tenantId, uuidOf(id), uuidOf(customerId), code, detail, at, made];
    await client.query({ ...insert, values });
  },
  find: async (issueId) => {
    const values = [tenantId, uuidOf(issueId)];
    const { rows } = await client.query<BillingIssueRow>({ ...find, values });
    return rows[0] && toBillingIssue(rows[0]);
  },
  resolve: async ({ id, version }, at) => {
    const values = [tenantId, uuidOf(id), version, formatInstant(at)];
    const { rowCount } = await client.query({ ...resolve, values });
    if (rowCount !== 1) throw new VersionMismatch();
  },
});

export const toBillingIssue = (row: BillingIssueRow): BillingIssueFacts => ({
  ...row,
  id: idFromUuid('iss', row.id),
  customerId: idFromUuid('cus', row.customerId),
  moment: instantOf(row.moment.getTime()),
  createdAt: instantOf(row.createdAt.getTime()),
  resolvedAt: row.resolvedAt && instantOf(row.resolvedAt.getTime()),
});
