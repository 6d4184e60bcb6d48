import { partsOf } from '#domain/shared/calendar/days.ts';
import { boundaryAt, periodOn } from '#domain/shared/calendar/grid.ts';
import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import { intervalUnits } from '#domain/shared/interval.ts';
import type { CalendarDate, CalendarLength, Instant, TimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { dayAt, markOn } from '#domain/subscriptions/agreement/mark.ts';

export const renewals = ['end', 'renew'] as const;

/** Whether a subscription ends with its term, or goes on for another one. */
export type Renewal = (typeof renewals)[number];

/** How long a customer is bound at a time. */
export interface Term {
  readonly length: CalendarLength;
  readonly renewal: Renewal;
  /** The local day on which the first term begins: that of the start, or of the trial's end. */
  readonly startsOn: CalendarDate;
}

/** The longest term is ten years, whatever it is counted in. */
export const termCountMax: { readonly [Unit in IntervalUnit]: number } = {
  day: 3650,
  week: 520,
  month: 120,
  year: 10,
};

/**
 * Reads how long a term is.
 * @throws {InvalidValue} `invalid_term` at `/unit` or `/count`
 */
export const parseTermLength = ({ unit, count }: CalendarLength): CalendarLength =>
  checkAll({
    unit: () => {
      if (intervalUnits.includes(unit)) return unit;
      const detail = `A term is counted in one of ${intervalUnits.join(', ')}.`;
      throw InvalidValue.because('invalid_term', detail);
    },
    count: () => {
      const countMax = termCountMax[unit] ?? 1;
      if (Number.isInteger(count) && count >= 1 && count <= countMax) return count;
      const detail = `A term has 1 to ${countMax} when it is counted in ${unit}s.`;
      throw InvalidValue.because('invalid_term', detail);
    },
  });

const gridOfTerm = ({ length, startsOn }: Term) => ({
  unit: length.unit,
  count: length.count,
  anchorOn: startsOn,
  anchorDay: partsOf(startsOn).day,
});

/** Where the first term ends: by the calendar, so that it is a boundary of whole periods. */
export const firstTermEnd = (term: Term, zone: TimeZone): Mark =>
  markOn(boundaryAt(gridOfTerm(term), 1), zone);

/** Where the term ends that holds at an instant; the first one before it begins. */
export const termEndAt = (term: Term, zone: TimeZone, at: Instant): Mark => {
  const day = dayAt(zone, at);
  if (term.renewal === 'end' || day < term.startsOn) return firstTermEnd(term, zone);
  return markOn(periodOn(gridOfTerm(term), day).end, zone);
};
