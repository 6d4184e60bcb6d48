import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import type { TermsOf } from '#domain/catalog/pricing/model.ts';
import { fieldOf } from '#domain/catalog/pricing/model.ts';
import type { Priced, PricingStep } from '#domain/catalog/pricing/step.ts';
import type { Digits } from '#domain/catalog/pricing/sum.ts';
import { minorOf, nothing, summed } from '#domain/catalog/pricing/sum.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import type { Fraction } from '#domain/shared/fraction.ts';

/**
 * The units of each cell at its unit amount, in the order of the cells; then what no cell takes, by
 * its values: at the default, or as a visible line of zero.
 */
export const matrixPrice = (
  terms: TermsOf<'matrix'>,
  digits: Digits,
  events: readonly PricedEvent[],
): Priced => {
  const named = new Set(terms.cells.map(({ when }) => cellName(terms, when)));
  const units = new Map<string, Fraction>();
  for (const { value, properties } of events) {
    const cell = cellName(terms, properties);
    units.set(cell, (units.get(cell) ?? nothing).plus(fractionOf(value)));
  }
  const inCells = terms.cells.flatMap(({ when, unitAmount }): PricingStep[] => {
    const cell = cellName(terms, when);
    const quantity = units.get(cell);
    return quantity === undefined ? [] : [stepOf(unitAmount, digits, cell, quantity)];
  });
  const others = [...units]
    .filter(([cell]) => !named.has(cell))
    .map(([cell, quantity]): PricingStep => {
      const { defaultUnitAmount } = terms;
      return defaultUnitAmount === null
        ? { kind: 'unpriced', quantity, cell, amount: nothing }
        : stepOf(defaultUnitAmount, digits, cell, quantity);
    });
  return summed([...inCells, ...others]);
};

/** The values of the dimensions as one text: `region: eu, tier: "gold"`. */
export const cellName = (
  { dimensions }: Pick<TermsOf<'matrix'>, 'dimensions'>,
  values: Readonly<Record<string, string>>,
): string =>
  dimensions
    .map((dimension) => {
      const value = fieldOf(values, dimension);
      return `${dimension}: ${value === undefined ? 'none' : JSON.stringify(value)}`;
    })
    .join(', ');

const stepOf = (decimal: string, digits: Digits, cell: string, quantity: Fraction): PricingStep => {
  const unitAmount = minorOf(fractionOf(decimal), digits);
  const amount = quantity.times(unitAmount);
  return { kind: 'units', quantity, unitAmount, tier: null, cell, amount };
};
