import type { CountedBy, Span } from '#domain/charging/derivation.ts';
import { lengthOf } from '#domain/charging/part-of-period.ts';
import { parseBillingDate } from '#domain/shared/calendar/billing-dates.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { startOfDay } from '#domain/shared/calendar/local-time.ts';
import { checkAll, checkEach } from '#domain/shared/check.ts';
import { parseDecimal } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { intervalCountMax } from '#domain/shared/interval.ts';
import { choiceOf } from '#domain/shared/settings.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';

// Levels in a period, as people write them.

/** A level as people write it: it is so from an instant on, or from the beginning of a day. */
export interface LevelInput {
  readonly from: Instant | CalendarDate;
  /** A decimal. */
  readonly quantity: string;
}

/** Levels, and what says for how long each of them is held. */
export interface TimeInput {
  /** In the order of time. Each is held until the next one, the last until the period ends. */
  readonly levels?: readonly LevelInput[] | undefined;
  /** Local dates, the end exclusive. */
  readonly period?: { readonly start: string; readonly end: string } | undefined;
  /** UTC where absent. */
  readonly timeZone?: string | undefined;
  /** `day` where absent. */
  readonly countedBy?: CountedBy | undefined;
}

/** A period, and how its time is counted. */
export interface PreviewedTime {
  readonly period: Span;
  readonly timeZone: TimeZone;
  readonly countedBy: CountedBy;
}

export interface PreviewedLevel {
  readonly at: Instant;
  readonly quantity: string;
}

/** The most levels that a price is computed of at once. */
export const levelsMax = 1000;

/**
 * The readers of a period and how it is counted, for `checkAll`. They refuse with `required`,
 * `invalid_date`, `out_of_range`, `period_without_length`, `invalid_time_zone`, `invalid_choice`.
 */
export const timeReaders = ({ period, timeZone = 'UTC', countedBy = 'day' }: TimeInput) => {
  // A zone or a way of counting that is no good is one fault, not another one of the period.
  const by = policyValues.countedBy.find((each) => each === countedBy) ?? 'day';
  return {
    period: () => parsePeriod(period, zoneOrUtc(timeZone), by),
    timeZone: () => parseTimeZone(timeZone),
    countedBy: () => choiceOf(policyValues.countedBy)(countedBy),
  };
};

/**
 * Reads levels in the order of time, within their period.
 * @throws {InvalidValue} `too_many`, `invalid_date`, `outside_period`, `levels_not_ascending`, and
 *   what decimals are refused for
 */
export const parseLevels = (
  levels: readonly LevelInput[],
  { period, timeZone }: PreviewedTime,
): readonly PreviewedLevel[] => {
  if (levels.length > levelsMax) {
    throw InvalidValue.because('too_many', `A price is computed of ${levelsMax} levels at most.`);
  }
  let before: Instant | undefined;
  return checkEach(levels, ({ from, quantity }) => {
    const read = checkAll({
      from: () => {
        const at = parseMoment(from, timeZone);
        requireWithin(period, at);
        if (before !== undefined && at <= before) refuseOrder();
        before = at;
        return at;
      },
      quantity: () => parseDecimal(quantity),
    });
    return { at: read.from, quantity: read.quantity };
  });
};

const parseMoment = (from: LevelInput['from'], zone: TimeZone): Instant =>
  typeof from === 'number' ? from : startOfDay(zone, parseCalendarDate(from));

const requireWithin = ({ startsAt, endsAt }: Span, at: Instant): void => {
  if (startsAt <= at && at < endsAt) return;
  const within = `from ${formatInstant(startsAt)} to before ${formatInstant(endsAt)}`;
  throw InvalidValue.because('outside_period', `It lies outside of the period, ${within}.`);
};

const refuseOrder = (): never => {
  throw InvalidValue.because('levels_not_ascending', 'Each level begins after the one before.');
};

const zoneOrUtc = (timeZone: string): TimeZone => {
  try {
    return parseTimeZone(timeZone);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return parseTimeZone('UTC');
  }
};

const parsePeriod = (given: TimeInput['period'], zone: TimeZone, countedBy: CountedBy): Span => {
  if (given === undefined) throw InvalidValue.because('required', 'Levels lie in a period.');
  const { start, end } = checkAll({
    start: () => parseBillingDate(given.start),
    end: () => parseBillingDate(given.end),
  });
  const dayMax = intervalCountMax.day + 1;
  if (end > daysAfter(start, dayMax)) {
    throw InvalidValue.because('out_of_range', `A period has ${dayMax} days at most.`, '/end');
  }
  const period = {
    start,
    end,
    startsAt: startOfDay(zone, start),
    endsAt: startOfDay(zone, end),
  };
  requireLength(period, countedBy);
  return period;
};

// Months of 30 days have no 31st, and a zone that changed its date has left a day out.
const requireLength = (period: Span, countedBy: CountedBy): void => {
  const { start, end, startsAt, endsAt } = period;
  const stored = { start, end, startsAt: formatInstant(startsAt), endsAt: formatInstant(endsAt) };
  if (startsAt < endsAt && lengthOf(countedBy, stored) > 0) return;
  throw InvalidValue.because(
    'period_without_length',
    'The period has no length, as it is counted.',
    '/end',
  );
};
