import type { Pool } from 'pg';
import type {
  DeadSubject,
  EventPositions,
  HeldPosition,
  Replay,
  SubscriberState,
} from '#application/events/ports.ts';
import type { Clock } from '#application/shared/ports.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { idFromUuid, lowestUuid, uuidOf } from '#domain/shared/ids.ts';
import { HeldEventPosition } from '#infrastructure/typeorm/events/held-event-position.ts';
import { inTransaction } from '#infrastructure/typeorm/transactions/in-transaction.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import { orUnavailable } from '#infrastructure/typeorm/transactions/storage-error.ts';

// The purpose that row-level security asks for; it ends with the statement's own transaction. Each
// part that reads names it in its condition: else PostgreSQL may read before the purpose is set.
const asRelay = `with purpose as materialized (
    select set_config('app.purpose', 'deliver', true) as name)`;

// Two narrow indexes: idle tenants are in neither, so they cost nothing.
const tenantsToServe = {
  name: 'event_positions.tenants-to-serve',
  text: `${asRelay}
    select found.tenant_id from purpose cross join lateral (
      (select c.tenant_id from audit_chains c
        where purpose.name is not null and c.news_since is not null and c.tenant_id > $2
        order by c.tenant_id limit $1)
      union
      (select f.tenant_id from event_failures f
        where purpose.name is not null and f.retry_at <= $3 and f.tenant_id > $2
        order by f.tenant_id limit $1)
      order by tenant_id limit $1 offset 0) found`,
};

// A subscriber lags since there is news, or since it last read to the end, if that was later.
const states = {
  name: 'event_positions.states',
  text: `${asRelay}, unread as (
      select s.subscriber, c.sequence - coalesce(p.sequence, 0) as waiting,
        greatest(c.news_since, p.read_to_end_at) as since
      from purpose cross join lateral (select * from audit_chains
        where purpose.name is not null and news_since is not null offset 0) c
      cross join unnest($1::text[]) as s (subscriber)
      left join lateral (select * from event_positions e where purpose.name is not null
        and e.tenant_id = c.tenant_id and e.subscriber = s.subscriber offset 0) p on true
      where c.sequence > coalesce(p.sequence, 0)
    ), failures as (
      select f.subscriber, f.retry_at is null as is_dead
      from purpose cross join lateral (select * from event_failures
        where purpose.name is not null offset 0) f
    )
    select s.subscriber,
      (select coalesce(sum(u.waiting), 0) from unread u
        where u.subscriber = s.subscriber)::float8 as waiting,
      (select count(*) from failures f
        where f.subscriber = s.subscriber and not f.is_dead)::integer as "setAside",
      (select count(*) from failures f
        where f.subscriber = s.subscriber and f.is_dead)::integer as dead,
      coalesce(extract(epoch from $2::timestamptz - (select min(u.since) from unread u
        where u.subscriber = s.subscriber)), 0)::float8 as "lagSeconds"
    from unnest($1::text[]) with ordinality as s (subscriber, place)
    order by s.place`,
};

const deadSubjects = {
  name: 'event_positions.dead-subjects',
  text: `${asRelay}
    select found.* from purpose cross join lateral (
      select f.tenant_id, f.subscriber, f.subject_id as "subjectId", f.sequence::float8 as sequence,
        f.error, f.failed_at
      from event_failures f
      where purpose.name is not null and f.retry_at is null
        and ($1::text is null or f.subscriber = $1)
      order by f.failed_at, f.subject_id limit $2 offset 0) found`,
};

const settle = {
  name: 'event_positions.settle',
  text: `select settle_events($1, (
    select min(coalesce(p.sequence, 0)) from unnest($2::text[]) as s (subscriber)
    left join event_positions p on p.tenant_id = $1 and p.subscriber = s.subscriber))`,
};

const tenantsWithDead = {
  name: 'event_positions.tenants-with-dead',
  text: `${asRelay}
    select found.tenant_id from purpose cross join lateral (
      select distinct f.tenant_id from event_failures f
      where purpose.name is not null and f.retry_at is null and f.subscriber = $1
        and ($2::text[] is null or f.subject_id = any ($2)) offset 0) found`,
};

const replay = `update event_failures set retry_at = $4, tries = 0
  where tenant_id = $1 and subscriber = $2 and retry_at is null
    and ($3::text[] is null or subject_id = any ($3))`;

interface TenantRow {
  readonly tenant_id: string;
}

interface DeadRow extends Omit<DeadSubject, 'tenantId' | 'failedAt'> {
  readonly tenant_id: string;
  readonly failed_at: Date;
}

/**
 * Positions in PostgreSQL. A position is held by a lock on its row, in a transaction that is open
 * as long as the subscriber works: where the process ends, the lock ends with it.
 */
export class PostgresEventPositions implements EventPositions {
  readonly #pool: Pool;
  readonly #clock: Clock;

  /** @param clock the time of PostgreSQL: several processes judge by it what is due */
  constructor(pool: Pool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async hold(
    tenantId: TenantId,
    subscriber: string,
    work: (position: HeldPosition) => Promise<void>,
  ): Promise<boolean> {
    const tenant = uuidOf(tenantId);
    const isHeld = (): Promise<boolean> =>
      this.#within(tenant, async (client) => {
        const position = await HeldEventPosition.take(client, [tenant, subscriber], this.#clock);
        if (position === undefined) return false;
        await work(position);
        return true;
      });
    if (await isHeld()) return true;
    // Where nobody made it yet it is made first, in a transaction of its own: others would have to
    // wait for one that is open as long as the subscriber works.
    const isNew = await this.#within(tenant, (client) =>
      HeldEventPosition.begin(client, tenant, subscriber),
    );
    return isNew && isHeld();
  }

  async tenantsToServe(limit: number, after: TenantId | null): Promise<readonly TenantId[]> {
    const behind = after === null ? lowestUuid : uuidOf(after);
    const rows = await this.#rows<TenantRow>(tenantsToServe, [limit, behind, this.#now()]);
    return rows.map(({ tenant_id: tenantId }) => idFromUuid('ten', tenantId));
  }

  async settle(tenantId: TenantId, subscribers: readonly string[]): Promise<void> {
    const tenant = uuidOf(tenantId);
    await this.#within(tenant, (client) =>
      client.query({ ...settle, values: [tenant, subscribers] }),
    );
  }

  states(subscribers: readonly string[]): Promise<readonly SubscriberState[]> {
    return this.#rows<SubscriberState>(states, [subscribers, this.#now()]);
  }

  async deadSubjects(subscriber: string | null, limit: number): Promise<readonly DeadSubject[]> {
    const rows = await this.#rows<DeadRow>(deadSubjects, [subscriber, limit]);
    return rows.map(({ tenant_id: tenantId, failed_at: failedAt, ...facts }) => ({
      ...facts,
      tenantId: idFromUuid('ten', tenantId),
      failedAt: failedAt.toISOString(),
    }));
  }

  async replay({ subscriber, subjects }: Replay): Promise<number> {
    const wanted = subjects === 'all' ? null : subjects;
    const tenants = await this.#rows<TenantRow>(tenantsWithDead, [subscriber, wanted]);
    let count = 0;
    for (const { tenant_id: tenant } of tenants) {
      const { rowCount } = await this.#within(tenant, (client) =>
        client.query(replay, [tenant, subscriber, wanted, this.#now()]),
      );
      count += rowCount ?? 0;
    }
    return count;
  }

  #now(): Date {
    return new Date(this.#clock.now());
  }

  async #rows<Row extends object>(
    statement: { readonly name: string; readonly text: string },
    values: readonly unknown[],
  ): Promise<readonly Row[]> {
    try {
      const { rows } = await this.#pool.query<Row>({ ...statement, values: [...values] });
      return rows;
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  // Work that a crash undid is done again: a position is read on from an earlier place, a tenant is
  // asked once more. So nobody waits for the disk, and those who record events get it.
  #within<Result>(tenantId: string, work: (client: TransactionClient) => Promise<Result>) {
    return inTransaction(this.#pool, { tenantId }, work, 'unsynced');
  }
}
