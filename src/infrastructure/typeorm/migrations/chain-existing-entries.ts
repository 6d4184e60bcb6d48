import type { QueryRunner } from 'typeorm';
import { canonicalEntry } from '#domain/audit/audit-entry.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Sha256EntryHasher } from '#infrastructure/security/sha256-entry-hasher.ts';
import type { AuditEntryRow } from '#infrastructure/typeorm/audit/audit-entry-row.ts';
import { auditEntryColumns, toAuditEntry } from '#infrastructure/typeorm/audit/audit-entry-row.ts';

/**
 * Numbers and hashes the entries that were written before there were chains, in the order of their
 * ids. The canonical form is for ever, so this may use the one that everything else uses.
 */
export const chainExistingEntries = async (runner: QueryRunner): Promise<void> => {
  // The owner is bound by row-level security like everybody; for this transaction it is not.
  await runner.query('alter table audit_entries no force row level security');
  const tenants = (await runner.query('select distinct tenant_id from audit_entries')) as readonly {
    tenant_id: string;
  }[];
  for (const { tenant_id: tenantId } of tenants) await chainTenant(runner, tenantId);
  await runner.query('alter table audit_entries force row level security');
};

const hasher = new Sha256EntryHasher();

const chainTenant = async (runner: QueryRunner, tenantId: string): Promise<void> => {
  const id: TenantId = idFromUuid('ten', tenantId);
  const head = { sequence: 0, hash: '' };
  const rows = (await runner.query(
    `select ${auditEntryColumns} from audit_entries a where a.tenant_id = $1 order by a.id`,
    [tenantId],
  )) as readonly AuditEntryRow[];
  for (const row of rows) {
    head.sequence += 1;
    head.hash = hasher.hash(head.hash, canonicalEntry(id, toAuditEntry(row)));
    await runner.query(
      'update audit_entries set sequence = $3, hash = $4 where tenant_id = $1 and id = $2',
      [tenantId, row.id, head.sequence, head.hash],
    );
  }
  await runner.query('insert into audit_chains (tenant_id, sequence, hash) values ($1, $2, $3)', [
    tenantId,
    head.sequence,
    head.hash,
  ]);
};
