import type { ReachedView } from '#application/alerts/queries.ts';
import type { ReachedFacts, ReachedThreshold } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlertId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { PlaceRow } from '#infrastructure/typeorm/alerts/usage-place.ts';
import {
  forgettingEnded,
  placeColumns,
  placeOf,
  selectedPlace,
} from '#infrastructure/typeorm/alerts/usage-place.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';
import { subscriptionUuid } from '#infrastructure/typeorm/metering/counting-ids.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// Most looks find thresholds that were told of before: asking is cheaper than inserting again.
const findKnown = {
  name: 'usage_alerts_reached.known',
  text: `select k.place::integer as place
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[]) with ordinality
      as k (alert_id, customer_id, subscription_id, starts_at, threshold, place)
    cross join lateral (select from usage_alerts_reached n where n.tenant_id = $1
      and n.alert_id = k.alert_id and n.customer_id = k.customer_id
      and n.subscription_id = k.subscription_id and n.starts_at = k.starts_at
      and n.threshold = k.threshold offset 0) r`,
};

const insert = insertMany<ReachedFacts & { readonly place: number }>(
  'usage_alerts_reached',
  [
    ['alert_id', 'uuid', ({ alertId }) => uuidOf(alertId)],
    ...placeColumns,
    ['threshold', 'text', ({ threshold }) => threshold],
    ['place', 'integer', ({ place }) => place],
    ['value', 'text', ({ value }) => value],
    ['reached_at', 'timestamptz', ({ reachedAt }) => formatInstant(reachedAt)],
  ],
  `on conflict (tenant_id, alert_id, customer_id, subscription_id, starts_at, threshold) do nothing
    returning place`,
);

interface OrderRow {
  readonly place: number;
}

/** Law 7 of `UsageAlertRepository`. */
export const reach = async (
  { client, tenantId, events }: Transaction,
  reached: readonly ReachedThreshold[],
): Promise<void> => {
  if (reached.length === 0) return;
  const facts = reached.map((each) => each.facts);
  const known = await client.query<OrderRow>({
    ...findKnown,
    values: [
      tenantId,
      facts.map(({ alertId }) => uuidOf(alertId)),
      facts.map(({ customerId }) => uuidOf(customerId)),
      facts.map(({ subscriptionId }) => subscriptionUuid(subscriptionId)),
      facts.map(({ period }) => formatInstant(period.startsAt)),
      facts.map(({ threshold }) => threshold),
    ],
  });
  const told = new Set(known.rows.map(({ place }) => place - 1));
  const untold = facts.map((each, place) => ({ ...each, place })).filter((_, at) => !told.has(at));
  if (untold.length === 0) return;
  const { rows } = await client.query<OrderRow>(insert.of(tenantId, untold));
  const stored = new Set(rows.map(({ place }) => place));
  for (const [place, each] of reached.entries()) if (stored.has(place)) events.record(each);
};

/** Law 10 of `UsageAlertRepository`. */
export const forgetReached = forgettingEnded('usage_alerts_reached', [
  'alert_id',
  'customer_id',
  'subscription_id',
  'starts_at',
  'threshold',
]);

const newest = tenantScoped(
  `select ${selectedPlace('r')}, r.threshold, r.value, r.reached_at
    from usage_alerts_reached r
    where r.tenant_id = scope.tenant_id and r.alert_id = $2
    order by r.reached_at desc, r.place desc limit $3`,
  'usage_alerts_reached.newest',
);

type ReachedRow = PlaceRow & {
  readonly threshold: string;
  readonly value: string;
  readonly reached_at: Date;
};

/** Law 3 of `UsageAlertQueries`. */
export const reachedOf = async (
  reader: TenantReader,
  alertId: UsageAlertId,
  limit: number,
): Promise<readonly ReachedView[]> => {
  const rows = await reader.rows<ReachedRow>(newest, [uuidOf(alertId), limit]);
  return rows.map((row) => ({
    ...placeOf(row),
    threshold: row.threshold,
    value: row.value,
    reachedAt: instantOf(row.reached_at.getTime()),
  }));
};
