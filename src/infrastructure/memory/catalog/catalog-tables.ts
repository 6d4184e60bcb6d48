import type { Plan } from '#domain/catalog/plan.ts';
import type { AnyPlanVersion } from '#domain/catalog/plan-version.ts';
import type { Product } from '#domain/catalog/product.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** The catalog's tables in memory. */
export interface CatalogTables {
  readonly products: MemoryTable<Product>;
  readonly plans: MemoryTable<Plan>;
  readonly planVersions: MemoryTable<AnyPlanVersion>;
}
