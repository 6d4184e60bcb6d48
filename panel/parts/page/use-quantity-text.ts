import { useLocale } from '../../texts/catalogue.ts';
import { decimalText } from '../../values/money-text.ts';

/** A quantity with its unit. A fraction has no decimals that would end, and stays one. */
export const useQuantityText = (): ((quantity: string, unit: string | null) => string) => {
  const locale = useLocale();
  return (quantity, unit) => {
    const number = quantity.includes('/') ? quantity : decimalText(quantity, locale);
    return unit === null || unit === '' ? number : `${number} ${unit}`;
  };
};
