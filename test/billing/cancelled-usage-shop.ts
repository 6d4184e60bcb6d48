import { expect } from 'vitest';
import { RollUpUsage } from '#application/metering/roll-up-usage.ts';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { PlanShop } from './plan-shop.ts';
import { linesOf } from './usage-guide.ts';
import { usagePorts } from './usage-shop.ts';

// Usage that is sent, and cancelled, under ids that a test knows.

/** The use cases of usage, of a shop. */
export const useCasesOf = ({ storage: { unitOfWork, reads } }: PlanShop) =>
  usageUseCases({ unitOfWork, reads, ...usagePorts });

/** Sends events of the shop's customer, all of a source of this test, each under an id. */
export const send = async (
  shop: PlanShop,
  events: readonly (readonly [id: string, time: string, also?: object])[],
): Promise<void> => {
  const { customerId, context } = shop;
  const { refused } = await useCasesOf(shop).record.execute(context, {
    events: events.map(([id, time, also]) => {
      return { id, source: 'till', type: 'call', time, customerId, data: {}, ...also };
    }),
  });
  expect(refused).toBe(0);
};

/** Cancels events of that source, and tells the code of each, or else its outcome. */
export const cancelEvents = async (
  shop: PlanShop,
  ids: readonly string[],
  reason?: string,
): Promise<readonly string[]> => {
  const events = ids.map((id) => ({ id, source: 'till' }));
  const { results } = await useCasesOf(shop).cancel.execute(shop.context, { events, reason });
  return results.map(({ outcome, code }) => code ?? outcome);
};

/** Takes steps until nothing is left to roll up, or so many. */
export const rollUp = async ({ storage, context }: PlanShop, stepsMax: number): Promise<void> => {
  const step = new RollUpUsage(storage);
  for (let steps = 0; steps < stepsMax; steps += 1) {
    if ((await step.execute(context)).isDone) return;
  }
};

/** The faults that the verification of all invoices finds. */
export const verified = async ({ invoices, context }: PlanShop): Promise<readonly unknown[]> =>
  (await invoices.verify.execute(context, {})).faults;

/** Minor units by the month and the part that was charged, of all documents, without nothings. */
export const chargedByPart = async (shop: PlanShop): Promise<Readonly<Record<string, number>>> => {
  const sums: Record<string, number> = {};
  for (const { servicePeriod, part, description, amount } of (await linesOf(shop)).flat()) {
    if (servicePeriod === null) continue;
    const name = part === '' ? description : description.slice(0, description.indexOf(' ('));
    const key = `${servicePeriod.start.slice(0, 7)}/${part}/${name}`;
    sums[key] = (sums[key] ?? 0) + Number(amount.minor);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
};
