import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { Derivation } from '#domain/charging/derivation.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarDate, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';

/** A charge as PostgreSQL gives it. Amounts are texts: a bigint is none of JavaScript's numbers. */
export interface ChargeRow {
  readonly id: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly itemId: string;
  readonly priceId: string;
  readonly kind: ChargeFacts['kind'];
  readonly part: string;
  readonly cause: string;
  readonly currency: CurrencyCode;
  readonly amount: string;
  readonly credited: string;
  readonly quantity: string;
  readonly description: string;
  readonly periodStart: CalendarDate;
  readonly periodEnd: CalendarDate;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: TimeZone;
  readonly termsHash: string;
  readonly derivation: Derivation;
  readonly taxRateIds: readonly TaxRateId[] | null;
  readonly corrects: string | null;
  readonly invoiceId: string | null;
  readonly createdAt: Date;
}

/** The columns of `charges c`, by the names of the row. */
export const chargeColumns = `c.id, c.customer_id as "customerId",
  c.subscription_id as "subscriptionId", c.item_id as "itemId", c.price_id as "priceId", c.kind,
  c.part, c.cause, c.currency, c.amount::text as amount, c.credited::text as credited, c.quantity,
  c.description, c.period_start as "periodStart", c.period_end as "periodEnd",
  c.starts_at as "startsAt", c.ends_at as "endsAt", c.time_zone as "timeZone",
  c.terms_hash as "termsHash", c.derivation,
  c.tax_rate_ids as "taxRateIds", c.corrects, c.invoice_id as "invoiceId",
  c.created_at as "createdAt"`;

export const toCharge = (row: ChargeRow): ChargeFacts => {
  const { amount, credited, periodStart, periodEnd, ...facts } = row;
  return {
    ...facts,
    id: idFromUuid('line', row.id),
    customerId: idFromUuid('cus', row.customerId),
    subscriptionId: idFromUuid('sub', row.subscriptionId),
    itemId: idFromUuid('si', row.itemId),
    priceId: idFromUuid('price', row.priceId),
    amount: Money.of(BigInt(amount), row.currency),
    credited: Money.of(BigInt(credited), row.currency),
    servicePeriod: { start: periodStart, end: periodEnd },
    startsAt: instantOf(row.startsAt.getTime()),
    endsAt: instantOf(row.endsAt.getTime()),
    corrects: row.corrects === null ? null : idFromUuid('line', row.corrects),
    invoiceId: row.invoiceId === null ? null : idFromUuid('inv', row.invoiceId),
    createdAt: instantOf(row.createdAt.getTime()),
  };
};

/** Inserts charges. */
export const chargeInserts = insertMany<ChargeFacts>('charges', [
  ['id', 'uuid', ({ id }) => uuidOf(id)],
  ['customer_id', 'uuid', ({ customerId }) => uuidOf(customerId)],
  ['subscription_id', 'uuid', ({ subscriptionId }) => uuidOf(subscriptionId)],
  ['item_id', 'uuid', ({ itemId }) => uuidOf(itemId)],
  ['price_id', 'uuid', ({ priceId }) => uuidOf(priceId)],
  ['kind', 'text', ({ kind }) => kind],
  ['part', 'text', ({ part }) => part],
  ['cause', 'text', ({ cause }) => cause],
  ['currency', 'text', ({ currency }) => currency],
  ['amount', 'bigint', ({ amount }) => String(amount.minor)],
  ['credited', 'bigint', ({ credited }) => String(credited.minor)],
  ['quantity', 'text', ({ quantity }) => quantity],
  ['description', 'text', ({ description }) => description],
  ['period_start', 'date', ({ servicePeriod }) => servicePeriod.start],
  ['period_end', 'date', ({ servicePeriod }) => servicePeriod.end],
  ['starts_at', 'timestamptz', ({ startsAt }) => formatInstant(startsAt)],
  ['ends_at', 'timestamptz', ({ endsAt }) => formatInstant(endsAt)],
  ['time_zone', 'text', ({ timeZone }) => timeZone],
  ['terms_hash', 'text', ({ termsHash }) => termsHash],
  ['derivation', 'jsonb', ({ derivation }) => JSON.stringify(derivation)],
  ['tax_rate_ids', 'jsonb', ({ taxRateIds }) => taxRateIds && JSON.stringify(taxRateIds)],
  ['corrects', 'uuid', ({ corrects }) => corrects && uuidOf(corrects)],
  ['invoice_id', 'uuid', ({ invoiceId }) => invoiceId && uuidOf(invoiceId)],
  ['created_at', 'timestamptz', ({ createdAt }) => formatInstant(createdAt)],
]);
