import fc from 'fast-check';
import type { Aggregation } from '#domain/metering/definition.ts';
import { aggregations } from '#domain/metering/definition.ts';
import { instantOf, parseInstant } from '#domain/shared/time.ts';
import { buildId } from '../../src/testing/builders.ts';

const hour = 3_600_000;
export const begin = parseInstant('2026-06-01T00:00:00Z');
const subscriptions = [buildId('sub'), buildId('sub')] as const;

// Events lie close to the edges of hours and days, where one is easily counted twice or not at all.
const moment = fc
  .tuple(fc.integer({ min: 0, max: 72 }), fc.constantFrom(-1, 0, 1, 1000, hour / 2))
  .map(([hours, beside]) => instantOf(begin + hours * hour + beside));

const sent = fc.record({
  at: moment,
  value: fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constantFrom('0.25', '1.000000000001')),
  region: fc.constantFrom('eu', 'us', undefined),
  op: fc.constantFrom('add', 'remove'),
  subscriptionId: fc.constantFrom(null, ...subscriptions),
});

/** Events that come in batches, some of which are rolled up, and a question about them. */
export const history = fc.record({
  aggregation: fc.constantFrom(...aggregations),
  isCarried: fc.boolean(),
  isRemoving: fc.boolean(),
  isFiltered: fc.boolean(),
  isGrouped: fc.boolean(),
  /** Batches, each with the steps of rolling up that follow it, and cancellations after that. */
  batches: fc.array(
    fc.record({
      events: fc.array(sent, { minLength: 1, maxLength: 8 }),
      steps: fc.constantFrom(0, 1, 100),
      /** Places among all events that were sent by then. */
      cancelled: fc.array(fc.nat({ max: 40 }), { maxLength: 3 }),
      stepsBehind: fc.constantFrom(0, 1, 100),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  cuts: fc.uniqueArray(moment, { minLength: 2, maxLength: 4 }),
  only: fc.constantFrom(null, [subscriptions[0], null], [subscriptions[1]]),
});

const carrying: readonly Aggregation[] = ['sum', 'latest', 'unique', 'weighted_sum'];
const removing: readonly Aggregation[] = ['sum', 'unique', 'weighted_sum'];

/** A meter that counts them. */
export const meterFor = ({
  aggregation,
  isCarried,
  isRemoving,
  isFiltered,
}: {
  readonly aggregation: Aggregation;
  readonly isCarried: boolean;
  readonly isRemoving: boolean;
  readonly isFiltered: boolean;
}) => ({
  aggregation,
  groupBy: ['region'],
  isCarriedOver: isCarried && carrying.includes(aggregation),
  ...(isFiltered && { filters: [{ property: 'region', exists: true }] }),
  ...(isRemoving &&
    removing.includes(aggregation) && { removal: { property: 'op', value: 'remove' } }),
});
