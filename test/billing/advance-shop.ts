import { RollUpUsage } from '#application/metering/roll-up-usage.ts';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { MeterInput } from '#domain/metering/meter.ts';
import { ActiveMeter } from '#domain/metering/meter.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import type { PlanGiven, PlanShop } from './plan-shop.ts';
import { euros, usagePorts } from './usage-shop.ts';

// Plans with usage in advance, whose prices are EUR 10.00 a seat or user, EUR 0.105 a call.

const ids = { call: buildId('mtr'), seat: buildId('mtr'), user: buildId('mtr') } as const;
const paymentsId = buildId('mtr');

const calls = { name: 'Calls', kind: 'usage', meterId: ids.call, billed: 'in_advance' } as const;
const perCall = { ...calls, model: 'per_unit', unitAmount: '0.105' } as const;
const perRegion = { ...perCall, unitAmount: '1', groupBy: ['region'] } as const;
const seats = { ...perCall, name: 'Seats', meterId: ids.seat, unitAmount: '10' } as const;
const users = { ...seats, name: 'Users', meterId: ids.user } as const;
const graduated = {
  ...calls,
  model: 'graduated',
  tiers: [
    { upTo: '3', unitAmount: '1' },
    { upTo: null, unitAmount: '0.5' },
  ],
} as const;

export const advancePlans: Readonly<Record<string, PlanGiven>> = {
  calls: { prices: { Base: 3100n }, also: [perCall] },
  arrears: { prices: { Base: 3100n }, also: [{ ...perCall, billed: 'in_arrears' }] },
  seats: { prices: {}, also: [seats] },
  dearer: { prices: {}, also: [{ ...seats, unitAmount: '20' }] },
  users: { prices: {}, also: [users] },
  dearerUsers: { prices: {}, also: [{ ...users, unitAmount: '20' }] },
  paid: { prices: {}, also: [{ ...seats, isProrated: true }] },
  paidWithBase: { prices: { Base: 12_000n }, also: [{ ...seats, isProrated: true }] },
  paidDearer: { prices: {}, also: [{ ...seats, isProrated: true, unitAmount: '20' }] },
  paidUsers: { prices: {}, also: [{ ...users, isProrated: true }] },
  tiered: { prices: {}, also: [graduated] },
  free: {
    prices: {},
    also: [{ ...calls, model: 'package', packageSize: '10', amount: euros(100n), freeUnits: '5' }],
  },
  regional: { prices: {}, also: [perRegion] },
  regionalWithBase: { prices: { Base: 3100n }, also: [perRegion] },
  capped: { prices: {}, also: [{ ...perRegion, maximum: euros(500n) }] },
  bounded: {
    prices: {},
    also: [{ ...perCall, minimum: euros(3000n), maximum: euros(6000n) }],
    minimumCommitment: 4000n,
  },
  cells: {
    prices: {},
    also: [
      {
        ...calls,
        model: 'matrix',
        dimensions: ['region'],
        cells: [{ when: { region: 'eu' }, unitAmount: '2' }],
        defaultUnitAmount: '1',
      },
    ],
  },
  share: {
    prices: {},
    also: [
      {
        ...calls,
        name: 'Payments',
        meterId: paymentsId,
        model: 'percentage',
        rate: '0.01',
        fixedAmount: '0.30',
      },
    ],
  },
  stepped: {
    prices: {},
    also: [seats, { ...perCall, billed: 'in_arrears', unitAmount: '1' }],
    usageThresholds: { amounts: [euros(500n)] },
  },
  tried: { prices: {}, also: [seats], trialDays: 5 },
};

/** Makes the meters of the plans. */
export const addAdvanceMeters = ({ storage, context }: PlanShop): Promise<void> =>
  storage.unitOfWork.run(context, async ({ meters }) => {
    const made: readonly [id: typeof paymentsId, input: MeterInput][] = [
      [ids.call, { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'count' }],
      [
        ids.seat,
        {
          code: 'seats',
          name: 'Seats',
          eventType: 'seat',
          aggregation: 'sum',
          property: 'by',
          isCarriedOver: true,
        },
      ],
      [
        ids.user,
        {
          code: 'users',
          name: 'Users',
          eventType: 'user',
          aggregation: 'unique',
          property: 'id',
          isCarriedOver: true,
          removal: { property: 'op', value: 'remove' },
        },
      ],
      [
        paymentsId,
        {
          code: 'payments',
          name: 'Payments',
          eventType: 'payment',
          aggregation: 'sum',
          property: 'value',
        },
      ],
    ];
    for (const [id, input] of made) await meters.save(ActiveMeter.create(id, input, someday));
  });

let sent = 0;

/** Sends an event that happens at a time, and gives its id. */
export const send = async (
  { storage, context, customerId }: PlanShop,
  type: string,
  time: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<string> => {
  const { unitOfWork, reads } = storage;
  const { record } = usageUseCases({ unitOfWork, reads, ...usagePorts });
  sent += 1;
  const event = { id: `a${sent}`, type, time, customerId, data };
  const { accepted } = await record.execute(context, { events: [event] });
  if (accepted !== 1) throw new Error('The event is accepted.');
  return event.id;
};

/** Cancels an event. */
export const takeBack = async ({ storage, context }: PlanShop, id: string): Promise<void> => {
  const { unitOfWork, reads } = storage;
  const { cancel } = usageUseCases({ unitOfWork, reads, ...usagePorts });
  const { cancelled } = await cancel.execute(context, { events: [{ id }], reason: 'Wrong.' });
  if (cancelled !== 1) throw new Error('The event is cancelled.');
};

/** Rolls all events up, and gives the ways in which those of seats are counted. */
export const rollUp = async ({ storage, context }: PlanShop): Promise<readonly string[]> => {
  const step = new RollUpUsage(storage);
  while (!(await step.execute(context)).isDone);
  const countings = await storage.unitOfWork.run(context, ({ usageRollUps }) =>
    usageRollUps.countings(),
  );
  const ofSeats = countings.filter(({ eventType }) => eventType === 'seat');
  return ofSeats.map(({ aggregation }) => aggregation).toSorted();
};

/** Has seats come or go at a time, and looks. */
export const seat = async (shop: PlanShop, by: number, time: string): Promise<number> => {
  shop.setTime(time);
  await send(shop, 'seat', time, { by });
  return (await shop.progress()).invoices;
};

/** Has calls come at a time, and looks. */
export const call = async (
  shop: PlanShop,
  count: number,
  time: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<number> => {
  shop.setTime(time);
  for (let each = 0; each < count; each += 1) await send(shop, 'call', time, data);
  return (await shop.progress()).invoices;
};
