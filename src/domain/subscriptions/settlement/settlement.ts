import type { LineId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import type { BegunBy } from '#domain/subscriptions/agreement/segments.ts';
import type { Credit, NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import { chargeOf } from '#domain/subscriptions/settlement/charges.ts';
import { asCharged, nextDueAt, settledBetween } from '#domain/subscriptions/settlement/due.ts';

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
  /** The money that follows from a change which takes effect then. */
  readonly change?: SettledChange;
}

/** The money that follows from a change, and how it is invoiced. */
export interface SettledChange {
  readonly by: BegunBy;
  readonly charges: readonly NewCharge[];
  readonly credits: readonly Credit[];
}

export interface Settlement {
  /** In order of time; moments at which nothing is charged are left out. */
  readonly moments: readonly SettledMoment[];
  readonly cursor: Cursor;
}

/**
 * Charges everything that fell due since the cursor, up to and with an instant.
 * @param most whoever refuses more charges than that anyway need not wait for all of them
 */
export const settle = (
  agreement: Agreement,
  cursor: Cursor,
  until: Instant,
  most?: number,
): Settlement => {
  const dues = settledBetween(agreement, cursor.settledThrough, until, most);
  const moments = [...Map.groupBy(dues, ({ at }) => at)].map(([at, ofMoment]) => ({
    at,
    charges: ofMoment.map((due) => chargeOf(agreement, asCharged(due), due.cause)),
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

/** Makes the id of a line. */
export type DrawLineId = () => LineId;
