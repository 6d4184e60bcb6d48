import fc from 'fast-check';
import { dateOfEpochDay, epochDayOf, partsOf } from '#domain/shared/calendar/days.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { intervalCountMax, intervalUnits } from '#domain/shared/interval.ts';
import type { CalendarDate, TimeZone } from '#domain/shared/time.ts';
import { parseTimeZone } from '#domain/shared/time.ts';

/** How many cases each law of the calendar is tried on; `npm run test:calendar` tries more. */
export const calendarRuns = Number(process.env['CALENDAR_RUNS'] ?? 60);

/** Every time zone that this Node knows. */
export const allZones: readonly TimeZone[] = ['UTC', ...Intl.supportedValuesOf('timeZone')].map(
  parseTimeZone,
);

/** The zones that are tried in turn: all of them, but where mutants are tried by the thousand. */
const zoneStep = Number(process.env['CALENDAR_ZONE_STEP'] ?? 1);
export const zonesInTurn: readonly TimeZone[] = allZones.filter(
  (_, index) => index % zoneStep === 0,
);

export const zones = fc.constantFrom(...allZones);

const day = (date: string): number => epochDayOf(date as CalendarDate);

export const datesBetween = (from: string, to: string): fc.Arbitrary<CalendarDate> =>
  fc.integer({ min: day(from), max: day(to) }).map(dateOfEpochDay);

// The ends of months are where counting goes wrong, so they come more often than chance has them.
const anchors = fc.oneof(
  datesBetween('1960-01-01', '2060-12-31'),
  datesBetween('1960-01-01', '2060-12-31').filter((date) => partsOf(date).day >= 29),
  fc
    .constantFrom('1960-02-29', '2000-02-29', '2024-02-29', '2048-02-29')
    .map((date) => date as CalendarDate),
);

const intervals = fc.oneof(
  ...intervalUnits.map((unit) =>
    fc.record({
      unit: fc.constant(unit),
      count: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: intervalCountMax[unit] })),
    }),
  ),
);

/** Grids of all intervals through all days, with the anchor's day cut off by its month or not. */
export const grids: fc.Arbitrary<Grid> = fc
  .tuple(intervals, anchors, fc.boolean())
  .map(([interval, anchorOn, isCutOff]) => {
    const anchorDay = partsOf(anchorOn).day;
    const isLastOfMonth = partsOf(dateOfEpochDay(epochDayOf(anchorOn) + 1)).day === 1;
    return { ...interval, anchorOn, anchorDay: isCutOff && isLastOfMonth ? 31 : anchorDay };
  });
