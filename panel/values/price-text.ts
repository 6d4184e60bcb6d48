import type { Price } from '../wire/types.ts';
import { moneyText } from './money-text.ts';

/** The words that the text of a price is made of. */
export interface PriceWords {
  readonly each: (amount: string) => string;
  readonly eachPackage: (amount: string, size: string) => string;
  readonly tiers: (model: string, count: number) => string;
  readonly models: Readonly<Record<Price['model'], string>>;
}

/** Whether the form of a plan can edit a price: it knows flat ones. */
export const isEditable = ({ model }: Pick<Price, 'model'>): boolean => model === 'flat';

/** A price in a few words: `EUR 49.00`, `EUR 0.10 each`, `graduated, 3 tiers`. */
export const priceText = (
  price: Price,
  currency: string,
  language: string,
  words: PriceWords,
): string => {
  const { model, amount, unitAmount, packageSize, tiers } = price;
  if (model === 'per_unit' && typeof unitAmount === 'string')
    return words.each(`${currency} ${unitAmount}`);
  if (tiers) return words.tiers(words.models[model], tiers.length);
  if (!amount) return words.models[model];
  const fixed = moneyText(amount, language);
  return typeof packageSize === 'string' ? words.eachPackage(fixed, packageSize) : fixed;
};
