import type { AuditReads, AuditRepositories, EntryHasher } from '#application/audit/ports.ts';
import type { AuditEntryQueries, ChainEnds, Verification } from '#application/audit/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { AuditEntry, Breach, ChainHead } from '#domain/audit/audit-entry.ts';
import { canonicalEntry, emptyChain, firstBreach } from '#domain/audit/audit-entry.ts';
import { AuditChainNotFound } from '#domain/audit/errors.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<AuditRepositories>;
  readonly reads: ReadAccess<AuditReads>;
  readonly entryHasher: EntryHasher;
}

export interface VerifyAuditChainInput {
  /** An entry's number and hash as they were noted elsewhere: the chain must still have it so. */
  readonly anchor?: ChainHead | undefined;
}

type WrittenEnds = ChainEnds & { readonly head: ChainHead };

const batchSize = 1000;

/**
 * Reads a tenant's whole chain of audit entries and finds the first that does not fit. The result
 * is stored, but for a breach that only an anchor shows: the anchor may be what is wrong.
 */
export class VerifyAuditChain implements UseCase<VerifyAuditChainInput, Verification> {
  readonly permission = 'audit:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {AuditChainNotFound} when there is no such tenant. */
  async execute(
    context: RequestContext,
    { anchor }: VerifyAuditChainInput = {},
  ): Promise<Verification> {
    const verification = await this.#verify(context, anchor);
    if (anchor === undefined || verification.isIntact) {
      await this.#dependencies.unitOfWork.run(
        context,
        async ({ auditVerifications }, { realNow: verifiedAt }) =>
          auditVerifications.save({ ...verification, verifiedAt }),
      );
    }
    return verification;
  }

  async #verify(context: RequestContext, anchor: ChainHead | undefined): Promise<Verification> {
    return this.#dependencies.reads.read(context, async ({ auditEntries }) => {
      // Entries written while we read lie past this end: the next verification reads them.
      const ends = await auditEntries.ends();
      if (ends === undefined) throw new AuditChainNotFound();
      const head = ends.head ?? emptyChain;
      const breach =
        breachOfHead(ends) ?? (await this.#walk(context, auditEntries, { ...ends, head }, anchor));
      return breach === undefined
        ? { isIntact: true, head, firstBreach: null }
        : { isIntact: false, head, firstBreach: breach };
    });
  }

  async #walk(
    { tenantId }: RequestContext,
    entries: AuditEntryQueries,
    { head, sequenceMax }: WrittenEnds,
    anchor: ChainHead | undefined,
  ): Promise<Breach | undefined> {
    const { entryHasher } = this.#dependencies;
    const hash = (previous: string, entry: AuditEntry) =>
      entryHasher.hash(previous, canonicalEntry(tenantId, entry));
    let at = emptyChain;
    while (at.sequence < head.sequence) {
      const limit = Math.min(batchSize, head.sequence - at.sequence);
      const batch = await entries.chain(at.sequence, limit);
      const last = batch.at(-1);
      if (last === undefined) return { sequence: at.sequence + 1, id: null, reason: 'missing' };
      const breach = firstBreach(at, batch, hash) ?? breachOfAnchor(batch, anchor);
      if (breach !== undefined) return breach;
      at = last;
    }
    return breachOfEnds(at, { head, sequenceMax }, anchor, await entries.chain(head.sequence, 1));
  }
}

// The creation of a tenant is its first entry, so no chain is empty, and each has a head.
const breachOfHead = ({ head, sequenceMax }: ChainEnds): Breach | undefined => {
  if (head === null && sequenceMax > 0) {
    return { sequence: sequenceMax, id: null, reason: 'head_missing' };
  }
  const isEmpty = sequenceMax === 0 && (head?.sequence ?? 0) === 0;
  return isEmpty ? { sequence: 1, id: null, reason: 'missing' } : undefined;
};

const breachOfAnchor = (
  entries: readonly AuditEntry[],
  anchor: ChainHead | undefined,
): Breach | undefined => {
  const entry = entries.find(({ sequence }) => sequence === anchor?.sequence);
  if (entry === undefined || entry.hash === anchor?.hash) return undefined;
  return { sequence: entry.sequence, id: entry.id, reason: 'altered' };
};

// All entries fit each other. Does the last fit the head, and is there none behind it?
const breachOfEnds = (
  last: ChainHead,
  { head, sequenceMax }: WrittenEnds,
  anchor: ChainHead | undefined,
  [next]: readonly AuditEntry[],
): Breach | undefined => {
  if (last.hash !== head.hash) return { sequence: last.sequence, id: null, reason: 'altered' };
  if (sequenceMax > head.sequence) {
    return { sequence: head.sequence + 1, id: next?.id ?? null, reason: 'inserted' };
  }
  if (anchor !== undefined && anchor.sequence > head.sequence) {
    return { sequence: head.sequence + 1, id: null, reason: 'missing' };
  }
  return undefined;
};
