import type { InvoicingRepositories } from '#application/invoicing/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { storeSubscription } from '../../billing-builders.ts';
import type { TenantUnderTest } from '../../harness.ts';

type Repositories = SubscriptionRepositories & InvoicingRepositories;

/** Makes a tenant, and a subscription of a customer in it. */
export const subscribedBy =
  <Queries>(createTenant: () => Promise<TenantUnderTest<Repositories, Queries>>) =>
  async () => {
    const tenant = await createTenant();
    const stored = await tenant.run((repositories) => storeSubscription(repositories));
    return { tenant, ...stored };
  };

/** A subscription as the running one that it is. */
export const requireActive = (subscription: Subscription) => {
  if (subscription.status !== 'active') throw new Error('It runs.');
  return subscription;
};
