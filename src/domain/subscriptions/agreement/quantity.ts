import { decimalMax, decimalPattern, fractionOf } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { Fraction } from '#domain/shared/fraction.ts';

const quantityPattern = new RegExp(decimalPattern);
const quantityMax = Fraction.of(decimalMax);

/**
 * Reads a quantity: a decimal of up to 12 digits after the point, from 0 to 10^15.
 * @throws {InvalidValue} `invalid_quantity`
 */
export const parseQuantity = (text: string): string => {
  const quantity = quantityPattern.test(text) ? fractionOf(text) : null;
  if (quantity !== null && quantity.compare(quantityMax) <= 0) return quantity.toText();
  throw InvalidValue.because(
    'invalid_quantity',
    'A quantity is a decimal from 0 to 10^15 with up to 12 digits after the point, such as "2.5".',
  );
};
