import { checkAll } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { PriceId } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import { parseName, readsAs } from '#domain/shared/text.ts';

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

/** Says which price of the plan a given one is. */
export type IdentifyPrice<Given extends PriceInput> = (price: Given, index: number) => PriceId;

/**
 * Reads the prices of one plan. Without a `currency`, because the plan's is no good, none differs.
 * @throws {InvalidValue} `too_many`, `duplicate_price`, `currency_mismatch`, `amount_negative`,
 *   `amount_out_of_range`, and what `identify` and the names refuse: every fault at once.
 */
export const parsePrices = <Given extends PriceInput>(
  given: readonly Given[],
  currency: CurrencyCode | undefined,
  identify: IdentifyPrice<Given>,
): readonly Price[] => {
  if (given.length > pricesMax) {
    throw InvalidValue.because('too_many', `A plan has ${pricesMax} prices at most.`);
  }
  return checkEach(given, (price, index) => {
    const first = given.findIndex(({ id }) => id !== undefined && id === price.id);
    const isDuplicate = first !== -1 && first !== index;
    const checked = checkAll({
      id: () => (isDuplicate ? refuseDuplicate() : identify(price, index)),
      name: () => parseName(price.name),
      amount: () => parseAmount(price.amount, currency),
    });
    return { ...checked, kind: 'recurring', model: 'flat', billed: price.billed };
  });
};

/** The prices of a plan that is stored keep the ids that they have. */
export const keepPriceId: IdentifyPrice<Price> = ({ id }) => id;

/**
 * A given price that names a known id is that price. One without an id is new, unless it says again
 * what stands in its place: to repeat the prices of a plan is not to replace them.
 * The one who identifies throws {InvalidValue} `unknown_price`.
 */
export const identifyAmong = (
  known: readonly Price[],
  given: readonly PriceInput[],
  drawId: DrawPriceId,
): IdentifyPrice<PriceInput> => {
  const knownIds = new Set(known.map(({ id }) => id));
  const claimedIds = new Set(given.map(({ id }) => id));
  return (price, index) => {
    if (price.id === undefined) {
      const inPlace = known[index];
      const isRepeated =
        inPlace !== undefined && !claimedIds.has(inPlace.id) && saysTheSame(price, inPlace);
      return isRepeated ? inPlace.id : drawId();
    }
    if (knownIds.has(price.id)) return price.id;
    throw InvalidValue.because(
      'unknown_price',
      'The plan has no price with this id: leave the id out for a new price.',
    );
  };
};

/** Whether two lists hold the same prices in the same order. */
export const samePrices = (some: readonly Price[], others: readonly Price[]): boolean =>
  some.length === others.length &&
  some.every((price, index) => {
    const other = others[index];
    return other !== undefined && price.id === other.id && saysTheSame(price, other);
  });

const saysTheSame = (price: PriceInput, other: Price): boolean =>
  readsAs(price.name, other.name) &&
  price.amount.equals(other.amount) &&
  price.billed === other.billed;

const refuseDuplicate = (): never => {
  throw InvalidValue.because(
    'duplicate_price',
    'Another price in the list has this id: each is named once.',
  );
};

const parseAmount = (amount: Money, currency: CurrencyCode | undefined): Money => {
  checkAll({
    amount: () => refuseUnfit(amount.minor),
    currency: () => refuseForeign(amount.currency, currency ?? amount.currency),
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

const refuseForeign = (currency: CurrencyCode, expected: CurrencyCode): void => {
  if (currency === expected) return;
  throw InvalidValue.because('currency_mismatch', `The prices of this plan are in ${expected}.`);
};

// As `checkAll`, over a list: the pointers are its indices.
const checkEach = <Given, Read>(
  list: readonly Given[],
  read: (given: Given, index: number) => Read,
): readonly Read[] =>
  Object.values(
    checkAll(Object.fromEntries(list.map((given, index) => [index, () => read(given, index)]))),
  );
