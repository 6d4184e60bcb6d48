import {
  MemoryPlanQueries,
  MemoryPlanRepository,
} from '#infrastructure/memory/catalog/memory-plans.ts';
import {
  MemoryProductQueries,
  MemoryProductRepository,
} from '#infrastructure/memory/catalog/memory-products.ts';
import {
  MemoryCustomerQueries,
  MemoryCustomerRepository,
} from '#infrastructure/memory/customers/memory-customers.ts';
import {
  MemoryInvitationRepository,
  MemoryMembershipRepository,
  MemorySessionRepository,
  MemoryUserRepository,
} from '#infrastructure/memory/identity/memory-identity.ts';
import {
  MemoryInvitationQueries,
  MemoryUserQueries,
} from '#infrastructure/memory/identity/memory-identity-queries.ts';
import {
  MemoryTenantQueries,
  MemoryTenantRepository,
} from '#infrastructure/memory/tenants/memory-tenants.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/unit-of-work.ts';

/** All that a unit of work hands out, bound to its run and tenant. */
export const openMemoryRepositories = (transaction: MemoryTransaction) => ({
  tenants: new MemoryTenantRepository(transaction),
  users: new MemoryUserRepository(transaction),
  memberships: new MemoryMembershipRepository(transaction),
  invitations: new MemoryInvitationRepository(transaction),
  sessions: new MemorySessionRepository(transaction),
  customers: new MemoryCustomerRepository(transaction),
  products: new MemoryProductRepository(transaction),
  plans: new MemoryPlanRepository(transaction),
});

/** All that a read door hands out, bound to its tenant. */
export const openMemoryQueries = (reader: MemoryReader) => ({
  tenants: new MemoryTenantQueries(reader),
  users: new MemoryUserQueries(reader),
  invitations: new MemoryInvitationQueries(reader),
  customers: new MemoryCustomerQueries(reader),
  products: new MemoryProductQueries(reader),
  plans: new MemoryPlanQueries(reader),
});
