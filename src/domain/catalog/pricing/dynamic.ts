import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import type { TermsOf } from '#domain/catalog/pricing/model.ts';
import { fieldOf } from '#domain/catalog/pricing/model.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import type { Digits } from '#domain/catalog/pricing/sum.ts';
import { minorOf, nothing, summed } from '#domain/catalog/pricing/sum.ts';
import { fractionOf, parseSignedDecimal } from '#domain/shared/decimal.ts';
import { DecimalSum } from '#domain/shared/decimal-sum.ts';
import { invariant } from '#domain/shared/invariant.ts';

/** The amount that an event carries: beside its value, or in the property that is named. */
export const amountCarriedBy = (
  { amountProperty }: Pick<TermsOf<'dynamic'>, 'amountProperty'>,
  { amount, properties }: PricedEvent,
): string | undefined => amount ?? fieldOf(properties, amountProperty);

/** The amounts that some events carry: all that their price follows from. */
export interface CarriedAmounts {
  readonly kind: 'carried';
  /** A decimal, in major units. */
  readonly sum: string;
  /** Events that carry an amount, and events that carry none. */
  readonly events: number;
  readonly without: number;
}

/** Sums up events as they come. */
export interface OpenCarriedAmounts {
  /** Takes the amount that an event carries. One that is no decimal counts as none. */
  add(amount: string | undefined): void;
  /** The sum of all that were given. */
  close(): CarriedAmounts;
}

export const openCarriedAmounts = (): OpenCarriedAmounts => {
  const sum = new DecimalSum();
  let [events, without] = [0, 0];
  return {
    add: (text) => {
      const amount = decimalIn(text);
      if (amount === null) without += 1;
      else {
        events += 1;
        sum.add(amount);
      }
    },
    close: () => ({ kind: 'carried', sum: sum.total().toText(), events, without }),
  };
};

/** Sums up events. One whose amount is no decimal carries none. */
export const carriedBy = (
  terms: TermsOf<'dynamic'>,
  events: readonly PricedEvent[],
): CarriedAmounts => {
  const carried = openCarriedAmounts();
  for (const event of events) carried.add(amountCarriedBy(terms, event));
  return carried.close();
};

/** The price of events that were summed up. What carries no amount is a step of zero. */
export const carriedPrice = (digits: Digits, carried: CarriedAmounts): Priced => {
  const { sum, events, without } = carried;
  const amount = minorOf(fractionOf(sum), digits);
  return summed([
    ...(events > 0 ? [{ kind: 'carried_sum', count: events, amount } as const] : []),
    ...(without > 0 ? [{ kind: 'no_amount', count: without, amount: nothing } as const] : []),
  ]);
};

const decimalIn = (text: string | undefined): string | null => {
  try {
    return text === undefined ? null : parseSignedDecimal(text);
  } catch {
    return null;
  }
};

/** The sum of the amounts that the events carry. Each has one. */
export const dynamicPrice = (
  terms: TermsOf<'dynamic'>,
  digits: Digits,
  events: readonly PricedEvent[],
): Priced =>
  summed(
    events.map((event, index) => {
      const carried = amountCarriedBy(terms, event);
      invariant(carried !== undefined, 'An event of a dynamic price carries its amount.');
      const amount = minorOf(fractionOf(carried), digits);
      return { kind: 'carried', number: index + 1, amount };
    }),
  );
