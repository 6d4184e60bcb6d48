import type { Interval, Price } from '../wire/types.ts';
import { isSame } from './merge.ts';

/** The terms of a plan or of one of its versions, as far as they are compared. */
export interface ComparedTerms {
  readonly currency: string;
  readonly interval: Interval;
  readonly trialDays: number;
  readonly prices: readonly Price[];
}

/** A difference between two versions of a plan. Prices are the same one where their codes are. */
export type TermsChange =
  | {
      readonly kind: 'term';
      readonly field: 'currency' | 'interval' | 'trialDays';
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
    };

/** The differences from `before` to `after`: terms first, then prices in the order of `after`. */
export const termsChanges = (
  before: ComparedTerms,
  after: ComparedTerms,
): readonly TermsChange[] => {
  const fields = ['currency', 'interval', 'trialDays'] as const;
  const terms = fields
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => ({ kind: 'term', field, before, after }) as const);
  const prices = after.prices.flatMap((price): readonly TermsChange[] => {
    const old = before.prices.find((each) => isOne(each, price));
    if (old === undefined) return [{ kind: 'added', price }];
    const changed = changedFields(old, price);
    return changed.length === 0
      ? []
      : [{ kind: 'changed', before: old, after: price, fields: changed }];
  });
  const removed = before.prices
    .filter((price) => !after.prices.some((each) => isOne(price, each)))
    .map((price) => ({ kind: 'removed', price }) as const);
  return [...terms, ...prices, ...removed];
};

const isOne = (one: Price, other: Price): boolean =>
  one.code === undefined ? one.id === other.id : one.code === other.code;

// Null is as good as absent, and the id of a price may differ between versions.
const changedFields = (before: Price, after: Price): readonly string[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Price)[];
  return names.filter((name) => name !== 'id' && !isSame(before[name], after[name]));
};
