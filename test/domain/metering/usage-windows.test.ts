import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Aggregation } from '#domain/metering/definition.ts';
import { aggregations } from '#domain/metering/definition.ts';
import { quantitiesIn, quantitiesOf } from '#domain/metering/quantities.ts';
import type { Counted } from '#domain/metering/tally.ts';
import { quantityOf, tallyOf } from '#domain/metering/tally.ts';
import type { UsageWindow } from '#domain/metering/usage-windows.ts';
import { usageWindows, usageWindowsMax, windowsWithin } from '#domain/metering/usage-windows.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, instantOf, parseInstant } from '#domain/shared/time.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';
import { checkLaw } from '../../support/laws.ts';

const cut = (zone: string, window: UsageWindow, from: string, to: string): readonly string[] =>
  windowsWithin(zone as TimeZone, window, { from: parseInstant(from), to: parseInstant(to) }).map(
    (each) => formatInstant(each.from).slice(0, 16),
  );

test.each<[string, string, UsageWindow, string, string, readonly string[]]>([
  [
    'a day of 23 hours',
    'Europe/Vienna',
    'day',
    '2026-03-28T23:00:00Z',
    '2026-03-30T22:00:00Z',
    ['2026-03-28T23:00', '2026-03-29T22:00'],
  ],
  [
    'the hour that the clocks show twice',
    'Europe/Vienna',
    'hour',
    '2026-10-24T23:30:00Z',
    '2026-10-25T02:00:00Z',
    ['2026-10-24T23:30', '2026-10-25T00:00', '2026-10-25T01:00'],
  ],
  [
    'hours of a zone half an hour off',
    'Asia/Kolkata',
    'hour',
    '2026-10-01T00:00:00Z',
    '2026-10-01T02:00:00Z',
    ['2026-10-01T00:00', '2026-10-01T00:30', '2026-10-01T01:30'],
  ],
  [
    'a change of the clocks by half an hour',
    'Australia/Lord_Howe',
    'hour',
    '2026-04-04T14:00:00Z',
    '2026-04-04T16:30:00Z',
    ['2026-04-04T14:00', '2026-04-04T15:00', '2026-04-04T15:30'],
  ],
  [
    'a day that its zone left out',
    'Pacific/Apia',
    'day',
    '2011-12-29T10:00:00Z',
    '2011-12-31T10:00:00Z',
    ['2011-12-29T10:00', '2011-12-30T10:00'],
  ],
  [
    'a day that has begun before the clocks are put back',
    'America/St_Johns',
    'day',
    '2010-11-07T02:40:00Z',
    '2010-11-08T04:00:00Z',
    ['2010-11-07T02:40', '2010-11-08T03:30'],
  ],
  [
    'months, the first a part',
    'America/New_York',
    'month',
    '2026-01-15T12:00:00Z',
    '2026-03-01T05:00:00Z',
    ['2026-01-15T12:00', '2026-02-01T05:00'],
  ],
  [
    'months over the end of a year',
    'UTC',
    'month',
    '2026-11-01T00:00:00Z',
    '2027-02-01T00:00:00Z',
    ['2026-11-01T00:00', '2026-12-01T00:00', '2027-01-01T00:00'],
  ],
])('%s: %s, by %s', (_name, zone, window, from, to, starts) => {
  expect(cut(zone, window, from, to)).toEqual(starts);
});

test('there is a bound of windows', () => {
  const from = instantOf(0);
  const after = (hours: number) => instantOf(hours * 3_600_000);
  const zone = 'UTC' as TimeZone;

  const all = windowsWithin(zone, 'hour', { from, to: after(usageWindowsMax) });

  expect(all.length).toBe(usageWindowsMax);
  expect(() => windowsWithin(zone, 'hour', { from, to: after(usageWindowsMax + 1) })).toThrow(
    expect.objectContaining({ faults: [expect.objectContaining({ code: 'out_of_range' })] }),
  );
});

const zones = ['UTC', 'Europe/Vienna', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Beirut'];
const carrying: readonly Aggregation[] = ['sum', 'latest', 'unique', 'weighted_sum'];

// A law of its own arithmetic: each window is counted as if it had been asked for alone.
test('windows tile the span, and each is counted as if it were the only one', () => {
  const moment = fc.integer({ min: 1_700_000_000, max: 1_710_000_000 });
  const event = fc.record({ seconds: moment, value: fc.integer({ min: -3, max: 9 }) });
  checkLaw(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...usageWindows.filter((each) => each !== 'hour')),
      fc.constantFrom(...aggregations),
      fc.boolean(),
      fc.tuple(moment, moment),
      fc.array(event, { maxLength: 30 }),
      (zone, window, aggregation, isCarried, bounds, events) => {
        const [first, last] = bounds.toSorted((one, other) => one - other);
        const span = {
          from: instantOf((first ?? 0) * 1000),
          to: instantOf((last ?? 0) * 1000 + 1),
        };
        const isCarriedOver = isCarried && carrying.includes(aggregation);
        const meter = buildMeter({ aggregation, isCarriedOver }).facts;
        const counted = events
          .map(({ seconds, value }, index): Counted => {
            const reading = { value: String(value), isRemoval: false, group: [] };
            return { at: instantOf(seconds * 1000), key: String(index), reading };
          })
          .filter(({ at }) => at < span.to && (isCarriedOver || at >= span.from));
        const windows = windowsWithin(zone as TimeZone, window, span);

        const rows = quantitiesIn(meter, counted, windows);

        expect(windows[0]?.from).toBe(span.from);
        expect(windows.at(-1)?.to).toBe(span.to);
        for (const [index, each] of windows.slice(1).entries()) {
          expect(each.from).toBe(windows[index]?.to);
        }
        const alone = windows.map((each) => {
          const own = counted.filter(
            ({ at }) => at < each.to && (isCarriedOver || isFrom(each.from, at)),
          );
          return quantityOf(meter, tallyOf(aggregation, own), each).toText();
        });
        expect(rows.map(({ quantity }) => quantity)).toEqual(alone);
      },
    ),
  );
});

const isFrom = (from: Instant, at: Instant): boolean => at >= from;

test('of two events of one instant the one whose source and id sort last is the later', () => {
  const meter = buildMeter({ aggregation: 'latest', property: 'v' }).facts;
  const sent = (source: string, id: string, v: number) => {
    return { source, id, at: instantOf(5), data: { v } };
  };
  const windows = [{ from: instantOf(0), to: instantOf(10) }];
  const latestOf = (...events: readonly ReturnType<typeof sent>[]) =>
    quantitiesOf(meter, { rolledUp: [], events }, windows).map(({ quantity }) => quantity);

  expect(latestOf(sent('b', '1', 7), sent('a', '2', 5), sent('a', '3', 6))).toEqual(['7']);
  expect(latestOf(sent('a', '2', 5), sent('a', '3', 6), sent('a', '1', 4))).toEqual(['6']);
});

test('groups have rows where they have events, in the order of time and of their texts', () => {
  const meter = { ...buildMeter({ aggregation: 'sum' }).facts, groupBy: ['region'] };
  const counted = (at: number, value: string, region: string | null): Counted => ({
    at: instantOf(at),
    key: `${at}${region}`,
    reading: { value, isRemoval: false, group: [region] },
  });
  const windows = [0, 10, 20].map((from) => ({ from: instantOf(from), to: instantOf(from + 10) }));

  const rows = quantitiesIn(
    meter,
    [
      counted(1, '2', 'us'),
      counted(12, '3', 'eu'),
      counted(25, '1', null),
      counted(13, '1', 'us'),
      counted(29, '4', 'eu'),
    ],
    windows,
  );

  expect(rows).toEqual([
    { start: 0, end: 10, group: { region: 'us' }, quantity: '2' },
    { start: 10, end: 20, group: { region: 'eu' }, quantity: '3' },
    { start: 10, end: 20, group: { region: 'us' }, quantity: '1' },
    { start: 20, end: 30, group: { region: 'eu' }, quantity: '4' },
    { start: 20, end: 30, group: { region: null }, quantity: '1' },
  ]);
});
