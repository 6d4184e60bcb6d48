import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { StoredAccount } from '#infrastructure/memory/charging/charging-tables.ts';
import { MemoryBillingAccounts } from '#infrastructure/memory/charging/memory-billing-accounts.ts';
import { memoryCharges } from '#infrastructure/memory/charging/memory-charges.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';

// The resources of charging in memory.

export const billingAccounts = {
  table: () => new MemoryTable<StoredAccount>(),
  repository: (transaction: ConstructorParameters<typeof MemoryBillingAccounts>[0]) =>
    new MemoryBillingAccounts(transaction),
};
export const priceTerms = { table: () => new MemoryTable<PriceTerms>() };
export const charges = {
  table: () => new MemoryTable<ChargeFacts>(),
  repository: memoryCharges,
};
