import type {
  HeldPosition,
  NewEvents,
  SetAsideSubject,
  SettingAside,
} from '#application/events/ports.ts';
import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import type { Clock } from '#application/shared/ports.ts';
import type { EventRow } from '#infrastructure/typeorm/events/event-row.ts';
import { eventColumns, toEvent } from '#infrastructure/typeorm/events/event-row.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';

// All that a round has to know where nothing is new, which is what most of them find.
const take = {
  name: 'event_positions.take',
  text: `select p.sequence::float8 as sequence,
      coalesce((select c.sequence from audit_chains c where c.tenant_id = $1), 0)::float8 as end,
      exists (select from event_failures f
        where f.tenant_id = $1 and f.subscriber = $2 and f.retry_at <= $3) as "hasDue"
    from event_positions p
    where p.tenant_id = $1 and p.subscriber = $2 for update of p skip locked`,
};

const begin = {
  name: 'event_positions.begin',
  text: `insert into event_positions (tenant_id, subscriber, sequence) values ($1, $2, 0)
    on conflict (tenant_id, subscriber) do nothing`,
};

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
      read_to_end_at = coalesce($4, read_to_end_at)
    where tenant_id = $1 and subscriber = $2`,
};

const setAside = {
  name: 'event_failures.set-aside',
  text: `insert into event_failures
      (tenant_id, subscriber, subject_id, sequence, tries, error, failed_at, retry_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (tenant_id, subscriber, subject_id) do update
      set sequence = excluded.sequence, tries = excluded.tries, error = excluded.error,
        failed_at = excluded.failed_at, retry_at = excluded.retry_at`,
};

const due = {
  name: 'event_failures.due',
  text: `select subject_id as "subjectId", sequence::float8 as sequence, tries
    from event_failures
    where tenant_id = $1 and subscriber = $2 and retry_at <= $3
    order by retry_at limit $4`,
};

const takeBack = {
  name: 'event_failures.take-back',
  text: `delete from event_failures
    where tenant_id = $1 and subscriber = $2 and subject_id = $3`,
};

/** The tenant, as uuid, and the subscriber. */
type Key = readonly [tenantId: string, subscriber: string];

const errorLengthMax = 1000;

/** A position as it was when its row was locked. */
interface Taken {
  readonly sequence: number;
  /** The last place of the sequence. Later ones are found the next time. */
  readonly end: number;
  /** Whether a subject is to be tried again. */
  readonly hasDue: boolean;
}

/** A position whose row is locked by the transaction that is open on `client`. */
export class HeldEventPosition implements HeldPosition {
  readonly #client: TransactionClient;
  readonly #key: Key;
  readonly #taken: Taken;
  readonly #clock: Clock;

  private constructor(client: TransactionClient, key: Key, taken: Taken, clock: Clock) {
    this.#client = client;
    this.#key = key;
    this.#taken = taken;
    this.#clock = clock;
  }

  /** Undefined where there is none, or another holds it. */
  static async take(
    client: TransactionClient,
    key: Key,
    clock: Clock,
  ): Promise<HeldEventPosition | undefined> {
    const query = { ...take, values: [...key, new Date(clock.now())] };
    const { rows } = await client.query<Taken>(query);
    const [row] = rows;
    return row && new HeldEventPosition(client, key, row, clock);
  }

  /** Gives whether there was none. */
  static async begin(
    client: TransactionClient,
    tenantId: string,
    subscriber: string,
  ): Promise<boolean> {
    const { rowCount } = await client.query({ ...begin, values: [tenantId, subscriber] });
    return rowCount === 1;
  }

  get isBehind(): boolean {
    return this.#taken.end > this.#taken.sequence;
  }

  async newEvents(types: readonly string[], limit: number): Promise<NewEvents> {
    const { sequence, end } = this.#taken;
    // The row may be newer than the end that was read beside it.
    const through = Math.max(sequence, Math.min(end, sequence + limit));
    if (through === sequence) return { events: [], through, hasMore: false };
    const values = [...this.#key, sequence, through, types];
    const events = types.length === 0 ? [] : await this.#events(newEvents, values);
    return { events, through, hasMore: through < end };
  }

  async advance(through: number): Promise<void> {
    if (through === this.#taken.sequence) return;
    const endReadAt = through === this.#taken.end ? this.#now() : null;
    await this.#client.query({ ...advance, values: [...this.#key, through, endReadAt] });
  }

  async setAside(subject: SettingAside): Promise<void> {
    const { subjectId, sequence, tries, error, retryAfterSeconds } = subject;
    // PostgreSQL stores no NUL character.
    const told = error.replaceAll('\0', '').slice(0, errorLengthMax);
    const retryAt = retryAfterSeconds === null ? null : this.#now(retryAfterSeconds);
    const values = [...this.#key, subjectId, sequence, tries, told, this.#now(), retryAt];
    await this.#client.query({ ...setAside, values });
  }

  async due(limit: number): Promise<readonly SetAsideSubject[]> {
    if (!this.#taken.hasDue) return [];
    const values = [...this.#key, this.#now(), limit];
    const { rows } = await this.#client.query<SetAsideSubject>({ ...due, values });
    return rows;
  }

  eventsOf(
    subjectId: string,
    { types, from, limit }: { types: readonly string[]; from: number; limit: number },
  ): Promise<readonly SequencedEvent[]> {
    const [tenantId] = this.#key;
    return this.#events(eventsOf, [tenantId, subjectId, types, from, this.#taken.sequence, limit]);
  }

  async takeBack(subjectId: string): Promise<void> {
    await this.#client.query({ ...takeBack, values: [...this.#key, subjectId] });
  }

  #now(laterSeconds = 0): Date {
    return new Date(this.#clock.now() + laterSeconds * 1000);
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
