import { expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { CountingMeter } from '#domain/metering/admission.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import { standardUsage } from '#domain/tenants/usage-settings.ts';
import { buildCustomer, buildId, someday } from '../../builders.ts';
import type { TenantUnderTest } from '../../harness.ts';
import { buildMeter } from '../../metering-builders.ts';

type Tenant = TenantUnderTest<
  TenantRepositories & CustomerRepositories & MeteringRepositories,
  MeteringReads
>;

/** How a meter measures events, and which one it is. */
const measuredBy = ({ id, code, ...meter }: CountingMeter) => ({
  id,
  code,
  ...countingOf(meter, meter.groupBy),
});

/** Law 4 of `UsageStore`. */
export const intakeLaws = (createTenant: () => Promise<Tenant>): void => {
  test('law 4: what decides about events is found, in their tenant', async () => {
    const [tenant, another] = [await createTenant(), await createTenant()];
    const customer = buildCustomer({ externalId: 'acme', email: 'a@b.example' });
    const meter = buildMeter({ eventType: 'seat', aggregation: 'sum', groupBy: ['region'] });
    await tenant.run(async ({ customers, meters }) => {
      await customers.save(customer);
      await meters.save(meter);
      const archived = await meters.save(buildMeter({ eventType: 'seat' }));
      if (archived.status === 'active') await meters.save(archived.archive(someday));
    });
    const { id } = customer.facts;
    const named = {
      types: ['seat', 'login'],
      customerIds: [id, buildId('cus')] as readonly CustomerId[],
      externalIds: ['acme', 'other'],
      subscriptionIds: [buildId('sub')] as readonly SubscriptionId[],
    };

    const intake = (of: typeof tenant, given: typeof named) =>
      of.run(async ({ usage }) => {
        const facts = await usage.intake(given);
        return facts && { ...facts, meters: facts.meters.map((each) => measuredBy(each)) };
      });
    const found = await intake(tenant, named);
    const theirs = await intake(another, named);
    const known = await intake(tenant, { ...named, customerIds: [id], types: ['login'] });

    expect(found).toEqual({
      settings: standardUsage,
      meters: [measuredBy(meter.facts)],
      refusesLate: false,
      subjects: {
        customers: new Set([id]),
        byExternalId: new Map([['acme', id]]),
        subscriptions: new Map(),
      },
    });
    expect([known?.subjects.customers, known?.meters]).toEqual([new Set([id]), []]);
    const nobody = { customers: new Set(), byExternalId: new Map(), subscriptions: new Map() };
    expect([theirs?.subjects, theirs?.meters]).toEqual([nobody, []]);
  });
};
