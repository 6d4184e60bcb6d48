import { checkAll, checkEach } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { PriceId } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import { money, objectOf, plain } from '#domain/shared/snapshot.ts';
import { parseName } from '#domain/shared/text.ts';

export const billedTimes = ['in_advance', 'in_arrears'] as const;

/** Whether a period is charged when it starts or when it has ended. */
export type Billed = (typeof billedTimes)[number];

/** One line of what a plan costs: the same amount in every interval. */
export interface Price {
  readonly id: PriceId;
  readonly name: string;
  readonly kind: 'recurring';
  readonly model: 'flat';
  /** Not negative, in the currency of the plan. */
  readonly amount: Money;
  readonly billed: Billed;
}

/** A price as people write it, before anything was checked. One with an `id` is one that exists. */
export interface PriceInput {
  readonly id?: PriceId | undefined;
  readonly name: string;
  readonly kind?: 'recurring' | undefined;
  readonly model?: 'flat' | undefined;
  readonly amount: Money;
  readonly billed: Billed;
}

/** The most prices that a plan has. */
export const pricesMax = 50;

/** The largest amount of a price, in minor units: what a JSON number holds exactly. */
const priceAmountMax = BigInt(Number.MAX_SAFE_INTEGER);

/** Makes the id of a new price. */
export type DrawPriceId = () => PriceId;

/** The context in which the prices of one plan are read. */
export interface Pricing {
  /** Of the plan; undefined where that is no good, so that no price differs from it. */
  readonly currency: CurrencyCode | undefined;
  /** The prices that the plan has already. */
  readonly known: readonly Price[];
  readonly drawId: DrawPriceId;
}

/**
 * Reads the prices of one plan. A given price that names a known id is that price. One without an
 * id is new, unless it says again what stands in its place: to repeat the prices of a plan is not
 * to replace them.
 * @throws {InvalidValue} as `readPrices`, and `unknown_price`.
 */
export const parsePrices = (
  given: readonly PriceInput[],
  { currency, known, drawId }: Pricing,
): readonly Price[] => {
  const knownIds = new Set(known.map(({ id }) => id));
  const read = readPrices(given, currency, (id) => knownIds.has(id));
  const claimedIds = new Set(read.map(({ id }) => id));
  return read.map(({ id, ...price }, index) => {
    if (id !== undefined) return { id, ...price };
    const inPlace = known[index];
    const isRepeated =
      inPlace !== undefined &&
      !claimedIds.has(inPlace.id) &&
      priceEncoder.isEqual({ ...price, id: inPlace.id }, inPlace);
    return { id: isRepeated ? inPlace.id : drawId(), ...price };
  });
};

/** A price that was read; without an id it may be new. */
type ReadPrice = Omit<Price, 'id'> & { readonly id: PriceId | undefined };

/**
 * Reads prices without giving ids. Without a `currency`, because the plan's is no good, none
 * differs from it.
 * @throws {InvalidValue} `too_many`, `duplicate_price`, `unknown_price`, `currency_mismatch`,
 *   `amount_negative`, `amount_out_of_range`, and what names are refused for: every fault at once.
 */
export const readPrices = (
  given: readonly PriceInput[],
  currency: CurrencyCode | undefined,
  isKnown: (id: PriceId) => boolean,
): readonly ReadPrice[] => {
  if (given.length > pricesMax) {
    throw InvalidValue.because('too_many', `A plan has ${pricesMax} prices at most.`);
  }
  return checkEach(given, (price, index) => {
    const first = given.findIndex(({ id }) => id !== undefined && id === price.id);
    const isDuplicate = first !== -1 && first !== index;
    const checked = checkAll({
      id: () => (isDuplicate ? refuseDuplicate() : requireKnown(price.id, isKnown)),
      name: () => parseName(price.name),
      amount: () => parseAmount(price.amount, currency),
    });
    return { ...checked, kind: 'recurring', model: 'flat', billed: price.billed };
  });
};

/**
 * The prices of a plan that moves to another currency and is given no others.
 * @throws {InvalidValue} `currency_mismatch`
 */
export const requireCurrency = (
  prices: readonly Price[],
  currency: CurrencyCode | undefined,
): readonly Price[] =>
  checkEach(prices, (price) => {
    checkAll({
      amount: () => checkAll({ currency: () => refuseForeign(price.amount.currency, currency) }),
    });
    return price;
  });

export const priceEncoder = objectOf<Price>({
  id: plain,
  name: plain,
  amount: money,
  kind: plain,
  model: plain,
  billed: plain,
});

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

const parseAmount = (amount: Money, currency: CurrencyCode | undefined): Money => {
  checkAll({
    amount: () => refuseUnfit(amount.minor),
    currency: () => refuseForeign(amount.currency, currency),
  });
  return amount;
};

const refuseUnfit = (minor: bigint): void => {
  if (minor < 0n) {
    throw InvalidValue.because('amount_negative', 'A price is zero or more.');
  }
  if (minor > priceAmountMax) {
    throw InvalidValue.because('amount_out_of_range', `A price is ${priceAmountMax} at most.`);
  }
};

const refuseForeign = (currency: CurrencyCode, expected: CurrencyCode | undefined): void => {
  if (expected === undefined || currency === expected) return;
  throw InvalidValue.because('currency_mismatch', `The prices of this plan are in ${expected}.`);
};
