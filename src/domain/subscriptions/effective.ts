import type { Grid } from '#domain/shared/calendar/grid.ts';
import { periodOn } from '#domain/shared/calendar/grid.ts';
import { orNull } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseText } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import { dayAt, endMark, markOn } from '#domain/subscriptions/mark.ts';
import type {
  ActiveSubscription,
  ScheduledSubscription,
} from '#domain/subscriptions/subscription.ts';

/** When a change takes effect: at once, at the end of the period, on a day or at an instant. */
export type EffectiveInput =
  | 'now'
  | 'period_end'
  | { readonly on: string }
  | { readonly at: string };

export const endReasonLengthMax = 500;

export const parseEndReason = orNull((text: string) => parseText(text, endReasonLengthMax));

/**
 * The mark at which a subscription ends. The end of the period of one that has not begun is its
 * start.
 * @param grid the plan's periods
 * @throws {InvalidValue} `effective_in_the_past`, or as dates and instants are refused
 */
export const endEffective = (
  effective: EffectiveInput,
  { facts, status }: ScheduledSubscription | ActiveSubscription,
  grid: Grid,
  now: Instant,
): Mark => {
  const { timeZone, policy, start } = facts;
  if (effective === 'now') return endMark(now, timeZone, policy);
  if (effective === 'period_end') {
    return status === 'scheduled'
      ? start
      : markOn(periodOn(grid, dayAt(timeZone, now)).end, timeZone);
  }
  const mark =
    'on' in effective
      ? markOn(
          atPointer('/effective/on', () => parseCalendarDate(effective.on)),
          timeZone,
        )
      : endMark(
          atPointer('/effective/at', () => parseInstant(effective.at)),
          timeZone,
          policy,
        );
  if (mark.at >= now) return mark;
  throw InvalidValue.because(
    'effective_in_the_past',
    'A subscription is canceled now or later.',
    'on' in effective ? '/effective/on' : '/effective/at',
  );
};

const atPointer = <Value>(pointer: string, parse: () => Value): Value => {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new InvalidValue(error.faults.map((fault) => ({ ...fault, pointer })));
  }
};
