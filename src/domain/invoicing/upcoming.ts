import type { Totals } from '#domain/invoicing/totals.ts';
import { totalsFields } from '#domain/invoicing/totals.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import { instant, listOf, objectOf, plain } from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';

/** An invoice that will be made, as far as is known when its notice is given. */
export interface UpcomingInvoice extends Totals {
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
  /** When it will be made. */
  readonly at: Instant;
  /** Those that it will charge, by their ids. */
  readonly subscriptionIds: readonly SubscriptionId[];
}

/** Tells of an invoice before it is made. It has no id yet, so the event is about its customer. */
export const upcomingNotice = (invoice: UpcomingInvoice, now: Instant): DomainEvent => ({
  type: 'invoice.upcoming',
  subjectId: invoice.customerId,
  occurredAt: now,
  before: null,
  after: encoder.encode(invoice),
});

const encoder = objectOf<UpcomingInvoice>({
  customerId: plain,
  currency: plain,
  at: instant,
  subscriptionIds: listOf(plain),
  ...totalsFields,
});
