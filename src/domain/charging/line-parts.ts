import type { UsageDerivation } from '#domain/charging/derivation.ts';
import { Fraction } from '#domain/shared/fraction.ts';

// How the lines of one charge are told from each other and show their quantities.

/** A derivation without what only some parts of a line have. */
export const withoutParts = (derivation: UsageDerivation): UsageDerivation => {
  const {
    group: _,
    eventBasis: __,
    quantities: ___,
    held: ____,
    isBoundOfParts: _____,
    ...of
  } = derivation;
  return of;
};

/** A decimal, cut to twelve digits where none ends; the derivation has the exact one. */
export const shownQuantity = (quantity: Fraction): string => {
  const scaled = quantity.times(Fraction.of(10n ** shownDigits)).round('half_up');
  return Fraction.of(scaled, 10n ** shownDigits).toText();
};

const shownDigits = 12n;
