import type { BillingUseCases } from '#application/billing-use-cases.ts';
import { auditEndpoints } from '#interfaces/http/audit/audit.controller.ts';
import { planEndpoints } from '#interfaces/http/catalog/plans.controller.ts';
import { productEndpoints } from '#interfaces/http/catalog/products.controller.ts';
import { customerEndpoints } from '#interfaces/http/customers/customers.controller.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { eventEndpoints } from '#interfaces/http/events/events.controller.ts';
import { accountEndpoints } from '#interfaces/http/identity/account.controller.ts';
import { apiKeyEndpoints } from '#interfaces/http/identity/api-keys.controller.ts';
import { authenticationEndpoints } from '#interfaces/http/identity/authentication.controller.ts';
import { recoveryEndpoints } from '#interfaces/http/identity/recovery.controller.ts';
import { sessionEndpoints } from '#interfaces/http/identity/sessions.controller.ts';
import { invitationEndpoints, userEndpoints } from '#interfaces/http/identity/users.controller.ts';
import { tenantEndpoints } from '#interfaces/http/tenants/tenants.controller.ts';
import { testClockEndpoints } from '#interfaces/http/tenants/test-clock.controller.ts';
import { webhookDeliveryEndpoints } from '#interfaces/http/webhooks/webhook-deliveries.controller.ts';
import { webhookEndpointEndpoints } from '#interfaces/http/webhooks/webhook-endpoints.controller.ts';

/** Every endpoint that there is, in the order of the document. */
export const allEndpoints = (useCases: BillingUseCases): readonly Endpoint[] => [
  ...authenticationEndpoints(useCases.authentication),
  ...recoveryEndpoints(useCases.authentication),
  ...accountEndpoints(useCases.account),
  ...sessionEndpoints(useCases.account),
  ...tenantEndpoints(useCases.tenant),
  ...testClockEndpoints(useCases.testClock),
  ...userEndpoints(useCases.users),
  ...invitationEndpoints(useCases.invitations),
  ...apiKeyEndpoints(useCases.apiKeys),
  ...customerEndpoints(useCases.customers),
  ...productEndpoints(useCases.products),
  ...planEndpoints(useCases.plans),
  ...auditEndpoints(useCases.audit),
  ...eventEndpoints(useCases.events),
  ...webhookEndpointEndpoints(useCases.webhookEndpoints),
  ...webhookDeliveryEndpoints(useCases.webhookDeliveries),
];
