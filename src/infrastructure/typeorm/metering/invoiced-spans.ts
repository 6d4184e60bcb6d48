import type { InvoicedSince } from '#application/metering/usage-cancellations.ts';
import type { NamedTimes } from '#application/metering/usage-ports.ts';
import type { InvoicedSpan } from '#domain/metering/admission.ts';
import type { CountedInvoice } from '#domain/metering/cancellation.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { linesIn, linesOf } from '#infrastructure/typeorm/connection/lines.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const columns = 's.customer_id, c.subscription_id, m.meter_id, c.starts_at, c.ends_at';

// Lines of usage that was counted, but for those of a part that goes on.
const countedUsage = (endsAfter: string): string => `
    from subscriptions s
    join charges c on c.tenant_id = $1 and c.subscription_id = s.id and c.ends_at > ${endsAfter}
      and c.kind = 'usage' and c.derivation -> 'counted' <> 'null'::jsonb
      and c.derivation -> 'isProgressive' is null
    join price_terms t on t.tenant_id = $1 and t.hash = c.terms_hash
    cross join lateral jsonb_array_elements_text(
      coalesce(t.terms -> 'meterIds', jsonb_build_array(t.terms -> 'meterId'))) as m (meter_id)`;

// Subscriptions that refuse have an index of their own: where there are none, this costs nothing.
const findSpans = {
  name: 'usage.invoiced-spans',
  text: `with named as (
      select unnest(${linesIn('$2')}::uuid[]) as id
      union select c.id from customers c where c.tenant_id = $1 and c.external_id = any ($3))
    select distinct ${columns} ${countedUsage('$4')}
    where s.tenant_id = $1 and s.policy ->> 'lateUsage' = 'refuse'
      and s.customer_id in (select n.id from named n) and c.starts_at <= $5`,
};

const findSince = {
  name: 'usage.invoiced-since',
  text: `select distinct ${columns},
      coalesce(s.policy ->> 'lateUsage' = 'refuse', false) as refuses_late ${countedUsage('$3')}
    where s.tenant_id = $1 and s.customer_id = any ($2)`,
};

interface SpanRow {
  readonly customer_id: string;
  readonly subscription_id: string;
  readonly meter_id: MeterId;
  readonly starts_at: Date;
  readonly ends_at: Date;
}

const toSpan = (row: SpanRow): InvoicedSpan => ({
  customerId: idFromUuid('cus', row.customer_id),
  subscriptionId: idFromUuid('sub', row.subscription_id),
  meterId: row.meter_id,
  from: instantOf(row.starts_at.getTime()),
  to: instantOf(row.ends_at.getTime()),
});

/** Law 8 of `UsageStore`, in one statement. */
export const invoicedSpans = async (
  { client, tenantId }: Transaction,
  { customerIds, externalIds, from, through }: NamedTimes,
): Promise<readonly InvoicedSpan[]> => {
  const times = [formatInstant(from), formatInstant(through)];
  const { rows } = await client.query<SpanRow>({
    ...findSpans,
    values: [tenantId, linesOf(customerIds, uuidOf), externalIds, ...times],
  });
  return rows.map(toSpan);
};

/** Law 4 of `UsageCancellations`. */
export const invoicedSince = async (
  { client, tenantId }: Transaction,
  { customerIds, from }: InvoicedSince,
): Promise<readonly CountedInvoice[]> => {
  const values = [tenantId, customerIds.map(uuidOf), formatInstant(from)];
  const { rows } = await client.query<SpanRow & { readonly refuses_late: boolean }>({
    ...findSince,
    values,
  });
  return rows.map((row) => ({ ...toSpan(row), refusesLate: row.refuses_late }));
};
