import { describe, expect, test } from 'vitest';
import type { PresetName } from '#domain/tenants/billing-policy.ts';
import { presets } from '#domain/tenants/billing-policy.ts';
import type { CaseName } from '../../panel/values/policy-cases.ts';
import { caseNames, playCase } from '../../panel/values/policy-cases.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { openPlanShop } from '../billing/plan-shop.ts';

// The figures of docs/conformance.md, which test/conformance holds the server to.
const facts: Readonly<Record<CaseName, Partial<Record<PresetName, readonly number[]>>>> = {
  upgrade: {
    standard: [3000, -1500],
    lago: [3000, -1500],
    kill_bill: [3000, -1500],
    per_second: [2900, -1450],
  },
  downgrade: {
    standard: [1500, -3000],
    lago: [1500, -3000],
    kill_bill: [1500, -3000],
    per_second: [1450, -2900],
  },
  cancel: { standard: [-1400], lago: [-1400], kill_bill: [-1500], per_second: [-1450] },
  more: { standard: [750], lago: [750], kill_bill: [750], per_second: [725] },
  less: { standard: [-750], lago: [-750], kill_bill: [-750], per_second: [-725] },
  month_end: {
    standard: [3097, -1548],
    lago: [3097, -1548],
    kill_bill: [3097, -1548],
    month_30: [3000, -1500],
    per_second: [3000, -1500],
  },
};

describe('the cases that show a policy', () => {
  test.each(
    caseNames.flatMap((name) =>
      Object.entries(facts[name]).map(([preset, amounts]) => [name, preset, amounts] as const),
    ),
  )('%s under %s comes to what the server makes of it', (name, preset, amounts) => {
    const lines = playCase(name, presets[preset as PresetName]);

    expect(lines.map(({ amount }) => amount.amount)).toEqual(amounts);
  });

  test('follow each field: what a cancellation gives back, and which day is whose', () => {
    const amounts = (name: CaseName, changed: object) =>
      playCase(name, { ...presets.standard, ...changed }).map(({ amount }) => amount.amount);

    expect(amounts('cancel', { cancelCredit: 'none' })).toEqual([]);
    expect(amounts('cancel', { cancelCredit: 'full' })).toEqual([-3000]);
    expect(amounts('upgrade', { dayOfChange: 'old' })).toEqual([2800, -1400]);
    expect(amounts('upgrade', { charge: 'none' })).toEqual([]);
    expect(amounts('less', { decrease: 'keep_paid' })).toEqual([]);
  });

  test.each([
    { countedBy: 'none' },
    { countedBy: 'none', decrease: 'keep_paid' },
    { decrease: 'keep_paid' },
    { dayOfChange: 'old', rounding: 'up' },
    { countedBy: 'month_30', charge: 'none' },
  ] as const)('come to what an upgrade costs on the server under %j', async (policy) => {
    const plans = { small: { prices: { Small: 3000n } }, large: { prices: { Large: 6000n } } };
    const shop = await openPlanShop(await openMemoryStorage(), { policy, plans });
    shop.setTime('2026-06-01T00:00:00Z');
    const made = await shop.subscribe('small');
    shop.setTime('2026-06-16T12:00:00Z');
    await shop.change(made, { planId: shop.planId('large'), effective: 'now' });

    const { data } = await shop.subscriptions.timeline.execute(shop.context, {
      subscriptionId: made.id,
      limit: 100,
    });
    const onServer = data.flatMap(({ charge }) =>
      charge === null || charge.cause === 'run' ? [] : [Number(charge.amount.minor)],
    );

    const lines = playCase('upgrade', { ...presets.standard, ...policy });
    expect(new Set(lines.map(({ amount }) => amount.amount))).toEqual(new Set(onServer));
    expect(lines).toHaveLength(onServer.length);
  });

  test('say why, in the words of the invoice', () => {
    const [charge, credit] = playCase('upgrade', presets.standard);

    expect(charge?.because).toBe('15 of 30 days (2026-06-16 to 2026-07-01)');
    expect(credit?.because).toBe('15 of 30 days unused (2026-06-16 to 2026-07-01)');
  });
});
