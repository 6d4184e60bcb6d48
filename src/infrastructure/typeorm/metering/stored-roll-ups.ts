import type { Counting, RollUp } from '#domain/metering/rollup.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { linesIn, linesOf } from '#infrastructure/typeorm/connection/lines.ts';
import { countingId, subscriptionUuid } from '#infrastructure/typeorm/metering/counting-ids.ts';
import type { StoredDay } from '#infrastructure/typeorm/metering/rolled-tallies.ts';
import { addToStored, storedDay } from '#infrastructure/typeorm/metering/rolled-tallies.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const days = `unnest(${linesIn('$3')}::uuid[], ${linesIn('$4')}::timestamptz[],
  ${linesIn('$5')}::uuid[])`;

const find = {
  name: 'usage_rollups.find',
  text: `select k.place::integer as place, r.tallies, r.hours
    from ${days} with ordinality as k (customer_id, starts_at, subscription_id, place)
    cross join lateral (select * from usage_rollups n where n.tenant_id = $1 and n.counting = $2
      and n.customer_id = k.customer_id and n.starts_at = k.starts_at
      and n.subscription_id = k.subscription_id offset 0) r`,
};

const store = {
  name: 'usage_rollups.store',
  text: `insert into usage_rollups (tenant_id, counting, customer_id, starts_at, subscription_id,
      tallies, hours)
    select $1, $2, r.customer_id::uuid, r.starts_at::timestamptz, r.subscription_id::uuid,
      r.tallies, r.hours
    from unnest(${linesIn('$3')}, ${linesIn('$4')}, ${linesIn('$5')}, ${linesIn('$6')},
      ${linesIn('$7')}) as r (customer_id, starts_at, subscription_id, tallies, hours)
    on conflict (tenant_id, counting, customer_id, starts_at, subscription_id)
      do update set tallies = excluded.tallies, hours = excluded.hours`,
};

// So few at a time that nobody waits long for their turn in this process.
const rowsMax = 500;

/** Adds roll-ups of one way of counting to those that are stored. */
export const addRollUps = async (
  transaction: Transaction,
  counting: Counting,
  some: readonly RollUp[],
): Promise<void> => {
  // Hours that were counted anew stand for those before, with the events that came since.
  const [added, again] = [some.filter(isAdded), some.filter((each) => !isAdded(each))];
  for (const part of [...inRows(added), ...inRows(again)]) await addTo(transaction, counting, part);
};

const isAdded = ({ recounted }: RollUp): boolean => recounted === undefined;

const inRows = (some: readonly RollUp[]): readonly (readonly RollUp[])[] =>
  Array.from({ length: Math.ceil(some.length / rowsMax) }, (_, index) =>
    some.slice(index * rowsMax, (index + 1) * rowsMax),
  );

interface FoundRow extends StoredDay {
  readonly place: number;
}

const addTo = async (
  { client, tenantId }: Transaction,
  counting: Counting,
  added: readonly RollUp[],
): Promise<void> => {
  const keys = [
    tenantId,
    countingId(counting),
    linesOf(added, ({ customerId }) => uuidOf(customerId)),
    linesOf(added, ({ startsAt }) => formatInstant(startsAt)),
    linesOf(added, ({ subscriptionId }) => subscriptionUuid(subscriptionId)),
  ];
  const { rows } = await client.query<FoundRow>({ ...find, values: keys });
  const known = new Map(rows.map((row) => [row.place - 1, row]));
  const merged = added.map((day, index) => {
    const row = known.get(index);
    return row === undefined ? storedDay(day) : addToStored(counting, row, day);
  });
  const texts = [linesOf(merged, ({ tallies }) => tallies), linesOf(merged, ({ hours }) => hours)];
  await client.query({ ...store, values: [...keys, ...texts] });
};
