import type { Invoice } from '#domain/invoicing/invoice.ts';
import { invoiceOf } from '#domain/invoicing/invoice.ts';
import type { InvoiceFacts } from '#domain/invoicing/invoice-facts.ts';
import { statusOf } from '#domain/invoicing/invoice-facts.ts';
import { orNull } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { InsertedColumn } from '#infrastructure/typeorm/connection/insert-many.ts';
import { insertMany, updateMany } from '#infrastructure/typeorm/connection/insert-many.ts';

/** An invoice as PostgreSQL gives it. Amounts are texts: a bigint is no JavaScript number. */
export interface InvoiceRow {
  readonly id: string;
  readonly version: number;
  readonly customerId: string;
  readonly currency: CurrencyCode;
  readonly series: string | null;
  readonly number: string | null;
  readonly issuedOn: CalendarDate | null;
  readonly dueOn: CalendarDate | null;
  readonly digest: string | null;
  readonly subtotal: string;
  readonly discount: string;
  readonly tax: string;
  readonly movedToBalance: string;
  readonly total: string;
  readonly balanceApplied: string;
  readonly amountDue: string;
  readonly amountPaid: string;
  readonly finalizesAt: Date | null;
  readonly overdueAt: Date | null;
  readonly finalizedAt: Date | null;
  readonly voidedAt: Date | null;
  readonly voidReason: string | null;
  readonly reissuedAs: string | null;
  readonly uncollectibleAt: Date | null;
  readonly paymentTermDays: number | null;
  readonly reissueOf: string | null;
  readonly memo: string | null;
  readonly footer: string | null;
  readonly purchaseOrder: string | null;
  readonly metadata: Metadata;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const amountColumns = {
  subtotal: 'subtotal',
  discount: 'discount',
  tax: 'tax',
  movedToBalance: 'moved_to_balance',
  total: 'total',
  balanceApplied: 'balance_applied',
  amountDue: 'amount_due',
  amountPaid: 'amount_paid',
} as const;

/** The columns of `invoices`, by the names of the row. */
export const invoiceColumns = `invoices.id, invoices.version,
  invoices.customer_id as "customerId", invoices.currency, invoices.series, invoices.number,
  invoices.issued_on as "issuedOn", invoices.due_on as "dueOn", invoices.digest,
  ${Object.entries(amountColumns)
    .map(([name, column]) => `invoices.${column}::text as "${name}"`)
    .join(', ')},
  invoices.finalizes_at as "finalizesAt", invoices.overdue_at as "overdueAt",
  invoices.finalized_at as "finalizedAt", invoices.voided_at as "voidedAt",
  invoices.void_reason as "voidReason", invoices.reissued_as as "reissuedAs",
  invoices.uncollectible_at as "uncollectibleAt", invoices.reissue_of as "reissueOf",
  invoices.payment_term_days as "paymentTermDays", invoices.memo, invoices.footer,
  invoices.purchase_order as "purchaseOrder", invoices.metadata,
  invoices.created_at as "createdAt", invoices.updated_at as "updatedAt"`;

export const toInvoice = (row: InvoiceRow): Invoice => invoiceOf(toInvoiceFacts(row));

export const toInvoiceFacts = (row: InvoiceRow): InvoiceFacts => {
  const money = (minor: string): Money => Money.of(BigInt(minor), row.currency);
  return {
    id: idFromUuid('inv', row.id),
    version: row.version,
    customerId: idFromUuid('cus', row.customerId),
    currency: row.currency,
    issue: toIssue(row),
    voided: toVoiding(row),
    uncollectibleAt: toInstant(row.uncollectibleAt),
    paymentTermDays: row.paymentTermDays,
    reissueOf: toInvoiceId(row.reissueOf),
    subtotal: money(row.subtotal),
    discount: money(row.discount),
    tax: money(row.tax),
    movedToBalance: money(row.movedToBalance),
    total: money(row.total),
    balanceApplied: money(row.balanceApplied),
    amountDue: money(row.amountDue),
    amountPaid: money(row.amountPaid),
    finalizesAt: toInstant(row.finalizesAt),
    overdueAt: toInstant(row.overdueAt),
    memo: row.memo,
    footer: row.footer,
    purchaseOrder: row.purchaseOrder,
    metadata: row.metadata,
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  };
};

const toIssue = (row: InvoiceRow): InvoiceFacts['issue'] => {
  const { series, number, issuedOn, dueOn, digest, finalizedAt } = row;
  if (series === null || number === null || issuedOn === null || dueOn === null) return null;
  if (digest === null || finalizedAt === null) return null;
  return { series, number, issuedOn, dueOn, digest, finalizedAt: instantOf(finalizedAt.getTime()) };
};

const toVoiding = ({ voidedAt, voidReason, reissuedAs }: InvoiceRow): InvoiceFacts['voided'] =>
  voidedAt && {
    at: instantOf(voidedAt.getTime()),
    reason: voidReason,
    reissuedAs: toInvoiceId(reissuedAs),
  };

const toInvoiceId = (uuid: string | null): InvoiceId | null =>
  uuid === null ? null : idFromUuid('inv', uuid);

const toInstant = (at: Date | null): Instant | null => at && instantOf(at.getTime());

const timeText = orNull(formatInstant);
const uuidText = orNull(uuidOf);

const written: readonly InsertedColumn<InvoiceFacts>[] = [
  ['id', 'uuid', ({ id }) => uuidOf(id)],
  ['version', 'integer', ({ version }) => version + 1],
  ['customer_id', 'uuid', ({ customerId }) => uuidOf(customerId)],
  ['currency', 'text', ({ currency }) => currency],
  ['status', 'text', statusOf],
  ['series', 'text', ({ issue }) => issue?.series ?? null],
  ['number', 'text', ({ issue }) => issue?.number ?? null],
  ['issued_on', 'date', ({ issue }) => issue?.issuedOn ?? null],
  ['due_on', 'date', ({ issue }) => issue?.dueOn ?? null],
  ['digest', 'text', ({ issue }) => issue?.digest ?? null],
  ['subtotal', 'bigint', ({ subtotal }) => String(subtotal.minor)],
  ['discount', 'bigint', ({ discount }) => String(discount.minor)],
  ['tax', 'bigint', ({ tax }) => String(tax.minor)],
  ['moved_to_balance', 'bigint', ({ movedToBalance }) => String(movedToBalance.minor)],
  ['total', 'bigint', ({ total }) => String(total.minor)],
  ['balance_applied', 'bigint', ({ balanceApplied }) => String(balanceApplied.minor)],
  ['amount_due', 'bigint', ({ amountDue }) => String(amountDue.minor)],
  ['amount_paid', 'bigint', ({ amountPaid }) => String(amountPaid.minor)],
  ['finalizes_at', 'timestamptz', ({ finalizesAt }) => timeText(finalizesAt)],
  ['overdue_at', 'timestamptz', ({ overdueAt }) => timeText(overdueAt)],
  ['finalized_at', 'timestamptz', ({ issue }) => timeText(issue?.finalizedAt)],
  ['voided_at', 'timestamptz', ({ voided }) => timeText(voided?.at)],
  ['void_reason', 'text', ({ voided }) => voided?.reason ?? null],
  ['reissued_as', 'uuid', ({ voided }) => uuidText(voided?.reissuedAs)],
  ['uncollectible_at', 'timestamptz', ({ uncollectibleAt }) => timeText(uncollectibleAt)],
  ['payment_term_days', 'integer', ({ paymentTermDays }) => paymentTermDays],
  ['reissue_of', 'uuid', ({ reissueOf }) => uuidText(reissueOf)],
  ['memo', 'text', ({ memo }) => memo],
  ['footer', 'text', ({ footer }) => footer],
  ['purchase_order', 'text', ({ purchaseOrder }) => purchaseOrder],
  ['metadata', 'jsonb', ({ metadata }) => JSON.stringify(metadata)],
  ['created_at', 'timestamptz', ({ createdAt }) => timeText(createdAt)],
  ['updated_at', 'timestamptz', ({ updatedAt }) => timeText(updatedAt)],
];

// The fields that never change are not written again.
const fixed = new Set(['customer_id', 'currency', 'reissue_of', 'created_at']);

/** Inserts invoices, each one version on. */
export const invoiceInserts = insertMany('invoices', written);

/** Replaces the versions before. */
export const invoiceUpdates = updateMany(
  'invoices',
  written.filter(([name]) => !fixed.has(name)),
);
