import { priceAmountMax } from '#domain/catalog/pricing/amounts.ts';
import type { Bounds } from '#domain/catalog/pricing/model.ts';
import { boundReaders, modelOf, modelReaders } from '#domain/catalog/pricing/parse-model.ts';
import type {
  PreviewedPriceInput,
  PricePreview,
  PricePreviewInput,
} from '#domain/catalog/pricing/preview.ts';
import { refuseTooMuch } from '#domain/catalog/pricing/preview.ts';
import { required } from '#domain/catalog/pricing/stated.ts';
import { inMajorUnits } from '#domain/catalog/pricing/words.ts';
import { parseProrated } from '#domain/catalog/usage-price.ts';
import type { UsageDerivation } from '#domain/charging/derivation.ts';
import { usageDerivation } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PreviewedLevel, PreviewedTime, TimeInput } from '#domain/charging/level-time.ts';
import { parseLevels, timeReaders } from '#domain/charging/level-time.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { isOfQuantity, priceTerms } from '#domain/charging/terms.ts';
import { usageParts } from '#domain/charging/usage-parts.ts';
import { explain } from '#domain/charging/words.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { currencyCodes, parseCurrencyCode } from '#domain/shared/currency.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';

// Prices of usage that follow from levels in time: whose level costs as long as it is held, or
// which are charged by their peak. Levels are counted as the events that lead to them would be.

/** A price as people write it, as far as what levels come to follows from it. */
export type LevelPriceInput = PreviewedPriceInput & {
  readonly kind?: 'recurring' | 'usage' | 'one_time' | undefined;
  readonly billed?: 'in_advance' | 'in_arrears' | undefined;
  readonly isProrated?: boolean | undefined;
};

/** A price, and what it is to be computed of: levels in time, or what other prices are. */
export interface LevelPreviewInput extends PricePreviewInput, TimeInput {
  readonly price: LevelPriceInput;
}

/** Whether something is said that only a preview of levels reads. */
export const isOfLevels = ({ levels, period, timeZone, countedBy }: LevelPreviewInput): boolean =>
  [levels, period, timeZone, countedBy].some((given) => given !== undefined);

/**
 * Computes what levels in a whole period come to, as their invoice line would say it.
 * @throws {InvalidValue} as `previewPrice` and `parseLevels`; `only_usage`, `not_prorated`, and
 *   `unknown_field` of levels that the price does not follow from, and of what else is given
 */
export const previewLevels = (input: LevelPreviewInput): PricePreview => {
  const { terms, levels, time } = parsePreview(input);
  const usage = { meter: { ...sumOfChanges, code: 'level' }, rolledUp: [], position: '0' };
  const derivation = wholePeriod(time);
  const [part] = usageParts(terms, [{ ...usage, events: changesOf(levels) }], derivation);
  invariant(part !== undefined, 'A price without groups has one part.');
  const { events, quantity, held } = part;
  const counted: UsageDerivation = {
    ...derivation,
    quantity: quantity.toText(),
    counted: { events, position: usage.position },
    ...(held && { held }),
  };
  const { exact, amount } = evaluate(terms, counted);
  if (amount > priceAmountMax) refuseTooMuch('levels');
  return {
    currency: terms.currency,
    exact: inMajorUnits(terms, exact),
    amount: Money.of(amount, terms.currency),
    steps: explain(terms, counted),
  };
};

interface ParsedPreview {
  readonly terms: PriceTerms;
  readonly time: PreviewedTime;
  readonly levels: readonly PreviewedLevel[];
}

const parsePreview = (input: LevelPreviewInput): ParsedPreview => {
  const { price, quantity, events, quantities } = input;
  const expected = currencyCodes().find((code) => code === input.currency);
  const read = checkAll({
    currency: () => parseCurrencyCode(input.currency),
    price: () => parsePrice(price, expected),
    quantity: () => refuseBeside(quantity),
    events: () => refuseBeside(events),
    quantities: () => refuseBeside(quantities),
    levels: () => required(input.levels),
    ...timeReaders(input),
  });
  const { minimum, maximum, isProrated, ...model } = read.price;
  const { billed = 'in_arrears' } = price;
  const stated = { ...(minimum && { minimum }), ...(maximum && { maximum }) };
  // No groups: its levels are those of one.
  const others = { isProrated, billed, meterId: 'mtr', ...stated };
  const terms = priceTerms(modelOf(price.model ?? 'flat', model), read.currency, others);
  const time = { period: read.period, timeZone: read.timeZone, countedBy: read.countedBy };
  const { levels } = checkAll({
    levels: () => {
      refuseOther(terms);
      return parseLevels(read.levels, time);
    },
  });
  return { terms, time, levels };
};

const parsePrice = (price: LevelPriceInput, currency: CurrencyCode | undefined) =>
  checkAll({
    kind: () => requireUsage(price.kind),
    isProrated: () => parseProrated(price),
    ...modelReaders(price, currency),
    ...boundReaders(price, currency),
  }) as Partial<Bounds> & { readonly isProrated: boolean };

const requireUsage = (kind: LevelPriceInput['kind']): void => {
  if (kind === 'usage') return;
  throw InvalidValue.because('only_usage', 'Only a price of the kind `usage` has levels.');
};

const refuseBeside = (given: unknown): void => {
  if (given === undefined) return;
  throw InvalidValue.because('unknown_field', 'The price is computed of its levels alone.');
};

/** Refuses terms that do not follow from levels in time. */
const refuseOther = (terms: PriceTerms): void => {
  const { isProrated, billed } = terms;
  if (isProrated || (billed !== undefined && isOfQuantity(terms))) return;
  throw InvalidValue.because(
    'unknown_field',
    'Only usage of one quantity that is prorated by time, or billed in advance, has levels.',
  );
};

const wholePeriod = ({ period, ...time }: PreviewedTime): UsageDerivation =>
  usageDerivation({ ...time, rounding: 'half_up', period, served: period });

/** A level is the sum of its changes: so it may be held, and has a peak. */
const sumOfChanges: MeterDefinition = {
  eventType: 'changed',
  filters: [],
  aggregation: 'sum',
  property: 'by',
  groupBy: [],
  isCarriedOver: false,
  removal: null,
  rounding: null,
};

const changesOf = (levels: readonly PreviewedLevel[]): readonly UsageToCount[] => {
  let before = Fraction.of(0n);
  return levels.map(({ at, quantity }, index) => {
    const level = fractionOf(quantity);
    const by = level.minus(before).toText();
    before = level;
    return { source: 'preview', id: String(index), at, data: { by } };
  });
};
