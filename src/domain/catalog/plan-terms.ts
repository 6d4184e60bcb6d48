import type { IdentifyPrice, Price, PriceInput } from '#domain/catalog/price.ts';
import { parsePrices, samePrices } from '#domain/catalog/price.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { currencyCodes, parseCurrencyCode } from '#domain/shared/currency.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import { Interval, Trial } from '#domain/shared/interval.ts';

/** What a customer agrees to with a plan: how much, how often, and from when on. */
export interface PlanTerms {
  readonly currency: CurrencyCode;
  readonly interval: Interval;
  readonly trial: Trial;
  /** At most 50; in the order in which people see them, and all in the one currency. */
  readonly prices: readonly Price[];
}

/** The terms of a plan as people write them, before anything was checked. */
export interface PlanTermsInput<Given extends PriceInput = PriceInput> {
  readonly currency: string;
  readonly interval: { readonly unit: IntervalUnit; readonly count: number };
  /** Days of use before the first charge; none where absent. */
  readonly trialDays?: number | undefined;
  readonly prices?: readonly Given[] | undefined;
}

/** The readers of the terms' fields, for `checkAll`. */
export const termsReaders = <Given extends PriceInput>(
  input: PlanTermsInput<Given>,
  identify: IdentifyPrice<Given>,
) => ({
  currency: () => parseCurrencyCode(input.currency),
  interval: () => Interval.every(input.interval.count, input.interval.unit),
  trialDays: () => Trial.ofDays(input.trialDays ?? 0),
  prices: () => parsePrices(input.prices ?? [], knownCurrency(input.currency), identify),
});

/** The terms as people read and write them. */
export const statedTerms = ({ currency, interval, trial, prices }: PlanTerms) => ({
  currency,
  interval: { unit: interval.unit, count: interval.count },
  trialDays: trial.days,
  prices,
});

export const sameTerms = (some: PlanTerms, others: PlanTerms): boolean =>
  some.currency === others.currency &&
  some.interval.equals(others.interval) &&
  some.trial.equals(others.trial) &&
  samePrices(some.prices, others.prices);

// A bad currency is one fault, not one more for every price.
const knownCurrency = (text: string): CurrencyCode | undefined =>
  currencyCodes().find((code) => code === text);
