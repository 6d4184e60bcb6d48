import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { WireMoney } from '../../values/money-text.ts';
import { moneyText } from '../../values/money-text.ts';

/** An amount with the code of its currency, in digits of one width. */
export const Money = ({ value }: { readonly value: WireMoney }) => (
  <span className="money">{moneyText(value, useLocale())}</span>
);

/** An amount that there may be. */
export const MoneyIfAny = ({ value }: { readonly value: WireMoney | null | undefined }) => {
  const { common } = useTexts();
  return value ? <Money value={value} /> : common.none;
};
