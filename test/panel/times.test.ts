import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dateAfter,
  dateText,
  instantOfLocal,
  instantText,
  localDateOf,
  localTimeOf,
  periodText,
  zoneName,
  zoneOfLines,
} from '../../panel/values/times.ts';

const zones = [
  'Pacific/Kiritimati',
  'America/Los_Angeles',
  'Europe/Vienna',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'UTC',
];

describe('a period', () => {
  test.each([
    ['2026-11-01', '2026-12-01', '1 Nov 2026 – 30 Nov 2026'],
    ['2026-12-31', '2027-01-01', '31 Dec 2026'],
    ['2026-11-01', '2026-11-01', '1 Nov 2026'],
  ])('from %s and before %s is read with its last day', (start, end, shown) => {
    expect(periodText({ start, end }, 'en-GB')).toBe(shown);
  });
});

describe('an instant', () => {
  test.each([
    ['Pacific/Kiritimati', '2026-11-24', '14:30'],
    ['America/Los_Angeles', '2026-11-23', '16:30'],
    ['Europe/Vienna', '2026-11-24', '01:30'],
  ])('is in %s on %s at %s', (zone, date, time) => {
    expect(localDateOf('2026-11-24T00:30:00.000Z', zone)).toBe(date);
    expect(localTimeOf('2026-11-24T00:30:00.000Z', zone)).toBe(time);
  });

  test('is written by the clocks of the zone, which has a name', () => {
    const instant = '2026-07-01T22:30:00.000Z';

    expect(instantText(instant, 'Europe/Vienna', 'en-GB')).toBe('2 Jul 2026, 00:30');
    expect(zoneName(instant, 'Europe/Vienna', 'en-GB')).toBe('CEST');
  });

  test('reads back from its local date and time, but in the hour that comes twice', () => {
    const minutes = fc.integer({ min: 0, max: 40 * 366 * 24 * 60 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
        const instant = new Date(Date.UTC(2000, 0, 1) + minute * 60_000).toISOString();

        const [date, time] = [localDateOf(instant, zone), localTimeOf(instant, zone)];
        const read = instantOfLocal(date, time, zone);

        expect([localDateOf(read, zone), localTimeOf(read, zone)]).toEqual([date, time]);
        expect(read <= instant).toBe(true);
      }),
    );
  });

  test('that the clocks skip is the first one after; of two, the earlier one', () => {
    expect(instantOfLocal('2026-03-29', '02:30', 'Europe/Vienna')).toBe('2026-03-29T01:30:00.000Z');
    expect(instantOfLocal('2026-10-25', '02:30', 'Europe/Vienna')).toBe('2026-10-25T00:30:00.000Z');
  });
});

describe('a date', () => {
  test('is printed as it is, wherever one reads it', () => {
    expect(dateText('2026-11-23', 'en-GB')).toBe('23 Nov 2026');
  });

  test.each([
    ['2026-01-31', 1, 'month', '2026-02-28'],
    ['2024-01-31', 1, 'month', '2024-02-29'],
    ['2026-12-31', 1, 'day', '2027-01-01'],
    ['2026-11-23', 12, 'month', '2027-11-23'],
    ['2026-03-01', -1, 'day', '2026-02-28'],
  ] as const)('%s and %i %s is %s', (date, count, unit, later) => {
    expect(dateAfter(date, count, unit)).toBe(later);
  });
});

test('lines are told by the first zone that one of them has', () => {
  const byHand = { timeZone: null };

  expect(zoneOfLines([byHand, { timeZone: 'Asia/Tokyo' }])).toBe('Asia/Tokyo');
  expect(zoneOfLines([byHand])).toBeUndefined();
});
