import type { CreatePlanInput } from '#application/catalog/create-plan.ts';
import type { CustomerInput } from '#domain/customers/customer.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';

// A company that does not exist, with customers that do not either. Nothing here is random.

export const demoTenant = {
  tenantName: 'Northwind Analytics',
  name: 'Nora Wind',
  email: 'demo@northwind.example',
  password: 'demo-password',
} as const;

export const demoColleague = { name: 'Sven Hansen', email: 'sven@northwind.example' } as const;

export const demoProducts = [
  { code: 'analytics', name: 'Analytics', description: 'Dashboards over your own data.' },
  { code: 'reports-api', name: 'Reports API', description: 'The same figures for programs.' },
  { code: 'support', name: 'Premium support', description: 'An engineer within the hour.' },
] as const;

/** A plan of the demo: of which product, and whether it is archived once it is there. */
export interface DemoPlan {
  readonly product: (typeof demoProducts)[number]['code'];
  readonly plan: Omit<CreatePlanInput, 'productId'>;
  readonly isArchived?: boolean;
}

const price = (name: string, minor: bigint, currency: string) => ({
  name,
  amount: Money.of(minor, parseCurrencyCode(currency)),
  billed: 'in_advance' as const,
});

const monthly = { unit: 'month', count: 1 } as const;
const yearly = { unit: 'year', count: 1 } as const;

export const demoPlans: readonly DemoPlan[] = [
  {
    product: 'analytics',
    plan: {
      code: 'team-2024',
      name: 'Team (2024)',
      currency: 'EUR',
      interval: monthly,
      prices: [price('Base', 3900n, 'EUR')],
    },
    isArchived: true,
  },
  {
    product: 'analytics',
    plan: {
      code: 'team-monthly',
      name: 'Team',
      currency: 'EUR',
      interval: monthly,
      trialDays: 14,
      prices: [price('Base', 4900n, 'EUR')],
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
      prices: [price('Base', 49_000n, 'EUR')],
    },
  },
  {
    product: 'analytics',
    plan: {
      code: 'business-usd',
      name: 'Business',
      currency: 'USD',
      interval: monthly,
      prices: [price('Base', 19_900n, 'USD'), price('Data residency', 5000n, 'USD')],
    },
  },
  {
    product: 'analytics',
    plan: {
      code: 'team-jp',
      name: 'Team (Japan)',
      currency: 'JPY',
      interval: monthly,
      prices: [price('Base', 7800n, 'JPY')],
    },
  },
  {
    product: 'reports-api',
    plan: {
      code: 'api',
      name: 'API access',
      currency: 'EUR',
      interval: monthly,
      prices: [price('Access', 2500n, 'EUR')],
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

const firstWords = [
  'Alpine',
  'Blue',
  'Cedar',
  'Delta',
  'Ember',
  'Fjord',
  'Granite',
  'Harbour',
  'Indigo',
  'Juniper',
  'Kestrel',
  'Lumen',
];
const secondWords = ['Foods', 'Logistics', 'Robotics', 'Media', 'Health'];
const places = [
  { country: 'AT', city: 'Vienna', currency: 'EUR', timeZone: 'Europe/Vienna' },
  { country: 'DE', city: 'Berlin', currency: 'EUR', timeZone: 'Europe/Berlin' },
  { country: 'US', city: 'Chicago', currency: 'USD', timeZone: 'America/Chicago' },
  { country: 'JP', city: 'Osaka', currency: 'JPY', timeZone: 'Asia/Tokyo' },
  { country: 'GB', city: 'Leeds', currency: 'GBP', timeZone: 'Europe/London' },
  { country: 'KW', city: 'Kuwait City', currency: 'KWD', timeZone: 'Asia/Kuwait' },
] as const;

/** Sixty customers: every first word with every second. */
export const demoCustomers: readonly CustomerInput[] = firstWords.flatMap((first, row) =>
  secondWords.map((second, column) => {
    const number = row * secondWords.length + column;
    const { country, city, currency, timeZone } = places[number % places.length] ?? places[0];
    return {
      name: `${first} ${second}`,
      email: `billing@${first}-${second}.example`.toLowerCase(),
      externalId: `crm-${1001 + number}`,
      currency,
      timeZone,
      address: { line1: `${number + 1} Main Street`, city, country },
      metadata: { segment: number % 3 === 0 ? 'enterprise' : 'self-serve' },
    };
  }),
);
