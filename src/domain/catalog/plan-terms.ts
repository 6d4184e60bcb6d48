import type { Feature, FeatureInput } from '#domain/catalog/feature.ts';
import { featureEncoder, parseFeatures } from '#domain/catalog/feature.ts';
import type { DrawPriceId, Price, PricedPlan, PriceInput, Pricing } from '#domain/catalog/price.ts';
import { isRepeated, parsePrices, readPrices, requireFit } from '#domain/catalog/price.ts';
import { priceEncoder } from '#domain/catalog/price-encoder.ts';
import { parseAmount } from '#domain/catalog/pricing/amounts.ts';
import type { UsageThresholds, UsageThresholdsInput } from '#domain/catalog/usage-thresholds.ts';
import { parseUsageThresholds, thresholdsEncoder } from '#domain/catalog/usage-thresholds.ts';
import { givenReaders, orNull } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { currencyCodes, parseCurrencyCode } from '#domain/shared/currency.ts';
import { Interval, Trial } from '#domain/shared/interval.ts';
import type { Money } from '#domain/shared/money.ts';
import type { Fields } from '#domain/shared/snapshot.ts';
import { listOf, money, nullable, objectOf, plain } from '#domain/shared/snapshot.ts';
import type { CalendarLength } from '#domain/shared/time.ts';
import type { BillingPolicyInput, StatedPolicy } from '#domain/tenants/billing-policy.ts';
import { parseStatedPolicy } from '#domain/tenants/billing-policy.ts';
import { statedPolicyEncoder } from '#domain/tenants/policy-encoders.ts';

/** The terms that a customer agrees to with a plan: how much, how often, from when on, for what. */
export interface PlanTerms {
  readonly currency: CurrencyCode;
  readonly interval: Interval;
  readonly trial: Trial;
  /** At most 50; in the order in which people see them, and all in the one currency. */
  readonly prices: readonly Price[];
  /** The least that a whole period of the plan comes to, all lines together; null for none. */
  readonly minimumCommitment: Money | null;
  /** The usage in a period that brings an invoice before its end; null for none. */
  readonly usageThresholds: UsageThresholds | null;
  /** At most 100; what it gives beside, in the order in which people see it. */
  readonly features: readonly Feature[];
  /** On top of the tenant's policy, for the subscriptions that are made on it; null for none. */
  readonly billingPolicy: StatedPolicy | null;
}

/** Whether usage may be charged before its period ends: at thresholds, or as it comes. */
export const chargesWithinPeriods = ({
  usageThresholds,
  prices,
}: Pick<PlanTerms, 'usageThresholds' | 'prices'>): boolean =>
  usageThresholds !== null ||
  prices.some(({ kind, billed }) => kind === 'usage' && billed === 'in_advance');

/** The terms of a plan as people write them, before anything was checked. */
export interface PlanTermsInput {
  readonly currency: string;
  readonly interval: CalendarLength;
  /** Days of use before the first charge; none where absent. */
  readonly trialDays?: number | undefined;
  readonly prices?: readonly PriceInput[] | undefined;
  /** None where it is absent, null or zero. */
  readonly minimumCommitment?: Money | null | undefined;
  readonly usageThresholds?: UsageThresholdsInput | null | undefined;
  readonly features?: readonly FeatureInput[] | undefined;
  /** None where it is absent, null or empty. */
  readonly billingPolicy?: BillingPolicyInput | null | undefined;
}

/** Changes of terms: absent stays. `prices`, `features` and `billingPolicy` are replaced whole. */
export type PlanTermsChanges = {
  readonly [Field in keyof PlanTermsInput]?: PlanTermsInput[Field] | undefined;
};

/** The parsers of the terms' fields. */
export const termsParsers = (pricing: Pricing) => ({
  currency: parseCurrencyCode,
  interval: ({ count, unit }: CalendarLength) => Interval.every(count, unit),
  trialDays: (days: number | undefined) => Trial.ofDays(days ?? 0),
  prices: (prices: readonly PriceInput[] | undefined) => parsePrices(prices ?? [], pricing),
  minimumCommitment: (amount: Money | null | undefined) => parseCommitment(amount, pricing),
  usageThresholds: (given: UsageThresholdsInput | null | undefined) =>
    parseUsageThresholds(given, pricing.currency),
  features: (features: readonly FeatureInput[] | undefined) => parseFeatures(features ?? []),
  billingPolicy: orNull(parseStatedPolicy),
});

/** @throws {InvalidValue} as amounts of prices: `currency_mismatch`, `amount_negative` */
const parseCommitment = (
  given: Money | null | undefined,
  { currency }: Pick<PricedPlan, 'currency'>,
): Money | null => {
  const amount = given ? parseAmount(given, currency) : null;
  return amount === null || amount.isZero() ? null : amount;
};

/** The terms as people read and write them. */
export const toTermsInput = ({ interval, trial, ...terms }: PlanTerms) => ({
  ...terms,
  interval: { unit: interval.unit, count: interval.count },
  trialDays: trial.days,
});

type TermsInput = ReturnType<typeof toTermsInput>;

/** The terms' part of the encoder of a plan. */
export const termsFields: Fields<TermsInput> = {
  currency: plain,
  interval: objectOf<TermsInput['interval']>({ unit: plain, count: plain }),
  trialDays: plain,
  prices: listOf(priceEncoder),
  minimumCommitment: nullable(money),
  usageThresholds: nullable(thresholdsEncoder),
  features: listOf(featureEncoder),
  billingPolicy: nullable(statedPolicyEncoder),
};

const termsEncoder = objectOf(termsFields);

/** The readers of terms that change, for `checkAll`: of the fields that are given. */
export const changedTermsReaders = (
  terms: PlanTerms,
  changes: PlanTermsChanges,
  drawId: DrawPriceId,
) => {
  const pricing = { ...pricedPlan(terms, changes), known: terms.prices, drawId };
  return {
    ...givenReaders(termsParsers(pricing), changes),
    ...amountsThatStay(terms, changes),
  };
};

/** The terms with what `changedTermsReaders` read. */
export const changedTerms = (
  terms: PlanTerms,
  {
    currency = terms.currency,
    interval = terms.interval,
    trialDays: trial = terms.trial,
    prices = terms.prices,
    minimumCommitment = terms.minimumCommitment,
    usageThresholds = terms.usageThresholds,
    features = terms.features,
    billingPolicy = terms.billingPolicy,
  }: ReadTerms,
): PlanTerms => ({
  currency,
  interval,
  trial,
  prices,
  minimumCommitment,
  usageThresholds,
  features,
  billingPolicy,
});

type ReadTerms = {
  readonly [Field in keyof ReturnType<typeof termsParsers>]?:
    | ReturnType<ReturnType<typeof termsParsers>[Field]>
    | undefined;
};

const pricedPlan = (terms: PlanTerms, changes: PlanTermsChanges): PricedPlan => {
  const { currency, interval } = changes;
  return {
    currency: currency === undefined ? terms.currency : knownCurrency(currency),
    interval: interval === undefined ? terms.interval : knownInterval(interval),
  };
};

// A currency or an interval that is given without prices must be one that the prices go with.
const amountsThatStay = (terms: PlanTerms, changes: PlanTermsChanges) => {
  const { currency, interval, prices, minimumCommitment, usageThresholds } = changes;
  const isMoved = currency !== undefined || interval !== undefined;
  const plan = pricedPlan(terms, changes);
  return {
    ...(isMoved && prices === undefined && { prices: () => requireFit(terms.prices, plan) }),
    ...(currency !== undefined &&
      minimumCommitment === undefined && {
        minimumCommitment: () => parseCommitment(terms.minimumCommitment, plan),
      }),
    ...(currency !== undefined &&
      usageThresholds === undefined && {
        usageThresholds: () => parseUsageThresholds(terms.usageThresholds, plan.currency),
      }),
  };
};

/**
 * The readers of terms that may only be said again, for `checkAll`. Each is read by itself: where
 * none may change, it is of no interest whether they would fit each other.
 */
export const existingTermsReaders = (terms: PlanTerms, changes: PlanTermsChanges) => {
  const { currency, interval, trialDays, prices, minimumCommitment, features } = changes;
  const { usageThresholds, billingPolicy } = changes;
  return {
    minimumCommitment: () =>
      minimumCommitment === undefined
        ? terms.minimumCommitment
        : parseCommitment(minimumCommitment, { currency: undefined }),
    usageThresholds: () =>
      usageThresholds === undefined
        ? terms.usageThresholds
        : parseUsageThresholds(usageThresholds, undefined),
    // One that is stored may have been withdrawn since, and stays.
    currency: () =>
      currency === undefined || currency === terms.currency
        ? terms.currency
        : parseCurrencyCode(currency),
    interval: () => (interval ? Interval.every(interval.count, interval.unit) : terms.interval),
    trialDays: () => (trialDays === undefined ? terms.trial : Trial.ofDays(trialDays)),
    prices: () => (prices ? matchExistingPrices(terms.prices, prices) : terms.prices),
    features: () => (features ? parseFeatures(features) : terms.features),
    billingPolicy: () =>
      billingPolicy === undefined ? terms.billingPolicy : orNull(parseStatedPolicy)(billingPolicy),
  };
};

type ExistingTerms = {
  readonly [Field in keyof ReturnType<typeof existingTermsReaders>]: ReturnType<
    ReturnType<typeof existingTermsReaders>[Field]
  >;
};

/** Whether what `existingTermsReaders` read are the terms. */
export const isEqualTerms = (
  terms: PlanTerms,
  { trialDays: trial, prices, ...others }: ExistingTerms,
): boolean =>
  prices !== undefined &&
  termsEncoder.isEqual(toTermsInput({ ...others, trial, prices }), toTermsInput(terms));

// A price without an id says again what stands in its place, or it is another.
const matchExistingPrices = (
  known: readonly Price[],
  given: readonly PriceInput[],
): readonly Price[] | undefined => {
  const read = readPrices(given, { currency: undefined, interval: undefined }, () => true);
  const matched = read.flatMap((price, index) => {
    const { id } = price;
    const named = id === undefined ? known[index] : known.find((each) => each.id === id);
    return named !== undefined && isRepeated(price, named) ? [named] : [];
  });
  return matched.length === read.length ? matched : undefined;
};

/** The currency, or nothing where it is no good: one fault, not one more for every price. */
export const knownCurrency = (text: string): CurrencyCode | undefined =>
  currencyCodes().find((code) => code === text);

/** The interval, or nothing where it is no good. */
export const knownInterval = ({ count, unit }: CalendarLength): CalendarLength | undefined => {
  try {
    return Interval.every(count, unit);
  } catch {
    return undefined;
  }
};
