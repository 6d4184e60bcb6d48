import { expect } from 'vitest';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { CreateSubscriptionInput } from '#application/subscriptions/create-subscription.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import type { MeterInput } from '#domain/metering/meter.ts';
import { ActiveMeter } from '#domain/metering/meter.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import type { PlanGiven, PlanShop } from '../billing/plan-shop.ts';
import { openPlanShop } from '../billing/plan-shop.ts';
import { linesOf } from '../billing/usage-guide.ts';
import { usagePorts } from '../billing/usage-shop.ts';

// A subscription to one price of usage, and its events.

/** The plan, with its meter and price, and the subscription to it. */
export type Sold = Partial<PlanGiven> & {
  readonly meter?: Omit<MeterInput, 'code' | 'name' | 'eventType'>;
  readonly price?: Partial<PriceInput>;
  readonly starts: string;
  readonly given?: Partial<CreateSubscriptionInput>;
};

type Sample = readonly [time: string, data?: object];

/** Opens a shop at the start of a subscription to a plan with one price of usage. */
export const open = async (sold: Sold) => {
  const { meter = { aggregation: 'count' }, price, starts, given, ...plan } = sold;
  const meterId = buildId('mtr');
  const counted = { name: 'Usage', kind: 'usage', meterId, model: 'per_unit', ...price } as const;
  const also = [{ ...(counted.model === 'per_unit' && { unitAmount: '1' }), ...counted }];
  const plans = {
    sold: { prices: {}, ...(price && { also }), ...plan },
    cheaper: { prices: { Base: 1000n }, billed: 'in_arrears' },
  } as const;
  const shop = await openPlanShop(await openMemoryStorage(), { policy: { preset: 'lago' }, plans });
  const named = { code: 'usage', name: 'Usage', eventType: 'used', ...meter };
  await shop.storage.unitOfWork.run(shop.context, ({ meters }) =>
    meters.save(ActiveMeter.create(meterId, named, someday)),
  );
  shop.setTime(starts);
  const made = await shop.subscribe('sold', { alignment: 'calendar', ...given });
  return { shop, made };
};

let sent = 0;
/** Sends events in the moment in which they happen, and bills before what is due by then. */
export const send = async (shop: PlanShop, samples: readonly Sample[]): Promise<void> => {
  const { unitOfWork, reads } = shop.storage;
  const { record } = usageUseCases({ unitOfWork, reads, ...usagePorts });
  for (const [time, data = {}] of samples) {
    await billAt(shop, time);
    sent += 1;
    const event = { id: `e${sent}`, type: 'used', time, customerId: shop.customerId, data };
    expect(await record.execute(shop.context, { events: [event] })).toMatchObject({ accepted: 1 });
  }
};

/** The usage of the open period: `units amount` of each line. */
export const current = async (
  { subscriptions, context }: PlanShop,
  { id }: { id: SubscriptionId },
) => {
  const { data } = await subscriptions.currentUsage.execute(context, { subscriptionId: id });
  return data.map(({ quantity, amount }) => `${quantity} ${amount.minor}`);
};

/** The units of each line of usage that was invoiced, by its month. */
export const unitsByMonth = async (shop: PlanShop) =>
  (await linesOf(shop))
    .flat()
    .filter(({ kind }) => kind === 'usage')
    .map(({ servicePeriod, quantity }) => [servicePeriod?.start.slice(0, 7), quantity]);

/** Bills what is due by then. */
export const billAt = async (shop: PlanShop, time: string): Promise<void> => {
  shop.setTime(time);
  await shop.run();
};
