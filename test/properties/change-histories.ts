import fc from 'fast-check';
import type { BillingPolicy, PresetName } from '#domain/tenants/billing-policy.ts';
import { policyValues, presetNames } from '#domain/tenants/billing-policy.ts';

// Histories of one subscription: what people do to it, and how long they wait in between.

export const plans = {
  basic: { prices: { Base: 3000n, Support: 1000n } },
  pro: { prices: { Base: 7999n, Insight: 901n } },
  late: { prices: { Base: 3333n }, billed: 'in_arrears' },
  yearly: { prices: { Base: 36_500n }, interval: { unit: 'year', count: 1 } },
  tried: { prices: { Base: 3000n, Room: 700n }, trialDays: 20, chargedInTrial: ['Room'] },
  tasted: { prices: { Base: 4000n }, trialDays: 9 },
  committed: { prices: { Base: 3000n, Support: 500n }, minimumCommitment: 9000n },
  pledged: { prices: { Base: 2000n }, billed: 'in_arrears', minimumCommitment: 5001n },
} as const;

export const planNames = Object.keys(plans) as readonly (keyof typeof plans)[];

/** A deed, and how long it comes after the one before. */
export interface Step {
  readonly afterHours: number;
  readonly kind:
    | 'plan'
    | 'remove'
    | 'add'
    | 'cancel'
    | 'run'
    | 'extend'
    | 'end'
    | 'pause'
    | 'resume'
    | 'move'
    | 'amount'
    | 'expire';
  readonly plan: keyof typeof plans;
  readonly effective: 'now' | 'period_end' | 'term_end' | number;
  readonly charge: BillingPolicy['charge'];
  readonly creditAs: BillingPolicy['creditAs'];
  readonly decrease: BillingPolicy['decrease'];
  /** Of a pause: what is credited, and how many days later it ends by itself. */
  readonly credit: 'prorated' | 'none';
  readonly resumesAfter: number | null;
}

const steps: fc.Arbitrary<Step> = fc.record({
  afterHours: fc.integer({ min: 0, max: 24 * 25 }),
  kind: fc.constantFrom(
    'plan',
    'plan',
    'remove',
    'add',
    'cancel',
    'run',
    'extend',
    'end',
    'pause',
    'pause',
    'resume',
    'resume',
    'move',
    'amount',
    'amount',
    'expire',
    'expire',
  ),
  plan: fc.constantFrom(...planNames),
  effective: fc.oneof(
    fc.constantFrom('now' as const, 'now' as const, 'period_end' as const, 'term_end' as const),
    fc.integer({ min: -20, max: 40 }),
  ),
  charge: fc.constantFrom('immediately', ...policyValues.charge),
  creditAs: fc.constantFrom(...policyValues.creditAs),
  decrease: fc.constantFrom('credit', ...policyValues.decrease),
  credit: fc.constantFrom('prorated', 'none'),
  resumesAfter: fc.option(fc.integer({ min: 0, max: 45 })),
});

export const histories = fc.record({
  preset: fc.constantFrom<PresetName>(...presetNames),
  start: fc.integer({ min: 0, max: 60 * 24 }),
  plan: fc.constantFrom(...planNames),
  renewal: fc.constantFrom('end' as const, 'renew' as const, null),
  billedDays: fc.constantFrom(0, 0, 3),
  steps: fc.array(steps, { minLength: 1, maxLength: 6 }),
});

const planStep = (plan: keyof typeof plans, effective: number): Step => ({
  afterHours: 0,
  kind: 'plan',
  plan,
  effective,
  charge: 'immediately',
  creditAs: 'balance',
  decrease: 'credit',
  credit: 'prorated',
  resumesAfter: null,
});

/** A history as it is drawn. */
export type History = typeof histories extends fc.Arbitrary<infer Drawn> ? Drawn : never;

// Back to the day before a period that was paid in advance already: from then on it is owed in
// arrears, and is charged once more.
export const paidThenOwed: History = {
  preset: 'standard',
  start: 0,
  plan: 'basic',
  renewal: null,
  billedDays: 0,
  steps: [planStep('basic', 0), planStep('late', -1), planStep('basic', 0)],
};

// To a commitment and back, a day later and for nothing: nothing is missing to that day's part.
export const committedForADay: History = {
  ...paidThenOwed,
  renewal: 'end',
  steps: [
    { ...planStep('committed', 0), creditAs: 'next_invoice' },
    { ...planStep('basic', 1), charge: 'none', creditAs: 'next_invoice' },
  ],
};

// To the same plan, an hour into a period: the part before is of nothing, and stands on no invoice.
export const committedAnew: History = {
  ...paidThenOwed,
  preset: 'month_30',
  plan: 'committed',
  renewal: 'end',
  steps: [{ ...planStep('committed', 0), afterHours: 31 * 24 + 1, creditAs: 'next_invoice' }],
};

// Back into the trial, in arrears, once the period after it was paid: it is charged once more, too.
export const paidAfterTrial: History = {
  ...paidThenOwed,
  plan: 'tasted',
  renewal: 'end',
};
