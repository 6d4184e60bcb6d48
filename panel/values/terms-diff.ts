import type { Feature, Interval, PlanVersion, Price, StatedBillingPolicy } from '../wire/types.ts';
import { isSame } from './merge.ts';
import type { WireMoney } from './money-text.ts';

/** Amounts of usage at which it is invoiced. */
export type UsageThresholds = NonNullable<PlanVersion['usageThresholds']>;

/** The terms of a plan or of one of its versions, as far as they are compared. */
export interface ComparedTerms {
  readonly currency: string;
  readonly interval: Interval;
  readonly trialDays: number;
  readonly prices: readonly Price[];
  readonly minimumCommitment?: WireMoney | null;
  readonly usageThresholds?: UsageThresholds | null;
  readonly features?: readonly Feature[];
  readonly billingPolicy?: StatedBillingPolicy | null;
}

const termFields = [
  'currency',
  'interval',
  'trialDays',
  'minimumCommitment',
  'usageThresholds',
  'billingPolicy',
] as const;

/** A difference between two versions of a plan. Prices and features are known by their codes. */
export type TermsChange =
  | {
      readonly kind: 'term';
      readonly field: (typeof termFields)[number];
      readonly before: ComparedTerms;
      readonly after: ComparedTerms;
    }
  | { readonly kind: 'added'; readonly price: Price }
  | { readonly kind: 'removed'; readonly price: Price }
  | {
      readonly kind: 'changed';
      readonly before: Price;
      readonly after: Price;
      readonly fields: readonly string[];
    }
  | {
      /** A feature that was added has nothing before, and one that was taken away nothing after. */
      readonly kind: 'feature';
      readonly code: string;
      readonly before: Feature | undefined;
      readonly after: Feature | undefined;
    };

/** The differences from `before` to `after`: terms, then prices, then features, as in `after`. */
export const termsChanges = (
  before: ComparedTerms,
  after: ComparedTerms,
): readonly TermsChange[] => {
  const terms = termFields
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => ({ kind: 'term', field, before, after }) as const);
  return [...terms, ...priceChanges(before, after), ...featureChanges(before, after)];
};

const priceChanges = (before: ComparedTerms, after: ComparedTerms): readonly TermsChange[] => {
  const prices = after.prices.flatMap((price): readonly TermsChange[] => {
    const old = before.prices.find((each) => isOne(each, price));
    if (old === undefined) return [{ kind: 'added', price }];
    const changed = changedFields(old, price).filter((name) => name !== 'id');
    return changed.length === 0
      ? []
      : [{ kind: 'changed', before: old, after: price, fields: changed }];
  });
  const removed = before.prices
    .filter((price) => !after.prices.some((each) => isOne(price, each)))
    .map((price) => ({ kind: 'removed', price }) as const);
  return [...prices, ...removed];
};

// The id of a price may differ between versions.
const isOne = (one: Price, other: Price): boolean =>
  one.code === undefined ? one.id === other.id : one.code === other.code;

const featureChanges = (
  { features: old = [] }: ComparedTerms,
  { features = [] }: ComparedTerms,
): readonly TermsChange[] => {
  const codes = [...features, ...old].map(({ code }) => code);
  return [...new Set(codes)]
    .map((code) => {
      const of = (each: readonly Feature[]) => each.find((feature) => feature.code === code);
      return { kind: 'feature', code, before: of(old), after: of(features) } as const;
    })
    .filter(({ before, after }) => changedFields(before ?? {}, after ?? {}).length > 0);
};

// Null is as good as absent.
const changedFields = (before: object, after: object): readonly string[] => {
  const sides = [before, after] as readonly Readonly<Record<string, unknown>>[];
  const names = [...new Set(sides.flatMap((side) => Object.keys(side)))];
  return names.filter((name) => !isSame(sides[0]?.[name], sides[1]?.[name]));
};
