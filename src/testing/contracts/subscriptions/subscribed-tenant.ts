import type { InvoicingRepositories } from '#application/invoicing/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
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
