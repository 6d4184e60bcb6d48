import type { TaxRate } from '#domain/taxes/tax-rate.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** The tables of taxes in memory. */
export interface TaxTables {
  readonly taxRates: MemoryTable<TaxRate>;
}
