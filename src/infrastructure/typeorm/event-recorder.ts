import type { PoolClient } from 'pg';
import type { RequestContext } from '#application/shared/context.ts';
import type { IdGenerator } from '#application/shared/ports.ts';
import type { UnchainedEntry } from '#domain/audit/audit-entry.ts';
import { canonicalEntry } from '#domain/audit/audit-entry.ts';
import type { DomainEvent, Recordable } from '#domain/shared/events.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { canonicalText } from '#infrastructure/security/sha256-entry-hasher.ts';

/**
 * Collects what the aggregates of one transaction did, and writes it with them: each event is an
 * audit entry in the tenant's chain, and an outbox message.
 */
export class EventRecorder {
  readonly #context: RequestContext;
  readonly #ids: IdGenerator;
  readonly #events: DomainEvent[] = [];

  constructor(context: RequestContext, ids: IdGenerator) {
    this.#context = context;
    this.#ids = ids;
  }

  /** Called by every repository for everything that it stores or erases. */
  record({ events }: Recordable): void {
    this.#events.push(...events);
  }

  /** The statement that is the last before the commit; nothing where nothing happened. */
  write(client: PoolClient): Promise<unknown> | undefined {
    if (this.#events.length === 0) return undefined;
    const { tenantId } = this.#context;
    const entries = this.#events.map((event) => this.#entryOf(event));
    const rows = entries.map((entry) => ({
      ...entry,
      id: uuidOf(entry.id),
      createdAt: new Date(entry.createdAt),
    }));
    const canonical = entries.map((entry) => canonicalText(canonicalEntry(tenantId, entry)));
    return client.query('select append_audit_entries($1, $2, $3)', [
      uuidOf(tenantId),
      JSON.stringify(rows),
      canonical,
    ]);
  }

  #entryOf(event: DomainEvent): UnchainedEntry {
    const { actor, requestId } = this.#context;
    return {
      id: this.#ids.next('aud', event.at),
      action: event.type,
      resourceId: event.subjectId,
      actor: { ...actor },
      requestId,
      createdAt: event.at,
      before: event.before,
      after: event.after,
    };
  }
}
