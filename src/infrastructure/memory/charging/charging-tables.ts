import type { BillingAccount } from '#application/charging/ports.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** An account, and whether its tenant is live. */
export interface StoredAccount extends BillingAccount {
  readonly isLive: boolean;
}

/** The tables of charging in memory. */
export interface ChargingTables {
  /** By the customer's key. */
  readonly billingAccounts: MemoryTable<StoredAccount>;
  /** By their hash. */
  readonly priceTerms: MemoryTable<PriceTerms>;
  readonly charges: MemoryTable<ChargeFacts>;
}
