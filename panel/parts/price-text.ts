import { useLocale, useTexts } from '../texts/catalogue.ts';
import { moneyText } from '../values/money-text.ts';
import type { Price } from '../wire/types.ts';

/** A price in a few words: its amount, its unit amount, or the number of its tiers. */
export const usePriceText = (): ((price: Price, currency: string) => string) => {
  const locale = useLocale();
  const { catalog } = useTexts();
  return ({ model, amount, unitAmount, packageSize, tiers }, currency) => {
    const names: Readonly<Record<string, string>> = catalog.models;
    const name = names[model] ?? model;
    if (amount && model === 'flat') return moneyText(amount, locale);
    if (amount) return catalog.perPackage(moneyText(amount, locale), packageSize ?? '1');
    if (typeof unitAmount === 'string') return catalog.perUnit(`${currency} ${unitAmount}`);
    return tiers ? `${name}: ${catalog.tierCount(tiers.length)}` : name;
  };
};
