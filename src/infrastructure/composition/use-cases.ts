import type { DependencyContainer } from 'tsyringe';
import type { BillingUseCases, Operations } from '#application/billing-use-cases.ts';
import type { EventSubscriber } from '#application/shared/event-subscribers.ts';
import { webhookSubscribers } from '#application/webhooks/subscribers.ts';
import { auditUseCases, registerAudit } from '#infrastructure/composition/audit.ts';
import {
  planUseCases,
  productUseCases,
  registerCatalog,
} from '#infrastructure/composition/catalog.ts';
import { customerUseCases, registerCustomers } from '#infrastructure/composition/customers.ts';
import {
  accountUseCases,
  apiKeyUseCases,
  entranceUseCases,
  invitationUseCases,
  keyEntranceUseCases,
  registerIdentity,
  userUseCases,
} from '#infrastructure/composition/identity.ts';
import { registerTenants, tenantUseCases } from '#infrastructure/composition/tenants.ts';
import {
  backgroundUseCases,
  registerWebhooks,
  webhookDeliveryUseCases,
  webhookEndpointUseCases,
} from '#infrastructure/composition/webhooks.ts';

/** Registers every use case; the ports that they need are in the container already. */
export const registerUseCases = (container: DependencyContainer): void => {
  registerTenants(container);
  registerIdentity(container);
  registerCustomers(container);
  registerCatalog(container);
  registerAudit(container);
  registerWebhooks(container);
};

export const useCasesOf = (container: DependencyContainer): BillingUseCases => ({
  entrance: entranceUseCases(container),
  account: accountUseCases(container),
  tenant: tenantUseCases(container),
  users: userUseCases(container),
  invitations: invitationUseCases(container),
  apiKeys: apiKeyUseCases(container),
  customers: customerUseCases(container),
  products: productUseCases(container),
  plans: planUseCases(container),
  audit: auditUseCases(container),
  webhookEndpoints: webhookEndpointUseCases(container),
  webhookDeliveries: webhookDeliveryUseCases(container),
});

export const backgroundOf = (
  container: DependencyContainer,
): Pick<Operations, 'background' | 'keyEntrance'> => ({
  background: backgroundUseCases(container),
  keyEntrance: keyEntranceUseCases(container),
});

/** What each module hears of. */
export const subscribersOf = (container: DependencyContainer): readonly EventSubscriber[] => [
  ...webhookSubscribers(backgroundUseCases(container).dispatchEvents),
];
