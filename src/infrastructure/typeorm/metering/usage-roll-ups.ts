import type { UsageRollUps, UsageToRollUpNext } from '#application/metering/usage-tallies.ts';
import { leastCounting, stepCounting } from '#domain/metering/peak.ts';
import type { Counting, RollUp, UsageToRollUp } from '#domain/metering/rollup.ts';
import { countingOf, mergeRollUps, startOfRollUp } from '#domain/metering/rollup.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';
import { countingId, subscriptionUuid } from '#infrastructure/typeorm/metering/counting-ids.ts';
import {
  columnsToRollUp,
  eventsToRecount,
  hourKey,
  hoursToRecount,
  inForce,
} from '#infrastructure/typeorm/metering/hours-to-recount.ts';
import { partsIn, textOfParts } from '#infrastructure/typeorm/metering/rolled-tallies.ts';
import { forgetRollUps } from '#infrastructure/typeorm/metering/usage-end.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const findMeters = {
  name: 'usage_rollups.meters',
  text: `select m.id, m.event_type as "eventType", m.filters, m.aggregation, m.property,
      m.group_by as "groupBy", m.is_carried_over as "isCarriedOver", m.removal
    from meters m where m.tenant_id = $1 and m.archived_at is null order by m.id`,
};

// A price that is computed of single events reads no roll-ups.
const findPrices = {
  name: 'usage_rollups.prices',
  text: `select distinct p.price ->> 'meterId' as "meterId",
      coalesce(p.price -> 'dimensions', p.price -> 'groupBy', '[]') as "groupBy",
      p.price ->> 'billed' = 'in_advance' as "isInAdvance"
    from plan_versions v cross join lateral jsonb_array_elements(v.prices) as p (price)
    where v.tenant_id = $1 and v.published_at is not null
      and p.price ->> 'kind' = 'usage'
      and (p.price ? 'groupBy' or p.price ? 'dimensions' or p.price ->> 'billed' = 'in_advance')
      and p.price ->> 'model' not in ('dynamic', 'percentage')`,
};

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

const findEvents = {
  name: 'usage_events.to-roll-up',
  text: `select ${columnsToRollUp} from usage_events e
    where e.tenant_id = $1 and e.position > $2 and e.position <= $5 and ${inForce('e')}
      and e.event_type = any ($4)`,
};

const advanceHeads = {
  name: 'usage_rollup_heads.advance',
  text: `update usage_rollup_heads h set position = $3
    where h.tenant_id = $1 and h.counting = any ($2)`,
};

const findRollUps = {
  name: 'usage_rollups.find',
  text: `select k.place::integer as place, r.tallies, r.hours
    from unnest($3::uuid[], $4::timestamptz[], $5::uuid[]) with ordinality
      as k (customer_id, starts_at, subscription_id, place)
    join usage_rollups r on r.tenant_id = $1 and r.counting = $2 and r.customer_id = k.customer_id
      and r.starts_at = k.starts_at and r.subscription_id = k.subscription_id`,
};

type Stored = RollUp & { readonly counting: string };

const storeRollUps = insertMany<Stored>(
  'usage_rollups',
  [
    ['counting', 'uuid', ({ counting }) => counting],
    ['customer_id', 'uuid', ({ customerId }) => uuidOf(customerId)],
    ['starts_at', 'timestamptz', ({ startsAt }) => formatInstant(startsAt)],
    ['subscription_id', 'uuid', ({ subscriptionId }) => subscriptionUuid(subscriptionId)],
    ['tallies', 'text', (day) => textOfParts([day])],
    ['hours', 'text', ({ hours }) => textOfParts(hours)],
  ],
  `on conflict (tenant_id, counting, customer_id, starts_at, subscription_id)
    do update set tallies = excluded.tallies, hours = excluded.hours`,
);

const postgresRollUps = (transaction: Transaction): UsageRollUps => ({
  countings: () => countingsOf(transaction),
  next: (countings, limit) => nextOf(transaction, countings, limit),
  events: (work) => eventsOf(transaction, work),
  add: async ({ countings, through }, rolledUp) => {
    const { client, tenantId } = transaction;
    for (const [counting, some] of rolledUp) {
      // Hours that were counted anew stand for those before, with the events that came since.
      const [added, again] = [some.filter(isAdded), some.filter((each) => !isAdded(each))];
      for (const part of [...inRows(added), ...inRows(again)]) {
        await addTo(transaction, counting, part);
      }
    }
    const values = [tenantId, countings.map(countingId), String(through)];
    await client.query({ ...advanceHeads, values });
  },
  forgetEnded: async (limit) => {
    const wanted = await countingsOf(transaction);
    const carried = wanted.filter(({ isCarriedOver }) => isCarriedOver);
    const kept = { wanted: wanted.map(countingId), carried: carried.map(countingId) };
    return forgetRollUps(transaction, kept, limit);
  },
});

const isAdded = ({ recounted }: RollUp): boolean => recounted === undefined;

const inRows = (some: readonly RollUp[]): readonly (readonly RollUp[])[] =>
  Array.from({ length: Math.ceil(some.length / rowsMax) }, (_, index) =>
    some.slice(index * rowsMax, (index + 1) * rowsMax),
  );

interface PriceRow {
  readonly meterId: string;
  readonly groupBy: readonly string[];
  readonly isInAdvance: boolean;
}

// Each meter as a whole, by all of its groups, and as each price that names it counts.
const countingsOf = async ({ client, tenantId }: Transaction): Promise<readonly Counting[]> => {
  const values = [tenantId];
  const [meters, prices] = await Promise.all([
    client.query<Counting & { readonly id: string }>({ ...findMeters, values }),
    client.query<PriceRow>({ ...findPrices, values }),
  ]);
  const pricesOf = Map.groupBy(prices.rows, ({ meterId }) => meterId);
  const countings = meters.rows.flatMap((meter) => {
    const ofPrices = pricesOf.get(idFromUuid('mtr', meter.id)) ?? [];
    const asPriced = ofPrices.flatMap(({ groupBy, isInAdvance }) => {
      const own = countingOf(meter, groupBy);
      const ofPeak = [leastCounting(meter), stepCounting(meter, groupBy)];
      return isInAdvance ? [own, ...ofPeak.flatMap((each) => each ?? [])] : [own];
    });
    return [countingOf(meter, []), countingOf(meter, meter.groupBy), ...asPriced];
  });
  return [...new Map(countings.map((each) => [countingId(each), each])).values()];
};

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

// So few at a time that nobody waits long for their turn in this process.
const eventsMax = 2000;
const rowsMax = 500;

async function* eventsOf(
  { client, tenantId }: Transaction,
  { countings, after, through, recounted }: UsageToRollUpNext,
): AsyncIterable<readonly UsageToRollUp[]> {
  const types = typesOf(countings);
  const stale = new Set(recounted.hours.map(hourKey));
  for (let from = after; from < through; from += BigInt(eventsMax)) {
    const end = from + BigInt(eventsMax);
    const to = end < through ? end : through;
    const values = [tenantId, String(from), String(through), types, String(to)];
    const { rows } = await client.query<EventRow>({ ...findEvents, values });
    const events = rows.map(toEvent);
    yield stale.size === 0 ? events : events.filter((event) => !stale.has(hourKey(inHour(event))));
  }
}

const inHour = (event: UsageToRollUp) => ({ ...event, startsAt: startOfRollUp(event.at, 1) });

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

/** Adds roll-ups of one way of counting to those that are stored. */
const addTo = async (
  { client, tenantId }: Transaction,
  counting: Counting,
  rolledUp: readonly RollUp[],
): Promise<void> => {
  const id = countingId(counting);
  const { rows } = await client.query<RollUpRow>({
    ...findRollUps,
    values: [
      tenantId,
      id,
      rolledUp.map(({ customerId }) => uuidOf(customerId)),
      rolledUp.map(({ startsAt }) => formatInstant(startsAt)),
      rolledUp.map(({ subscriptionId }) => subscriptionUuid(subscriptionId)),
    ],
  });
  const known = new Map(rows.map((row) => [row.place - 1, row]));
  const merged = rolledUp.map((each, index): Stored => {
    const row = known.get(index);
    if (row === undefined) return { ...each, counting: id };
    const [day] = partsIn(row.tallies, null);
    const stored = { ...each, ...day, hours: partsIn(row.hours, null) };
    return { ...mergeRollUps(counting, stored, each), counting: id };
  });
  await client.query(storeRollUps.of(tenantId, merged));
};

interface RollUpRow {
  readonly place: number;
  readonly tallies: string;
  readonly hours: string;
}

/** Roll-ups of usage in PostgreSQL. */
export const usageRollUps = { repository: postgresRollUps };
