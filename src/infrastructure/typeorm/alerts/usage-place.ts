import type { UsagePlace } from '#domain/alerts/reached-threshold.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { InsertedColumn } from '#infrastructure/typeorm/connection/insert-many.ts';
import { noSubscription, subscriptionUuid } from '#infrastructure/typeorm/metering/counting-ids.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// A customer's usage in one period, as tables of alerts have it.

export interface PlaceRow {
  readonly customer_id: string;
  readonly subscription_id: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly start_date: CalendarDate;
  readonly end_date: CalendarDate;
}

export const placeColumns: readonly InsertedColumn<UsagePlace>[] = [
  ['customer_id', 'uuid', ({ customerId }) => uuidOf(customerId)],
  ['subscription_id', 'uuid', ({ subscriptionId }) => subscriptionUuid(subscriptionId)],
  ['starts_at', 'timestamptz', ({ period }) => formatInstant(period.startsAt)],
  ['ends_at', 'timestamptz', ({ period }) => formatInstant(period.endsAt)],
  ['start_date', 'date', ({ period }) => period.start],
  ['end_date', 'date', ({ period }) => period.end],
];

/** The columns of a `PlaceRow`, of a table under a name. */
export const selectedPlace = (table: string): string =>
  `${table}.customer_id, ${table}.subscription_id, ${table}.starts_at, ${table}.ends_at,
    to_char(${table}.start_date, 'YYYY-MM-DD') as start_date,
    to_char(${table}.end_date, 'YYYY-MM-DD') as end_date`;

export const placeOf = (row: PlaceRow): UsagePlace => ({
  customerId: idFromUuid('cus', row.customer_id),
  subscriptionId:
    row.subscription_id === noSubscription ? null : idFromUuid('sub', row.subscription_id),
  period: {
    start: row.start_date,
    end: row.end_date,
    startsAt: instantOf(row.starts_at.getTime()),
    endsAt: instantOf(row.ends_at.getTime()),
  },
});

/**
 * Makes the deletion of a table's rows whose period ended before an instant, up to a limit: it
 * gives how many these were.
 * @param key the columns that tell a row among those of its tenant
 */
export const forgettingEnded = (table: string, key: readonly string[]) => {
  const keyIn = (alias: string): string => key.map((name) => `${alias}.${name}`).join(', ');
  const forget = {
    name: `${table}.forget`,
    text: `delete from ${table} r where r.tenant_id = $1 and (${keyIn('r')}) in (
      select ${keyIn('e')} from ${table} e where e.tenant_id = $1 and e.ends_at < $2 limit $3)`,
  };
  return async (
    { client, tenantId }: Transaction,
    endedBefore: Instant,
    limit: number,
  ): Promise<number> => {
    const values = [tenantId, formatInstant(endedBefore), limit];
    const { rowCount } = await client.query({ ...forget, values });
    return rowCount ?? 0;
  };
};
