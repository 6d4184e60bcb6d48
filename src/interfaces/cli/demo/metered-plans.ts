import type { CreatePlanInput } from '#application/catalog/create-plan.ts';
import type { UsageAlertInput } from '#domain/alerts/usage-alert.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import type { MeterInput } from '#domain/metering/meter.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import { euros, money } from '#interfaces/cli/demo/amounts.ts';

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
  {
    code: 'messages',
    name: 'Text messages',
    eventType: 'message.sent',
    aggregation: 'count',
  },
  {
    code: 'viewers',
    name: 'Viewers',
    eventType: 'viewer.changed',
    aggregation: 'unique',
    property: 'viewer',
    isCarriedOver: true,
    removal: { property: 'change', value: 'left' },
  },
] as const satisfies readonly MeterInput[];

type DemoMeterCode = (typeof demoMeters)[number]['code'];

/** The id of a meter that is there. */
export type MeterIdOf = (code: DemoMeterCode) => MeterId;

/** An alert on the requests of each customer, as they near the limit of the plan and pass it. */
export const demoAlert = (meterIdOf: MeterIdOf): UsageAlertInput => ({
  code: 'requests',
  name: 'Requests',
  measure: 'quantity',
  meterId: meterIdOf('requests'),
  thresholds: ['800', '1000'],
  every: '500',
});

type MeteredPlan = Omit<CreatePlanInput, 'productId'>;

const access: PriceInput = { name: 'Access', amount: money(2500n) };

/** Prices of usage by its quantity. */
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

/** The plan that has a price of each model of quantities. */
const apiPlan = (meterIdOf: MeterIdOf): MeteredPlan => ({
  ...euros,
  code: 'api',
  name: 'API access',
  prices: [access, ...meteredPrices(meterIdOf)],
  features: [
    { code: 'requests', kind: 'limit', meterId: meterIdOf('requests'), limit: '1000' },
    { code: 'storage', kind: 'limit', meterId: meterIdOf('storage'), limit: null },
    { code: 'single-sign-on', kind: 'boolean' },
    { code: 'support', kind: 'value', value: 'by mail' },
  ],
});

/** A plan in euros with one price of usage. */
const selling = (
  code: string,
  name: string,
  price: Omit<PriceInput, 'kind'> & { readonly meterId: MeterId },
): MeteredPlan => ({ ...euros, code, name, prices: [{ ...price, kind: 'usage' }] });

/** Plans whose price tells single events apart. */
const eventPlans = (meterIdOf: MeterIdOf): readonly MeteredPlan[] => [
  selling('marketplace', 'Marketplace', {
    name: 'Share of each sale',
    meterId: meterIdOf('sales'),
    model: 'percentage',
    rate: '0.029',
    fixedAmount: '0.30',
    freeEvents: 3,
    perEventMaximum: '5.00',
  }),
  selling('api-by-region', 'API access by region', {
    name: 'Requests',
    meterId: meterIdOf('requests'),
    model: 'matrix',
    dimensions: ['region'],
    cells: [
      { when: { region: 'eu' }, unitAmount: '0.10' },
      { when: { region: 'us' }, unitAmount: '0.14' },
    ],
    defaultUnitAmount: '0.20',
  }),
  selling('messages', 'Alerts by text message', {
    name: 'Messages at cost',
    meterId: meterIdOf('messages'),
    model: 'dynamic',
    amountProperty: 'cost',
  }),
];

/** A plan that charges viewers as they come, and those who stay where a month begins. */
const viewersPlan = (meterIdOf: MeterIdOf): MeteredPlan =>
  selling('shared-reports', 'Shared reports', {
    name: 'Viewers',
    meterId: meterIdOf('viewers'),
    billed: 'in_advance',
    model: 'per_unit',
    unitAmount: '6.00',
  });

/** A plan that charges viewers for the rest of the month in which they come. */
const dailyViewersPlan = (meterIdOf: MeterIdOf): MeteredPlan =>
  selling('shared-reports-daily', 'Shared reports, by the day', {
    name: 'Viewers',
    meterId: meterIdOf('viewers'),
    billed: 'in_advance',
    isProrated: true,
    model: 'per_unit',
    unitAmount: '9.00',
  });

/** A plan that is sold by size: what passes one of two bounds is of the next size. */
const sizedPlan = (meterIdOf: MeterIdOf): MeteredPlan => ({
  ...euros,
  code: 'api-by-size',
  name: 'API access by size',
  prices: [
    {
      name: 'Size',
      kind: 'usage',
      meterIds: [meterIdOf('requests'), meterIdOf('storage')],
      model: 'capacity',
      tiers: [
        { upTo: { requests: '200', storage: '60' }, flatAmount: money(1900n) },
        { upTo: { requests: '500', storage: '100' }, flatAmount: money(4900n) },
        { upTo: null, flatAmount: money(9900n) },
      ],
    },
  ],
});

/** A plan whose months come to EUR 150.00 at least; much usage is invoiced before they end. */
const committedPlan = (meterIdOf: MeterIdOf): MeteredPlan => ({
  ...euros,
  code: 'api-committed',
  name: 'API access with a commitment',
  minimumCommitment: money(15_000n),
  usageThresholds: { amounts: [money(10_000n), money(25_000n)], every: money(25_000n) },
  prices: [
    access,
    {
      name: 'Requests',
      kind: 'usage',
      meterId: meterIdOf('requests'),
      model: 'per_unit',
      unitAmount: '0.09',
    },
  ],
});

/** All plans whose usage is counted. */
export const meteredPlans = (meterIdOf: MeterIdOf): readonly MeteredPlan[] => [
  apiPlan(meterIdOf),
  ...eventPlans(meterIdOf),
  committedPlan(meterIdOf),
  viewersPlan(meterIdOf),
  dailyViewersPlan(meterIdOf),
  sizedPlan(meterIdOf),
];
