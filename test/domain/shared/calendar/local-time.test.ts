import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dateOfEpochDay } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, instantOf, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import { allZones, calendarRuns, datesBetween, zones, zonesInTurn } from './arbitraries.ts';

const minute = 60_000;
const hour = 60 * minute;

const wallDates = new Map<TimeZone, Intl.DateTimeFormat>();

/** The date that a calendar at hand shows, asked of ICU itself. */
const wallDateAt = (zone: TimeZone, at: number): string => {
  let format = wallDates.get(zone);
  if (format === undefined) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'iso8601', ...parts });
    wallDates.set(zone, format);
  }
  const shown = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return `${(shown['year'] ?? '').padStart(4, '0')}-${shown['month']}-${shown['day']}`;
};

const temporalStart = (zone: TimeZone, date: CalendarDate): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;

const assertFirstInstant = (zone: TimeZone, date: CalendarDate): void => {
  const start = startOfDay(zone, date);

  expect(start).toBe(temporalStart(zone, date));
  expect(wallDateAt(zone, start) >= date).toBe(true);
  expect(wallDateAt(zone, start - 1) < date).toBe(true);
  for (let before = start; before > start - 48 * hour; before = instantOf(before - 15 * minute)) {
    if (wallDateAt(zone, before - 1) >= date) {
      expect.fail(`${zone} shows ${date} at ${formatInstant(before)} already`);
    }
  }
};

describe('the start of a local day', () => {
  it.each([
    ['UTC', '2026-11-25', '2026-11-25T00:00:00.000Z', 'midnight'],
    ['Europe/Vienna', '2026-03-29', '2026-03-28T23:00:00.000Z', 'put forward at 2:00, later'],
    ['Europe/Vienna', '2026-03-30', '2026-03-29T22:00:00.000Z', 'after a day of 23 hours'],
    ['Europe/Vienna', '2026-10-26', '2026-10-25T23:00:00.000Z', 'after a day of 25 hours'],
    ['Asia/Kathmandu', '2026-01-01', '2025-12-31T18:15:00.000Z', 'quarters of an hour'],
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z', '0:00 becomes 1:00'],
    ['Asia/Beirut', '2026-03-30', '2026-03-29T21:00:00.000Z', 'the day after that'],
    ['Asia/Beirut', '2026-10-25', '2026-10-24T22:00:00.000Z', '24:00 becomes 23:00'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', '0:00 becomes 1:00'],
    ['Africa/Cairo', '2026-10-30', '2026-10-29T22:00:00.000Z', '24:00 becomes 23:00'],
    ['America/Asuncion', '2023-10-01', '2023-10-01T04:00:00.000Z', '0:00 becomes 1:00'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '0:00 becomes 1:00'],
    ['America/Sao_Paulo', '2019-02-17', '2019-02-17T03:00:00.000Z', '24:00 becomes 23:00'],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z', '0:00 becomes 1:00'],
    ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z', '0:00 becomes 1:00'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', '1:00 becomes 0:00: the first'],
    ['Atlantic/Azores', '2026-10-25', '2026-10-25T00:00:00.000Z', '1:00 becomes 0:00: the first'],
    ['Asia/Tehran', '2022-03-22', '2022-03-21T20:30:00.000Z', '0:00 becomes 1:00'],
    ['America/St_Johns', '2010-11-07', '2010-11-07T02:30:00.000Z', '0:01 becomes 23:01: the first'],
    ['America/St_Johns', '2010-03-14', '2010-03-14T03:30:00.000Z', '0:01 becomes 1:01'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00.000Z', 'before half an hour more'],
    ['Australia/Lord_Howe', '2026-04-06', '2026-04-05T13:30:00.000Z', 'after half an hour more'],
    ['Australia/Lord_Howe', '2026-10-05', '2026-10-04T13:00:00.000Z', 'after half an hour less'],
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', 'the last before the missing day'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', 'the missing day'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', 'the first after the missing day'],
    ['Pacific/Kwajalein', '1993-08-21', '1993-08-21T12:00:00.000Z', 'the missing day'],
    ['Pacific/Kwajalein', '1993-08-22', '1993-08-21T12:00:00.000Z', 'the day after it'],
    ['Pacific/Kwajalein', '1969-09-30', '1969-09-29T13:00:00.000Z', 'a day of 47 hours'],
    ['Pacific/Kwajalein', '1969-10-01', '1969-10-01T12:00:00.000Z', 'the day after it'],
    ['America/Juneau', '1867-10-19', '1867-10-18T08:57:41.000Z', 'shown, left, and shown again'],
    ['Europe/Vienna', '1880-06-01', '1880-05-31T22:54:39.000Z', 'local mean time, to the second'],
    ['Africa/Monrovia', '1971-06-01', '1971-06-01T00:44:30.000Z', 'an offset of 44:30'],
    ['Europe/Vienna', '0000-01-01', '-000001-12-31T22:54:39.000Z', 'the first day of all'],
    ['Europe/Vienna', '9999-07-01', '9999-06-30T22:00:00.000Z', 'summer time for ever'],
    ['America/New_York', '9999-12-31', '9999-12-31T05:00:00.000Z', 'the last day of all'],
  ])('in %s of %s is %s: %s', (zone, text, expected) => {
    const start = startOfDay(zone as TimeZone, parseCalendarDate(text));

    expect(formatInstant(start)).toBe(expected);
  });

  it('is the first instant of its day in every zone, as Temporal says too', () => {
    for (const zone of zonesInTurn) {
      let last = startOfDay(zone, '2024-12-31' as CalendarDate);
      for (let day = 20_089; day < 21_185; day += 1) {
        const date = dateOfEpochDay(day);
        const start = startOfDay(zone, date);
        const isUnusual = start - last !== 24 * hour || date.endsWith('-01');
        if (
          localDateAt(zone, start) !== date ||
          localDateAt(zone, instantOf(start - 1)) >= date ||
          (isUnusual && start !== temporalStart(zone, date))
        ) {
          expect.fail(`${date} begins in ${zone} at ${formatInstant(start)}`);
        }
        last = start;
      }
    }

    expect(allZones.length).toBeGreaterThan(400);
  });

  it('is the first instant of that date or a later one, tried every quarter of an hour', () => {
    fc.assert(
      fc.property(zones, datesBetween('1900-01-01', '2200-12-31'), (zone, date) => {
        assertFirstInstant(zone, date);
      }),
      { numRuns: calendarRuns },
    );
  });

  it('is so on the days around a change of the clocks', () => {
    const changes = fc
      .tuple(zones, datesBetween('1900-01-01', '2060-12-31'), fc.integer({ min: -1, max: 1 }))
      .map(([zone, from, days]) => {
        const change = Temporal.PlainDate.from(from)
          .toZonedDateTime(zone)
          .getTimeZoneTransition('next');
        const date = change?.toPlainDate().add({ days }).toString() ?? from;
        return [zone, date as CalendarDate] as const;
      });
    fc.assert(
      fc.property(changes, ([zone, date]) => {
        assertFirstInstant(zone, date);
      }),
      { numRuns: calendarRuns },
    );
  });
});

describe('the local date', () => {
  it.each([
    ['America/New_York', '2023-03-01T03:47:56Z', '2023-02-28'],
    ['Asia/Kolkata', '2023-02-02T18:29:59.999Z', '2023-02-02'],
    ['Asia/Kolkata', '2023-02-02T18:30:00Z', '2023-02-03'],
    ['Asia/Beirut', '2026-03-28T21:59:59.999Z', '2026-03-28'],
    ['Asia/Beirut', '2026-03-28T22:00:00Z', '2026-03-29'],
    ['America/St_Johns', '2010-11-07T02:30:30Z', '2010-11-07'],
    ['America/St_Johns', '2010-11-07T02:31:00Z', '2010-11-06'],
    ['America/St_Johns', '2010-11-07T03:30:00Z', '2010-11-07'],
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['Pacific/Kiritimati', '2026-01-01T10:00:00Z', '2026-01-02'],
    ['Etc/GMT+12', '2026-01-01T11:59:59Z', '2025-12-31'],
  ])('in %s at %s is %s', (zone, at, expected) => {
    const date = localDateAt(zone as TimeZone, parseInstant(at));

    expect(date).toBe(expected);
  });

  it('is the one on the wall, in any zone and year', () => {
    const seconds = fc.integer({ min: -62_100_000_000, max: 253_400_000_000 });
    fc.assert(
      fc.property(zones, seconds, (zone, second) => {
        const at = (second * 1000) as Instant;

        expect(localDateAt(zone, at)).toBe(wallDateAt(zone, at));
      }),
      { numRuns: calendarRuns },
    );
  });

  it('is the one on the wall around every change of the clocks', () => {
    fc.assert(
      fc.property(zones, datesBetween('1900-01-01', '2200-12-31'), (zone, date) => {
        const midnight = startOfDay(zone, date);
        for (const distance of [-26, -1, -0.25, 0, 0.25, 1, 23, 24, 25]) {
          const at = instantOf(midnight + distance * hour);
          expect(localDateAt(zone, at)).toBe(wallDateAt(zone, at));
        }
      }),
      { numRuns: calendarRuns },
    );
  });

  it('stays right when more years of a zone were asked for than are kept', () => {
    const zone = 'Europe/Vienna' as TimeZone;
    const starts = Array.from({ length: 300 }, (_, year) =>
      startOfDay(zone, `${1950 + year}-07-01` as CalendarDate),
    );

    const again = starts.map((start) => startOfDay(zone, localDateAt(zone, start)));

    expect(again).toEqual(starts);
  });
});
