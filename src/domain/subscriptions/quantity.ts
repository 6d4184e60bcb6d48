import { InvalidValue } from '#domain/shared/errors.ts';

const quantityPattern = /^(?:0|[1-9]\d{0,15})(?:\.\d{1,12})?$/;

/**
 * Reads a quantity: a decimal of up to 12 digits after the point, from 0 to 10^15.
 * @throws {InvalidValue} `invalid_quantity`
 */
export const parseQuantity = (text: string): string => {
  const [whole = '', part = ''] = quantityPattern.test(text) ? text.split('.') : [];
  const rest = withoutZerosBehind(part);
  const isWithin = whole !== '' && (whole.length < 16 || isLargest(whole, rest));
  if (isWithin) return rest === '' ? whole : `${whole}.${rest}`;
  throw InvalidValue.because(
    'invalid_quantity',
    'A quantity is a decimal from 0 to 10^15 with up to 12 digits after the point, such as "2.5".',
  );
};

// At most twelve digits. A regular expression would look at each run of zeros again and again.
const withoutZerosBehind = (digits: string): string => {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
};

const isLargest = (whole: string, rest: string): boolean =>
  whole === `1${'0'.repeat(15)}` && rest === '';
