import type { PlanUseCases, ProductUseCases } from '#application/catalog/use-cases.ts';
import type { CustomerUseCases } from '#application/customers/use-cases.ts';
import type {
  AccountUseCases,
  EntranceUseCases,
  InvitationUseCases,
  UserUseCases,
} from '#application/identity/use-cases.ts';
import type { TenantUseCases } from '#application/tenants/use-cases.ts';

/** Everything that Billing Service can do for a member of a tenant. */
export interface TenantBoundUseCases {
  readonly account: AccountUseCases;
  readonly tenant: TenantUseCases;
  readonly users: UserUseCases;
  readonly invitations: InvitationUseCases;
  readonly customers: CustomerUseCases;
  readonly products: ProductUseCases;
  readonly plans: PlanUseCases;
}

/** Everything that Billing Service can do. */
export interface BillingUseCases extends TenantBoundUseCases {
  readonly entrance: EntranceUseCases;
}
