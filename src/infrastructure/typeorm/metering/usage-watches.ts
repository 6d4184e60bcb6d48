import type {
  UsageNews,
  UsageRetry,
  UsageToWatch,
  UsageWatches,
  WatchClaim,
  WatchedUsage,
} from '#application/metering/usage-watches.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// The watch is locked before the head, here and by whoever claims: so neither waits for the other.
// A row that is there stays as it is, but it is locked until the commit, as `end` asks for.
const addWatch = {
  name: 'usage_watches.begin',
  text: `insert into usage_watches (tenant_id, position)
    select $1, coalesce(max(h.position), 0) from usage_heads h where h.tenant_id = $1
    on conflict (tenant_id) do update set position = usage_watches.position`,
};

const beginAtHead = {
  name: 'usage_heads.begin-watch',
  text: `insert into usage_heads (tenant_id, position, is_watched, has_unwatched)
    values ($1, 0, true, true)
    on conflict (tenant_id) do update set is_watched = true, has_unwatched = true`,
};

const lockWatch = {
  name: 'usage_watches.lock',
  text: `select w.position::text as position from usage_watches w
    where w.tenant_id = $1 and (w.claimed_until is null or w.claimed_until <= $2)
    for no key update skip locked`,
};

const findHead = {
  name: 'usage_watches.head',
  text: 'select h.position::text as position from usage_heads h where h.tenant_id = $1',
};

const claimWatch = {
  name: 'usage_watches.claim',
  text: 'update usage_watches w set claimed_until = $2 where w.tenant_id = $1',
};

const findNews = {
  name: 'usage_events.news',
  text: `select e.customer_id as "customerId", array_agg(distinct e.event_type) as "eventTypes",
      min(e.occurred_at) as "from", max(e.occurred_at) as "through"
    from usage_events e where e.tenant_id = $1 and e.position > $2 and e.position <= $3
    group by e.customer_id order by e.customer_id`,
};

const findRetries = {
  name: 'usage_watch_retries.due',
  text: `select r.watcher, r.customer_id as "customerId", null::text[] as "eventTypes",
      r.first_at as "from", r.last_at as "through", r.attempts
    from usage_watch_retries r where r.tenant_id = $1 and r.due_at <= $2
    order by r.due_at limit $3`,
};

const deleteRetries = {
  name: 'usage_watch_retries.delete',
  text: `delete from usage_watch_retries r using unnest($2::text[], $3::uuid[])
      as d (watcher, customer_id)
    where r.tenant_id = $1 and r.watcher = d.watcher and r.customer_id = d.customer_id`,
};

type Failed = WatchedUsage['failed'][number];

const storeRetries = insertMany<Failed>(
  'usage_watch_retries',
  [
    ['watcher', 'text', ({ watcher }) => watcher],
    ['customer_id', 'uuid', ({ customerId }) => uuidOf(customerId)],
    ['first_at', 'timestamptz', ({ from }) => formatInstant(from)],
    ['last_at', 'timestamptz', ({ through }) => formatInstant(through)],
    ['attempts', 'integer', ({ attempts }) => attempts],
    ['due_at', 'timestamptz', ({ dueAt }) => formatInstant(dueAt)],
  ],
  `on conflict (tenant_id, watcher, customer_id) do update set
    first_at = least(usage_watch_retries.first_at, excluded.first_at),
    last_at = greatest(usage_watch_retries.last_at, excluded.last_at),
    attempts = greatest(usage_watch_retries.attempts, excluded.attempts),
    due_at = excluded.due_at`,
);

const advance = {
  name: 'usage_watches.advance',
  text: `update usage_watches w set position = greatest(w.position, $2), claimed_until = null
    where w.tenant_id = $1`,
};

// Not where events have come since, or a look is to be tried again.
const settle = {
  name: 'usage_heads.settle-watch',
  text: `update usage_heads h set has_unwatched = false
    where h.tenant_id = $1 and h.position = $2 and h.has_unwatched
      and not exists (select from usage_watch_retries r where r.tenant_id = $1)`,
};

const endAtHead = {
  name: 'usage_heads.end-watch',
  text: `update usage_heads h set is_watched = false, has_unwatched = false
    where h.tenant_id = $1`,
};

const deleteAllRetries = {
  name: 'usage_watch_retries.delete-all',
  text: 'delete from usage_watch_retries r where r.tenant_id = $1',
};

const deleteWatch = {
  name: 'usage_watches.delete',
  text: 'delete from usage_watches w where w.tenant_id = $1',
};

interface NewsRow {
  readonly customerId: string;
  readonly eventTypes: readonly string[] | null;
  readonly from: Date;
  readonly through: Date;
}

interface RetryRow extends NewsRow {
  readonly watcher: string;
  readonly attempts: number;
}

interface PositionRow {
  readonly position: string;
}

const postgresWatches = (transaction: Transaction): UsageWatches => {
  const { client, tenantId } = transaction;
  return {
    begin: async () => {
      for (const each of [addWatch, beginAtHead]) {
        await client.query({ ...each, values: [tenantId] });
      }
    },
    claim: (claim) => claimNext(transaction, claim),
    finish: async ({ through, retries, failed }) => {
      await forget(transaction, retries);
      if (failed.length > 0) await client.query(storeRetries.of(tenantId, failed));
      for (const each of [advance, settle]) {
        await client.query({ ...each, values: [tenantId, through] });
      }
    },
    end: async () => {
      for (const each of [endAtHead, deleteAllRetries, deleteWatch]) {
        await client.query({ ...each, values: [tenantId] });
      }
    },
  };
};

const claimNext = async (
  { client, tenantId }: Transaction,
  { now, until, limit }: WatchClaim,
): Promise<UsageToWatch | null> => {
  const locked = await client.query<PositionRow>({
    ...lockWatch,
    values: [tenantId, formatInstant(now)],
  });
  const [watch] = locked.rows;
  if (watch === undefined) return null;
  const head = await client.query<PositionRow>({ ...findHead, values: [tenantId] });
  const last = BigInt(head.rows[0]?.position ?? 0);
  const next = BigInt(watch.position) + BigInt(limit);
  const through = String(next < last ? next : last);
  const news = await client.query<NewsRow>({
    ...findNews,
    values: [tenantId, watch.position, through],
  });
  const retries = await client.query<RetryRow>({
    ...findRetries,
    values: [tenantId, formatInstant(now), limit],
  });
  if (through === watch.position && retries.rows.length === 0) {
    await client.query({ ...settle, values: [tenantId, through] });
    return null;
  }
  await client.query({ ...claimWatch, values: [tenantId, formatInstant(until)] });
  return {
    through,
    news: news.rows.map(toNews),
    retries: retries.rows.map((row) => ({ ...row, ...toNews(row) })),
  };
};

const toNews = ({ customerId, eventTypes, from, through }: NewsRow): UsageNews => ({
  customerId: idFromUuid('cus', customerId),
  eventTypes,
  from: instantOf(from.getTime()),
  through: instantOf(through.getTime()),
});

const forget = async (
  { client, tenantId }: Transaction,
  retries: readonly UsageRetry[],
): Promise<void> => {
  if (retries.length === 0) return;
  const watchers = retries.map(({ watcher }) => watcher);
  const customers = retries.map(({ customerId }) => uuidOf(customerId));
  await client.query({ ...deleteRetries, values: [tenantId, watchers, customers] });
};

/** How far usage was watched, in PostgreSQL. */
export const usageWatches = { repository: postgresWatches };
