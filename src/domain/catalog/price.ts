import { codesFor } from '#domain/catalog/price-codes.ts';
import { priceEncoder } from '#domain/catalog/price-encoder.ts';
import { parsePriceInterval } from '#domain/catalog/price-interval.ts';
import { refuseForeign } from '#domain/catalog/pricing/amounts.ts';
import type { ModelInput } from '#domain/catalog/pricing/input.ts';
import type { PriceModel } from '#domain/catalog/pricing/model.ts';
import { boundReaders, modelReaders } from '#domain/catalog/pricing/parse-model.ts';
import type { UsageInput } from '#domain/catalog/usage-price.ts';
import { parseModelName, usageReaders } from '#domain/catalog/usage-price.ts';
import { checkAll, checkEach, orUndefined } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { MeterId, PriceId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { parseCode, parseName } from '#domain/shared/text.ts';
import type { CalendarLength } from '#domain/shared/time.ts';

export const billedTimes = ['in_advance', 'in_arrears'] as const;

/** Whether a period is charged when it starts or when it has ended. */
export type Billed = (typeof billedTimes)[number];

export const priceKinds = ['recurring', 'usage', 'one_time'] as const;
export type PriceKind = (typeof priceKinds)[number];

export const inTrialChoices = ['free', 'charged'] as const;
export type InTrial = (typeof inTrialChoices)[number];

export interface PriceFacts {
  readonly id: PriceId;
  /** Unique in its plan, and the same in its versions: quantities are carried over by it. */
  readonly code: string;
  readonly name: string;
  /** Charged in each period, for what was used in it, or once, when its item begins. */
  readonly kind: PriceKind;
  readonly billed: Billed;
  /** How often it recurs, where that is not as often as the plan. */
  readonly interval: CalendarLength | null;
  /** Whether subscriptions have it only where they ask for it. */
  readonly isOptional: boolean;
  /** Whether a part of a period costs a part of the amount. */
  readonly isProrated: boolean;
  /** The least and the most that it comes to in a whole period; absent for none. */
  readonly minimum?: Money;
  readonly maximum?: Money;
  /** Whether it is charged in a trial, or only once that has ended. */
  readonly inTrial: InTrial;
  /** The meter that counts its quantity; of prices of usage only. */
  readonly meterId?: MeterId;
  /** The meters that the tiers of a capacity price bound by their codes, instead of one. */
  readonly meterIds?: readonly MeterId[];
  /** The properties of events by whose values it has lines; absent for one line. */
  readonly groupBy?: readonly string[];
}

/** One line of what a plan costs, in every interval or once, in the plan's currency. */
export type Price = PriceFacts & PriceModel;

/** A price as people write it, before anything was checked. One with an `id` is one that exists. */
export interface PriceInput extends ModelInput, UsageInput {
  readonly id?: PriceId | undefined;
  /** Made from the name where absent. */
  readonly code?: string | undefined;
  readonly name: string;
  readonly kind?: PriceKind | undefined;
  /** `in_advance` where absent; of usage `in_arrears`. */
  readonly billed?: Billed | undefined;
  readonly interval?: CalendarLength | null | undefined;
  readonly isOptional?: boolean | undefined;
  readonly isProrated?: boolean | undefined;
  /** `free` where absent. */
  readonly inTrial?: InTrial | undefined;
  readonly minimum?: Money | null | undefined;
  readonly maximum?: Money | null | undefined;
}

/** The most prices that a plan has. */
export const pricesMax = 50;

/** Makes the id of a new price. */
export type DrawPriceId = () => PriceId;

/** The plan, as far as its prices hang on it. What is no good is undefined: nothing differs. */
export interface PricedPlan {
  readonly currency: CurrencyCode | undefined;
  readonly interval: CalendarLength | undefined;
}

/** The context in which the prices of one plan are read. */
export interface Pricing extends PricedPlan {
  /** The prices that the plan has already. */
  readonly known: readonly Price[];
  readonly drawId: DrawPriceId;
}

/**
 * Reads the prices of one plan. A given price that names a known id is that price. One without an
 * id is new, unless it says again what stands in its place: to repeat the prices of a plan is not
 * to replace them.
 * @throws {InvalidValue} as `readPrices`, and `unknown_price`, `duplicate_code`.
 */
export const parsePrices = (
  given: readonly PriceInput[],
  { known, drawId, ...plan }: Pricing,
): readonly Price[] => {
  const knownIds = new Set(known.map(({ id }) => id));
  const read = readPrices(given, plan, (id) => knownIds.has(id));
  const claimedIds = new Set(read.map(({ id }) => id));
  const identified = read.map((price, index): IdentifiedPrice => {
    if (price.id !== undefined) {
      const { id, code = known.find((each) => each.id === id)?.code } = price;
      return { ...price, id, code };
    }
    const inPlace = known[index];
    if (inPlace === undefined || claimedIds.has(inPlace.id) || !isRepeated(price, inPlace)) {
      return { ...price, id: drawId() };
    }
    return { ...price, id: inPlace.id, code: inPlace.code };
  });
  return codesFor(identified);
};

/** A price that was read; without an id it may be new, and without a code it has none yet. */
export type ReadPrice = PriceModel &
  Omit<PriceFacts, 'id' | 'code'> & {
    readonly id: PriceId | undefined;
    readonly code: string | undefined;
  };

type IdentifiedPrice = ReadPrice & { readonly id: PriceId };

/** Whether a price that was read without an id says what another one says. */
export const isRepeated = (price: ReadPrice, { id, code, ...other }: Price): boolean =>
  (price.code === undefined || price.code === code) &&
  priceEncoder.isEqual({ ...price, id, code }, { ...other, id, code });

/**
 * Reads prices without giving ids.
 * @throws {InvalidValue} `too_many`, `duplicate_price`, `unknown_price`, `duplicate_code`,
 *   `only_usage`, and what names, codes, intervals and models are refused for: all at once.
 */
export const readPrices = (
  given: readonly PriceInput[],
  plan: PricedPlan,
  isKnown: (id: PriceId) => boolean,
): readonly ReadPrice[] => {
  if (given.length > pricesMax) {
    throw InvalidValue.because('too_many', `A plan has ${pricesMax} prices at most.`);
  }
  return checkEach(given, (price, index) => {
    const isFirst = (field: 'id' | 'code'): boolean => {
      const first = given.findIndex((other) => other[field] === price[field]);
      return price[field] === undefined || first === index;
    };
    const checked = checkAll({
      id: () => (isFirst('id') ? requireKnown(price.id, isKnown) : refuseDuplicate()),
      code: () => (isFirst('code') ? orUndefined(parseCode)(price.code) : refuseDuplicateCode()),
      name: () => parseName(price.name),
      kind: () => price.kind ?? 'recurring',
      model: () => parseModelName(price),
      interval: () => parsePriceInterval(price.interval ?? null, plan.interval),
      ...boundReaders(price, plan.currency),
      ...modelReaders(price, plan.currency),
      ...oneTimeReaders(price),
      ...usageReaders(price),
    });
    const { minimum, maximum, meterId, meterIds, groupBy, ...facts } = checked;
    const isOnce = price.kind === 'one_time';
    const isRecurring = (price.kind ?? 'recurring') === 'recurring';
    const { isOptional = false, isProrated = isRecurring } = price;
    const { billed = price.kind === 'usage' ? 'in_arrears' : 'in_advance' } = price;
    const { inTrial = isOnce ? 'charged' : 'free' } = price;
    const stated = {
      ...(minimum && { minimum }),
      ...(maximum && { maximum }),
      ...(meterId && { meterId }),
      ...(meterIds && { meterIds }),
      ...(groupBy && { groupBy }),
    };
    const others = { billed, isOptional, isProrated, inTrial, ...stated };
    return { ...facts, ...others } as unknown as ReadPrice;
  });
};

/**
 * The prices of a plan that moves to another currency or interval and is given no others.
 * @throws {InvalidValue} `currency_mismatch`, `interval_mismatch`
 */
export const requireFit = (prices: readonly Price[], plan: PricedPlan): readonly Price[] =>
  checkEach(prices, (price) => {
    checkAll({
      interval: () => parsePriceInterval(price.interval, plan.interval),
      ...foreignAmounts(price, plan.currency),
    });
    return price;
  });

const foreignAmounts = (price: object, currency: CurrencyCode | undefined): Readers =>
  Object.fromEntries(
    Object.entries(price).flatMap(([name, value]: [string, unknown]): [string, Reader][] => {
      if (value instanceof Money) {
        const currencyOf = { currency: () => refuseForeign(value.currency, currency) };
        return [[name, () => checkAll(currencyOf)]];
      }
      if (!Array.isArray(value)) return [];
      return [[name, () => checkEach(value, (tier: object) => requireOwn(tier, currency))]];
    }),
  );

const requireOwn = (tier: object, currency: CurrencyCode | undefined) =>
  checkAll(foreignAmounts(tier, currency));

type Reader = () => unknown;
type Readers = Readonly<Record<string, Reader>>;

/** The model of a price, without what else there is to say of it. */
export const modelOfPrice = (price: Price): PriceModel => {
  const {
    id: _id,
    code: _code,
    name: _name,
    kind: _kind,
    billed: _billed,
    interval: _interval,
    isOptional: _isOptional,
    isProrated: _isProrated,
    minimum: _minimum,
    maximum: _maximum,
    inTrial: _inTrial,
    meterId: _meterId,
    meterIds: _meterIds,
    groupBy: _groupBy,
    ...model
  } = price;
  return model;
};

const requireKnown = (
  id: PriceId | undefined,
  isKnown: (id: PriceId) => boolean,
): PriceId | undefined => {
  if (id === undefined || isKnown(id)) return id;
  throw InvalidValue.because(
    'unknown_price',
    'The plan has no price with this id: leave the id out for a new price.',
  );
};

const refuseDuplicate = (): never => {
  throw InvalidValue.because(
    'duplicate_price',
    'Another price in the list has this id: each is named once.',
  );
};

const refuseDuplicateCode = (): never => {
  throw InvalidValue.because('duplicate_code', 'Another price of the plan has this code.');
};

/** The readers of what a price that is charged once cannot say. */
const oneTimeReaders = ({ kind, billed, interval, isProrated }: PriceInput): Readers => {
  if (kind !== 'one_time') return {};
  return {
    billed: () => onlyOnce(billed, 'in_advance', 'It is charged in advance.'),
    interval: () => onlyOnce(interval, null, 'It has no interval of its own.'),
    isProrated: () => onlyOnce(isProrated, false, 'It is not prorated.'),
  };
};

const onlyOnce = <Value>(given: unknown, value: Value, detail: string): Value => {
  if (given === undefined || given === value) return value;
  throw InvalidValue.because('one_time', `The price is charged once. ${detail}`);
};
