import {
  dateOf,
  dateOfEpochDay,
  daysInMonth,
  epochDayOf,
  partsOf,
} from '#domain/shared/calendar/days.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import type { CalendarDate } from '#domain/shared/time.ts';

/**
 * The days on which periods begin, in both directions without end: boundary k lies k × count units
 * from the anchor. By days and weeks that is counted in days. By months and years it is the month
 * that far from the anchor's, and in it `anchorDay` or, where the month is shorter, its last day.
 */
export interface Grid {
  readonly unit: IntervalUnit;
  /** At least 1. */
  readonly count: number;
  /** Boundary 0. */
  readonly anchorOn: CalendarDate;
  /** 1 to 31. Later than the day of `anchorOn` where the anchor's month lacks it. */
  readonly anchorDay: number;
}

/** `[start, end)` in days, and how many boundaries after the anchor it starts. */
export interface PeriodOfDays {
  readonly index: number;
  readonly start: CalendarDate;
  readonly end: CalendarDate;
}

/**
 * The day of boundary `index`, which may be negative.
 * @throws {InvariantViolation} when it lies outside the years 0000 to 9999.
 */
export const boundaryAt = (grid: Grid, index: number): CalendarDate => {
  const step = stepOf(grid);
  if (step.days !== null) return dateOfEpochDay(epochDayOf(grid.anchorOn) + index * step.days);
  const month = monthNumberOf(grid.anchorOn) + index * step.months;
  return dayOfMonth(month, grid.anchorDay);
};

/** The index of the last boundary on or before that day; the same few steps for every day. */
export const boundaryIndexOn = (grid: Grid, date: CalendarDate): number => {
  const step = stepOf(grid);
  if (step.days !== null) {
    return Math.floor((epochDayOf(date) - epochDayOf(grid.anchorOn)) / step.days);
  }
  const months = monthNumberOf(date) - monthNumberOf(grid.anchorOn);
  const index = Math.floor(months / step.months);
  // In the month of a boundary, the days before it still belong to the period before.
  return index * step.months === months && date < boundaryAt(grid, index) ? index - 1 : index;
};

/** The period that the day lies in. */
export const periodOn = (grid: Grid, date: CalendarDate): PeriodOfDays => {
  const index = boundaryIndexOn(grid, date);
  return { index, start: boundaryAt(grid, index), end: boundaryAt(grid, index + 1) };
};

type Step =
  | { readonly days: number; readonly months: null }
  | { readonly days: null; readonly months: number };

const stepOf = ({ unit, count }: Grid): Step => {
  switch (unit) {
    case 'day':
      return { days: count, months: null };
    case 'week':
      return { days: 7 * count, months: null };
    case 'month':
      return { days: null, months: count };
    case 'year':
      return { days: null, months: 12 * count };
  }
};

/** Months since January of the year 0. */
const monthNumberOf = (date: CalendarDate): number => {
  const { year, month } = partsOf(date);
  return year * 12 + month - 1;
};

const dayOfMonth = (monthNumber: number, day: number): CalendarDate => {
  const year = Math.floor(monthNumber / 12);
  const month = monthNumber - year * 12 + 1;
  return dateOf(year, month, Math.min(day, daysInMonth(year, month)));
};
