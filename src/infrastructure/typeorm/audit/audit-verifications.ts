import type { AuditVerificationRepository } from '#application/audit/ports.ts';
import type { StoredVerification } from '#application/audit/queries.ts';
import type { Breach } from '#domain/audit/audit-entry.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const save = {
  name: 'audit_verifications.save',
  text: `insert into audit_verifications (tenant_id, verified_at, sequence, hash, first_breach)
    values ($1, $2, $3, $4, $5)
    on conflict (tenant_id) do update set verified_at = excluded.verified_at,
      sequence = excluded.sequence, hash = excluded.hash, first_breach = excluded.first_breach
    where excluded.verified_at >= audit_verifications.verified_at`,
};

const last = tenantScoped(
  `select v.verified_at, v.sequence, v.hash, v.first_breach from audit_verifications v
    where v.tenant_id = scope.tenant_id`,
  'audit_verifications.last',
);

interface VerificationRow {
  readonly verified_at: Date;
  /** A bigint, which reaches us as text. */
  readonly sequence: string;
  readonly hash: string;
  readonly first_breach: Breach | null;
}

const postgresAuditVerifications = ({
  client,
  tenantId,
}: Transaction): AuditVerificationRepository => ({
  save: async ({ verifiedAt, head, firstBreach }) => {
    const breach = firstBreach && JSON.stringify(firstBreach);
    const values = [tenantId, new Date(verifiedAt), head.sequence, head.hash, breach];
    await client.query({ ...save, values });
  },
});

/** The last verification of a tenant's audit entries, as it was saved. */
export const lastVerification = async (
  reader: TenantReader,
): Promise<StoredVerification | undefined> => {
  const [row] = await reader.rows<VerificationRow>(last, []);
  if (row === undefined) return undefined;
  const { hash, first_breach: firstBreach } = row;
  const known = {
    head: { sequence: Number(row.sequence), hash },
    verifiedAt: instantOf(row.verified_at.getTime()),
  };
  return firstBreach === null
    ? { ...known, isIntact: true, firstBreach }
    : { ...known, isIntact: false, firstBreach };
};

/** The last verification of each tenant's audit entries. */
export const auditVerifications = { repository: postgresAuditVerifications };
