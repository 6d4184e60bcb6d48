import { openingCause } from '#domain/charging/advance-usage.ts';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import { amountOf, leftToCredit } from '#domain/charging/charge.ts';
import type { RecurringDerivation, Span, UsageDerivation } from '#domain/charging/derivation.ts';
import {
  countedByFor,
  creditDerivation,
  recurringDerivation,
  usageDerivation,
  versionFor,
} from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { isTimed } from '#domain/charging/terms.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { localDateAt } from '#domain/shared/calendar/local-time.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { formatInstant, later } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { rankOf } from '#domain/subscriptions/agreement/mark.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import type { StandingCharge } from '#domain/subscriptions/settlement/standing.ts';
import { isDivided } from '#domain/subscriptions/settlement/standing.ts';

/** A charge that nobody stored yet: it stands on no invoice. */
export type NewCharge = Omit<SubscriptionCharge, 'id' | 'createdAt' | 'invoiceId'> & {
  /** Where a credit of the same run names it already; else it gets one when it is stored. */
  readonly id?: LineId;
};

/** The charge of what falls due. `cause` says what made it: `run`, or the id of a change. */
export const chargeOf = (agreement: Agreement, due: Due, cause: string): NewCharge => {
  if (due.item.kind !== 'usage' || due.phase === 'arrears') {
    return chargeOfSpan(agreement, due, cause);
  }
  return advanceCharge(agreement, due, due.from.at, openingCause(cause));
};

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
  const part = cut ? { ...due, until: { on: end, at: until } } : due;
  const charge = chargeOfSpan(agreement, part, cause);
  const { derivation } = charge;
  return derivation.kind === 'usage'
    ? { ...charge, derivation: { ...derivation, isProgressive: true } }
    : charge;
};

/** The same in advance: it is paid for from the day of the instant to the end of the part. */
export const advanceCharge = (
  agreement: Agreement,
  due: Due,
  at: Instant,
  cause: string,
): NewCharge => {
  const charge = progressiveCharge(agreement, due, at, cause);
  const whole = chargeOfSpan(agreement, due, cause);
  const { start, end } = whole.servicePeriod;
  const day = localDateAt(due.item.timeZone, at);
  const from = day > start && day < end ? day : start;
  const { derivation } = charge;
  const servicePeriod = { start: from, end };
  if (derivation.kind !== 'usage' || !isTimed(due.item.terms)) return { ...charge, servicePeriod };
  const paidUntil = { end, endsAt: formatInstant(whole.endsAt) };
  return { ...charge, servicePeriod, derivation: { ...derivation, paidUntil } };
};

const chargeOfSpan = (agreement: Agreement, due: Due, cause: string): NewCharge => {
  const { subscriptionId, customerId, currency } = agreement;
  const { item, from, until } = due;
  const { timeZone } = item;
  const derivation = derivationOf(agreement, due);
  const { served, quantity } = derivation;
  return {
    customerId,
    subscriptionId,
    itemId: item.id,
    priceId: item.priceId,
    kind: item.terms.model === 'commitment' ? 'commitment' : item.kind,
    part: '',
    cause,
    currency,
    amount: amountOf(item.terms, derivation),
    termsHash: item.termsHash,
    derivation,
    description: item.name,
    servicePeriod: { start: served.start, end: served.end },
    startsAt: from.at,
    endsAt: until.at,
    timeZone,
    quantity,
    taxRateIds: null,
    corrects: null,
    credited: Money.zero(currency),
  };
};

const derivationOf = (
  { policy }: Agreement,
  { item, phase, period, from, until }: Due,
): RecurringDerivation | UsageDerivation => {
  const { kind, terms, quantity, grid, timeZone } = item;
  const countedBy = countedByFor(policy.countedBy, grid.unit);
  const shared = { countedBy, rounding: policy.rounding, timeZone, period };
  if (kind === 'usage') {
    return usageDerivation({ ...shared, served: datedWithin(period, spanOf(from, until)) });
  }
  const version = versionFor(terms, kind);
  const isInArrears = kind === 'recurring' && phase === 'arrears';
  const served = spanOf(from, until);
  return recurringDerivation({ ...shared, version, kind, quantity, served, isInArrears });
};

// The day that a rule for days gives to a change may lie beside the period that its instant is in.
const datedWithin = (
  { start: first, end: last }: Span,
  { start, end, ...instants }: Span,
): Span => {
  const within = (day: CalendarDate): CalendarDate => {
    if (day < first) return first;
    return day > last ? last : day;
  };
  const begins = within(start);
  return { ...instants, start: begins, end: within(end < begins ? begins : end) };
};

/** A credit: the line that it adds, and how much of its charge is credited from then on. */
export interface Credit {
  readonly line: NewCharge;
  readonly of: LineId;
  readonly credited: Money;
}

/** The unused part of a charge: from a mark to the end of what stands of it. */
export interface Unused {
  readonly from: Mark;
  /** Whether nothing of the charge stays used. */
  readonly isAll: boolean;
}

/** The part of a charge beyond an end; null where there is none. */
export const unusedAfter = (
  end: Mark,
  { derivation, from, until }: StandingCharge,
): Unused | null => {
  const rank = (mark: Mark): number => rankOf(mark, derivation);
  if (rank(end) >= rank(until)) return null;
  return rank(end) <= rank(from) ? { from, isAll: true } : { from: end, isAll: false };
};

/** Null where the credit is exactly zero: what is not divided by time is not credited in parts. */
export const creditOf = (
  standing: StandingCharge,
  { from, isAll }: Unused,
  cause: string,
): Credit | null => {
  const { charge, terms, derivation, until } = standing;
  if (!isAll && !isDivided(terms, derivation)) return null;
  // By seconds, what ends within a day is said to end with it: perhaps behind the charge's end.
  const begins = { on: from.on > until.on ? until.on : from.on, at: from.at };
  const unused = spanOf(begins, until);
  const isWhole = isAll && until.at === charge.endsAt && until.on === charge.servicePeriod.end;
  const made = creditDerivation(derivation, {
    unused,
    left: leftToCredit(charge).minor,
    takesRest: isAll,
    share: isWhole ? 'full' : 'prorated',
  });
  if (evaluate(terms, made).exact.numerator === 0n) return null;
  const line = creditLine(charge, { terms, cause, unused, derivation: made });
  const credited = Money.of(charge.credited.minor - line.amount.minor, charge.currency);
  return { line, of: charge.id, credited };
};

const creditLine = (
  charge: SubscriptionCharge,
  made: {
    readonly terms: PriceTerms;
    readonly cause: string;
    readonly unused: Span;
    readonly derivation: ReturnType<typeof creditDerivation>;
  },
): NewCharge => {
  const { id, createdAt: _, invoiceId: __, ...rest } = charge;
  const { terms, cause, unused, derivation } = made;
  return {
    ...rest,
    kind: 'credit',
    cause,
    amount: amountOf(terms, derivation),
    derivation,
    servicePeriod: { start: unused.start, end: unused.end },
    startsAt: unused.startsAt,
    endsAt: unused.endsAt,
    corrects: id,
    credited: Money.zero(charge.currency),
  };
};

const spanOf = (from: Mark, until: Mark): Span => ({
  start: from.on,
  end: until.on,
  startsAt: from.at,
  endsAt: until.at,
});
