import { describe, expect, test } from 'vitest';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import { buildId, buildPlan, buildProduct, nextDay } from '../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../harness.ts';
import { storageUnderTest } from '../harness.ts';
import { buildMeter } from '../metering-builders.ts';

type Tenant = TenantUnderTest<AllRepositories, AllQueries>;
type Find = 'find' | 'findShared' | 'findLocked';

/** Something that is found plainly, shared or locked, and saved. */
interface Lockable {
  /** Stores one, and gives how it is found and saved by another run. */
  readonly store: (tenant: Tenant) => Promise<{
    readonly find: (repositories: AllRepositories, how: Find) => Promise<unknown>;
    readonly save: (repositories: AllRepositories) => Promise<unknown>;
  }>;
  readonly findNone: (repositories: AllRepositories, how: Find) => Promise<unknown>;
}

const plan: Lockable = {
  store: async (tenant) => {
    const saved = await tenant.run(async ({ products, plans }) => {
      const product = await products.save(buildProduct());
      return plans.save(buildPlan(product.facts.id));
    });
    if (saved.status !== 'draft') throw new Error('A draft was saved.');
    return {
      find: ({ plans }, how) => plans[how](saved.facts.id),
      save: ({ plans }) => plans.save(saved.archive(nextDay)),
    };
  },
  findNone: ({ plans }, how) => plans[how](buildId('plan')),
};

const meter: Lockable = {
  store: async (tenant) => {
    const saved = await tenant.run(({ meters }) => meters.save(buildMeter()));
    if (saved.status !== 'active') throw new Error('It counts.');
    return {
      find: ({ meters }, how) => meters[how](saved.facts.id),
      save: ({ meters }) => meters.save(saved.archive(nextDay)),
    };
  },
  findNone: ({ meters }, how) => meters[how](buildId('mtr')),
};

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

/** Locks of what is found: laws 6 and 7 of `PlanRepository`, law 5 of `MeterRepository`. */
export const locksContract = (name: string, open: OpenStorage): void => {
  describe.each([
    ['PlanRepository, laws 6 and 7', plan],
    ['MeterRepository, law 5', meter],
  ])(`%s: ${name}`, (_, { store, findNone }) => {
    const { createTenant } = storageUnderTest(open);

    test('one is found shared or locked as it is found, in its tenant', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const { find } = await store(tenant);
      const ways = ['find', 'findShared', 'findLocked'] as const;
      const found = await tenant.run(async (repositories) => {
        const all = [];
        for (const how of ways) all.push(await find(repositories, how));
        return all;
      });
      const none = await other.run(async (repositories) => {
        const all = [];
        for (const how of ways) {
          all.push(await find(repositories, how), await findNone(repositories, how));
        }
        return all;
      });

      expect(found[0]).toBeDefined();
      expect(found).toEqual([found[0], found[0], found[0]]);
      expect(none).toEqual(Array(6).fill(undefined));
    });

    test.each(['findShared', 'findLocked'] as const)(
      'one that is held by %s waits to be saved',
      async (how) => {
        const tenant = await createTenant();
        const { find, save } = await store(tenant);

        const order = await inOrder(tenant, (repositories) => find(repositories, how), save);

        expect(order).toEqual(['first', 'second']);
      },
    );

    test('one that is locked is not found shared or locked meanwhile', async () => {
      for (const how of ['findShared', 'findLocked'] as const) {
        const tenant = await createTenant();
        const { find } = await store(tenant);

        const order = await inOrder(
          tenant,
          (repositories) => find(repositories, 'findLocked'),
          (repositories) => find(repositories, how),
        );

        expect([how, order]).toEqual([how, ['first', 'second']]);
      }
    });
  });
};

/** Which of two runs is done first, of which the second begins while the first is at work. */
const inOrder = async (
  tenant: Tenant,
  first: (repositories: AllRepositories) => Promise<unknown>,
  second: (repositories: AllRepositories) => Promise<unknown>,
): Promise<readonly string[]> => {
  const order: string[] = [];
  const held = Promise.withResolvers<void>();
  const one = tenant.run(async (repositories) => {
    await first(repositories);
    held.resolve();
    await soon();
    order.push('first');
  });
  await held.promise;
  await tenant.run(async (repositories) => {
    await second(repositories);
    order.push('second');
  });
  await one;
  return order;
};
