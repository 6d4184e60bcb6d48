import type { CountedSpan } from '#domain/metering/tally.ts';
import { dateOf, daysAfter, partsOf } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import { stretchAt } from '#domain/shared/calendar/zone-offsets.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';

/** The lengths by which usage is shown, of the local calendar and clock. */
export const usageWindows = ['hour', 'day', 'month'] as const;

export type UsageWindow = (typeof usageWindows)[number];

/** The most windows of one query. */
export const usageWindowsMax = 2000;

const hourMilliseconds = 3_600_000;

/**
 * Cuts a span at the local hours, days or months that begin within it: the first window and the
 * last may be parts of theirs. Windows tile the span, whatever the clocks do: an hour that they
 * show twice is two windows.
 * @throws {InvalidValue} `out_of_range` of more than `usageWindowsMax`
 */
export const windowsWithin = (
  zone: TimeZone,
  window: UsageWindow,
  { from, to }: CountedSpan,
): readonly CountedSpan[] => {
  const windows: CountedSpan[] = [];
  for (let start = from; start < to; ) {
    if (windows.length === usageWindowsMax) {
      const detail = `There are ${usageWindowsMax} windows at most: ask for longer ones, or less.`;
      throw InvalidValue.because('out_of_range', detail);
    }
    const next = nextStart(zone, window, start);
    const end = next < to ? next : to;
    windows.push({ from: start, to: end });
    start = end;
  }
  return windows;
};

const nextStart = (zone: TimeZone, window: UsageWindow, at: Instant): Instant => {
  switch (window) {
    case 'hour':
      return nextHour(zone, at);
    case 'day':
      return startAfter(zone, at, (date) => daysAfter(date, 1));
    case 'month':
      return startAfter(zone, at, nextMonth);
  }
};

// Where the clocks are changed within an hour, a window ends there.
const nextHour = (zone: TimeZone, at: Instant): Instant => {
  const { offset, until } = stretchAt(zone, at);
  const local = Math.floor((at + offset) / hourMilliseconds + 1) * hourMilliseconds;
  return Math.min(local - offset, until) as Instant;
};

// Where the clocks are put back over midnight, the day that has begun is not over yet.
const startAfter = (
  zone: TimeZone,
  at: Instant,
  next: (date: CalendarDate) => CalendarDate,
): Instant => {
  let date = next(localDateAt(zone, at));
  while (startOfDay(zone, date) <= at) date = next(date);
  return startOfDay(zone, date);
};

const nextMonth = (date: CalendarDate): CalendarDate => {
  const { year, month } = partsOf(date);
  return month === 12 ? dateOf(year + 1, 1, 1) : dateOf(year, month + 1, 1);
};
