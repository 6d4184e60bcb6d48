import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { WireMoney } from '../../values/money-text.ts';
import { decimalText, moneyText, unitPriceText } from '../../values/money-text.ts';
import { percentText } from '../../values/percent-text.ts';
import type { Price, PriceTier } from '../../wire/types.ts';
import { useEventLines, useEventTraits } from './event-price-text.ts';

/** A price in a few words: its amount, its unit amount, or the number of its tiers. */
export const usePriceText = (): ((price: Price, currency: string) => string) => {
  const locale = useLocale();
  const { catalog } = useTexts();
  return ({ model, amount, unitAmount, packageSize, tiers }, currency) => {
    const names: Readonly<Record<string, string>> = catalog.models;
    const name = names[model] ?? model;
    if (amount && model === 'flat') return moneyText(amount, locale);
    if (amount) {
      return catalog.perPackage(moneyText(amount, locale), decimalText(packageSize ?? '1', locale));
    }
    if (typeof unitAmount === 'string') {
      return catalog.perUnit(unitPriceText(unitAmount, currency, locale));
    }
    return tiers ? `${name}: ${catalog.tierCount(tiers.length)}` : name;
  };
};

/** Units of a tier in words: `units above 100 up to 250`. */
export const useTierText = (): ((above: string, upTo: string | null) => string) => {
  const locale = useLocale();
  const { prices } = useTexts();
  return (above, upTo) => {
    const [from, to] = [decimalText(above, locale), upTo === null ? '' : decimalText(upTo, locale)];
    if (above === '0') return upTo === null ? prices.tierAll : prices.tierUpTo(to);
    return upTo === null ? prices.tierAbove(from) : prices.tierBetween(from, to);
  };
};

/** The tiers of a price, line by line. */
const useTierLines = (): ((price: Price, currency: string) => readonly string[]) => {
  const { catalog, prices } = useTexts();
  const locale = useLocale();
  const tierText = useTierText();
  const money = (given: WireMoney) => moneyText(given, locale);
  const tierPrice = (tier: PriceTier, currency: string): string =>
    [
      ...(typeof tier.unitAmount === 'string'
        ? [catalog.perUnit(unitPriceText(tier.unitAmount, currency, locale))]
        : []),
      ...(typeof tier.rate === 'string' ? [percentText(tier.rate, locale)] : []),
      ...(tier.flatAmount ? [prices.flatOnTop(money(tier.flatAmount))] : []),
      ...(tier.amount && typeof tier.packageSize === 'string'
        ? [prices.perPackage(money(tier.amount), decimalText(tier.packageSize, locale))]
        : []),
    ].join(' + ');
  const boundsText = (bounds: Readonly<Record<string, string>>): string =>
    Object.entries(bounds)
      .map(([meter, upTo]) => prices.meterUpTo(meter, decimalText(upTo, locale)))
      .join(', ');
  return ({ tiers }, currency) =>
    (tiers ?? []).map((tier, index) => {
      if (tier.upTo !== null && typeof tier.upTo === 'object') {
        return `${boundsText(tier.upTo)}: ${tierPrice(tier, currency)}`;
      }
      const before = tiers?.[index - 1]?.upTo;
      if (before !== null && typeof before === 'object') {
        return `${prices.beyond}: ${tierPrice(tier, currency)}`;
      }
      const above = typeof before === 'string' ? before : '0';
      const upTo = typeof tier.upTo === 'string' ? tier.upTo : null;
      return `${tierText(above, upTo)}: ${tierPrice(tier, currency)}`;
    });
};

/** All that a price says, line by line: each tier, its bounds, and what is special about it. */
export const usePriceLines = (): ((price: Price, currency: string) => readonly string[]) => {
  const { catalog, prices } = useTexts();
  const locale = useLocale();
  const priceText = usePriceText();
  const tierLines = useTierLines();
  const eventLines = useEventLines();
  const eventTraits = useEventTraits();
  const decimal = (given: string) => decimalText(given, locale);
  const money = (given: WireMoney) => moneyText(given, locale);
  const traits = (price: Price): readonly (string | false | null | undefined)[] => {
    const freeUnits = price.freeUnits ?? '0';
    return [
      price.kind === 'one_time' && prices.once,
      price.interval && catalog.every(price.interval.count, price.interval.unit),
      price.isOptional === true && prices.optional,
      price.isProrated === false && price.kind === 'recurring' && prices.notProrated,
      price.isProrated === true && price.kind === 'usage' && prices.held,
      price.inTrial === 'charged' && price.kind !== 'one_time' && prices.chargedInTrial,
      freeUnits !== '0' && prices.free(decimal(freeUnits)),
      price.chargesAtZero === true && prices.zeroCharged,
      price.minimum && prices.atLeast(money(price.minimum)),
      price.maximum && prices.atMost(money(price.maximum)),
    ];
  };
  return (price, currency) => {
    const all = [...eventTraits(price, currency), ...traits(price)];
    const special = all.filter((trait): trait is string => typeof trait === 'string');
    return [
      priceText(price, currency),
      ...tierLines(price, currency),
      ...eventLines(price, currency),
      ...(special.length > 0 ? [special.join(', ')] : []),
    ];
  };
};
