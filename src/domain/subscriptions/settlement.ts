import type { Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement.ts';
import type { NewCharge } from '#domain/subscriptions/charges.ts';
import { chargeOf } from '#domain/subscriptions/charges.ts';
import { dueBetween, nextDueAt } from '#domain/subscriptions/due.ts';

/** How far the charges of a subscription have been made. */
export interface Cursor {
  /** Everything due up to this instant is charged; null before the first charge. */
  readonly settledThrough: Instant | null;
  /** When something is due next; null where nothing is any more. */
  readonly nextDueAt: Instant | null;
  /** `invoice.upcoming` told of what is due up to this instant; null before the first notice. */
  readonly noticedThrough: Instant | null;
}

/** The cursor of a subscription of which nothing is charged yet. */
export const newCursor: Cursor = { settledThrough: null, nextDueAt: null, noticedThrough: null };

/** The charges that fall due at one moment. */
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
const runCause = 'run';

/** Charges everything that fell due since the cursor, up to and with an instant. */
export const settle = (agreement: Agreement, cursor: Cursor, until: Instant): Settlement => {
  const dues = dueBetween(agreement, cursor.settledThrough, until);
  const moments = [...Map.groupBy(dues, ({ at }) => at)].map(([at, ofMoment]) => ({
    at,
    charges: ofMoment.map((due) => chargeOf(agreement, due, runCause)),
  }));
  return { moments, cursor: cursorAt(agreement, until, cursor.noticedThrough) };
};

/** The cursor of a subscription that is settled through an instant. */
export const cursorAt = (
  agreement: Agreement,
  settledThrough: Instant,
  noticedThrough: Instant | null,
): Cursor => ({
  settledThrough,
  noticedThrough,
  nextDueAt: nextDueAt(agreement, settledThrough),
});
