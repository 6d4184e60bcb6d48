import type { AlertLook } from '#application/alerts/ports.ts';
import type { AlertFailureView } from '#application/alerts/queries.ts';
import type { AlertFailure } from '#domain/alerts/alert-failure.ts';
import { placeText } from '#domain/alerts/alert-failure.ts';
import type { UsageAlertId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { PlaceRow } from '#infrastructure/typeorm/alerts/usage-place.ts';
import {
  forgettingEnded,
  placeColumns,
  placeOf,
  selectedPlace,
} from '#infrastructure/typeorm/alerts/usage-place.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// Nearly always there is none, and then this is all that a look costs.
const findKnown = {
  name: 'usage_alerts_failed.known',
  text: `select f.alert_id, ${selectedPlace('f')}, f.code, f.detail, f.failed_at
    from usage_alerts_failed f where f.tenant_id = $1 and f.customer_id = any ($2)`,
};

const insert = insertMany<AlertFailure>(
  'usage_alerts_failed',
  [
    ['alert_id', 'uuid', ({ alertId }) => uuidOf(alertId)],
    ...placeColumns,
    ['code', 'text', ({ code }) => code],
    ['detail', 'text', ({ detail }) => detail],
    ['failed_at', 'timestamptz', ({ failedAt }) => formatInstant(failedAt)],
  ],
  `on conflict (tenant_id, alert_id, customer_id, subscription_id, starts_at)
    do update set code = excluded.code, detail = excluded.detail`,
);

const deleteSome = {
  name: 'usage_alerts_failed.delete-some',
  text: `delete from usage_alerts_failed f
    using unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[])
      as k (alert_id, customer_id, subscription_id, starts_at)
    where f.tenant_id = $1 and f.alert_id = k.alert_id and f.customer_id = k.customer_id
      and f.subscription_id = k.subscription_id and f.starts_at = k.starts_at`,
};

type FailureRow = PlaceRow & {
  readonly alert_id: string;
  readonly code: string;
  readonly detail: string;
  readonly failed_at: Date;
};

/** Law 11 of `UsageAlertRepository`. */
export const noteFailures = async (
  { client, tenantId }: Transaction,
  { customerIds, read, failures }: AlertLook,
): Promise<readonly AlertFailure[]> => {
  const { rows } = await client.query<FailureRow>({
    ...findKnown,
    values: [tenantId, customerIds.map(uuidOf)],
  });
  const known = new Map(rows.map((row) => [row, toFailure(row)] as const));
  const reasons = new Map([...known.values()].map((each) => [placeText(each), reasonOf(each)]));
  const unread = new Set(failures.map(placeText));
  const healed = new Set(read.map(placeText).filter((text) => !unread.has(text)));
  const gone = rows.filter((row) => {
    const failure = known.get(row);
    return failure !== undefined && healed.has(placeText(failure));
  });
  if (gone.length > 0) await client.query({ ...deleteSome, values: [tenantId, ...keysOf(gone)] });
  const changed = failures.filter((each) => reasons.get(placeText(each)) !== reasonOf(each));
  if (changed.length > 0) await client.query(insert.of(tenantId, changed));
  return failures.filter((each) => !reasons.has(placeText(each)));
};

const reasonOf = ({ code, detail }: AlertFailure): string => `${code} ${detail}`;

const keysOf = (rows: readonly FailureRow[]) => [
  rows.map(({ alert_id }) => alert_id),
  rows.map(({ customer_id }) => customer_id),
  rows.map(({ subscription_id }) => subscription_id),
  rows.map(({ starts_at }) => starts_at),
];

/** Law 10 of `UsageAlertRepository`, of failures. */
export const forgetFailures = forgettingEnded('usage_alerts_failed', [
  'alert_id',
  'customer_id',
  'subscription_id',
  'starts_at',
]);

const newest = tenantScoped(
  `select f.alert_id, ${selectedPlace('f')}, f.code, f.detail, f.failed_at
    from usage_alerts_failed f
    where f.tenant_id = scope.tenant_id and f.alert_id = $2
    order by f.failed_at desc limit $3`,
  'usage_alerts_failed.newest',
);

/** Law 4 of `UsageAlertQueries`. */
export const failuresOf = async (
  reader: TenantReader,
  alertId: UsageAlertId,
  limit: number,
): Promise<readonly AlertFailureView[]> => {
  const rows = await reader.rows<FailureRow>(newest, [uuidOf(alertId), limit]);
  return rows.map(toView);
};

const toFailure = (row: FailureRow): AlertFailure => ({
  alertId: idFromUuid('alr', row.alert_id),
  ...toView(row),
});

const toView = (row: FailureRow): AlertFailureView => ({
  ...placeOf(row),
  code: row.code,
  detail: row.detail,
  failedAt: instantOf(row.failed_at.getTime()),
});
