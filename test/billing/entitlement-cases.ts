import { describe, expect, test } from 'vitest';
import type { CustomerFeatures } from '#application/subscriptions/entitlement-queries.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { instantOf } from '#domain/shared/time.ts';
import { buildId } from '../../src/testing/builders.ts';
import { rollUp } from './advance-shop.ts';
import { cancel, refusalOf, seen } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { callsId, use } from './usage-shop.ts';

/** Tests of the features that customers have, with a shop of the first of June. */
export const entitlementCases = (open: () => Promise<PlanShop>): void => {
  describe('an entitlement', () => {
    test('is a feature of the plan, with what is used of its limit by now', async () => {
      const shop = await open();
      const { id } = await shop.subscribe('starter');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-01T00:00:00Z', '2026-06-20T00:00:00Z']);

      const { data } = await shop.entitlements.list.execute(shop.context, shop);

      const none = { value: null, meterId: null, used: null, limit: null, remaining: null };
      const bare = { ...none, period: null, subscriptionIds: [id] };
      const period = {
        start: '2026-06-01',
        end: '2026-07-01',
        startsAt: Date.UTC(2026, 5),
        endsAt: Date.UTC(2026, 6),
      };
      const counted = { meterId: callsId, used: '2', limit: '3', remaining: '1', period };
      expect(data).toEqual([
        { ...bare, feature: 'calls', kind: 'limit', ...counted },
        { ...bare, feature: 'sso', kind: 'boolean' },
        { ...bare, feature: 'support', kind: 'value', value: 'by mail' },
      ]);
    });

    test('lets use so much as is left, by the events that were answered', async () => {
      const shop = await open();
      await shop.subscribe('starter');
      const answers: unknown[] = [];
      for (let sent = 0; sent < 4; sent += 1) {
        answers.push(await askedFor(shop, 'calls'));
        await use(shop, ['2026-06-01T00:00:00Z']);
      }

      expect(answers).toEqual([
        [true, null, '0', '3'],
        [true, null, '1', '2'],
        [true, null, '2', '1'],
        [false, 'limit_reached', '3', '0'],
      ]);
      expect(await askedFor(shop, 'calls')).toEqual([false, 'limit_reached', '4', '0']);
    });

    test('is the same however often it is asked, whatever happened before', async () => {
      const shop = await open();
      const made = await shop.subscribe('starter');
      const answers: unknown[] = [];
      const asked = async () => (await askedFor(shop, 'calls')).filter((each) => each !== null);
      // All say the same: the first, one that remembers, and one that is told at once.
      const ask = async () => {
        const [one, ...others] = [await asked(), await asked(), await asked()];
        expect(others).toEqual([one, one]);
        answers.push(one);
      };
      const event = () => use(shop, ['2026-06-01T00:00:00Z']);

      await event();
      await rollUp(shop);
      await ask();
      await event();
      await ask();
      await rollUp(shop);
      await ask();
      await shop.change(made, { planId: shop.planId('pro'), effective: 'now' });
      await ask();
      const changed = await seen(shop, made);
      await shop.change(changed, { planId: shop.planId('daily'), effective: 'period_end' });
      await ask();
      shop.setTime('2026-07-02T00:00:00Z');
      await ask();
      const other = await shop.subscribe('daily');
      await ask();
      await cancel(shop, other, 'now');
      await ask();

      expect(answers).toEqual([
        [true, '1', '2'],
        [true, '2', '1'],
        [true, '2', '1'],
        [true, '2', '8'],
        [true, '2', '8'],
        [true, '0', '2'],
        [true, '0', '4'],
        [true, '0', '2'],
      ]);
    });

    test('is read at once where usage is rolled up, and in its own tenant alone', async () => {
      const [shop, other] = [await open(), await open()];
      for (const each of [shop, other]) {
        await each.subscribe('starter');
        await use(each, ['2026-06-01T00:00:00Z']);
        await rollUp(each);
        await askedFor(each, 'calls');
      }
      const { customerId, storage, context } = shop;
      const usageIn = (tenant: PlanShop['context'], features: CustomerFeatures) => {
        const meter = features.meters.get(callsId);
        if (meter === undefined) throw new Error('The limit has a meter.');
        const [from, to] = [instantOf(Date.UTC(2026, 5)), instantOf(Date.UTC(2026, 6))];
        const whose = { customerId, subscriptions: null, counting: countingOf(meter, []) };
        return storage.reads.read(tenant, ({ entitlements }) =>
          entitlements.usageWhile(features, { ...whose, spans: [{ from, to }] }),
        );
      };
      const lately = await storage.reads.read(context, ({ entitlements }) =>
        entitlements.lately(customerId),
      );
      if (lately === undefined) throw new Error('Somebody asked.');

      const usage = [await usageIn(context, lately), await usageIn(other.context, lately)];
      const changed = await usageIn(context, { ...lately, revision: 'other' });

      expect([usage.map((each) => each !== undefined), changed]).toEqual([
        [true, false],
        undefined,
      ]);
    });

    test('is asked for a quantity: the last of it is allowed, and no part more', async () => {
      const shop = await open();
      await shop.subscribe('starter');
      const asked = (quantity: string) => allowed(shop, 'calls', quantity);

      expect(await asked('0')).toBe(true);
      expect(await asked('3')).toBe(true);
      expect(await asked('3.000000000001')).toBe(false);
      expect(await allowed(shop, 'sso', '1000')).toBe(true);
      expect(await refusalOf(asked('-1'))).toBe('invalid_request');
      expect(await refusalOf(allowed(shop, 'no code!', '1'))).toBe('invalid_request');
    });

    test('says why there is none', async () => {
      const shop = await open();
      const reasons = async (feature: string) => (await askedFor(shop, feature))[1];

      const before = [await reasons('calls'), await reasons('unheard-of')];
      await shop.subscribe('plain');
      const after = [await reasons('calls'), await reasons('unheard-of')];

      expect(before).toEqual(['no_subscription', 'unknown_feature']);
      expect(after).toEqual(['not_included', 'unknown_feature']);
      const nobody = { ...shop, customerId: buildId('cus') };
      expect(await refusalOf(askedFor(nobody, 'calls'))).toBe('customer_not_found');
      expect(await refusalOf(shop.entitlements.list.execute(shop.context, nobody))).toBe(
        'customer_not_found',
      );
    });

    test('is there while a subscription runs, and not in a pause', async () => {
      const shop = await open();
      const features = async () => (await listed(shop)).length;
      const scheduled = await shop.subscribe('starter', { startsOn: '2026-06-10' });
      const paused = { subscriptionId: scheduled.id, version: scheduled.version } as const;
      const counts = [await features()];

      shop.setTime('2026-06-10T00:00:00Z');
      counts.push(await features());
      const during = await shop.subscriptions.pause.execute(shop.context, {
        ...paused,
        effective: 'now',
      });
      counts.push(await features());
      const resumed = await shop.subscriptions.resume.execute(shop.context, {
        ...paused,
        version: during.version,
        effective: 'now',
      });
      counts.push(await features());
      await cancel(shop, resumed, 'period_end');
      counts.push(await features());
      shop.setTime('2026-07-10T00:00:00Z');
      counts.push(await features());

      expect(counts).toEqual([0, 3, 0, 3, 3, 0]);
    });

    test('is what the plan of a change gives, from when on it takes effect', async () => {
      const shop = await open();
      const made = await shop.subscribe('starter');
      await use(shop, ['2026-06-01T00:00:00Z']);
      await shop.change(made, {
        planId: shop.planId('pro'),
        effective: { on: '2026-06-15' },
      });

      shop.setTime('2026-06-14T23:59:59Z');
      const before = await listed(shop);
      shop.setTime('2026-06-15T00:00:00Z');
      const after = await listed(shop);

      expect(before).toEqual(['calls 1 of 3', 'sso', 'support by mail']);
      expect(after).toEqual(['calls 1 of 10', 'support by phone']);
    });

    test('of several subscriptions adds limits up, and has the value of the newest', async () => {
      const shop = await open();
      await shop.subscribe('pro');
      shop.setTime('2026-06-01T01:00:00Z');
      const { id: subscriptionId } = await shop.subscribe('starter');
      await use(shop, ['2026-06-01T00:30:00Z'], {}, { subscriptionId });
      await use(shop, ['2026-06-01T01:00:00Z']);

      expect(await listed(shop)).toEqual(['calls 2 of 13', 'sso', 'support by mail']);
      await shop.subscribe('boundless');
      expect(await listed(shop)).toEqual(['calls 2 of any', 'sso', 'support by mail']);
      expect(await allowed(shop, 'calls', '1000000')).toBe(true);
    });

    test('of several periods takes from each only what was used in it', async () => {
      const shop = await open();
      await shop.subscribe('starter');
      shop.setTime('2026-06-10T00:00:00Z');
      await use(shop, Array(5).fill('2026-06-10T00:00:00Z'));
      const before = await listed(shop);
      shop.setTime('2026-06-15T00:00:00Z');
      await shop.subscribe('pro');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, Array(4).fill('2026-06-20T00:00:00Z'));

      const both = await listed(shop);
      shop.setTime('2026-07-01T00:00:00Z');
      const later = await listed(shop);

      expect(before[0]).toBe('calls 5 of 3');
      // The two calls over the limit of three are over with, and take nothing from the ten.
      expect(both).toEqual(['calls 7 of 13', 'sso', 'support by phone']);
      expect(later[0]).toBe('calls 4 of 13');
    });

    test('begins anew with each period: of the plan, its own length, a trial', async () => {
      const shop = await open();
      const [daily, trial] = [await shop.newCustomer(), await shop.newCustomer()];
      await shop.subscribe('daily', { customerId: daily });
      await shop.subscribe('trial', { customerId: trial, alignment: 'calendar' });
      const times = ['2026-06-01T00:00:00Z', '2026-06-01T23:59:59Z', '2026-06-02T00:00:00Z'];
      shop.setTime('2026-06-02T00:00:00Z');
      for (const customerId of [daily, trial]) await use(shop, times, {}, { customerId });
      const first = [await listed(shop, daily), await listed(shop, trial)];
      shop.setTime('2026-06-06T00:00:00Z');
      await use(shop, ['2026-06-06T00:00:00Z'], {}, { customerId: trial });
      const second = [await listed(shop, daily), await listed(shop, trial)];
      shop.setTime('2026-07-06T00:00:00Z');
      const third = await listed(shop, trial);

      expect(first).toEqual([['calls 1 of 2'], ['calls 3 of 3']]);
      expect(second).toEqual([['calls 0 of 2'], ['calls 1 of 3']]);
      expect(third).toEqual(['calls 0 of 3']);
    });

    test('of a level that is carried over counts what is held', async () => {
      const shop = await open();
      await shop.subscribe('crew');
      await use(shop, ['2026-06-01T00:00:00Z'], { by: 3 }, { type: 'seat' });
      shop.setTime('2026-07-10T00:00:00Z');
      const before = [await allowed(shop, 'seats', '1'), await allowed(shop, 'seats', '2')];
      await use(shop, ['2026-07-09T00:00:00Z'], { by: -1 }, { type: 'seat' });

      expect(before).toEqual([true, false]);
      expect(await listed(shop)).toEqual(['seats 2 of 4']);
    });
  });
};

const asks = (shop: PlanShop, feature: string, quantity?: string) =>
  shop.entitlements.check.execute(shop.context, {
    customerId: shop.customerId,
    feature,
    quantity,
  });

const allowed = async (shop: PlanShop, feature: string, quantity: string): Promise<boolean> =>
  (await asks(shop, feature, quantity)).isAllowed;

const askedFor = async (shop: PlanShop, feature: string) => {
  const { isAllowed, reason, used, remaining } = await asks(shop, feature);
  return [isAllowed, reason, used, remaining];
};

/** All that a customer has, each in short: `calls 2 of 3`. */
const listed = async (shop: PlanShop, customerId = shop.customerId): Promise<readonly string[]> => {
  const { data } = await shop.entitlements.list.execute(shop.context, { customerId });
  return data.map(({ feature, kind, value, used, limit }) => {
    if (kind === 'boolean') return feature;
    return kind === 'value' ? `${feature} ${value}` : `${feature} ${used} of ${limit ?? 'any'}`;
  });
};
