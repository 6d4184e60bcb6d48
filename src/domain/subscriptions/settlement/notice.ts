import { daysAfter } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import type { Cursor } from '#domain/subscriptions/settlement/settlement.ts';

/**
 * When `invoice.upcoming` is to tell of the next invoice of a subscription: at the beginning of the
 * local day so many days before. Null where it told of it already, or nothing more is charged.
 * @param days 0 for no notice at all
 */
export const noticeAt = (
  { nextDueAt, noticedThrough }: Pick<Cursor, 'nextDueAt' | 'noticedThrough'>,
  timeZone: TimeZone,
  days: number,
): Instant | null => {
  if (days === 0 || nextDueAt === null) return null;
  if (noticedThrough !== null && noticedThrough >= nextDueAt) return null;
  return startOfDay(timeZone, daysAfter(localDateAt(timeZone, nextDueAt), -days));
};

/** The next instant at which a subscription needs attention: it is charged, or a notice is due. */
export const attentionAt = (cursor: Cursor, timeZone: TimeZone, days: number): Instant | null =>
  noticeAt(cursor, timeZone, days) ?? cursor.nextDueAt;
