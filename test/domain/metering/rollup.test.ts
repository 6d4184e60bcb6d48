import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UsageToRollUp } from '#domain/metering/rollup.ts';
import { countingOf, mergeAllRollUps, rollUp } from '#domain/metering/rollup.ts';
import { instantOf, parseInstant } from '#domain/shared/time.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';

const begin = parseInstant('2026-06-01T00:00:00Z');
const customerIds = [buildId('cus'), buildId('cus')];
const subscriptionIds = [buildId('sub'), null];
const { facts } = buildMeter({ aggregation: 'sum', property: 'size', groupBy: ['region'] });
const counting = countingOf(facts, ['region']);

const event = fc.record({
  source: fc.constant('api'),
  type: fc.constant(facts.eventType),
  at: fc.nat({ max: 72 * 60 }).map((minutes) => instantOf(begin + minutes * 60_000)),
  customerId: fc.constantFrom(...customerIds),
  subscriptionId: fc.constantFrom(...subscriptionIds),
  data: fc.record({ size: fc.nat(), region: fc.constantFrom('eu', 'us', null) }),
});
const pages = fc.array(fc.array(event, { maxLength: 8 }), { maxLength: 5 });

/** As they are compared: in an order of their own. */
const sorted = (rolledUp: ReturnType<typeof rollUp>) =>
  rolledUp
    .map((day) => ({
      ...day,
      groups: sortedGroups(day.groups),
      hours: day.hours
        .map((hour) => ({ ...hour, groups: sortedGroups(hour.groups) }))
        .toSorted((one, other) => one.startsAt - other.startsAt),
    }))
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));

const sortedGroups = (groups: Day['groups']) =>
  groups?.toSorted((one, other) => (String(one.group) < String(other.group) ? -1 : 1)) ?? null;

type Day = ReturnType<typeof rollUp>[number];

const keyOf = ({ customerId, subscriptionId, startsAt }: Day): string =>
  `${customerId}/${subscriptionId}/${startsAt}`;

test('events rolled up some at a time come to one roll-up for each day and customer', () => {
  fc.assert(
    fc.property(pages, (drawn) => {
      let sent = 0;
      const events = drawn.map((some) =>
        some.map((each): UsageToRollUp => ({ ...each, id: `e${(sent += 1)}` })),
      );

      const merged = mergeAllRollUps(
        counting,
        events.flatMap((some) => rollUp(counting, some)),
      );

      expect(sorted(merged)).toEqual(sorted(rollUp(counting, events.flat())));
    }),
  );
});
