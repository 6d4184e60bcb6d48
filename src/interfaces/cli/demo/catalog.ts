import type { CreatePlanInput } from '#application/catalog/create-plan.ts';
import type { FeatureInput } from '#domain/catalog/feature.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { euros, money, monthly } from '#interfaces/cli/demo/amounts.ts';
import type { MeterIdOf } from '#interfaces/cli/demo/metered-plans.ts';
import { meteredPlans } from '#interfaces/cli/demo/metered-plans.ts';

// All that the demo sells: a price of every model. Meters, and what they count, are in
// `metered-plans.ts`.

export const demoProducts = [
  { code: 'analytics', name: 'Analytics', description: 'Dashboards over your own data.' },
  { code: 'reports-api', name: 'Reports API', description: 'The same figures for programs.' },
  { code: 'support', name: 'Premium support', description: 'An engineer within the hour.' },
] as const;

/** A plan of the demo, and the product that it sells. */
interface DemoPlan {
  readonly product: (typeof demoProducts)[number]['code'];
  readonly plan: Omit<CreatePlanInput, 'productId'>;
}

const flat = (name: string, minor: bigint, currency = 'EUR'): PriceInput => ({
  name,
  amount: money(minor, currency),
});

const yearly = { unit: 'year', count: 1 } as const;

const support = (value: string): FeatureInput => ({ code: 'support', kind: 'value', value });
const sharing = { code: 'shared-dashboards', kind: 'boolean' } as const;
const signOn = { code: 'single-sign-on', kind: 'boolean' } as const;

const teamPlans: readonly DemoPlan[] = [
  {
    product: 'analytics',
    plan: {
      ...euros,
      code: 'team-2024',
      name: 'Team (2024)',
      prices: [flat('Base', 3900n)],
    },
  },
  {
    product: 'analytics',
    plan: {
      ...euros,
      code: 'team-monthly',
      name: 'Team',
      trialDays: 14,
      prices: [flat('Base', 4900n)],
      features: [sharing, support('by mail')],
    },
  },
  {
    product: 'analytics',
    plan: {
      code: 'team-yearly',
      name: 'Team, yearly',
      currency: 'EUR',
      interval: yearly,
      trialDays: 14,
      prices: [flat('Base', 49_000n)],
      features: [sharing, support('by mail')],
    },
  },
  {
    product: 'analytics',
    plan: {
      code: 'team-jp',
      name: 'Team (Japan)',
      currency: 'JPY',
      interval: monthly,
      prices: [flat('Base', 7800n, 'JPY')],
    },
  },
];

/** The prices that the second version of the plan `team-monthly` has. */
export const dearerTeam: readonly PriceInput[] = [{ ...flat('Base', 5900n), code: 'base' }];

/** Prices that are agreed by quantity, one of each model. */
const businessPrices: readonly PriceInput[] = [
  flat('Base', 19_900n),
  { name: 'Seats', model: 'per_unit', unitAmount: '12.50' },
  {
    name: 'Dashboards',
    model: 'graduated',
    tiers: [
      { upTo: '5', unitAmount: '0' },
      { upTo: '20', unitAmount: '9.00' },
      { upTo: null, unitAmount: '6.00' },
    ],
  },
  {
    name: 'Data sources',
    model: 'volume',
    tiers: [
      { upTo: '10', unitAmount: '4.00' },
      { upTo: null, unitAmount: '3.20' },
    ],
  },
  {
    name: 'Guaranteed queries',
    model: 'stairstep',
    tiers: [
      { upTo: '100', flatAmount: money(2500n) },
      { upTo: '1000', flatAmount: money(7500n) },
      { upTo: null, flatAmount: money(15_000n) },
    ],
  },
  { name: 'Alerts', model: 'package', packageSize: '50', amount: money(500n) },
  { name: 'Setup', kind: 'one_time', amount: money(50_000n) },
  { ...flat('Single sign-on', 9900n), isOptional: true },
];

const businessPlans: readonly DemoPlan[] = [
  {
    product: 'analytics',
    plan: {
      ...euros,
      code: 'business',
      name: 'Business',
      prices: businessPrices,
      features: [sharing, signOn, support('by phone')],
    },
  },
  {
    product: 'analytics',
    plan: {
      code: 'business-usd',
      name: 'Business (USA)',
      currency: 'USD',
      interval: monthly,
      prices: [flat('Base', 19_900n, 'USD'), flat('Data residency', 5000n, 'USD')],
    },
  },
  {
    product: 'support',
    plan: {
      code: 'support-24x7',
      name: 'Around the clock',
      currency: 'EUR',
      interval: yearly,
      status: 'draft',
      prices: [],
    },
  },
];

/** All plans, once their meters are there. */
export const demoPlans = (meterIdOf: MeterIdOf): readonly DemoPlan[] => [
  ...teamPlans,
  ...businessPlans,
  ...meteredPlans(meterIdOf).map((plan) => ({ product: 'reports-api', plan }) as const),
];
