import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement.ts';
import type { Credit, NewCharge } from '#domain/subscriptions/charges.ts';
import { chargeOf, creditOf } from '#domain/subscriptions/charges.ts';
import type { Due } from '#domain/subscriptions/due.ts';
import { dueBetween, nextDueAt } from '#domain/subscriptions/due.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import { rankOf } from '#domain/subscriptions/mark.ts';

/** How far the charges of a subscription have been made. */
export interface Cursor {
  /** Everything due up to this instant is charged; null before the first charge. */
  readonly settledThrough: Instant | null;
  /** When something is due next; null where nothing is any more. */
  readonly nextDueAt: Instant | null;
}

/** What falls due at one moment. */
export interface SettledMoment {
  readonly at: Instant;
  readonly charges: readonly NewCharge[];
}

export interface Settlement {
  /** In order of time; moments at which nothing is charged are left out. */
  readonly moments: readonly SettledMoment[];
  readonly cursor: Cursor;
}

/** The cause of what is charged because its time has come. */
export const runCause = 'run';

/** Charges everything that fell due since the cursor, up to and with an instant. */
export const settle = (agreement: Agreement, cursor: Cursor, until: Instant): Settlement => {
  const dues = dueBetween(agreement, cursor.settledThrough, until);
  const moments = [...Map.groupBy(dues, ({ at }) => at)].map(([at, ofMoment]) => ({
    at,
    charges: ofMoment.map((due) => chargeOf(agreement, due, runCause)),
  }));
  return { moments, cursor: cursorAt(agreement, until) };
};

/** The cursor of a subscription that is settled through an instant. */
export const cursorAt = (agreement: Agreement, settledThrough: Instant): Cursor => ({
  settledThrough,
  nextDueAt: nextDueAt(agreement, settledThrough),
});

/**
 * The credits that an earlier end brings, for charges in advance that reach beyond it.
 * @param charges those of the subscription that end after the new end
 */
export const creditsOfEnd = (
  charges: readonly ChargeWithTerms[],
  end: Mark,
  { cause, credit }: { readonly cause: string; readonly credit: 'prorated' | 'none' | 'full' },
): readonly Credit[] => {
  if (credit === 'none') return [];
  return charges.flatMap((charge) => creditOf(charge, end, { cause, share: credit }) ?? []);
};

/**
 * What falls due in this very moment because of another end: the arrears up to an end that is now.
 * What was due now without it is charged already.
 */
export const chargesOfNewEnd = (
  before: Agreement,
  after: Agreement,
  now: Instant,
  cause: string,
): readonly NewCharge[] => {
  const justBefore = (now - 1) as Instant;
  const known = dueBetween(before, justBefore, now);
  return dueBetween(after, justBefore, now)
    .filter((due) => !known.some(isSameSpan(due)))
    .map((due) => chargeOf(after, due, cause));
};

const isSameSpan =
  ({ item, phase, from }: Due) =>
  (other: Due): boolean =>
    other.item.id === item.id && other.phase === phase && other.from.at === from.at;

/**
 * The charges that a later end brings, or none at all: what was charged in advance up to the end
 * before is charged on, to the end of its period or to the new end.
 * @param before what was agreed with the earlier end
 * @param after what is agreed now
 * @param settledThrough up to when charges had been made
 */
export const chargesOfLaterEnd = (
  before: Agreement,
  after: Agreement,
  { settledThrough, cause }: { readonly settledThrough: Instant; readonly cause: string },
): readonly NewCharge[] => {
  const ended = dueBetween(before, null, settledThrough).filter(isCutByEnd(before));
  return ended.flatMap((cut) => {
    const whole = dueBetween(after, null, settledThrough).find(isSamePeriod(cut));
    if (whole === undefined || rank(after, whole.until) <= rank(after, cut.until)) return [];
    return [chargeOf(after, { ...whole, from: cut.until }, cause)];
  });
};

const rank = ({ policy }: Agreement, mark: Mark): number => rankOf(mark, policy);

const isCutByEnd =
  (agreement: Agreement) =>
  ({ phase, period, until }: Due): boolean =>
    phase === 'advance' &&
    rank(agreement, until) < rank(agreement, { on: period.end, at: period.endsAt });

const isSamePeriod =
  ({ item, period }: Due) =>
  (other: Due): boolean =>
    other.phase === 'advance' && other.item.id === item.id && other.period.index === period.index;
