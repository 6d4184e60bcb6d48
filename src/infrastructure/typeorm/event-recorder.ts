import type { PoolClient } from 'pg';
import type { RequestContext } from '#application/shared/context.ts';
import type { IdGenerator } from '#application/shared/ports.ts';
import type { UnchainedEntry } from '#domain/audit/audit-entry.ts';
import { actorIdIn, canonicalEntry } from '#domain/audit/audit-entry.ts';
import type { DomainEvent, Recordable } from '#domain/shared/events.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { canonicalText } from '#infrastructure/security/sha256-entry-hasher.ts';
import { together } from '#infrastructure/typeorm/together.ts';

const append = {
  name: 'audit_entries.append',
  text: 'select append_audit_entry($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
};

/**
 * Collects what the aggregates of one transaction did, and writes it with them: each event is an
 * audit entry in the tenant's chain and, where somebody listens, an outbox message.
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

  /** Sends the statements that are the last before the commit: one for each event, in order. */
  write(client: PoolClient): Promise<void> {
    const { tenantId } = this.#context;
    const written = this.#events.map((event) => {
      const entry = this.#entryOf(event);
      const values = [
        uuidOf(tenantId),
        uuidOf(entry.id),
        entry.action,
        entry.resourceId,
        JSON.stringify(entry.actor),
        actorIdIn(entry),
        entry.requestId,
        new Date(entry.createdAt).toISOString(),
        jsonOf(entry.before),
        jsonOf(entry.after),
        canonicalText(canonicalEntry(tenantId, entry)),
      ];
      return client.query({ ...append, values });
    });
    return together(...written);
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

const jsonOf = (snapshot: object | null): string | null =>
  snapshot === null ? null : JSON.stringify(snapshot);
