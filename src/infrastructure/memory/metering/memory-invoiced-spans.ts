import type { InvoicedSince } from '#application/metering/usage-cancellations.ts';
import type { NamedTimes } from '#application/metering/usage-ports.ts';
import type { InvoicedSpan } from '#domain/metering/admission.ts';
import type { CountedInvoice } from '#domain/metering/cancellation.ts';
import type { CustomerId, MeterId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** The tables of others that say which usage was counted, and who takes none afterwards. */
export interface InvoicedTables {
  readonly customers: MemoryTable<{
    readonly facts: { readonly id: CustomerId; readonly externalId: string | null };
  }>;
  readonly subscriptions: MemoryTable<{
    readonly facts: {
      readonly id: SubscriptionId;
      readonly customerId: CustomerId;
      readonly policy: { readonly lateUsage: string };
    };
  }>;
  readonly charges: MemoryTable<{
    readonly kind: string;
    readonly subscriptionId: SubscriptionId | null;
    readonly termsHash: string | null;
    readonly startsAt: Instant | null;
    readonly endsAt: Instant | null;
    readonly derivation: {
      readonly kind: string;
      readonly counted?: unknown;
      readonly isProgressive?: unknown;
    };
  }>;
  readonly priceTerms: MemoryTable<{
    readonly meterId?: string;
    readonly meterIds?: readonly string[];
  }>;
}

type Reading = MemoryTransaction<InvoicedTables>;

/** Whether a subscription of the tenant refuses late usage. */
export const refusesLate = ({ tables, tenantId }: Reading): boolean =>
  tables.subscriptions
    .under(`${tenantId}/`)
    .some(({ facts }) => facts.policy.lateUsage === 'refuse');

/** Law 8 of `UsageStore`. */
export const invoicedSpans = (
  transaction: Reading,
  { customerIds, externalIds, from, through }: NamedTimes,
): readonly InvoicedSpan[] => {
  const { tables, tenantId } = transaction;
  const named = tables.customers
    .under(`${tenantId}/`)
    .map(({ facts }) => facts)
    .filter(({ id, externalId }) => customerIds.includes(id) || isIn(externalIds, externalId))
    .map(({ id }) => id);
  return invoicedSince(transaction, { customerIds: named, from })
    .filter((span) => span.refusesLate && span.from <= through)
    .map(({ customerId, subscriptionId, meterId, from: start, to }) => {
      return { customerId, subscriptionId, meterId, from: start, to };
    });
};

/** Law 4 of `UsageCancellations`. */
export const invoicedSince = (
  { tables, tenantId }: Reading,
  { customerIds, from }: InvoicedSince,
): readonly CountedInvoice[] => {
  const owners = new Map(
    tables.subscriptions
      .under(`${tenantId}/`)
      .map(({ facts }) => facts)
      .filter(({ customerId }) => customerIds.includes(customerId))
      .map((facts) => [facts.id, facts]),
  );
  const spans = new Map<string, CountedInvoice>();
  for (const charge of tables.charges.under(`${tenantId}/`)) {
    const { kind, subscriptionId, termsHash, startsAt, endsAt, derivation } = charge;
    const owner = subscriptionId === null ? undefined : owners.get(subscriptionId);
    if (kind !== 'usage' || (derivation.counted ?? null) === null) continue;
    if (derivation.isProgressive === true) continue;
    if (subscriptionId === null || startsAt === null || endsAt === null) continue;
    if (owner === undefined || endsAt <= from) continue;
    const { meterId, meterIds = [] } = tables.priceTerms.get(`${tenantId}/${termsHash}`) ?? {};
    const { customerId, policy } = owner;
    const times = { from: startsAt, to: endsAt, refusesLate: policy.lateUsage === 'refuse' };
    for (const each of meterId === undefined ? meterIds : [meterId]) {
      const span = { customerId, subscriptionId, meterId: each as MeterId, ...times };
      spans.set(JSON.stringify(span), span);
    }
  }
  return [...spans.values()];
};

const isIn = (externalIds: readonly string[], externalId: string | null): boolean =>
  externalId !== null && externalIds.includes(externalId);
