import { parseAmount } from '#domain/catalog/pricing/amounts.ts';
import type { MatrixCellInput, ModelInput } from '#domain/catalog/pricing/input.ts';
import { modelFields } from '#domain/catalog/pricing/input.ts';
import { cellName } from '#domain/catalog/pricing/matrix.ts';
import type { Bounds, MatrixCell, ModelName, PriceModel } from '#domain/catalog/pricing/model.ts';
import { tierReaders } from '#domain/catalog/pricing/parse-tiers.ts';
import { checkRecord, refusingOthers, required } from '#domain/catalog/pricing/stated.ts';
import { checkAll, checkEach, orNull } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { fractionOf, parseDecimal, parsePositiveDecimal } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Money } from '#domain/shared/money.ts';
import { parseText } from '#domain/shared/text.ts';

/** All models, as prices name them. */
export const modelNames = [
  'flat',
  'per_unit',
  'graduated',
  'volume',
  'stairstep',
  'capacity',
  'package',
  'percentage',
  'graduated_percentage',
  'dynamic',
  'matrix',
] as const satisfies readonly ModelName[];

/** The most cells of a matrix, and the most properties that tell them apart. */
export const cellsMax = 1000;
export const dimensionsMax = 2;

/** The longest name or value of a property of an event. */
export const propertyLengthMax = 200;

/** The most events of a price that are free. */
export const freeEventsMax = 1_000_000_000;

type Readers = Readonly<Record<string, () => unknown>>;
type Currency = CurrencyCode | undefined;

/**
 * The readers of the fields of a model, for `checkAll`. What they read is the model without its
 * name: `{ model, ...read }`. Fields of other models are refused with `unknown_field`.
 */
export const modelReaders = (input: ModelInput, currency: Currency): Readers => {
  const { model = 'flat' } = input;
  return refusingOthers(input, modelFields, readersOf[model](input, currency));
};

/** The model of what its readers read. */
export const modelOf = (model: ModelName, read: object): PriceModel =>
  ({ model, ...read }) as PriceModel;

/**
 * Reads a model by itself.
 * @throws {InvalidValue} with every fault at once
 */
export const parseModel = (input: ModelInput, currency: Currency): PriceModel =>
  modelOf(input.model ?? 'flat', checkAll(modelReaders(input, currency)));

/** The readers of what bounds a price: `minimum_above_maximum` where nothing lies between. */
export const boundReaders = (
  { minimum, maximum }: { readonly [Name in keyof Bounds]?: Money | null | undefined },
  currency: Currency,
) => {
  const amount = orNull((given: Money) => parseAmount(given, currency));
  return {
    minimum: () => amount(minimum),
    maximum: (): Money | null => {
      const most = amount(maximum);
      if (!most || !minimum || minimum.currency !== most.currency) return most;
      if (minimum.compare(most) <= 0) return most;
      return refuseCrossed();
    },
  };
};

const chargesAtZero = ({ chargesAtZero: charges }: ModelInput) => ({
  chargesAtZero: () => charges ?? false,
});

const readersOf: {
  readonly [Name in ModelName]: (input: ModelInput, currency: Currency) => Readers;
} = {
  flat: ({ amount }, currency) => ({ amount: () => parseAmount(required(amount), currency) }),
  per_unit: ({ unitAmount }) => ({ unitAmount: () => parseDecimal(required(unitAmount)) }),
  graduated: (input, currency) => ({
    tiers: () => tierReaders.unit(input.tiers, currency),
    ...chargesAtZero(input),
  }),
  volume: (input, currency) => ({
    tiers: () => tierReaders.unit(input.tiers, currency),
    ...chargesAtZero(input),
  }),
  stairstep: (input, currency) => ({
    tiers: () => tierReaders.stairstep(input.tiers, currency),
    ...chargesAtZero(input),
  }),
  capacity: (input, currency) => ({
    tiers: () => tierReaders.capacity(input.tiers, currency),
    ...chargesAtZero(input),
  }),
  package: (input, currency) => packageReaders(input, currency),
  percentage: (input) => percentageReaders(input),
  graduated_percentage: (input, currency) => ({
    tiers: () => tierReaders.rate(input.tiers, currency),
    ...chargesAtZero(input),
  }),
  dynamic: ({ amountProperty }) => ({
    amountProperty: () => parseProperty(required(amountProperty)),
  }),
  matrix: (input) => matrixReaders(input),
};

const packageReaders = (input: ModelInput, currency: Currency): Readers => {
  const { tiers, packageSize, amount, freeUnits } = input;
  if (tiers !== null && tiers !== undefined) {
    return { tiers: () => tierReaders.package(tiers, currency), ...chargesAtZero(input) };
  }
  return {
    packageSize: () => parsePositiveDecimal(required(packageSize)),
    amount: () => parseAmount(required(amount), currency),
    freeUnits: () => parseDecimal(freeUnits ?? '0'),
    ...chargesAtZero(input),
  };
};

const percentageReaders = (input: ModelInput): Readers => {
  const { rate, fixedAmount, freeEvents, freeValue, perEventMinimum, perEventMaximum } = input;
  const decimal = orNull(parseDecimal);
  return {
    rate: () => parseDecimal(required(rate)),
    fixedAmount: () => parseDecimal(fixedAmount ?? '0'),
    freeEvents: () => orNull(parseFreeEvents)(freeEvents),
    freeValue: () => decimal(freeValue),
    perEventMinimum: () => decimal(perEventMinimum),
    perEventMaximum: () => {
      const most = decimal(perEventMaximum);
      const least = goodDecimal(perEventMinimum);
      const isCrossed = most !== null && least !== null && isMore(least, most);
      return isCrossed ? refuseCrossed() : most;
    },
  };
};

const matrixReaders = (input: ModelInput): Readers => ({
  dimensions: () => parseDimensions(required(input.dimensions)),
  cells: () => parseCells(required(input.cells), input.dimensions ?? []),
  defaultUnitAmount: () => orNull(parseDecimal)(input.defaultUnitAmount),
});

const parseDimensions = (given: readonly string[]): readonly string[] => {
  if (given.length === 0) throw InvalidValue.because('too_few', 'A matrix has a dimension.');
  if (given.length > dimensionsMax) {
    throw InvalidValue.because('too_many', `A matrix has ${dimensionsMax} dimensions at most.`);
  }
  return checkEach(given, (name, index) => {
    if (given.indexOf(name) < index) {
      throw InvalidValue.because('duplicate_dimension', 'Each dimension is named once.');
    }
    return parseProperty(name);
  });
};

const parseCells = (
  given: readonly MatrixCellInput[],
  dimensions: readonly string[],
): readonly MatrixCell[] => {
  if (given.length === 0) throw InvalidValue.because('too_few', 'A matrix has a cell at least.');
  if (given.length > cellsMax) {
    throw InvalidValue.because('too_many', `A matrix has ${cellsMax} cells at most.`);
  }
  const seen = new Set<string>();
  return checkEach(given, ({ when, unitAmount }) =>
    checkAll({
      when: () => parseCell(when, dimensions, seen),
      unitAmount: () => parseDecimal(unitAmount),
    }),
  );
};

const parseCell = (
  when: Readonly<Record<string, string>>,
  dimensions: readonly string[],
  seen: Set<string>,
): Readonly<Record<string, string>> => {
  const names = Object.keys(when);
  const isComplete = dimensions.every((dimension) => Object.hasOwn(when, dimension));
  if (names.length !== dimensions.length || !isComplete) {
    throw InvalidValue.because('cell_incomplete', 'A cell has a value for each dimension.');
  }
  const read = checkRecord(when, parseProperty);
  const cell = cellName({ dimensions }, read);
  if (seen.has(cell)) {
    throw InvalidValue.because('duplicate_cell', 'Another cell has these values.');
  }
  seen.add(cell);
  return read;
};

// It is compared with the properties of events, letter by letter: so it is not trimmed either.
/** Reads the name or the value of a property of an event. */
export const parseProperty = (text: string): string => {
  if (parseText(text, propertyLengthMax) === text) return text;
  throw InvalidValue.because(
    'invalid_characters',
    'It must be composed (NFC), without space at its beginning or end.',
  );
};

const parseFreeEvents = (count: number): number => {
  if (Number.isSafeInteger(count) && count >= 0 && count <= freeEventsMax) return count;
  throw InvalidValue.because(
    'invalid_free_events',
    `It must be a whole number from 0 to ${freeEventsMax}.`,
  );
};

const goodDecimal = (text: string | null | undefined): string | null => {
  try {
    return orNull(parseDecimal)(text);
  } catch {
    return null;
  }
};

const isMore = (one: string, other: string): boolean =>
  fractionOf(one).compare(fractionOf(other)) > 0;

const refuseCrossed = (): never => {
  throw InvalidValue.because('minimum_above_maximum', 'The maximum is the minimum or more.');
};
