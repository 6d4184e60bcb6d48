import { checkEach } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';

/** The most rates that one line is taxed by. */
export const taxRatesMax = 10;

/**
 * Reads the tax rates of something, each named once. Whether there are such rates, the use case
 * asks. An empty list says that nothing is taxed.
 * @throws {InvalidValue} `too_many`, `invalid_id` or `repeated`, all at once.
 */
export const parseTaxRateIds = (given: readonly string[]): readonly TaxRateId[] => {
  if (given.length > taxRatesMax) {
    throw InvalidValue.because('too_many', `There are ${taxRatesMax} tax rates at most.`);
  }
  return checkEach(given, (text, index) => {
    const id = parseId('tax', text);
    if (!given.slice(0, index).includes(text)) return id;
    throw InvalidValue.because('repeated', 'This tax rate is in the list already.');
  });
};
