import type { BillingUseCases } from '#application/billing-use-cases.ts';
import { planEndpoints } from '#interfaces/http/catalog/plans.controller.ts';
import { productEndpoints } from '#interfaces/http/catalog/products.controller.ts';
import { customerEndpoints } from '#interfaces/http/customers/customers.controller.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { accountEndpoints } from '#interfaces/http/identity/account.controller.ts';
import { entranceEndpoints } from '#interfaces/http/identity/entrance.controller.ts';
import { invitationEndpoints, userEndpoints } from '#interfaces/http/identity/users.controller.ts';
import { tenantEndpoints } from '#interfaces/http/tenants/tenants.controller.ts';

/** Every endpoint that there is, in the order of the document. */
export const allEndpoints = (useCases: BillingUseCases): readonly Endpoint[] => [
  ...entranceEndpoints(useCases.entrance),
  ...accountEndpoints(useCases.account),
  ...tenantEndpoints(useCases.tenant),
  ...userEndpoints(useCases.users),
  ...invitationEndpoints(useCases.invitations),
  ...customerEndpoints(useCases.customers),
  ...productEndpoints(useCases.products),
  ...planEndpoints(useCases.plans),
];
