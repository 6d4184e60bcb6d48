import type { Customer } from '#domain/customers/customer.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** The customers' tables in memory. */
export interface CustomerTables {
  readonly customers: MemoryTable<Customer>;
  /** By the customer's key. Of a later module: all that is known is whether there is one. */
  readonly billingAccounts: { has(key: string): boolean };
}
