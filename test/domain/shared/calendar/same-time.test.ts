import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { sameTimeLater } from '#domain/shared/calendar/local-time.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, parseInstant } from '#domain/shared/time.ts';
import { calendarRuns, zones } from './arbitraries.ts';

// The instant so many days later at which the clocks on the wall show the same time.

test.each([
  ['Europe/Vienna', '2026-03-28T11:00:00Z', 1, '2026-03-29T10:00:00.000Z', 'a day of 23 hours'],
  ['Europe/Vienna', '2026-10-24T10:00:00Z', 1, '2026-10-25T11:00:00.000Z', 'a day of 25 hours'],
  ['Europe/Vienna', '2026-03-28T01:30:00Z', 1, '2026-03-29T01:30:00.000Z', '2:30 is left out'],
  ['Europe/Vienna', '2026-10-24T00:30:00Z', 1, '2026-10-25T00:30:00.000Z', 'the first 2:30'],
  ['Europe/Vienna', '2026-10-25T01:30:00Z', 0, '2026-10-25T00:30:00.000Z', 'the first of itself'],
  ['America/New_York', '2026-01-31T12:34:56.789Z', 30, '2026-03-02T12:34:56.789Z', 'a trial'],
  ['Asia/Beirut', '2026-03-27T22:15:00Z', 1, '2026-03-28T22:15:00.000Z', 'midnight is left out'],
  ['Pacific/Apia', '2011-12-29T20:00:00Z', 1, '2011-12-30T20:00:00.000Z', 'a day is left out'],
  ['Asia/Kathmandu', '2026-06-01T00:00:00Z', 730, '2028-05-31T00:00:00.000Z', 'no change at all'],
])('in %s after %s and %i days it is %s: %s', (zone, at, days, expected) => {
  const same = sameTimeLater(zone as TimeZone, parseInstant(at), days);

  expect(formatInstant(same)).toBe(expected);
});

test('is what Temporal calls compatible, in any zone and around any change of the clocks', () => {
  const moments = fc.integer({ min: -1_500_000_000, max: 2_800_000_000 });
  const hours = fc.integer({ min: -30, max: 30 });
  fc.assert(
    fc.property(zones, moments, hours, fc.nat({ max: 730 }), (zone, second, away, days) => {
      const from = Temporal.Instant.fromEpochMilliseconds(second * 1000);
      const change = from.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
      const near = (change ?? from.toZonedDateTimeISO(zone)).add({ hours: away });

      // The time that is counted to lies near the change, so it may be left out, or be shown twice.
      const start = near.subtract({ days });
      const clock = start.toPlainDateTime().add({ days });
      const expected = clock.toZonedDateTime(zone, { disambiguation: 'compatible' });

      const same = sameTimeLater(zone, start.epochMilliseconds as Instant, days);
      expect(formatInstant(same)).toBe(formatInstant(expected.epochMilliseconds as Instant));
    }),
    { numRuns: calendarRuns * 5 },
  );
});
