import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import type { TermsOf } from '#domain/catalog/pricing/model.ts';
import type {
  EventStep,
  PaidEventsStep,
  Priced,
  PricingStep,
} from '#domain/catalog/pricing/step.ts';
import type { Digits } from '#domain/catalog/pricing/sum.ts';
import { minorOf, nothing, storedAmount, summed } from '#domain/catalog/pricing/sum.ts';
import { portionsOf } from '#domain/catalog/pricing/tiers.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';

/**
 * A share of the value of each event and a fixed amount, within bounds. An event is free as long as
 * the events so far are no more than the free ones and their value no more than the free value. The
 * one that passes the count pays its whole value, the one that passes the value what exceeds it.
 * @param events by time, then by id
 */
export const percentagePrice = (
  terms: TermsOf<'percentage'>,
  digits: Digits,
  events: readonly PricedEvent[],
): Priced => {
  const paid: PricingStep[] = [];
  let running = nothing;
  for (const [index, event] of events.entries()) {
    const value = fractionOf(event.value);
    running = running.plus(value);
    const paidValue = paidOf(terms, index + 1, value, running);
    if (paidValue !== null) paid.push(paidEvent(terms, digits, index + 1, paidValue));
  }
  const count = events.length - paid.length;
  return summed(count > 0 ? [{ kind: 'free_events', count, amount: nothing }, ...paid] : paid);
};

/** Events by how they are paid for: all that their price follows from. */
export interface PaidEvents {
  readonly kind: 'paid';
  readonly free: number;
  /** Events that cost their share and the fixed amount, and the value that they pay for. */
  readonly shared: number;
  readonly value: string;
  readonly atMinimum: number;
  readonly atMaximum: number;
}

/**
 * Sums up events.
 * @param events by time, then by id
 */
export const paidBy = (
  terms: TermsOf<'percentage'>,
  events: readonly PricedEvent[],
): PaidEvents => {
  const counts = { free: 0, shared: 0, minimum: 0, maximum: 0 };
  let [running, shared] = [nothing, nothing];
  for (const [index, event] of events.entries()) {
    const value = fractionOf(event.value);
    running = running.plus(value);
    const paidValue = paidOf(terms, index + 1, value, running);
    // Which bound an event meets does not depend on the digits of a currency.
    const paid = paidValue && paidEvent(terms, { minorUnitDigits: 0 }, index + 1, paidValue);
    counts[paid === null ? 'free' : (paid.bound ?? 'shared')] += 1;
    if (paid?.bound === null) shared = shared.plus(paid.paidValue);
  }
  const { free, shared: within, minimum: atMinimum, maximum: atMaximum } = counts;
  return { kind: 'paid', free, shared: within, value: shared.toText(), atMinimum, atMaximum };
};

/** The price of events that were summed up: what `percentagePrice` comes to. */
export const paidPrice = (
  terms: TermsOf<'percentage'>,
  digits: Digits,
  { free, shared, value: text, atMinimum, atMaximum }: PaidEvents,
): Priced => {
  const { rate } = terms;
  const value = fractionOf(text);
  const share = minorOf(value.times(fractionOf(rate)), digits);
  const steps: PricingStep[] = [];
  const add = (bound: PaidEventsStep['bound'], count: number, major: string | null): void => {
    const unitAmount = minorOf(fractionOf(major ?? '0'), digits);
    if (count === 0 || (bound === null && unitAmount.isZero())) return;
    const amount = unitAmount.times(Fraction.of(BigInt(count)));
    steps.push({ kind: 'paid_events', bound, count, unitAmount, amount });
  };
  if (free > 0) steps.push({ kind: 'free_events', count: free, amount: nothing });
  if (shared > 0) steps.push({ kind: 'share', value, rate, amount: share });
  add(null, shared, terms.fixedAmount);
  add('minimum', atMinimum, terms.perEventMinimum);
  add('maximum', atMaximum, terms.perEventMaximum);
  return summed(steps);
};

/** How much of an event is paid for; null where it is free. */
const paidOf = (
  { freeEvents, freeValue }: TermsOf<'percentage'>,
  number: number,
  value: Fraction,
  running: Fraction,
): Fraction | null => {
  if (freeEvents === null && freeValue === null) return value;
  if (freeEvents !== null && number > freeEvents) return value;
  if (freeValue === null) return null;
  const excess = running.minus(fractionOf(freeValue));
  if (excess.compare(nothing) <= 0) return null;
  return excess.compare(value) < 0 ? excess : value;
};

const paidEvent = (
  terms: TermsOf<'percentage'>,
  digits: Digits,
  number: number,
  paidValue: Fraction,
): EventStep => {
  const inMinor = (major: string): Fraction => minorOf(fractionOf(major), digits);
  const { rate, perEventMinimum, perEventMaximum } = terms;
  const fixedAmount = inMinor(terms.fixedAmount);
  const unbounded = minorOf(paidValue.times(fractionOf(rate)), digits).plus(fixedAmount);
  const step = { kind: 'event', number, paidValue, rate, fixedAmount } as const;
  if (perEventMinimum !== null && unbounded.compare(inMinor(perEventMinimum)) < 0) {
    return { ...step, bound: 'minimum', amount: inMinor(perEventMinimum) };
  }
  if (perEventMaximum !== null && unbounded.compare(inMinor(perEventMaximum)) > 0) {
    return { ...step, bound: 'maximum', amount: inMinor(perEventMaximum) };
  }
  return { ...step, bound: null, amount: unbounded };
};

/**
 * Each tier a share of its own part of the value, and the flat amount of each tier reached.
 * @param value in major units
 */
export const graduatedPercentagePrice = (
  { tiers, chargesAtZero }: TermsOf<'graduated_percentage'>,
  digits: Digits,
  value: string,
): Priced =>
  summed(
    portionsOf(tiers, fractionOf(value), chargesAtZero).flatMap(({ tier, range, units }) => {
      const { rate, flatAmount } = tier;
      const share = minorOf(units.times(fractionOf(rate)), digits);
      const steps: PricingStep[] = [
        { kind: 'rate', value: units, rate, tier: range, amount: share },
      ];
      const flat = storedAmount(flatAmount ?? '0');
      if (!flat.isZero()) steps.push({ kind: 'flat', quantity: value, tier: range, amount: flat });
      return steps;
    }),
  );
