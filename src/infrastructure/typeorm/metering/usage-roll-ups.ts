import type { UsageRollUps, UsageToRollUpNext } from '#application/metering/usage-tallies.ts';
import type { Counting, UsageToRollUp } from '#domain/metering/rollup.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import { countingId } from '#infrastructure/typeorm/metering/counting-ids.ts';
import { countingsIn } from '#infrastructure/typeorm/metering/countings.ts';
import { eventsToRollUp } from '#infrastructure/typeorm/metering/events-to-roll-up.ts';
import {
  eventsToRecount,
  hoursToRecount,
} from '#infrastructure/typeorm/metering/hours-to-recount.ts';
import { rollUpQueries } from '#infrastructure/typeorm/metering/roll-up-queries.ts';
import { addRollUps } from '#infrastructure/typeorm/metering/stored-roll-ups.ts';
import { forgetRollUps } from '#infrastructure/typeorm/metering/usage-end.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// Leftovers of a way of counting that was given up are deleted before it begins anew.
const addHeads = {
  name: 'usage_rollup_heads.add',
  text: `insert into usage_rollup_heads (tenant_id, counting, position)
    select $1, c.id, 0 from unnest($2::uuid[]) as c (id)
      where not exists (select from usage_rollups r where r.tenant_id = $1 and r.counting = c.id)
    on conflict (tenant_id, counting) do nothing`,
};

const lockHeads = {
  name: 'usage_rollup_heads.lock',
  text: `select h.counting, h.position::text as position from usage_rollup_heads h
    where h.tenant_id = $1 and h.counting = any ($2) order by h.counting for no key update`,
};

const findHead = {
  name: 'usage_heads.find',
  text: 'select h.position::text as position from usage_heads h where h.tenant_id = $1',
};

// Not where events have come since: who stores some has this row locked, and says so.
const settle = {
  name: 'usage_heads.settle',
  text: `update usage_heads h set has_news = false
    where h.tenant_id = $1 and h.position = $2 and h.has_news`,
};

const advanceHeads = {
  name: 'usage_rollup_heads.advance',
  text: `update usage_rollup_heads h set position = $3
    where h.tenant_id = $1 and h.counting = any ($2)`,
};

const postgresRollUps = (transaction: Transaction): UsageRollUps => ({
  countings: () => countingsIn(transaction),
  next: (countings, limit) => nextOf(transaction, countings, limit),
  events: (work) => eventsToRollUp(transaction, work),
  add: async ({ countings, through }, rolledUp) => {
    const { client, tenantId } = transaction;
    for (const [counting, some] of rolledUp) await addRollUps(transaction, counting, some);
    const values = [tenantId, countings.map(countingId), String(through)];
    await client.query({ ...advanceHeads, values });
  },
  forgetEnded: async (limit) => {
    const wanted = await countingsIn(transaction);
    const carried = wanted.filter(({ isCarriedOver }) => isCarriedOver);
    const kept = { wanted: wanted.map(countingId), carried: carried.map(countingId) };
    return forgetRollUps(transaction, kept, limit);
  },
});

interface HeadRow {
  readonly counting: string;
  readonly position: string;
}

const nextOf = async (
  transaction: Transaction,
  countings: readonly Counting[],
  limit: number,
): Promise<UsageToRollUpNext | null> => {
  const { client, tenantId } = transaction;
  const ids = countings.map(countingId);
  await client.query({ ...addHeads, values: [tenantId, ids] });
  const { rows } = await client.query<HeadRow>({ ...lockHeads, values: [tenantId, ids] });
  // Behind the lock: whoever had it may have rolled up what came until then.
  const found = await client.query<{ readonly position: string }>({
    ...findHead,
    values: [tenantId],
  });
  const last = BigInt(found.rows[0]?.position ?? 0);
  const span = nextSpan(rows, last, BigInt(limit));
  if (span === null) {
    await client.query({ ...settle, values: [tenantId, String(last)] });
    return null;
  }
  const { after, through } = span;
  const atIt = new Set(rows.filter((row) => BigInt(row.position) === after).map(idOf));
  const chosen = countings.filter((counting) => atIt.has(countingId(counting)));
  const types = typesOf(chosen);
  const stale = await hoursToRecount(transaction, { after, through }, types);
  const events = (await eventsToRecount<EventRow>(transaction, stale)).map(toEvent);
  const recounted = { hours: stale.hours, events };
  return { countings: chosen, after, through: stale.through, recounted };
};

const typesOf = (countings: readonly Counting[]): readonly string[] => [
  ...new Set(countings.map(({ eventType }) => eventType)),
];

const idOf = ({ counting }: HeadRow): string => counting;

/**
 * The next positions of those that are behind: first of those in front, where as many wait as are
 * taken at a time; else of the last, until they have come to the others.
 */
const nextSpan = (heads: readonly HeadRow[], last: bigint, limit: bigint) => {
  const positions = heads.map(({ position }) => BigInt(position));
  const behind = positions.filter((position) => position < last).toSorted(compare);
  const [lowest, highest] = [behind[0], behind.at(-1)];
  if (lowest === undefined || highest === undefined) return null;
  const after = last - highest >= limit ? highest : lowest;
  const ahead = positions.filter((position) => position > after);
  const through = [after + limit, last, ...ahead].toSorted(compare)[0] ?? last;
  return { after, through };
};

const compare = (one: bigint, other: bigint): number => (one < other ? -1 : Number(one > other));

interface EventRow {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly data: string;
}

const toEvent = (row: EventRow): UsageToRollUp => ({
  source: row.source,
  id: row.id,
  type: row.type,
  at: instantOf(row.at.getTime()),
  customerId: idFromUuid('cus', row.customerId),
  subscriptionId: row.subscriptionId === null ? null : idFromUuid('sub', row.subscriptionId),
  data: JSON.parse(row.data) as UsageToRollUp['data'],
});

/** Roll-ups of usage in PostgreSQL. */
export const usageRollUps = { repository: postgresRollUps, queries: rollUpQueries };
