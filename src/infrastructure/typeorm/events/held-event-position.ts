import type { PoolClient } from 'pg';
import type {
  HeldPosition,
  NewEvents,
  SetAsideSubject,
  SettingAside,
} from '#application/events/ports.ts';
import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';

const take = {
  name: 'event_positions.take',
  text: `select sequence::float8 as sequence from event_positions
    where tenant_id = $1 and subscriber = $2 for update skip locked`,
};

const begin = {
  name: 'event_positions.begin',
  text: `insert into event_positions (tenant_id, subscriber, sequence) values ($1, $2, 0)
    on conflict (tenant_id, subscriber) do nothing`,
};

const head = {
  name: 'event_positions.head',
  text: 'select sequence::float8 as sequence from audit_chains where tenant_id = $1',
};

const eventColumns = `a.id, a.sequence::float8 as sequence, a.action, a.resource_id,
  coalesce(a.occurred_at, a.created_at) as occurred_at, a.before, a.after`;

const newEvents = {
  name: 'event_positions.new-events',
  text: `select ${eventColumns} from audit_entries a
    where a.tenant_id = $1 and a.sequence > $3 and a.sequence <= $4 and a.action = any ($5)
      and not exists (select from event_failures f where f.tenant_id = $1
        and f.subscriber = $2 and f.subject_id = a.resource_id)
    order by a.sequence`,
};

const eventsOf = {
  name: 'event_positions.events-of',
  text: `select ${eventColumns} from audit_entries a
    where a.tenant_id = $1 and a.resource_id = $2 and a.action = any ($3)
      and a.sequence >= $4 and a.sequence <= $5
    order by a.sequence limit $6`,
};

const advance = {
  name: 'event_positions.advance',
  text: `update event_positions set sequence = $3,
      read_to_end_at = case when $4 then clock_timestamp() else read_to_end_at end
    where tenant_id = $1 and subscriber = $2`,
};

const setAside = {
  name: 'event_failures.set-aside',
  text: `insert into event_failures
      (tenant_id, subscriber, subject_id, sequence, tries, error, failed_at, retry_at)
    values ($1, $2, $3, $4, $5, $6, clock_timestamp(),
      clock_timestamp() + $7::float8 * interval '1 second')
    on conflict (tenant_id, subscriber, subject_id) do update
      set sequence = excluded.sequence, tries = excluded.tries, error = excluded.error,
        failed_at = excluded.failed_at, retry_at = excluded.retry_at`,
};

const due = {
  name: 'event_failures.due',
  text: `select subject_id as "subjectId", sequence::float8 as sequence, tries
    from event_failures
    where tenant_id = $1 and subscriber = $2 and retry_at <= clock_timestamp()
    order by retry_at limit $3`,
};

const takeBack = {
  name: 'event_failures.take-back',
  text: `delete from event_failures
    where tenant_id = $1 and subscriber = $2 and subject_id = $3`,
};

interface EventRow {
  readonly id: string;
  readonly sequence: number;
  readonly action: string;
  readonly resource_id: string;
  readonly occurred_at: Date;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

const errorLengthMax = 1000;

/** A position whose row is locked by the transaction that is open on `client`. */
export class HeldEventPosition implements HeldPosition {
  readonly #client: PoolClient;
  readonly #key: readonly [tenantId: string, subscriber: string];
  readonly #sequence: number;
  #end: number | undefined;

  private constructor(client: PoolClient, key: readonly [string, string], sequence: number) {
    this.#client = client;
    this.#key = key;
    this.#sequence = sequence;
  }

  /** Undefined where there is none, or another holds it. */
  static async take(
    client: PoolClient,
    tenantId: string,
    subscriber: string,
  ): Promise<HeldEventPosition | undefined> {
    const query = { ...take, values: [tenantId, subscriber] };
    const { rows } = await client.query<{ sequence: number }>(query);
    const [row] = rows;
    return row && new HeldEventPosition(client, [tenantId, subscriber], row.sequence);
  }

  /** Gives whether there was none. */
  static async begin(client: PoolClient, tenantId: string, subscriber: string): Promise<boolean> {
    const { rowCount } = await client.query({ ...begin, values: [tenantId, subscriber] });
    return rowCount === 1;
  }

  async newEvents(types: readonly string[], limit: number): Promise<NewEvents> {
    const { rows } = await this.#client.query<{ sequence: number }>({
      ...head,
      values: [this.#key[0]],
    });
    const end = rows[0]?.sequence ?? 0;
    this.#end = end;
    const through = Math.min(end, this.#sequence + limit);
    if (through === this.#sequence) return { events: [], through, hasMore: false };
    const values = [...this.#key, this.#sequence, through, types];
    const events = await this.#events(newEvents, values);
    return { events, through, hasMore: through < end };
  }

  async advance(through: number): Promise<void> {
    if (through === this.#sequence) return;
    const isEnd = through === this.#end;
    await this.#client.query({ ...advance, values: [...this.#key, through, isEnd] });
  }

  async setAside(subject: SettingAside): Promise<void> {
    const { subjectId, sequence, tries, error, retryAfterSeconds } = subject;
    // PostgreSQL stores no NUL character.
    const told = error.replaceAll('\0', '').slice(0, errorLengthMax);
    const values = [...this.#key, subjectId, sequence, tries, told, retryAfterSeconds];
    await this.#client.query({ ...setAside, values });
  }

  async due(limit: number): Promise<readonly SetAsideSubject[]> {
    const values = [...this.#key, limit];
    const { rows } = await this.#client.query<SetAsideSubject>({ ...due, values });
    return rows;
  }

  eventsOf(
    subjectId: string,
    { types, from, limit }: { types: readonly string[]; from: number; limit: number },
  ): Promise<readonly SequencedEvent[]> {
    const [tenantId] = this.#key;
    return this.#events(eventsOf, [tenantId, subjectId, types, from, this.#sequence, limit]);
  }

  async takeBack(subjectId: string): Promise<void> {
    await this.#client.query({ ...takeBack, values: [...this.#key, subjectId] });
  }

  async #events(
    statement: { readonly name: string; readonly text: string },
    values: readonly unknown[],
  ): Promise<readonly SequencedEvent[]> {
    const query = { ...statement, values: [...values] };
    const { rows } = await this.#client.query<EventRow>(query);
    return rows.map(toEvent);
  }
}

const toEvent = (row: EventRow): SequencedEvent => ({
  id: idFromUuid('evt', row.id),
  sequence: row.sequence,
  type: row.action,
  subjectId: row.resource_id,
  occurredAt: instantOf(row.occurred_at.getTime()),
  before: row.before,
  after: row.after,
});
