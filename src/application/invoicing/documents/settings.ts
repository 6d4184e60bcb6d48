import type { CustomerFacts } from '#domain/customers/customer.ts';
import type { NumberingRule } from '#domain/invoicing/numbering.ts';
import { isComplete } from '#domain/invoicing/parties.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import type { Seller } from '#domain/tenants/billing-settings.ts';
import type { TenantFacts } from '#domain/tenants/tenant.ts';

/** How a tenant makes its invoices. */
export interface InvoicingSettings {
  readonly seller: Seller;
  /** The zone in which invoices are dated. */
  readonly zone: TimeZone;
  readonly numbering: NumberingRule;
  readonly paymentTermDays: number;
  /** Whether drafts are finalized by themselves, and after how many days. */
  readonly finalization: 'automatic' | 'manual';
  readonly graceDays: number;
  /** How many days before an invoice its notice is given; 0 for none. */
  readonly upcomingNoticeDays: number;
  /** How its agreements count money, where they say nothing else. */
  readonly policy: BillingPolicy;
  /** The last day for which nothing is changed any more; null where there is none. */
  readonly booksClosedOn: CalendarDate | null;
  /** Whether runs leave the tenant out. */
  readonly isStopped: boolean;
  /** The tax rates of lines of which nothing nearer says any. */
  readonly taxRateIds: readonly TaxRateId[];
  /** The seller lacks what an invoice must say; only a test tenant issues some all the same. */
  readonly isSellerIncomplete: boolean;
}

export const invoicingSettingsOf = (
  { timeZone, billing, billingPolicy }: TenantFacts,
  mode: TenantMode,
): InvoicingSettings => ({
  seller: billing.seller,
  zone: timeZone,
  numbering: { prefix: billing.numberPrefix, resets: billing.numberResets },
  paymentTermDays: billing.paymentTermDays,
  finalization: billing.finalization,
  graceDays: billing.graceDays,
  upcomingNoticeDays: billing.upcomingNoticeDays,
  policy: billingPolicy,
  booksClosedOn: billing.booksClosedOn,
  isStopped: billing.isStopped,
  taxRateIds: billing.taxRateIds,
  isSellerIncomplete: mode === 'live' && !isComplete(billing.seller),
});

/** Whether documents are issued as soon as they are made. */
export const isIssuedAtOnce = ({
  finalization,
  graceDays,
  isSellerIncomplete,
}: InvoicingSettings): boolean =>
  finalization === 'automatic' && graceDays === 0 && !isSellerIncomplete;

/**
 * When a document that is made now is finalized by itself; null where a person does it. Where only
 * the seller's details are missing, the draft asks for attention at once.
 */
export const finalizesAtOf = (
  { finalization, graceDays, isSellerIncomplete }: InvoicingSettings,
  now: Instant,
): Instant | null => {
  if (finalization === 'manual') return null;
  return isSellerIncomplete ? now : later(now, graceDays * dayMilliseconds);
};

/** The days that this customer has to pay. */
export const paymentTermOf = (
  { paymentTermDays }: InvoicingSettings,
  { billing }: CustomerFacts,
): number => billing.paymentTermDays ?? paymentTermDays;
