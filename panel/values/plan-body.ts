import type { Interval, Plan, PlanVersion } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { featureFieldOf, featuresBody, featureValues } from './plan-features.ts';
import { pricesBody, priceValues } from './plan-prices.ts';
import { thresholdFieldOf, thresholdsBody, thresholdValues } from './plan-thresholds.ts';
import { priceFieldOf } from './price-form-fields.ts';
import { policyFieldOf, statedPolicyBody, statedPolicyValues } from './stated-policy.ts';
import { moneyIn, text, typedMoney } from './typed-fields.ts';
import { numberOrNull } from './whole-number.ts';

/** The terms of a plan, or of one of its versions. */
export type Terms = Pick<
  Plan | PlanVersion,
  | 'currency'
  | 'interval'
  | 'trialDays'
  | 'prices'
  | 'minimumCommitment'
  | 'usageThresholds'
  | 'features'
  | 'billingPolicy'
>;

/** Terms as values of a form, in the writing of `language`. */
export const termsValues = (terms: Terms, language: string): FormValues => ({
  currency: terms.currency,
  trialDays: String(terms.trialDays),
  'interval.unit': terms.interval.unit,
  'interval.count': String(terms.interval.count),
  ...priceValues(terms, language),
  minimumCommitment: typedMoney(terms.minimumCommitment, language),
  ...thresholdValues(terms.usageThresholds, language),
  ...featureValues(terms.features, language),
  ...statedPolicyValues(terms.billingPolicy),
});

/**
 * The terms that the form edits, as the API takes them. Of these, a change sends what differs: all
 * that is not among them stays as it is.
 */
export const termsBody = (values: FormValues, language: string) => {
  const currency = text(values, 'currency');
  const written = { currency, language };
  return {
    currency,
    trialDays: (numberOrNull(text(values, 'trialDays')) ?? 0) as number,
    interval: {
      unit: text(values, 'interval.unit') as Interval['unit'],
      count: numberOrNull(text(values, 'interval.count')) as number,
    },
    prices: pricesBody(values, currency, language),
    minimumCommitment: moneyIn(values, 'minimumCommitment', written),
    usageThresholds: thresholdsBody(values, written),
    features: featuresBody(values, written),
    billingPolicy: statedPolicyBody(values),
  };
};

/** A plan as values of a form. */
export const planValues = (
  plan: Terms & Pick<Plan, 'name' | 'code' | 'description'>,
  language: string,
): FormValues => ({
  name: plan.name,
  code: plan.code,
  description: plan.description ?? '',
  ...termsValues(plan, language),
});

/** The fields of a plan that the form edits, as the API takes them. */
export const planBody = (values: FormValues, language: string) => ({
  name: text(values, 'name'),
  code: text(values, 'code'),
  description: text(values, 'description') || null,
  ...termsBody(values, language),
});

/** The field of a fault of the server in a plan or its terms. */
export const planFieldOf = (path: string, values: FormValues): string =>
  policyFieldOf(thresholdFieldOf(featureFieldOf(priceFieldOf(path, values), values), values));
