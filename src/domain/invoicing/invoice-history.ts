import type { InvoiceFacts } from '#domain/invoicing/invoice-facts.ts';
import { paymentStatusOf, statusOf } from '#domain/invoicing/invoice-facts.ts';
import { totalsFields } from '#domain/invoicing/totals.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import {
  asStored,
  date,
  hidden,
  instant,
  mapOf,
  money,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';

// The events of invoices, and whether a change changes anything.

interface Recorded {
  readonly facts: InvoiceFacts;
  readonly events: readonly DomainEvent[];
}

/** An event of an invoice; before it was made there was none. */
export const happened = (
  type: string,
  at: Instant,
  before: Recorded | null,
  after: InvoiceFacts,
): DomainEvent => ({
  type,
  subjectId: after.id,
  occurredAt: at,
  before: before === null ? null : encoder.encode(stated(asStored(before))),
  after: encoder.encode(stated(onceStored(after))),
});

/** The event of a draft that is no more. */
export const deleted = (before: Recorded, at: Instant): DomainEvent => ({
  type: 'invoice.deleted',
  subjectId: before.facts.id,
  occurredAt: at,
  before: encoder.encode(stated(asStored(before))),
  after: null,
});

/** Whether two states of an invoice say the same. */
export const saysTheSame = (one: InvoiceFacts, other: InvoiceFacts): boolean =>
  encoder.isEqual(stated(one), stated(other));

/** An invoice as its events show it. */
const stated = ({ issue, voided, ...facts }: InvoiceFacts) => ({
  ...facts,
  status: statusOf({ ...facts, issue, voided }),
  paymentStatus: paymentStatusOf({ ...facts, issue, voided }),
  number: issue?.number ?? null,
  issuedOn: issue?.issuedOn ?? null,
  dueOn: issue?.dueOn ?? null,
  digest: issue?.digest ?? null,
  voidedAt: voided?.at ?? null,
  voidReason: voided?.reason ?? null,
  reissuedAs: voided?.reissuedAs ?? null,
});

const encoder = objectOf<ReturnType<typeof stated>>({
  id: plain,
  version: plain,
  status: plain,
  number: plain,
  customerId: plain,
  currency: plain,
  issuedOn: nullable(date),
  dueOn: nullable(date),
  ...totalsFields,
  amountPaid: money,
  paymentStatus: plain,
  digest: plain,
  finalizesAt: nullable(instant),
  overdueAt: hidden(nullable(instant)),
  paymentTermDays: plain,
  memo: plain,
  footer: plain,
  purchaseOrder: plain,
  metadata: mapOf(plain),
  voidedAt: nullable(instant),
  voidReason: plain,
  reissuedAs: plain,
  reissueOf: plain,
  uncollectibleAt: nullable(instant),
  createdAt: instant,
  updatedAt: instant,
});
