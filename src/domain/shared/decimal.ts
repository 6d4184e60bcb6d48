import { InvalidValue } from '#domain/shared/errors.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { readDecimal } from '#domain/shared/rate.ts';

/** The most digits of a quantity, a unit amount or a rate after the point. */
const decimalScaleMax = 12;

/** The largest quantity, unit amount or rate. */
export const decimalMax = 10n ** 15n;

/** The longest text that is read as a decimal: a sign, 16 digits, the point, and 12 digits. */
export const decimalLengthMax = 30;

/** The pattern of `parseDecimal`, for documents. */
export const decimalPattern = `^(0|[1-9][0-9]{0,15})(\\.[0-9]{1,${decimalScaleMax}})?$`;

/**
 * Reads a decimal from zero to 10^15 with at most 12 digits after the point, such as `0.0025` or
 * `250`. Gives its shortest text: `1.50` is `1.5`.
 * @throws {InvalidValue} `invalid_decimal`, `decimal_negative`, `decimal_out_of_range`
 */
export const parseDecimal = (text: string): string => {
  if (shortDecimal.test(text)) return text;
  const decimal = readDecimal(text, decimalLengthMax);
  if (decimal === null || decimal.scale > decimalScaleMax) {
    throw InvalidValue.because(
      'invalid_decimal',
      `It must be a decimal such as 0.0025, with up to ${decimalScaleMax} digits after the point.`,
    );
  }
  // Zero is written without a sign, as the pattern says.
  if (text.startsWith('-')) {
    throw InvalidValue.because('decimal_negative', 'It must be zero or more.');
  }
  if (decimal.coefficient > decimalMax * 10n ** BigInt(decimal.scale)) {
    throw InvalidValue.because('decimal_out_of_range', `It must be ${decimalMax} at most.`);
  }
  return Fraction.of(decimal.coefficient, 10n ** BigInt(decimal.scale)).toText();
};

// Most are written as short as they can be, and are in range: nothing is computed of them.
const shortDecimal = /^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,11}[1-9])?$/;

/**
 * As `parseDecimal`, for what must be more than zero.
 * @throws {InvalidValue} as `parseDecimal`, and `decimal_not_positive`
 */
export const parsePositiveDecimal = (text: string): string => {
  const read = parseDecimal(text);
  if (read !== '0') return read;
  throw InvalidValue.because('decimal_not_positive', 'It must be more than zero.');
};

/** The pattern of `parseSignedDecimal`, for documents. */
export const signedDecimalPattern = `^-?${decimalPattern.slice(1)}`;

/**
 * As `parseDecimal`, for what may be less than zero: from -10^15.
 * @throws {InvalidValue} as `parseDecimal`
 */
export const parseSignedDecimal = (text: string): string => {
  if (!text.startsWith('-')) return parseDecimal(text);
  const read = parseDecimal(text.slice(1));
  return read === '0' ? read : `-${read}`;
};

/** The number that a stored decimal stands for, or a fraction where none ends: `10/3`. */
export const fractionOf = (text: string): Fraction => {
  const slash = text.indexOf('/');
  if (slash < 0) return decimalOf(text);
  const [above, below] = [decimalOf(text.slice(0, slash)), decimalOf(text.slice(slash + 1))];
  return Fraction.of(above.numerator * below.denominator, above.denominator * below.numerator);
};

const decimalOf = (text: string): Fraction => {
  const decimal = readDecimal(text, storedLengthMax);
  invariant(decimal !== null, 'What is stored as a decimal is one.');
  return Fraction.of(decimal.coefficient, 10n ** BigInt(decimal.scale));
};

/** A stored decimal may have come in under wider limits than today's. */
const storedLengthMax = 80;
