import type { Logo } from '#application/tenants/ports.ts';
import type { Tenant } from '#domain/tenants/tenant.ts';
import type { TestClock } from '#domain/tenants/test-clock.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** The tenants' tables in memory. */
export interface TenantTables {
  readonly tenants: MemoryTable<Tenant>;
  /** By tenant and digest. */
  readonly tenantLogos: MemoryTable<Logo>;
  readonly testClocks: MemoryTable<TestClock>;
}
