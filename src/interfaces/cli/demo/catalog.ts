import type { CreatePlanInput } from '#application/catalog/create-plan.ts';
import type { FeatureInput } from '#domain/catalog/feature.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import type { MeterInput } from '#domain/metering/meter.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';

// All that the demo sells: a price of every model, agreed by quantity or counted by a meter.

export const demoProducts = [
  { code: 'analytics', name: 'Analytics', description: 'Dashboards over your own data.' },
  { code: 'reports-api', name: 'Reports API', description: 'The same figures for programs.' },
  { code: 'support', name: 'Premium support', description: 'An engineer within the hour.' },
] as const;

/** The meters of the demo, by their codes. */
export const demoMeters = [
  {
    code: 'requests',
    name: 'Requests',
    eventType: 'api.request',
    aggregation: 'count',
    groupBy: ['region'],
  },
  {
    code: 'storage',
    name: 'Stored data',
    unit: 'GB',
    eventType: 'storage.measured',
    aggregation: 'max',
    property: 'gigabytes',
  },
  {
    code: 'exports',
    name: 'Exported rows',
    eventType: 'export.finished',
    aggregation: 'sum',
    property: 'rows',
    groupBy: ['format'],
  },
  {
    code: 'sales',
    name: 'Reported sales',
    unit: 'EUR',
    eventType: 'sale.reported',
    aggregation: 'sum',
    property: 'value',
  },
] as const satisfies readonly MeterInput[];

type DemoMeterCode = (typeof demoMeters)[number]['code'];

/** The id of a meter that is there. */
export type MeterIdOf = (code: DemoMeterCode) => MeterId;

/** A plan of the demo, and the product that it sells. */
interface DemoPlan {
  readonly product: (typeof demoProducts)[number]['code'];
  readonly plan: Omit<CreatePlanInput, 'productId'>;
}

const money = (minor: bigint, currency = 'EUR') => Money.of(minor, parseCurrencyCode(currency));

const flat = (name: string, minor: bigint, currency = 'EUR'): PriceInput => ({
  name,
  amount: money(minor, currency),
});

const monthly = { unit: 'month', count: 1 } as const;
const yearly = { unit: 'year', count: 1 } as const;
const euros = { currency: 'EUR', interval: monthly } as const;

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

/** Prices of usage. */
const meteredPrices = (meterIdOf: MeterIdOf): readonly PriceInput[] => [
  {
    name: 'Requests',
    kind: 'usage',
    meterId: meterIdOf('requests'),
    model: 'graduated',
    tiers: [
      { upTo: '50', unitAmount: '0' },
      { upTo: '150', unitAmount: '0.12' },
      { upTo: null, unitAmount: '0.08' },
    ],
  },
  {
    name: 'Storage',
    kind: 'usage',
    meterId: meterIdOf('storage'),
    model: 'package',
    packageSize: '10',
    amount: money(400n),
  },
  {
    name: 'Exported rows',
    kind: 'usage',
    meterId: meterIdOf('exports'),
    model: 'per_unit',
    unitAmount: '0.002',
    groupBy: ['format'],
  },
  {
    name: 'Share of sales',
    kind: 'usage',
    meterId: meterIdOf('sales'),
    model: 'graduated_percentage',
    tiers: [
      { upTo: '1000', rate: '0.01' },
      { upTo: null, rate: '0.005' },
    ],
  },
];

/** All plans, once their meters are there. */
export const demoPlans = (meterIdOf: MeterIdOf): readonly DemoPlan[] => [
  ...teamPlans,
  ...businessPlans,
  {
    product: 'reports-api',
    plan: {
      ...euros,
      code: 'api',
      name: 'API access',
      prices: [flat('Access', 2500n), ...meteredPrices(meterIdOf)],
      features: [
        { code: 'requests', kind: 'limit', meterId: meterIdOf('requests'), limit: '1000' },
        { code: 'storage', kind: 'limit', meterId: meterIdOf('storage'), limit: null },
        signOn,
        support('by mail'),
      ],
    },
  },
];
