import type { RequestContext } from '#application/shared/context.ts';
import { actorIdOf } from '#application/shared/context.ts';
import type { Run } from '#application/shared/ports.ts';
import type { UnchainedEntry } from '#domain/audit/audit-entry.ts';
import { canonicalEntry } from '#domain/audit/audit-entry.ts';
import type { DomainEvent, Recordable } from '#domain/shared/events.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { canonicalText } from '#infrastructure/security/sha256-entry-hasher.ts';
import {
  linesIn,
  linesOf,
  optionalLinesIn,
  optionalLinesOf,
} from '#infrastructure/typeorm/connection/lines.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';

const append = {
  name: 'audit_entries.append',
  text: `select append_audit_entries($1, $2, $3, $4, $5, $6, $7, $8, $9,
    ${optionalLinesIn('$10')}, ${optionalLinesIn('$11')}, ${linesIn('$12')})`,
};

/**
 * Collects what the aggregates of one transaction did, and writes it with them: each event is an
 * audit entry in the tenant's chain, which is the sequence that subscribers read.
 */
export class EventRecorder {
  readonly #context: RequestContext;
  readonly #run: Run;
  readonly #events: DomainEvent[] = [];

  constructor(context: RequestContext, run: Run) {
    this.#context = context;
    this.#run = run;
  }

  /** Called by every repository for everything that it stores or deletes. */
  record({ events }: Recordable): void {
    this.#events.push(...events);
  }

  /** Sends the statement that is the last before the commit: one for all events, in order. */
  async write(client: TransactionClient): Promise<void> {
    if (this.#events.length === 0) return;
    const { tenantId, actor, requestId } = this.#context;
    const entries = this.#events.map((event) => this.#entryOf(event));
    const values = [
      uuidOf(tenantId),
      JSON.stringify(actor),
      actorIdOf(this.#context),
      requestId,
      timeText(this.#run.realNow),
      entries.map(({ id }) => uuidOf(id)),
      entries.map(({ type: action }) => action),
      entries.map(({ subjectId: resourceId }) => resourceId),
      entries.map(({ occurredAt }) => (occurredAt === undefined ? null : timeText(occurredAt))),
      optionalLinesOf(entries, ({ before }) => jsonOf(before)),
      optionalLinesOf(entries, ({ after }) => jsonOf(after)),
      linesOf(entries, (entry) => canonicalText(canonicalEntry(tenantId, entry))),
    ];
    await client.query({ ...append, values });
  }

  #entryOf(event: DomainEvent): UnchainedEntry {
    const { actor, requestId } = this.#context;
    return {
      id: this.#run.nextId('aud'),
      type: event.type,
      subjectId: event.subjectId,
      actor: { ...actor },
      requestId,
      createdAt: this.#run.realNow,
      ...(event.occurredAt === this.#run.realNow ? {} : { occurredAt: event.occurredAt }),
      before: event.before,
      after: event.after,
    };
  }
}

const timeText = (instant: number): string => new Date(instant).toISOString();

const jsonOf = (snapshot: object | null): string | null =>
  snapshot === null ? null : JSON.stringify(snapshot);
