import type {
  AuditEntryFilter,
  AuditEntryQueries,
  ChainEnds,
  StoredVerification,
} from '#application/audit/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import { actorIdIn } from '#domain/audit/audit-entry.ts';
import type { AuditEntryId } from '#domain/shared/ids.ts';
import type { AuditEntryRow } from '#infrastructure/typeorm/audit/audit-entry-row.ts';
import { auditEntryColumns, toAuditEntry } from '#infrastructure/typeorm/audit/audit-entry-row.ts';
import { lastVerification } from '#infrastructure/typeorm/audit/audit-verifications.ts';
import {
  createdWithin,
  equal,
  listStatement,
} from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

const listed = {
  name: 'audit_entries.list',
  columns: auditEntryColumns,
  from: 'audit_entries a',
  alias: 'a',
};

const chained = tenantScoped(
  `select ${auditEntryColumns}, a.actor_id from audit_entries a
    where a.tenant_id = scope.tenant_id and a.sequence > $2 order by a.sequence limit $3`,
  'audit_entries.chain',
);

const chainEnds = tenantScoped(
  `select c.sequence, c.hash,
      (select coalesce(max(a.sequence), 0) from audit_entries a
        where a.tenant_id = scope.tenant_id) as sequence_max
    from tenants t left join audit_chains c on c.tenant_id = scope.tenant_id
    where t.id = scope.tenant_id`,
  'audit_chains.ends',
);

interface ChainedRow extends AuditEntryRow {
  readonly actor_id: string;
}

interface EndsRow {
  readonly sequence: string | null;
  readonly hash: string | null;
  readonly sequence_max: string;
}

export class TypeOrmAuditEntryQueries implements AuditEntryQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async list(
    { subjectId: resourceId, actorId, type: action, createdAt }: AuditEntryFilter,
    slice: Slice<AuditEntryId>,
  ): Promise<readonly AuditEntry[]> {
    const conditions = [
      equal('a.resource_id', resourceId),
      equal('a.actor_id', actorId),
      equal('a.action', action),
      ...createdWithin('a.id', createdAt),
    ];
    const { statement, values } = listStatement(listed, conditions, slice);
    return (await this.#reader.rows<AuditEntryRow>(statement, values)).map(toAuditEntry);
  }

  async chain(afterSequence: number, limit: number): Promise<readonly AuditEntry[]> {
    const rows = await this.#reader.rows<ChainedRow>(chained, [afterSequence, limit]);
    return rows.map(toChained);
  }

  async ends(): Promise<ChainEnds | undefined> {
    const [row] = await this.#reader.rows<EndsRow>(chainEnds, []);
    if (row === undefined) return undefined;
    const { sequence, hash } = row;
    const head = sequence === null || hash === null ? null : { sequence: Number(sequence), hash };
    return { head, sequenceMax: Number(row.sequence_max) };
  }

  lastVerification(): Promise<StoredVerification | undefined> {
    return lastVerification(this.#reader);
  }
}

// No hash is made over the column that an entry is found by. So an entry that somebody let be found
// under another actor than its own has none.
const toChained = ({ actor_id: actorId, ...row }: ChainedRow): AuditEntry => {
  const entry = toAuditEntry(row);
  return actorId === actorIdIn(entry) ? entry : { ...entry, hash: '' };
};

/** The audit entries: written by the transaction itself. */
export const auditEntries = {
  queries: (reader: TenantReader) => new TypeOrmAuditEntryQueries(reader),
};
