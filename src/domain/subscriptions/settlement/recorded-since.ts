import { daysAfter } from '#domain/shared/calendar/days.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { periodOn } from '#domain/shared/calendar/grid.ts';
import { earliestOf } from '#domain/shared/extremes.ts';
import type { CalendarDate } from '#domain/shared/time.ts';

/** A day on which something of an item changes, and the periods of that item. */
export interface ChangedOn {
  readonly on: CalendarDate;
  readonly grid: Grid;
}

/**
 * Charges that end on this day or earlier do not matter to these changes: it lies before every
 * period that was open on the day before one of them. Null where nothing changes.
 */
export const dayBeforeChanges = (changes: readonly ChangedOn[]): CalendarDate | null => {
  const starts = changes.map(({ grid, on }) => periodOn(grid, daysAfter(on, -1)).start);
  const first = earliestOf(starts);
  return first === undefined ? null : daysAfter(first, -1);
};
