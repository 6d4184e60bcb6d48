import type { PlanShop } from './plan-shop.ts';
import { linesOf } from './usage-guide.ts';

// The sums of usage by months, of the plan `tiered` or of one with thresholds at its prices.

export const timeOf = (at: number): string => new Date(at).toISOString();

/**
 * Minor units by the month that was charged, of all documents; months of nothing are left out. The
 * days of a part that was begun anew on the last day of a month may lie in the next.
 */
export const chargedByMonth = async (shop: PlanShop): Promise<Readonly<Record<string, number>>> => {
  const sums: Record<string, number> = {};
  for (const { derivation, servicePeriod, amount } of (await linesOf(shop)).flat()) {
    const start = derivation.kind === 'usage' ? derivation.period.start : servicePeriod?.start;
    const month = start?.slice(0, 7) ?? '';
    sums[month] = (sums[month] ?? 0) + Number(amount.minor);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
};

/** The same by the price: EUR 1.00 for each of the first three of a month, 0.50 for any other. */
export const owedByMonth = (times: readonly number[]): Readonly<Record<string, number>> => {
  const months = Map.groupBy(times, (at) => timeOf(at).slice(0, 7));
  const owed = (of: number): number => 100 * Math.min(of, 3) + 50 * Math.max(0, of - 3);
  return Object.fromEntries([...months].map(([month, { length }]) => [month, owed(length)]));
};
