import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { localDateAt } from '#domain/shared/calendar/local-time.ts';
import type { Period } from '#domain/shared/calendar/period.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement.ts';
import type { NewCharge } from '#domain/subscriptions/charges.ts';
import { chargeOf } from '#domain/subscriptions/charges.ts';
import { uncountedSinceBegun } from '#domain/subscriptions/counted-usage.ts';
import type { Due } from '#domain/subscriptions/due.ts';
import { openUsage } from '#domain/subscriptions/due.ts';
import { runsOf } from '#domain/subscriptions/runs.ts';

/**
 * The usage that will fall due of periods that are open at an instant, without what lines under
 * other terms counted already.
 * @param recorded all charges of the subscription that end after the open periods began
 */
export const openUncounted = (
  agreement: Agreement,
  at: Instant,
  recorded: readonly ChargeWithTerms[],
): readonly Due[] => {
  const runs = runsOf(agreement);
  return openUsage(agreement, at).flatMap((due) => uncountedSinceBegun(due, recorded, runs) ?? []);
};

/** The prices of usage whose own periods lie in a period, as far as they are open. */
export const within = (period: Period, dues: readonly Due[]): readonly Due[] =>
  dues.filter(({ period: own }) => period.startsAt <= own.startsAt && own.endsAt <= period.endsAt);

/**
 * The charge for usage of a part of a period that goes on, up to and with an instant: an event of
 * that very millisecond is of it.
 */
export const progressiveCharge = (
  agreement: Agreement,
  due: Due,
  at: Instant,
  cause: string,
): NewCharge => {
  const until = later(at, 1);
  const { timeZone } = due.item;
  const cut = until < due.until.at;
  const day = daysAfter(localDateAt(timeZone, at), 1);
  const end = day < due.until.on ? day : due.until.on;
  const charge = chargeOf(agreement, cut ? { ...due, until: { on: end, at: until } } : due, cause);
  const { derivation } = charge;
  return derivation.kind === 'usage'
    ? { ...charge, derivation: { ...derivation, isProgressive: true } }
    : charge;
};
