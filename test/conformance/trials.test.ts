import { describe, expect, test } from 'vitest';
import type { AlignmentInput } from '#domain/shared/calendar/alignment.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import type { PlanGiven } from '../billing/plan-shop.ts';
import { openPlanShop } from '../billing/plan-shop.ts';

// Scenarios with a trial of Kill Bill, from the day on which somebody subscribes.

interface Scenario {
  readonly policy?: BillingPolicyInput;
  readonly plans: Readonly<Record<string, PlanGiven>>;
  readonly alignment?: AlignmentInput;
  readonly timeZone?: string;
  readonly starts: string;
  readonly changes?: readonly (readonly [at: string, plan: string, when: 'now' | 'period_end'])[];
  /** Runs, none of which misses more than two periods. */
  readonly runs: readonly string[];
  readonly lines: readonly string[];
}

const year = { unit: 'year', count: 1 } as const;
const quarter = { unit: 'month', count: 3 } as const;
const monthly = (minor: bigint): PlanGiven => ({ prices: { Monthly: minor }, trialDays: 30 });

const scenarios: Readonly<Record<string, Scenario>> = {
  'K01 billed on the 31st, upgraded in the trial, downgraded when the period ends': {
    plans: {
      a: { prices: { A: 24_995n }, trialDays: 30 },
      b: { prices: { B: 59_995n }, trialDays: 30 },
      c: { prices: { C: 2995n }, trialDays: 30 },
    },
    alignment: { day: 31 },
    starts: '2012-02-01T00:00:00Z',
    changes: [
      ['2012-02-01T00:00:00Z', 'b', 'now'],
      ['2012-03-05T00:00:00Z', 'c', 'period_end'],
    ],
    runs: ['2012-04-30T00:00:00Z', '2012-06-30T00:00:00Z'],
    lines: [
      'B 03-02/03-31 561.24',
      'C 03-31/04-30 29.95',
      'C 04-30/05-31 29.95',
      'C 05-31/06-30 29.95',
      'C 06-30/07-31 29.95',
    ],
  },
  'K02 monthly to annual': {
    plans: { monthly: monthly(24_995n), annual: { prices: { Annual: 239_995n }, interval: year } },
    starts: '2012-04-01T00:00:00Z',
    changes: [['2012-05-12T00:00:00Z', 'annual', 'now']],
    runs: ['2012-05-12T00:00:00Z'],
    lines: [
      'Monthly 05-01/06-01 249.95',
      'Annual 05-12/05-01 2327.62',
      'Monthly 05-12/06-01 -161.26',
    ],
  },
  'K03 monthly on the 10th to annual from that day on': {
    policy: { preset: 'kill_bill', cycle: 'restart' },
    plans: { monthly: monthly(24_995n), annual: { prices: { Annual: 239_995n }, interval: year } },
    alignment: { day: 10 },
    starts: '2016-06-01T00:00:00Z',
    changes: [['2016-08-01T00:00:00Z', 'annual', 'now']],
    runs: ['2016-08-01T00:00:00Z'],
    lines: [
      'Monthly 07-01/07-10 74.99',
      'Monthly 07-10/08-10 249.95',
      'Annual 08-01/08-01 2399.95',
      'Monthly 08-01/08-10 -72.57',
    ],
  },
  'K04 monthly to quarterly': {
    plans: {
      monthly: monthly(2995n),
      quarterly: { prices: { Quarterly: 6995n }, interval: quarter },
    },
    starts: '2012-04-01T00:00:00Z',
    changes: [['2012-05-12T00:00:00Z', 'quarterly', 'now']],
    runs: ['2012-08-01T00:00:00Z'],
    lines: [
      'Monthly 05-01/06-01 29.95',
      'Quarterly 05-12/08-01 61.59',
      'Monthly 05-12/06-01 -19.32',
      'Quarterly 08-01/11-01 69.95',
    ],
  },
  'K06 annual to a dearer annual plan': {
    plans: {
      a: { prices: { A: 239_995n }, interval: year, trialDays: 30 },
      b: { prices: { B: 599_995n }, interval: year, trialDays: 30 },
    },
    starts: '2014-12-02T00:00:00Z',
    changes: [['2015-03-15T00:00:00Z', 'b', 'now']],
    runs: ['2015-03-15T00:00:00Z'],
    lines: ['A 01-01/01-01 2399.95', 'B 03-15/03-01 5770.44', 'A 03-15/01-01 -1919.96'],
  },
  'K10 every week': {
    plans: {
      weekly: { prices: { Week: 2995n }, interval: { unit: 'week', count: 1 }, trialDays: 30 },
    },
    starts: '2015-04-01T00:00:00Z',
    runs: ['2015-05-08T00:00:00Z', '2015-05-15T00:00:00Z'],
    lines: ['Week 05-01/05-08 29.95', 'Week 05-08/05-15 29.95', 'Week 05-15/05-22 29.95'],
  },
  'K10 every 30 days': {
    plans: {
      days: { prices: { Days: 2995n }, interval: { unit: 'day', count: 30 }, trialDays: 30 },
    },
    starts: '2015-04-01T00:00:00Z',
    runs: ['2015-05-31T00:00:00Z', '2015-06-30T00:00:00Z'],
    lines: ['Days 05-01/05-31 29.95', 'Days 05-31/06-30 29.95', 'Days 06-30/07-30 29.95'],
  },
  'K21 a day, after a trial of a day in New York': {
    plans: { daily: { prices: { Day: 100n }, interval: { unit: 'day', count: 1 }, trialDays: 1 } },
    timeZone: 'America/New_York',
    starts: '2024-04-12T08:22:28Z',
    runs: ['2024-04-13T12:00:00Z', '2024-04-13T12:00:01Z', '2024-04-14T12:00:00Z'],
    lines: ['Day 04-13/04-14 1.00', 'Day 04-14/04-15 1.00'],
  },
};

const play = async (scenario: Scenario): Promise<readonly string[]> => {
  const { plans, policy = { preset: 'kill_bill' }, alignment, timeZone, starts } = scenario;
  const shop = await openPlanShop(await openMemoryStorage(), { policy, plans });
  shop.setTime(starts);
  const [first = ''] = Object.keys(plans);
  const made = await shop.subscribe(first, { alignment, timeZone });
  for (const [at, plan, effective] of scenario.changes ?? []) {
    shop.setTime(at);
    await shop.run();
    await shop.change(made, { planId: shop.planId(plan), effective });
  }
  for (const at of scenario.runs) {
    shop.setTime(at);
    await shop.run();
  }
  const documents = await shop.documents();
  return documents.flatMap((document) =>
    document.split(', ').filter((line) => / \S+\//.test(line)),
  );
};

describe('a trial, as another engine has it', () => {
  test.each(Object.entries(scenarios))('%s', async (_name, scenario) => {
    const lines = await play(scenario);

    expect(lines).toEqual(scenario.lines);
  });
});
