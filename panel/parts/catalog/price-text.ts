import type { CapacityStep } from '#domain/catalog/pricing/step.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { useUsagePriceTexts } from '../../texts/usage-prices.ts';
import { boundsIn } from '../../values/capacity-price.ts';
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

/** The bounds of several meters in words: `calls up to 1,000, hosts up to 5`. */
const useBoundsText = (): ((bounds: Readonly<Record<string, string>>) => string) => {
  const locale = useLocale();
  const { prices } = useTexts();
  return (bounds) =>
    Object.entries(bounds)
      .map(([meter, upTo]) => prices.meterUpTo(meter, decimalText(upTo, locale)))
      .join(', ');
};

/** The tier of a capacity price that has room for all meters, and those that led to it. */
export const useCapacityText = (): ((step: CapacityStep) => string) => {
  const locale = useLocale();
  const texts = useUsagePriceTexts();
  const boundsText = useBoundsText();
  return ({ upTo, passed }) => {
    const tier = upTo === null ? texts.lastTier : texts.within(boundsText(upTo));
    const above = Object.entries(passed).map(([meter, bound]) =>
      texts.passed(meter, decimalText(bound, locale)),
    );
    return above.length === 0 ? tier : texts.asPassed(tier, above.join(texts.and));
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
  const boundsText = useBoundsText();
  const ofMeters = (tiers: readonly PriceTier[], index: number): string =>
    boundsText(boundsIn(tiers[index]?.upTo)) || (index === 0 ? prices.tierAll : prices.beyond);
  const ofUnits = (tiers: readonly PriceTier[], index: number): string =>
    tierText(unitsIn(tiers[index - 1]?.upTo) ?? '0', unitsIn(tiers[index]?.upTo));
  return ({ model, tiers }, currency) => {
    const tierName = model === 'capacity' ? ofMeters : ofUnits;
    return (tiers ?? []).map(
      (tier, index, all) => `${tierName(all, index)}: ${tierPrice(tier, currency)}`,
    );
  };
};

const unitsIn = (upTo: PriceTier['upTo'] | undefined): string | null =>
  typeof upTo === 'string' ? upTo : null;

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
