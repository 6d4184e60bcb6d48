import type { DependencyContainer } from 'tsyringe';
import { auditUseCases } from '#application/audit/use-cases.ts';
import type { BillingUseCases, Operations } from '#application/billing-use-cases.ts';
import { planUseCases, productUseCases } from '#application/catalog/use-cases.ts';
import { customerUseCases } from '#application/customers/use-cases.ts';
import { eventUseCases } from '#application/events/use-cases.ts';
import { CreateTenant } from '#application/operations/create-tenant.ts';
import { ReleaseAddress } from '#application/operations/release-address.ts';
import { ShowAccount } from '#application/operations/show-account.ts';
import type { EventSubscriber } from '#application/shared/event-subscribers.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { AllRepositories } from '#application/storage.ts';
import { AdvanceTestClock } from '#application/tenants/advance-test-clock.ts';
import type { DueWork } from '#application/tenants/due-work.ts';
import { noDueWork } from '#application/tenants/due-work.ts';
import { tenantUseCases, testClockUseCases } from '#application/tenants/use-cases.ts';
import { webhookSubscribers } from '#application/webhooks/subscribers.ts';
import {
  accountOperations,
  accountUseCases,
  apiKeyAuthenticationUseCases,
  apiKeyUseCases,
  authenticationUseCases,
  identitySubscribers,
  invitationUseCases,
  registerIdentity,
  userUseCases,
} from '#infrastructure/composition/identity.ts';
import {
  clock,
  directory,
  entryHasher,
  ids,
  reads,
  secrets,
  unitOfWork,
} from '#infrastructure/composition/tokens.ts';
import {
  backgroundUseCases,
  registerWebhooks,
  webhookDeliveryUseCases,
  webhookEndpointUseCases,
} from '#infrastructure/composition/webhooks.ts';
import { traced, tracedOne } from '#infrastructure/telemetry/tracing.ts';

/** Registers every use case; the ports that they need are in the container already. */
export const registerUseCases = (container: DependencyContainer): void => {
  registerIdentity(container);
  registerWebhooks(container);
};

export const useCasesOf = (container: DependencyContainer): BillingUseCases => {
  const ports = portsOf(container);
  return {
    authentication: authenticationUseCases(container),
    account: accountUseCases(container),
    tenant: tenantUseCases(ports),
    testClock: testClockUseCases(ports),
    users: userUseCases(container),
    invitations: invitationUseCases(container),
    apiKeys: apiKeyUseCases(container),
    customers: customerUseCases(ports),
    products: productUseCases(ports),
    plans: planUseCases(ports),
    audit: auditUseCases(ports),
    events: eventUseCases(ports),
    webhookEndpoints: webhookEndpointUseCases(container),
    webhookDeliveries: webhookDeliveryUseCases(container),
  };
};

const portsOf = (container: DependencyContainer) => ({
  unitOfWork: container.resolve(unitOfWork),
  reads: container.resolve(reads),
  entryHasher: container.resolve(entryHasher),
  clock: container.resolve(clock),
  dueWork,
});

// What falls due in test tenants.
const dueWork: DueWork<AllRepositories> = noDueWork;

export const backgroundOf = (
  container: DependencyContainer,
): Pick<
  Operations,
  | 'accounts'
  | 'background'
  | 'testClocks'
  | 'createTenant'
  | 'showAccount'
  | 'releaseAddress'
  | 'apiKeyAuthentication'
> => ({
  ...traced({
    accounts: accountOperations(container),
    background: backgroundUseCases(container),
    testClocks: { advance: guarded(new AdvanceTestClock(portsOf(container))) },
  }),
  createTenant: new CreateTenant({
    unitOfWork: container.resolve(unitOfWork),
    secrets: container.resolve(secrets),
    clock: container.resolve(clock),
    ids: container.resolve(ids),
  }),
  showAccount: new ShowAccount({ directory: container.resolve(directory) }),
  releaseAddress: new ReleaseAddress({
    directory: container.resolve(directory),
    unitOfWork: container.resolve(unitOfWork),
    clock: container.resolve(clock),
  }),
  apiKeyAuthentication: apiKeyAuthenticationUseCases(container),
});

/** The subscribers of each module. */
export const subscribersOf = (container: DependencyContainer): readonly EventSubscriber[] =>
  [
    ...webhookSubscribers(backgroundUseCases(container).dispatchEvents),
    ...identitySubscribers(container),
  ].map(({ useCase, ...subscriber }) => {
    const name = subscriber.subscriber;
    return { ...subscriber, useCase: tracedOne(`subscribers.${name}`, useCase) };
  });
