import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { unitPriceText } from '../../values/money-text.ts';
import { percentText } from '../../values/percent-text.ts';
import type { Price } from '../../wire/types.ts';

/** The price of each event, line by line: none of a price that does not tell events apart. */
export const useEventLines = (): ((price: Price, currency: string) => readonly string[]) => {
  const locale = useLocale();
  const { catalog, eventPrices } = useTexts();
  return (price, currency) => {
    const { model, rate, amountProperty, dimensions, cells, defaultUnitAmount } = price;
    const perUnit = (decimal: string) => catalog.perUnit(unitPriceText(decimal, currency, locale));
    if (model === 'percentage') return [eventPrices.ofValue(percentText(rate ?? '0', locale))];
    if (model === 'dynamic') return [eventPrices.carried(amountProperty ?? '')];
    if (model !== 'matrix') return [];
    const lines = (cells ?? []).map(({ when, unitAmount }) => {
      const values = (dimensions ?? []).map((dimension) => `${dimension} ${when[dimension] ?? ''}`);
      return `${values.join(', ')}: ${perUnit(unitAmount)}`;
    });
    const others =
      typeof defaultUnitAmount === 'string' ? perUnit(defaultUnitAmount) : eventPrices.costsNothing;
    return [...lines, eventPrices.otherwise(others)];
  };
};

/** The particulars of a percentage: events and value that are free, the bounds of an event. */
export const useEventTraits = (): ((price: Price, currency: string) => readonly string[]) => {
  const locale = useLocale();
  const { eventPrices } = useTexts();
  return (price, currency) => {
    const { fixedAmount, freeEvents, freeValue, perEventMinimum, perEventMaximum } = price;
    const said = (decimal: string | null | undefined, say: (amount: string) => string) =>
      typeof decimal === 'string' ? [say(unitPriceText(decimal, currency, locale))] : [];
    return [
      ...(fixedAmount === '0' ? [] : said(fixedAmount, eventPrices.each)),
      ...(typeof freeEvents === 'number' ? [eventPrices.eventsFree(freeEvents)] : []),
      ...said(freeValue, eventPrices.valueFree),
      ...said(perEventMinimum, eventPrices.atLeast),
      ...said(perEventMaximum, eventPrices.atMost),
    ];
  };
};
