import type { EntityManager } from 'typeorm';
import type { RequestContext } from '#application/shared/context.ts';
import type { IdGenerator } from '#application/shared/ports.ts';
import type { DomainEvent, Recordable } from '#domain/shared/events.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { EventRow } from '#infrastructure/typeorm/event.table.ts';
import { eventTable } from '#infrastructure/typeorm/event.table.ts';

/** Collects what the aggregates of one transaction did, and writes it with them. */
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

  async write(manager: EntityManager): Promise<void> {
    if (this.#events.length > 0) await manager.insert(eventTable, this.#rows());
  }

  #rows(): EventRow[] {
    const { tenantId, actor, requestId } = this.#context;
    return this.#events.map((event) => ({
      tenantId: uuidOf(tenantId),
      id: uuidOf(this.#ids.next('evt', event.at)),
      type: event.type,
      subjectId: event.subjectId,
      actor,
      requestId,
      occurredAt: new Date(event.at),
      before: event.before,
      after: event.after,
    }));
  }
}
