import type { MeteringRepositories } from '#application/metering/ports.ts';
import { takeInOrder } from '#application/metering/take-in-order.ts';
import type { UsageSubject } from '#application/metering/usage-ports.ts';
import { stepsMax, unlessTooMany } from '#application/metering/usage-tallies.ts';
import { countTallied } from '#domain/metering/count.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import { openQuantity } from '#domain/metering/open-quantity.ts';
import { countingOf, measuredEvents } from '#domain/metering/rollup.ts';
import type { CountedSpan } from '#domain/metering/tally.ts';
import { keepsSteps } from '#domain/metering/tally.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';

/** The usage of a customer in a time, `[from, to)`: of one subscription, or where null of all. */
export type WatchedUsage = UsageSubject & CountedSpan;

type Repositories = Pick<MeteringRepositories, 'usageTallies' | 'usageCounts'>;

/**
 * The quantity of a meter in a time, rounded as the meter says. An event that names no subscription
 * counts for each, as it is billed. A level of very many steps is counted in order of time, some
 * events after the other, so that they are never in memory at once.
 */
export const watchedQuantity = async (
  { usageTallies, usageCounts }: Repositories,
  meter: MeterFacts,
  { customerId, subscriptionId, from, to }: WatchedUsage,
): Promise<Fraction> => {
  const counting = countingOf(meter, []);
  const period = { from, to };
  const since = meter.isCarriedOver ? null : from;
  const subscriptions = subscriptionId === null ? null : [subscriptionId, null];
  const range = { customerId, subscriptions, counting, spans: [{ from: since, to }] };
  const usage = keepsSteps(meter)
    ? await unlessTooMany(usageTallies.within({ ...range, eventsMax: stepsMax }))
    : await usageTallies.within(range);
  const within = { period, spans: [period] };
  if (usage !== undefined) {
    const [all] = countTallied(meter, [], usage, within);
    invariant(all !== undefined, 'Without groups there is one quantity.');
    return all.quantity;
  }
  const open = openQuantity(meter, within);
  const ordered = { customerId, subscriptionId, type: meter.eventType, from: since, to };
  await takeInOrder(usageCounts, ordered, null, (event) => {
    for (const measured of measuredEvents(counting, [event])) open.add(measured);
  });
  return open.close().quantity;
};
