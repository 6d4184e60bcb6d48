import { expect } from 'vitest';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { FeatureInput } from '#domain/catalog/feature.ts';
import type { MeterInput } from '#domain/metering/meter.ts';
import { ActiveMeter } from '#domain/metering/meter.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { nextTurn } from '#infrastructure/system/next-turn.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import type { PlanGiven, PlanShop } from './plan-shop.ts';

export const euros = (minor: bigint): Money => Money.of(minor, parseCurrencyCode('EUR'));
export const callsId = buildId('mtr');
const seatsId = buildId('mtr');
export const paymentsId = buildId('mtr');
const calls = { name: 'Calls', kind: 'usage', meterId: callsId } as const;
const perCall = { ...calls, model: 'per_unit', unitAmount: '0.105' } as const;

const perSeat = { name: 'Seats', kind: 'usage', meterId: seatsId, isProrated: true } as const;
const heldSeats = { ...perSeat, model: 'per_unit', unitAmount: '10' } as const;
const heldTiers = {
  ...perSeat,
  model: 'graduated',
  tiers: [
    { upTo: '3', unitAmount: '10' },
    { upTo: null, unitAmount: '6', flatAmount: euros(500n) },
  ],
} as const;

const limitOf = (limit: string | null, also: Partial<FeatureInput> = {}): FeatureInput => ({
  code: 'calls',
  kind: 'limit',
  meterId: callsId,
  limit,
  ...also,
});
const support = (value: string): FeatureInput => ({ code: 'support', kind: 'value', value });

/** Plans with features, and no price of usage. */
export const featured: Readonly<Record<string, PlanGiven>> = {
  plain: { prices: { Base: 3000n } },
  starter: {
    prices: { Base: 3000n },
    features: [support('by mail'), limitOf('3'), { code: 'sso', kind: 'boolean' }],
  },
  pro: { prices: { Base: 9000n }, features: [limitOf('10'), support('by phone')] },
  daily: {
    prices: { Base: 3000n },
    features: [limitOf('2', { interval: { unit: 'day', count: 1 } })],
  },
  boundless: { prices: { Base: 3000n }, features: [limitOf(null)] },
  trial: { prices: { Base: 3000n }, features: [limitOf('3')], trialDays: 5 },
  crew: {
    prices: { Base: 3000n },
    features: [limitOf('4', { code: 'seats', meterId: seatsId })],
  },
};

/** Plans with prices of usage. */
export const plans: Readonly<Record<string, PlanGiven>> = {
  metered: { prices: { Base: 3000n }, also: [perCall] },
  bare: { prices: {}, also: [perCall] },
  dearer: { prices: { Base: 3000n }, also: [{ ...perCall, unitAmount: '1' }] },
  tiered: {
    prices: {},
    also: [
      {
        ...calls,
        model: 'graduated',
        tiers: [
          { upTo: '3', unitAmount: '1' },
          { upTo: null, unitAmount: '0.5' },
        ],
      },
    ],
  },
  regional: { prices: {}, also: [{ ...perCall, groupBy: ['region'] }] },
  zoned: { prices: {}, also: [{ ...perCall, groupBy: ['region', 'zone'] }] },
  matrix: {
    prices: {},
    also: [
      {
        ...calls,
        model: 'matrix',
        dimensions: ['region', 'kind'],
        cells: [
          { when: { region: 'eu', kind: 'sms' }, unitAmount: '0.07' },
          { when: { region: 'us', kind: 'sms' }, unitAmount: '0.01' },
        ],
      },
    ],
  },
  anywhere: {
    prices: {},
    also: [
      {
        ...calls,
        model: 'matrix',
        dimensions: ['region'],
        cells: [{ when: { region: 'eu' }, unitAmount: '1' }],
        defaultUnitAmount: '2',
      },
    ],
  },
  dynamic: { prices: {}, also: [{ ...calls, model: 'dynamic', amountProperty: 'cost' }] },
  carried: {
    prices: {},
    also: [
      {
        ...calls,
        model: 'dynamic',
        amountProperty: 'cost',
        groupBy: ['region'],
      },
    ],
  },
  share: {
    prices: {},
    also: [
      {
        name: 'Payments',
        kind: 'usage',
        meterId: paymentsId,
        model: 'percentage',
        rate: '0.01',
        fixedAmount: '0.30',
        freeEvents: 1,
        perEventMinimum: '0.50',
        perEventMaximum: '5',
      },
    ],
  },
  committed: { prices: { Base: 3000n }, also: [perCall], minimumCommitment: 10_000n },
  more: { prices: { Base: 3000n }, also: [perCall], minimumCommitment: 20_000n },
  committedArrears: { prices: { Base: 3000n }, billed: 'in_arrears', minimumCommitment: 10_000n },
  moreArrears: { prices: { Base: 3000n }, billed: 'in_arrears', minimumCommitment: 20_000n },
  stepped: {
    prices: { Base: 3100n },
    also: [perCall],
    usageThresholds: { amounts: [euros(100n), euros(250n)], every: euros(200n) },
  },
  steppedTiers: {
    prices: {},
    also: [
      {
        ...calls,
        model: 'graduated',
        tiers: [
          { upTo: '3', unitAmount: '1' },
          { upTo: null, unitAmount: '0.5' },
        ],
      },
    ],
    usageThresholds: { amounts: [euros(200n)], every: euros(300n) },
  },
  steppedPackages: {
    prices: { Base: 3100n },
    also: [{ ...calls, model: 'package', packageSize: '10', amount: euros(200n) }],
    usageThresholds: { amounts: [euros(200n)] },
  },
  steppedBounds: {
    prices: {},
    also: [{ ...perCall, minimum: euros(3000n), maximum: euros(6000n) }],
    minimumCommitment: 4000n,
    usageThresholds: { amounts: [euros(100n)] },
  },
  bounded: { prices: {}, also: [{ ...perCall, minimum: euros(3000n), maximum: euros(6000n) }] },
  floored: {
    prices: {},
    also: [{ ...perCall, groupBy: ['region'], minimum: euros(3000n), maximum: euros(6000n) }],
  },
  cells: {
    prices: {},
    also: [
      {
        ...calls,
        model: 'matrix',
        dimensions: ['region'],
        cells: [{ when: { region: 'eu' }, unitAmount: '2.5' }],
        defaultUnitAmount: '0.333',
        minimum: euros(1000n),
      },
    ],
  },
  capped: {
    prices: {},
    also: [
      {
        ...calls,
        model: 'dynamic',
        amountProperty: 'cost',
        groupBy: ['region'],
        maximum: euros(700n),
      },
    ],
  },
  held: { prices: {}, also: [heldSeats] },
  heldDearer: { prices: {}, also: [{ ...heldSeats, unitAmount: '20' }] },
  heldTiers: { prices: {}, also: [heldTiers] },
  heldByRegion: {
    prices: {},
    also: [{ ...heldTiers, groupBy: ['region'], minimum: euros(2000n) }],
  },
  heldSteps: {
    prices: {},
    also: [heldSeats],
    usageThresholds: { amounts: [euros(2000n)], every: euros(3000n) },
  },
  tried: { prices: {}, also: [perCall], trialDays: 5 },
  seats: {
    prices: {},
    also: [{ ...heldSeats, isProrated: false }],
  },
};

const meterOf = (id: typeof callsId, input: MeterInput) => ActiveMeter.create(id, input, someday);

/** The other ports of usage: nobody hears of it, and turns are those of this process. */
export const usagePorts = {
  nextTurn,
  usageRecorded: () => undefined,
  usageCancelled: () => undefined,
};

let sent = 0;
/** Sends events of the shop's customer, each at its time. */
export const use = async (
  shop: PlanShop,
  times: readonly string[],
  data: Readonly<Record<string, unknown>> = {},
  also: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const { unitOfWork, reads } = shop.storage;
  const { record } = usageUseCases({ unitOfWork, reads, ...usagePorts });
  const events = times.map((time) => {
    sent += 1;
    return { id: `e${sent}`, type: 'call', time, customerId: shop.customerId, data, ...also };
  });
  const { accepted } = await record.execute(shop.context, { events });
  expect(accepted).toBe(times.length);
};

/** Has drafts wait for some days. */
export const setGrace = ({ storage, context }: PlanShop, graceDays: number) =>
  storage.unitOfWork.run(context, async ({ tenants }, { now }) => {
    const tenant = await tenants.find();
    if (tenant) await tenants.save(tenant.change({ billing: { graceDays } }, now));
  });

/** Makes the meters of the plans. */
export const addMeters = ({ storage, context }: PlanShop): Promise<void> =>
  storage.unitOfWork.run(context, async ({ meters }) => {
    const count = { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'count' };
    await meters.save(meterOf(callsId, count as MeterInput));
    const seats = { code: 'seats', name: 'Seats', eventType: 'seat', aggregation: 'sum' };
    const level = { ...seats, property: 'by', isCarriedOver: true };
    await meters.save(meterOf(seatsId, level as MeterInput));
    const sum = { code: 'payments', name: 'Payments', eventType: 'payment', aggregation: 'sum' };
    await meters.save(meterOf(paymentsId, { ...sum, property: 'value' } as MeterInput));
  });
