import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { readAmount } from '../../values/money-text.ts';

/** Says why a text is no amount of a currency; undefined where it is one. */
export const useAmountFault = (): ((text: string, currency: string) => string | undefined) => {
  const locale = useLocale();
  const { catalog } = useTexts();
  return (text, currency) => {
    const read = readAmount(text, currency, locale);
    switch (read.kind) {
      case 'amount':
        return undefined;
      case 'empty':
        return catalog.amountMissing;
      case 'not_a_number':
        return catalog.amountUnclear;
      case 'too_many_digits':
        return catalog.amountDigits(currency, read.digits);
      case 'too_large':
        return catalog.amountTooLarge;
    }
  };
};
