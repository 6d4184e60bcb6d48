import { describe, expect, test } from 'vitest';
import type { UsageWatcher } from '#application/metering/usage-watcher.ts';
import { WatchUsage } from '#application/metering/watch-usage.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { AllRepositories } from '#application/storage.ts';
import { CustomerBusy } from '#domain/charging/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { seen } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { use } from './usage-shop.ts';

const time = '2026-06-01T00:00:00Z';

/** A shop whose usage is watched by watchers that note their looks. */
const watchedShop = async (open: () => Promise<PlanShop>, names: readonly string[] = ['notes']) => {
  const shop = await open();
  const { storage, context } = shop;
  const looks: string[] = [];
  const failures: string[] = [];
  const bad = new Set<string>();
  const state = { isWatching: true, isAway: false, isBusy: false };
  const watchers = names.map(
    (name): UsageWatcher<AllRepositories> => ({
      name,
      isWatching: async () => state.isWatching,
      look: async (_, news) => {
        if (state.isAway) throw new Unavailable();
        const customers = news.map(({ customerId }) => customerId);
        looks.push(`${name}: ${customers.map((id) => nameOf(id)).join(' ')}`);
        if (state.isBusy) throw new CustomerBusy();
        if (customers.some((id) => bad.has(`${name} ${nameOf(id)}`))) throw new Error('broken');
      },
    }),
  );
  const known: CustomerId[] = [shop.customerId];
  const nameOf = (id: CustomerId): string => 'abcdef'[known.indexOf(id)] ?? '?';
  const watch = new WatchUsage({
    unitOfWork: storage.unitOfWork,
    usageWatchers: watchers,
    watchFailed: (error, watcher, id) => failures.push(`${watcher} ${nameOf(id)} ${String(error)}`),
  });
  await storage.unitOfWork.run(context, ({ usageWatches }) => usageWatches.begin());
  return {
    shop,
    looks,
    failures,
    bad,
    state,
    send: (customerId: CustomerId) => use(shop, [time], {}, { customerId }),
    newCustomer: async () => {
      const id = await shop.newCustomer();
      known.push(id);
      return id;
    },
    step: () => watch.execute(context),
    wait: (milliseconds: number) => storage.clock.advance(milliseconds),
    isToWatch: async () => {
      const listed = await storage.installation.tenantsToWatch(1000, null);
      return listed.includes(context.tenantId);
    },
  };
};

/** Watchers look at customers soon after their events came. */
export const watchedUsage = (open: () => Promise<PlanShop>): void => {
  describe('usage that is watched', () => {
    test('is looked at once after its events, by each watcher', async () => {
      const { shop, looks, step, send, isToWatch } = await watchedShop(open, ['one', 'other']);
      await send(shop.customerId);
      await send(shop.customerId);

      const steps = [await step(), await step()];
      await send(shop.customerId);
      await step();

      expect(looks).toEqual(['one: a', 'other: a', 'one: a', 'other: a']);
      expect(steps).toEqual([
        { looks: 2, isDone: false },
        { looks: 0, isDone: true },
      ]);
      expect(await isToWatch()).toBe(false);
    });

    test('of a customer for whom it fails is looked at again, and holds up nobody', async () => {
      const watched = await watchedShop(open, ['one', 'other']);
      const { shop, looks, failures, bad, step, send, wait, isToWatch } = watched;
      const [second, third] = [await watched.newCustomer(), await watched.newCustomer()];
      for (const id of [shop.customerId, second, third]) await send(id);
      bad.add('one b');

      await step();
      const first = looks.splice(0).toSorted();
      await step();
      wait(2000);
      await step();
      bad.clear();
      const second2 = looks.splice(0);
      wait(4000);
      await step();

      expect(first).toEqual(
        expect.arrayContaining([
          'one: a',
          'one: b',
          'one: c',
          expect.stringMatching(/^other: .{5}$/),
        ]),
      );
      expect(first.filter((each) => each.startsWith('other')).length).toBe(1);
      expect([second2, looks]).toEqual([['one: b'], ['one: b']]);
      expect(failures).toEqual(['one b Error: broken', 'one b Error: broken']);
      expect(await isToWatch()).toBe(false);
    });

    test('of a customer who is busy is looked at again, and nothing is told', async () => {
      const { shop, looks, failures, state, step, send, wait } = await watchedShop(open);
      await send(shop.customerId);
      state.isBusy = true;
      await step();
      state.isBusy = false;

      wait(2000);
      await step();

      expect(looks).toEqual(['notes: a', 'notes: a']);
      expect(failures).toEqual([]);
    });

    test('is looked at again where the worker died amid a step', async () => {
      const { shop, looks, state, step, send, wait } = await watchedShop(open);
      await send(shop.customerId);
      state.isAway = true;
      await expect(step()).rejects.toThrow(Unavailable);
      state.isAway = false;

      const meanwhile = await step();
      wait(60_000);
      await step();

      expect(meanwhile).toEqual({ looks: 0, isDone: true });
      expect(looks).toEqual(['notes: a']);
    });

    test('is watched no more once there is nothing to look at', async () => {
      const { shop, looks, state, step, send, isToWatch } = await watchedShop(open);
      state.isWatching = false;
      await send(shop.customerId);
      const before = await isToWatch();

      await step();
      await send(shop.customerId);

      expect([before, await isToWatch()]).toEqual([true, false]);
      expect(looks).toEqual([]);
    });

    test('is looked at once by any number of workers', async () => {
      const { shop, looks, step, send } = await watchedShop(open);
      await send(shop.customerId);

      await Promise.all([step(), step(), step(), step()]);

      expect(looks).toEqual(['notes: a']);
    });

    test('is never missed where a watch begins while another ends', async () => {
      const { shop, looks, state, step, send } = await watchedShop(open);
      const { unitOfWork } = shop.storage;
      for (let round = 0; round < 10; round += 1) {
        state.isWatching = false;
        await send(shop.customerId);
        const begun = unitOfWork.run(shop.context, async ({ usageWatches }) => {
          await usageWatches.begin();
          state.isWatching = true;
        });
        await Promise.all([step(), begun]);
        await send(shop.customerId);
        looks.splice(0);
        await step();

        expect(looks.length).toBe(1);
      }
    });
  });

  describe('the usage of a subscription with thresholds', () => {
    test('is watched from when they come in, and other commands leave that as it is', async () => {
      const shop = await open();
      const made = await shop.subscribe('stepped');
      const { unitOfWork } = shop.storage;
      await unitOfWork.run(shop.context, ({ usageWatches }) => usageWatches.end());
      const asked = { subscriptionId: made.id, version: 'any', effective: 'now' } as const;

      shop.setTime('2026-06-02T00:00:00Z');
      await shop.subscriptions.pause.execute(shop.context, asked);
      shop.setTime('2026-06-03T00:00:00Z');
      await shop.subscriptions.resume.execute(shop.context, asked);
      await use(shop, [time]);
      expect(await shop.watch()).toBe(0);

      const planId = shop.planId('steppedBounds');
      await shop.change(await seen(shop, made), { planId, effective: 'now' });
      await use(shop, [time]);
      expect(await shop.watch()).toBe(1);
    });
  });
};
