import type { AuditReads } from '#application/audit/ports.ts';
import type { AuditEntryFilter } from '#application/audit/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadDoor } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { AuditEntry } from '#domain/audit/audit-entry.ts';

interface Dependencies {
  readonly reads: ReadDoor<AuditReads>;
}

export type ListAuditEntriesInput = AuditEntryFilter & PageRequest;

/** Lists what happened in the tenant, newest first. */
export class ListAuditEntries implements UseCase<ListAuditEntriesInput, Page<AuditEntry>> {
  readonly permission = 'audit:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} for a bad limit or cursor. */
  async execute(
    context: RequestContext,
    { limit, cursor, ...filter }: ListAuditEntriesInput,
  ): Promise<Page<AuditEntry>> {
    const key = { prefix: 'aud', of: ({ id }: AuditEntry) => id } as const;
    return readPage({ limit, cursor }, key, (slice) =>
      this.#dependencies.reads.read(context, ({ auditEntries }) =>
        auditEntries.list(filter, slice),
      ),
    );
  }
}
