import { describe, expect, test } from 'vitest';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import {
  hasEnded,
  readChangedEnd,
  readItemEnds,
} from '#domain/subscriptions/agreement/item-ends.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import type { ItemDeltaInput } from '#domain/subscriptions/changes/change.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const utc = parseTimeZone('UTC');
const on = (day: string): Mark => markOn(parseCalendarDate(`2026-${day}`), utc);
const byDay = { countedBy: 'day' } as const;
const bounds = {
  from: on('06-10'),
  now: on('06-20').at,
  policy: byDay,
  markOn: (day: CalendarDate) => markOn(day, utc),
};

const version = firstVersionOf(
  buildPlan(buildId('prod'), {
    prices: [
      { name: 'Seats', model: 'per_unit', unitAmount: '10' },
      { name: 'Setup', kind: 'one_time', model: 'per_unit', unitAmount: '99' },
    ],
    trialDays: 0,
  }).activate(someday),
).facts;
const [seats, setup] = version.terms.prices;
if (seats === undefined || setup === undefined) throw new Error('The plan has two prices.');

describe('the ends of the items of a new subscription', () => {
  const read = (...given: readonly Omit<ItemDeltaInput, 'quantity'>[]) =>
    readItemEnds(given, version, bounds);

  test('are the first instants of days of the zone, of those that say one', () => {
    expect([...read({ priceId: seats.id, endsOn: '2026-07-15' }, { priceId: setup.id })]).toEqual([
      [seats.id, on('07-15')],
    ]);
    expect(read({ priceId: seats.id, endsOn: null }, { priceId: setup.id })).toEqual(new Map());
  });

  test('lie behind the start, and are those of what recurs', () => {
    const given = [
      { priceId: seats.id, endsOn: '2026-06-10' },
      { priceId: setup.id, endsOn: '2026-07-15' },
      { priceId: seats.id, endsOn: '2026-06-31' },
      { priceId: seats.id, endsOn: '2200-01-01' },
      { priceId: seats.id, endsOn: '2026-07-15', isIncluded: false },
    ];

    expect(refused(() => read(...given))).toEqual([
      '/items/0/endsOn ends_before_start',
      '/items/1/endsOn one_time',
      '/items/2/endsOn invalid_date',
      '/items/3/endsOn out_of_range',
      '/items/4/endsOn end_of_nothing',
    ]);
  });

  test('lie behind the day and the instant of the start', () => {
    const end = { priceId: seats.id, endsOn: '2026-06-11' };
    const from = { on: parseCalendarDate('2026-06-11'), at: parseInstant('2026-06-10T12:00:00Z') };

    expect(refused(() => readItemEnds([end], version, { ...bounds, from }))).toEqual([
      '/items/0/endsOn ends_before_start',
    ]);
    const bySecond = { ...bounds, from, policy: { countedBy: 'second' } as const };
    expect(readItemEnds([end], version, bySecond).size).toBe(1);
  });
});

describe('the end of an item where days are counted in another zone from then on', () => {
  const islands = parseTimeZone('Pacific/Kiritimati');
  const read = (from: string) =>
    readItemEnds([{ priceId: seats.id, endsOn: '2026-06-11' }], version, {
      ...bounds,
      // The day of the zone before counts, while the new zone is on its next one already.
      from: { on: parseCalendarDate('2026-06-10'), at: parseInstant(from) },
      markOn: (day: CalendarDate) => markOn(day, islands),
    });

  test('lies behind the instant of the change, too', () => {
    const refusal = ['/items/0/endsOn ends_before_start'];

    expect(read('2026-06-10T09:59:59Z').size).toBe(1);
    expect(refused(() => read('2026-06-10T10:00:00Z'))).toEqual(refusal);
    expect(refused(() => read('2026-06-10T10:00:01Z'))).toEqual(refusal);
  });
});

test('the end of an item whose price nobody knows is read: the price is refused elsewhere', () => {
  const unknown = buildId('price');

  expect([...readItemEnds([{ priceId: unknown, endsOn: '2026-07-15' }], version, bounds)]).toEqual([
    [unknown, on('07-15')],
  ]);
});

describe('the end of an item of a change', () => {
  const item = { id: buildId('si'), priceId: seats.id, quantity: '1' };
  const read = (endsOn: string | null | undefined, end?: Mark, given: object = {}) =>
    readChangedEnd(
      { priceId: seats.id, endsOn, ...given },
      seats,
      { ...item, ...(end && { end }) },
      bounds,
    );

  test('stays, is moved or taken away', () => {
    expect(read(undefined)).toBeUndefined();
    expect(read('2026-07-15')).toEqual(on('07-15'));
    expect(read(null)).toBeNull();
    expect(read(undefined, on('07-15'))).toBeUndefined();
    expect(read('2026-08-15', on('07-15'))).toEqual(on('08-15'));
    expect(read('2026-06-12', on('07-15'))).toEqual(on('06-12'));
    expect(read(null, on('07-15'))).toBeNull();
    expect(readChangedEnd({ priceId: seats.id }, undefined, undefined, bounds)).toBeUndefined();
  });

  test('lies behind the day from which the change counts', () => {
    expect(refused(() => read('2026-06-10'))).toEqual([' ends_before_start']);
    expect(read('2026-06-11')).toEqual(on('06-11'));
  });

  test('of one that has ended by then is said anew, or it is taken away', () => {
    const ended = on('06-10');

    expect(refused(() => read(undefined, ended))).toEqual([' item_ended']);
    expect(read('2026-07-15', ended)).toEqual(on('07-15'));
    expect(read(null, ended)).toBeNull();
    expect(read(undefined, ended, { isIncluded: false })).toBeUndefined();
  });

  test('that is over already is moved no further than from a change behind it', () => {
    const over = on('06-15');

    expect(refused(() => read('2026-06-16', over))).toEqual([' item_ended']);
    expect(refused(() => read(null, over))).toEqual([' item_ended']);
    expect(read('2026-06-12', over)).toEqual(on('06-12'));
    expect(read('2026-06-15', over)).toEqual(over);
    expect(read(undefined, over)).toBeUndefined();
    expect(refused(() => read(null, on('06-20')))).toEqual([' item_ended']);
    expect(read(null, on('06-21'))).toBeNull();
  });
});

test('an item has ended from its end on', () => {
  expect(['06-14', '06-15', '06-16'].map((day) => hasEnded({ end: on('06-15') }, on(day)))).toEqual(
    [false, true, true],
  );
  expect(hasEnded({}, on('06-15'))).toBe(false);
});
