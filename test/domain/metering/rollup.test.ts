import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aggregations } from '#domain/metering/definition.ts';
import { OpenRollUps } from '#domain/metering/open-roll-ups.ts';
import type { Counting, GroupTally, RollUp, UsageToRollUp } from '#domain/metering/rollup.ts';
import { countingOf, startOfRollUp, talliesOf } from '#domain/metering/rollup.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { instantOf, parseInstant } from '#domain/shared/time.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';

const begin = parseInstant('2026-06-01T00:00:00Z');
const customerIds = [buildId('cus'), buildId('cus')];
const subscriptionIds = [buildId('sub'), null];
const { facts } = buildMeter();

const event = fc.record({
  source: fc.constant('api'),
  type: fc.constantFrom(facts.eventType, facts.eventType, 'other', 'nobody counts it'),
  at: fc.nat({ max: 72 * 60 }).map((minutes) => instantOf(begin + minutes * 60_000)),
  customerId: fc.constantFrom(...customerIds),
  subscriptionId: fc.constantFrom(...subscriptionIds),
  data: fc.record({
    size: fc.oneof(fc.constantFrom('0.5', '-7.25', '999999999999999.999999999999', 'x'), fc.nat()),
    region: fc.constantFrom('eu', 'us', null),
    zone: fc.constantFrom('1', '', null),
  }),
});
const pages = fc.array(fc.array(event, { maxLength: 8 }), { maxLength: 5 });

/** As they are compared: in an order of their own, and with the shortest texts of their sums. */
const sorted = (rolledUp: readonly RollUp[]) =>
  rolledUp
    .map((day) => ({
      ...day,
      groups: sortedGroups(day.groups),
      hours: day.hours
        .map((hour) => ({ ...hour, groups: sortedGroups(hour.groups) }))
        .toSorted((one, other) => one.startsAt - other.startsAt),
    }))
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));

const sortedGroups = (groups: readonly GroupTally[] | null) =>
  groups
    ?.map(({ group, tally }) => ({ group, tally: shown(tally) }))
    .toSorted((one, other) => (JSON.stringify(one.group) < JSON.stringify(other.group) ? -1 : 1)) ??
  null;

const shown = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, each: unknown) => {
      if (each instanceof Fraction) return each.toText();
      return each instanceof Map
        ? [...each].toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1))
        : each;
    }),
  );

type Day = Pick<RollUp, 'customerId' | 'subscriptionId' | 'startsAt'>;

const keyOf = ({ customerId, subscriptionId, startsAt }: Day): string =>
  `${customerId}/${subscriptionId}/${startsAt}`;

/** The same by its definition: the tallies of all events of each day, and of each hour. */
const tallied = (counting: Counting, events: readonly UsageToRollUp[]): readonly RollUp[] => {
  const dayOf = ({ customerId, subscriptionId, at }: UsageToRollUp) =>
    [customerId, subscriptionId, startOfRollUp(at, 24)].join('/');
  const own = events.filter(({ type }) => type === counting.eventType);
  return [...Map.groupBy(own, dayOf).values()].flatMap((some) => {
    const [first] = some;
    const groups = talliesOf(counting, some);
    if (first === undefined || groups.length === 0) return [];
    const hours = [...Map.groupBy(some, ({ at }) => startOfRollUp(at, 1))]
      .map(([startsAt, ofHour]) => ({ startsAt, groups: talliesOf(counting, ofHour) }))
      .filter((hour) => hour.groups.length > 0);
    const { customerId, subscriptionId, at } = first;
    return [{ customerId, subscriptionId, startsAt: startOfRollUp(at, 24), groups, hours }];
  });
};

test.each(aggregations)(
  'law: %s is rolled up as its events are tallied, by all its ways',
  (aggregation) => {
    const property = aggregation === 'count' ? null : 'size';
    const filters = [{ property: 'region', in: ['eu', 'us'] }];
    const base = { ...facts, aggregation, property, removal: { property: 'region', value: 'us' } };
    const countings = [
      countingOf(base, []),
      countingOf(base, ['region']),
      countingOf(base, ['zone', 'region']),
      countingOf({ ...base, filters }, ['region']),
      countingOf({ ...base, eventType: 'other' }, []),
    ];
    fc.assert(
      fc.property(pages, (drawn) => {
        let sent = 0;
        const events = drawn.map((some) =>
          some.map((each): UsageToRollUp => ({ ...each, id: `e${(sent += 1)}` })),
        );

        const open = new OpenRollUps(countings);
        for (const some of events) open.add(some);

        for (const counting of countings) {
          expect(sorted(open.by(counting))).toEqual(sorted(tallied(counting, events.flat())));
        }
      }),
    );
  },
);
