import type { NamedTimes } from '#application/metering/usage-ports.ts';
import type { InvoicedSpan } from '#domain/metering/admission.ts';
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
  readonly priceTerms: MemoryTable<{ readonly meterId?: string }>;
}

/** Law 8 of `UsageStore`. */
export const invoicedSpans = (
  { tables, tenantId }: MemoryTransaction<InvoicedTables>,
  { customerIds, externalIds, from, through }: NamedTimes,
): readonly InvoicedSpan[] => {
  const named = new Set(
    tables.customers
      .under(`${tenantId}/`)
      .map(({ facts }) => facts)
      .filter(({ id, externalId }) => customerIds.includes(id) || isIn(externalIds, externalId))
      .map(({ id }) => id),
  );
  const customers = new Map(
    tables.subscriptions
      .under(`${tenantId}/`)
      .map(({ facts }) => facts)
      .filter(({ customerId, policy }) => named.has(customerId) && policy.lateUsage === 'refuse')
      .map(({ id, customerId }) => [id, customerId]),
  );
  const spans = new Map<string, InvoicedSpan>();
  for (const charge of tables.charges.under(`${tenantId}/`)) {
    const { kind, subscriptionId, termsHash, startsAt, endsAt, derivation } = charge;
    const customerId = subscriptionId === null ? undefined : customers.get(subscriptionId);
    if (kind !== 'usage' || (derivation.counted ?? null) === null) continue;
    if (derivation.isProgressive === true) continue;
    if (subscriptionId === null || startsAt === null || endsAt === null) continue;
    if (customerId === undefined || endsAt <= from || startsAt > through) continue;
    const meterId = tables.priceTerms.get(`${tenantId}/${termsHash}`)?.meterId as MeterId;
    const span = { customerId, subscriptionId, meterId, from: startsAt, to: endsAt };
    spans.set(JSON.stringify(span), span);
  }
  return [...spans.values()];
};

const isIn = (externalIds: readonly string[], externalId: string | null): boolean =>
  externalId !== null && externalIds.includes(externalId);
