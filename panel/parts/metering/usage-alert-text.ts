import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { unitPriceText } from '../../values/money-text.ts';
import type { UsageAlert } from '../../wire/types.ts';
import { useQuantityText } from '../page/use-quantity-text.ts';

type Measured = Pick<UsageAlert, 'currency'>;

/** A threshold or a value of an alert: an amount in its currency, or a quantity with its unit. */
export const useMeasuredText = () => {
  const locale = useLocale();
  const quantityText = useQuantityText();
  return ({ currency }: Measured, value: string, unit: string | null): string =>
    currency === null ? quantityText(value, unit) : unitPriceText(value, currency, locale);
};

/** All thresholds of an alert in a line. */
export const useThresholdsText = () => {
  const { features } = useTexts();
  const measuredText = useMeasuredText();
  return (alert: UsageAlert, unit: string | null): string => {
    const say = (value: string) => measuredText(alert, value, unit);
    const every = alert.every === null ? [] : [features.thenEvery(say(alert.every))];
    return [...alert.thresholds.map(say), ...every].join(', ');
  };
};
