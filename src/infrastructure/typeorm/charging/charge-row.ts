import type {
  ChargeFacts,
  ChargeWithTerms,
  ManualCharge,
  SubscriptionCharge,
} from '#domain/charging/charge.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { orNull } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarDate, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';

/** A charge as PostgreSQL gives it. Amounts are texts: a bigint is none of JavaScript's numbers. */
export type ChargeRow = PeriodRow | ManualRow;

interface BasisRow {
  readonly id: string;
  readonly customerId: string;
  readonly part: string;
  readonly cause: string;
  readonly currency: CurrencyCode;
  readonly amount: string;
  readonly credited: string;
  readonly quantity: string;
  readonly description: string;
  readonly termsHash: string;
  readonly taxRateIds: readonly TaxRateId[] | null;
  readonly invoiceId: string | null;
  readonly createdAt: Date;
}

/** A charge of a subscription. */
interface PeriodRow extends BasisRow {
  readonly subscriptionId: string;
  readonly itemId: string;
  readonly priceId: string;
  readonly kind: SubscriptionCharge['kind'];
  readonly periodStart: CalendarDate;
  readonly periodEnd: CalendarDate;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: TimeZone;
  readonly derivation: SubscriptionCharge['derivation'];
  readonly corrects: string | null;
}

/** A line that a person wrote: the columns of time and of subscriptions are empty. */
interface ManualRow extends BasisRow {
  readonly kind: ManualCharge['kind'];
  readonly derivation: ManualCharge['derivation'];
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

export const toCharge = (row: ChargeRow): ChargeFacts =>
  row.kind === 'manual' ? toManual(row) : toPeriod(row);

/** A charge, and the terms that it names. */
export type ExplainedRow = ChargeRow & { readonly terms: PriceTerms };

export const toExplained = (row: ExplainedRow): ChargeWithTerms<ChargeFacts> => ({
  charge: toCharge(row),
  terms: row.terms,
});

const toPeriod = (row: PeriodRow): SubscriptionCharge => ({
  ...basisOf(row),
  subscriptionId: idFromUuid('sub', row.subscriptionId),
  itemId: idFromUuid('si', row.itemId),
  priceId: idFromUuid('price', row.priceId),
  kind: row.kind,
  derivation: row.derivation,
  servicePeriod: { start: row.periodStart, end: row.periodEnd },
  startsAt: instantOf(row.startsAt.getTime()),
  endsAt: instantOf(row.endsAt.getTime()),
  timeZone: row.timeZone,
  corrects: row.corrects === null ? null : idFromUuid('line', row.corrects),
});

const toManual = (row: ManualRow): ManualCharge => ({
  ...basisOf(row),
  subscriptionId: null,
  itemId: null,
  priceId: null,
  kind: row.kind,
  derivation: row.derivation,
  servicePeriod: null,
  startsAt: null,
  endsAt: null,
  timeZone: null,
  corrects: null,
});

const basisOf = ({
  id,
  customerId,
  part,
  cause,
  currency,
  amount,
  credited,
  quantity,
  description,
  termsHash,
  taxRateIds,
  invoiceId,
  createdAt,
}: BasisRow) => ({
  id: idFromUuid('line', id),
  customerId: idFromUuid('cus', customerId),
  part,
  cause,
  currency,
  amount: Money.of(BigInt(amount), currency),
  credited: Money.of(BigInt(credited), currency),
  quantity,
  description,
  termsHash,
  taxRateIds,
  invoiceId: invoiceId === null ? null : idFromUuid('inv', invoiceId),
  createdAt: instantOf(createdAt.getTime()),
});

const timeText = orNull(formatInstant);

/** Inserts charges. */
export const chargeInserts = insertMany<ChargeFacts>('charges', [
  ['id', 'uuid', ({ id }) => uuidOf(id)],
  ['customer_id', 'uuid', ({ customerId }) => uuidOf(customerId)],
  ['subscription_id', 'uuid', ({ subscriptionId }) => subscriptionId && uuidOf(subscriptionId)],
  ['item_id', 'uuid', ({ itemId }) => itemId && uuidOf(itemId)],
  ['price_id', 'uuid', ({ priceId }) => priceId && uuidOf(priceId)],
  ['kind', 'text', ({ kind }) => kind],
  ['part', 'text', ({ part }) => part],
  ['cause', 'text', ({ cause }) => cause],
  ['currency', 'text', ({ currency }) => currency],
  ['amount', 'bigint', ({ amount }) => String(amount.minor)],
  ['credited', 'bigint', ({ credited }) => String(credited.minor)],
  ['quantity', 'text', ({ quantity }) => quantity],
  ['description', 'text', ({ description }) => description],
  ['period_start', 'date', ({ servicePeriod }) => servicePeriod?.start ?? null],
  ['period_end', 'date', ({ servicePeriod }) => servicePeriod?.end ?? null],
  ['starts_at', 'timestamptz', ({ startsAt }) => timeText(startsAt)],
  ['ends_at', 'timestamptz', ({ endsAt }) => timeText(endsAt)],
  ['time_zone', 'text', ({ timeZone }) => timeZone],
  ['terms_hash', 'text', ({ termsHash }) => termsHash],
  ['derivation', 'jsonb', ({ derivation }) => JSON.stringify(derivation)],
  ['tax_rate_ids', 'jsonb', ({ taxRateIds }) => taxRateIds && JSON.stringify(taxRateIds)],
  ['corrects', 'uuid', ({ corrects }) => corrects && uuidOf(corrects)],
  ['invoice_id', 'uuid', ({ invoiceId }) => invoiceId && uuidOf(invoiceId)],
  ['created_at', 'timestamptz', ({ createdAt }) => formatInstant(createdAt)],
]);
