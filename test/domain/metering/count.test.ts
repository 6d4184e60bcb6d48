import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountedPeriod, CountedQuantity } from '#domain/metering/count.ts';
import { countUsage, isCounted, namedGroup } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { aggregations } from '#domain/metering/definition.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import { countInOrder, OpenGroups } from '#domain/metering/open-groups.ts';
import { openQuantity } from '#domain/metering/open-quantity.ts';
import type { MeasuredUsage } from '#domain/metering/rollup.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';
import { checkLaw } from '../../support/laws.ts';

const at = (milliseconds: number): Instant => instantOf(milliseconds);
const part = (from: number, to: number) => ({ from: at(from), to: at(to) });
const event = (id: string, time: number, data: object): UsageToCount => {
  return { id, source: 's', at: at(time), data: { ...data } };
};

const toText = ({ group, events, quantity }: CountedQuantity) => [group, events, quantity.toText()];

/** A period of thirty milliseconds, with a pause in its middle third. */
const paused: CountedPeriod = { period: part(0, 30), spans: [part(0, 10), part(20, 30)] };

/** Counts as `countUsage` does, event by event, and tells the events of each quantity. */
const countedInOrder = (
  meter: MeterDefinition,
  groupBy: readonly string[],
  events: readonly UsageToCount[],
  within: CountedPeriod,
) => {
  const open = new OpenGroups(meter, groupBy, within, () => {
    const counted: MeasuredUsage[] = [];
    const quantity = openQuantity(meter, within);
    return {
      add: (each) => {
        counted.push(each);
        quantity.add(each);
      },
      close: () => ({ ...quantity.close(), counted }),
    };
  });
  return countInOrder(open, events);
};

describe('usage', () => {
  test('is counted in the parts of a period, and a level all that lies before', () => {
    const sum = buildMeter({ aggregation: 'sum', property: 'v' }).facts;
    const level = { ...sum, isCarriedOver: true };
    const events = [-5, 0, 9, 10, 15, 20, 29, 30].map((time, index) =>
      event(`e${index}`, time, { v: 10 ** index }),
    );

    expect(countUsage(sum, [], events, paused).map(toText)).toEqual([[{}, 4, '1100110']]);
    expect(countUsage(level, [], events, paused).map(toText)).toEqual([[{}, 7, '1111111']]);
    expect([0, 9, 10, 19, 20, 30].map((time) => isCounted(sum, at(time), paused))).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(isCounted(level, at(-1), paused)).toBe(true);
    expect(isCounted(level, at(30), paused)).toBe(false);
  });

  test('of nothing is one quantity of zero, and no group', () => {
    const { facts } = buildMeter();

    expect(countUsage(facts, [], [], paused).map(toText)).toEqual([[{}, 0, '0']]);
    expect(countUsage(facts, ['region'], [], paused)).toEqual([]);
    expect(countedInOrder(facts, [], [], paused).map(toText)).toEqual([[{}, 0, '0']]);
    expect(countedInOrder(facts, ['region'], [], paused)).toEqual([]);
  });

  test('is told apart by the values of properties, and by one that is absent', () => {
    const { facts } = buildMeter();
    const events = [
      event('1', 1, { region: 'us', zone: 1 }),
      event('2', 2, { region: 'eu' }),
      event('3', 3, { region: 'us', zone: '1' }),
      event('4', 4, {}),
    ];

    const expected = [
      [{ region: 'eu' }, 1, '1'],
      [{ region: 'us', zone: '1' }, 2, '2'],
      [{}, 1, '1'],
    ];
    expect(countUsage(facts, ['region', 'zone'], events, paused).map(toText)).toEqual(expected);
    expect(countedInOrder(facts, ['region', 'zone'], events, paused).map(toText)).toEqual(expected);
    expect(namedGroup(['a', 'b', 'c'], ['1', null])).toEqual({ a: '1' });
  });

  test('that is held is an average over the whole period, of the time of its parts', () => {
    const disk = buildMeter({
      aggregation: 'weighted_sum',
      property: 'gb',
      isCarriedOver: true,
    }).facts;
    const held = [event('1', -5, { gb: 10 })];
    const rounded = { ...disk, rounding: { mode: 'up', decimals: 0 } as const };

    // Ten in twenty of thirty milliseconds; rounded up part by part it would be eight.
    expect(countUsage(disk, [], held, paused).map(toText)).toEqual([[{}, 1, '20/3']]);
    expect(countUsage(rounded, [], held, paused).map(toText)).toEqual([[{}, 1, '7']]);
    expect(countedInOrder(rounded, [], held, paused).map(toText)).toEqual([[{}, 1, '7']]);
  });
});

test.each(aggregations)('law: the events of each quantity, %s, are those it counts', (name) => {
  const meter = buildMeter({
    aggregation: name,
    filters: [{ property: 'op', in: ['add', 'remove'] }],
  }).facts;
  const drawn = fc.array(
    fc.record({
      time: fc.integer({ min: -5, max: 35 }),
      value: fc.constantFrom(-1, 0, 2, '0.5', 'many'),
      op: fc.constantFrom('add', 'remove', null),
      region: fc.constantFrom('eu', 'us', null),
    }),
    { maxLength: 12 },
  );
  checkLaw(
    fc.property(drawn, fc.constantFrom([], ['region']), (some, groupBy) => {
      const events = some.map(({ time, ...data }, index) => event(`e${index}`, time, data));

      const quantities = countedInOrder(meter, groupBy, events, paused);

      expect(quantities.map(toText)).toEqual(
        countUsage(meter, groupBy, events, paused).map(toText),
      );
      for (const { events: count, counted, group } of quantities) {
        expect(counted).toHaveLength(count);
        for (const { event: own, at: time } of counted) {
          expect(events).toContain(own);
          expect([own.at, own.data['op'] === null]).toEqual([time, false]);
          expect(isCounted(meter, time, paused)).toBe(true);
          if (groupBy.length > 0) expect(own.data['region'] ?? undefined).toBe(group['region']);
        }
      }
    }),
  );
});
