import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput, PresetName } from '#domain/tenants/billing-policy.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import type { PlanGiven, PlanShop } from '../billing/plan-shop.ts';
import { openPlanShop } from '../billing/plan-shop.ts';

// The cases of changes, under the policies of several engines; docs/conformance.md shows them.

const plans = {
  small: { prices: { Small: 3000n } },
  large: { prices: { Large: 6000n } },
  both: { prices: { Small: 3000n, Support: 1500n } },
} as const;

const open = async (
  policy: BillingPolicyInput,
  starts: string,
  given: Readonly<Record<string, PlanGiven>> = plans,
): Promise<PlanShop> => {
  const shop = await openPlanShop(await openMemoryStorage(), { policy, plans: given });
  shop.setTime(starts);
  return shop;
};

/** The lines of a case, after the first invoice. */
const cases: Readonly<Record<string, (policy: BillingPolicyInput) => Promise<PlanShop>>> = {
  upgrade: async (policy) => {
    const shop = await open(policy, '2026-06-01T00:00:00Z');
    const made = await shop.subscribe('small');
    shop.setTime('2026-06-16T12:00:00Z');
    await shop.change(made, { planId: shop.planId('large'), effective: 'now' });
    return shop;
  },
  downgrade: async (policy) => {
    const shop = await open(policy, '2026-06-01T00:00:00Z');
    const made = await shop.subscribe('large');
    shop.setTime('2026-06-16T12:00:00Z');
    await shop.change(made, { planId: shop.planId('small'), effective: 'now' });
    return shop;
  },
  cancel: async (policy) => {
    const shop = await open(policy, '2026-06-01T00:00:00Z');
    const { id: subscriptionId, version } = await shop.subscribe('small');
    shop.setTime('2026-06-16T12:00:00Z');
    const input = { subscriptionId, version, effective: 'now' as const };
    await shop.subscriptions.cancel.execute(shop.context, input);
    return shop;
  },
  more: async (policy) => {
    const shop = await open(policy, '2026-06-01T00:00:00Z');
    const made = await shop.subscribe('both');
    const items = [{ priceId: shop.priceId('both', 'Support') }];
    const away = [{ ...items[0], isIncluded: false, priceId: shop.priceId('both', 'Support') }];
    await shop.change(made, {
      items: away,
      effective: 'now',
      billingPolicy: { creditAs: 'balance' },
    });
    shop.setTime('2026-06-16T12:00:00Z');
    await shop.change(made, { items, effective: 'now' });
    return shop;
  },
  less: async (policy) => {
    const shop = await open(policy, '2026-06-01T00:00:00Z');
    const made = await shop.subscribe('both');
    const items = [{ priceId: shop.priceId('both', 'Support'), isIncluded: false }];
    shop.setTime('2026-06-16T12:00:00Z');
    await shop.change(made, { items, effective: 'now' });
    return shop;
  },
  'end of February': async (policy) => {
    const shop = await open(policy, '2028-01-31T00:00:00Z');
    const made = await shop.subscribe('small');
    shop.setTime('2028-02-29T00:00:00Z');
    await shop.run();
    shop.setTime('2028-03-15T12:00:00Z');
    await shop.change(made, { planId: shop.planId('large'), effective: 'now' });
    return shop;
  },
};

/** The change's own lines, as `amount …`, sorted: charges and credits in minor units. */
const movedBy = async ({ subscriptions, context }: PlanShop): Promise<readonly bigint[]> => {
  const { data } = await subscriptions.list.execute(context, {});
  const subscriptionId = data[0]?.id;
  if (subscriptionId === undefined) throw new Error('There is none.');
  const { data: entries } = await subscriptions.timeline.execute(context, {
    subscriptionId,
    limit: 100,
  });
  return entries
    .flatMap(({ charge }) =>
      charge === null || charge.cause === 'run' ? [] : [charge.amount.minor],
    )
    .toSorted((one, other) => Number(one - other));
};

const facts: readonly (readonly [PresetName, string, readonly bigint[]])[] = [
  // 16 June to 1 July are 15 of 30 days; to the second, 14 days and 12 hours.
  ['standard', 'upgrade', [-1500n, 3000n]],
  ['lago', 'upgrade', [-1500n, 3000n]],
  ['kill_bill', 'upgrade', [-1500n, 3000n]],
  ['per_second', 'upgrade', [-1450n, 2900n]],
  ['standard', 'downgrade', [-3000n, 1500n]],
  ['lago', 'downgrade', [-3000n, 1500n]],
  ['kill_bill', 'downgrade', [-3000n, 1500n]],
  ['per_second', 'downgrade', [-2900n, 1450n]],
  // The day of the end is billed, but for Kill Bill.
  ['standard', 'cancel', [-1400n]],
  ['lago', 'cancel', [-1400n]],
  ['kill_bill', 'cancel', [-1500n]],
  ['per_second', 'cancel', [-1450n]],
  ['standard', 'more', [-1500n, 750n]],
  ['lago', 'more', [-1500n, 750n]],
  ['kill_bill', 'more', [-1500n, 750n]],
  ['per_second', 'more', [-1500n, 725n]],
  ['standard', 'less', [-750n]],
  ['lago', 'less', [-750n]],
  ['kill_bill', 'less', [-750n]],
  ['per_second', 'less', [-725n]],
  // 29 February to 31 March are 31 days, of which 16 are left; in months of 30 days 32.
  ['standard', 'end of February', [-1548n, 3097n]],
  ['lago', 'end of February', [-1548n, 3097n]],
  ['kill_bill', 'end of February', [-1548n, 3097n]],
  ['month_30', 'end of February', [-1500n, 3000n]],
  ['per_second', 'end of February', [-1500n, 3000n]],
];

describe('the cases of changes', () => {
  test.each(facts)('%s: %s', async (preset, name, moved) => {
    const play = cases[name];

    const shop = await play?.({ preset });

    expect(shop && (await movedBy(shop))).toEqual(moved);
  });
});

const vectors: readonly {
  readonly id: string;
  readonly preset: PresetName;
  readonly policy?: BillingPolicyInput;
  readonly plans: Readonly<Record<string, PlanGiven>>;
  readonly alignment?: 'calendar';
  readonly starts: string;
  readonly changes: readonly (readonly [at: string, plan: string])[];
  readonly moved: readonly bigint[];
}[] = [
  {
    id: 'L14a two upgrades in one day',
    preset: 'lago',
    plans: {
      a: { prices: { A: 1000n } },
      b: { prices: { B: 1500n } },
      c: { prices: { C: 1900n } },
    },
    alignment: 'calendar',
    starts: '2024-03-05T12:12:00Z',
    changes: [
      ['2024-03-12T12:12:00Z', 'b'],
      ['2024-03-12T13:12:00Z', 'c'],
    ],
    moved: [-968n, -645n, 968n, 1226n],
  },
  {
    id: 'K02 monthly to annual',
    preset: 'kill_bill',
    plans: {
      a: { prices: { A: 24_995n } },
      b: { prices: { B: 239_995n }, interval: { unit: 'year', count: 1 } },
    },
    starts: '2012-05-01T00:00:00Z',
    changes: [['2012-05-12T00:00:00Z', 'b']],
    moved: [-16_126n, 232_762n],
  },
  {
    id: 'K04 monthly to quarterly',
    preset: 'kill_bill',
    plans: {
      a: { prices: { A: 2995n } },
      b: { prices: { B: 6995n }, interval: { unit: 'month', count: 3 } },
    },
    starts: '2012-05-01T00:00:00Z',
    changes: [['2012-05-12T00:00:00Z', 'b']],
    moved: [-1932n, 6159n],
  },
  {
    id: 'K06 annual to a dearer annual',
    preset: 'kill_bill',
    plans: {
      a: { prices: { A: 239_995n }, interval: { unit: 'year', count: 1 } },
      b: { prices: { B: 599_995n }, interval: { unit: 'year', count: 1 } },
    },
    starts: '2015-01-01T00:00:00Z',
    changes: [['2015-03-15T00:00:00Z', 'b']],
    moved: [-191_996n, 577_044n],
  },
  {
    id: 'P02 two thirds left',
    preset: 'per_second',
    plans: { a: { prices: { A: 10_000n } }, b: { prices: { B: 30_000n } } },
    starts: '2025-06-01T00:00:00Z',
    changes: [['2025-06-11T00:00:00Z', 'b']],
    moved: [-6667n, 20_000n],
  },
  {
    id: 'P03 a leap February',
    preset: 'per_second',
    plans: { a: { prices: { A: 10_000n } }, b: { prices: { B: 30_000n } } },
    starts: '2024-02-18T00:00:00Z',
    changes: [['2024-02-25T00:00:00Z', 'b']],
    moved: [-7586n, 22_759n],
  },
  {
    id: 'P06 a common year',
    preset: 'per_second',
    plans: {
      a: { prices: { A: 100_000n }, interval: { unit: 'year', count: 1 } },
      b: { prices: { B: 300_000n }, interval: { unit: 'year', count: 1 } },
    },
    starts: '2023-02-18T00:00:00Z',
    changes: [['2023-09-05T00:00:00Z', 'b']],
    moved: [-45_479n, 136_438n],
  },
  {
    id: 'D04 Chargebee, two thirds used',
    preset: 'standard',
    plans: { a: { prices: { A: 6000n } }, b: { prices: { B: 3000n } } },
    starts: '2012-04-01T00:00:00Z',
    changes: [['2012-04-21T00:00:00Z', 'b']],
    moved: [-2000n, 1000n],
  },
];

describe('scenarios of other engines', () => {
  test.each(vectors)('$id', async (vector) => {
    const { preset, starts, changes, alignment = 'anniversary', moved } = vector;
    const shop = await open({ preset }, starts, vector.plans);
    const made = await shop.subscribe('a', { alignment });
    for (const [at, plan] of changes) {
      shop.setTime(at);
      await shop.change(made, { planId: shop.planId(plan), effective: 'now' });
    }

    expect(await movedBy(shop)).toEqual(moved);
  });
});
