import { useLocale } from '../texts/catalogue.ts';
import type { WireMoney } from '../values/money-text.ts';
import { moneyText } from '../values/money-text.ts';

/** An amount with the code of its currency, in digits of one width. */
export const Money = ({ value }: { readonly value: WireMoney }) => (
  <span className="money">{moneyText(value, useLocale())}</span>
);
