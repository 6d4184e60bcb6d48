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
  const rules = rulesOf(terms, digits);
  const { rate } = terms;
  const { fixedAmount } = rules;
  const paid: PricingStep[] = [];
  let running = nothing;
  for (const [index, event] of events.entries()) {
    const [number, value] = [index + 1, fractionOf(event.value)];
    running = running.plus(value);
    const paidValue = paidOf(rules, number, value, running);
    if (paidValue === null) continue;
    const bound = boundOf(rules, paidValue);
    paid.push({ kind: 'event', number, paidValue, rate, fixedAmount, ...bound });
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

/** Sums up events as they come: by time, then by id. */
export interface OpenPaidEvents {
  /** Takes the value of an event: a decimal. */
  add(value: string): void;
  /** The sum of all that were given. */
  close(): PaidEvents;
}

export const openPaidEvents = (terms: TermsOf<'percentage'>): OpenPaidEvents => {
  // Which bound an event meets does not depend on the digits of a currency.
  const rules = rulesOf(terms, { minorUnitDigits: 0 });
  const counts = { free: 0, shared: 0, minimum: 0, maximum: 0 };
  let [number, running, shared] = [0, nothing, nothing];
  return {
    add: (text) => {
      const value = fractionOf(text);
      number += 1;
      running = running.plus(value);
      const paidValue = paidOf(rules, number, value, running);
      const paid = paidValue && boundOf(rules, paidValue);
      counts[paid === null ? 'free' : (paid.bound ?? 'shared')] += 1;
      if (paidValue !== null && paid?.bound === null) shared = shared.plus(paidValue);
    },
    close: () => {
      const { free, shared: within, minimum: atMinimum, maximum: atMaximum } = counts;
      const value = shared.toText();
      return { kind: 'paid', free, shared: within, value, atMinimum, atMaximum };
    },
  };
};

/**
 * Sums up events.
 * @param events by time, then by id
 */
export const paidBy = (
  terms: TermsOf<'percentage'>,
  events: readonly PricedEvent[],
): PaidEvents => {
  const paid = openPaidEvents(terms);
  for (const { value } of events) paid.add(value);
  return paid.close();
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

/** Terms as numbers, amounts in minor units: read once, as there may be a million events. */
interface PaidRules {
  readonly freeEvents: number | null;
  /** In major units, as the values of events are. */
  readonly freeValue: Fraction | null;
  readonly rate: Fraction;
  readonly fixedAmount: Fraction;
  readonly minimum: Fraction | null;
  readonly maximum: Fraction | null;
  readonly digits: Digits;
}

const rulesOf = (terms: TermsOf<'percentage'>, digits: Digits): PaidRules => {
  const inMinor = (major: string): Fraction => minorOf(fractionOf(major), digits);
  const { freeEvents, freeValue, rate, fixedAmount, perEventMinimum, perEventMaximum } = terms;
  return {
    freeEvents,
    freeValue: freeValue === null ? null : fractionOf(freeValue),
    rate: fractionOf(rate),
    fixedAmount: inMinor(fixedAmount),
    minimum: perEventMinimum === null ? null : inMinor(perEventMinimum),
    maximum: perEventMaximum === null ? null : inMinor(perEventMaximum),
    digits,
  };
};

/** How much of an event is paid for; null where it is free. */
const paidOf = (
  { freeEvents, freeValue }: PaidRules,
  number: number,
  value: Fraction,
  running: Fraction,
): Fraction | null => {
  if (freeEvents === null && freeValue === null) return value;
  if (freeEvents !== null && number > freeEvents) return value;
  if (freeValue === null) return null;
  const excess = running.minus(freeValue);
  if (excess.compare(nothing) <= 0) return null;
  return excess.compare(value) < 0 ? excess : value;
};

/** The amount of an event, and the bound that it meets. */
const boundOf = (
  { rate, fixedAmount, minimum, maximum, digits }: PaidRules,
  paidValue: Fraction,
): Pick<EventStep, 'bound' | 'amount'> => {
  const unbounded = minorOf(paidValue.times(rate), digits).plus(fixedAmount);
  if (minimum !== null && unbounded.compare(minimum) < 0) {
    return { bound: 'minimum', amount: minimum };
  }
  if (maximum !== null && unbounded.compare(maximum) > 0) {
    return { bound: 'maximum', amount: maximum };
  }
  return { bound: null, amount: unbounded };
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
