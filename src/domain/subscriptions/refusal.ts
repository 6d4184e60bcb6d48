import type { DomainError } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { OverridesUnmatched, PriceCodesUnmatched } from '#domain/subscriptions/errors.ts';

/** Why one subscription of many was not changed. */
export interface Refusal {
  /** The public code of the refusal. */
  readonly code: string;
  readonly detail: string;
  /** The codes of prices that it is for: the version lacks them, or counts them otherwise. */
  readonly priceCodes: readonly string[];
}

/** The refusal of one change, as it is told among others. */
export const refusalOf = (error: DomainError): Refusal => {
  const [fault] = error instanceof InvalidValue ? error.faults : [];
  const { code, detail } = fault ?? { code: error.code, detail: error.message };
  const isOfPrices = error instanceof PriceCodesUnmatched || error instanceof OverridesUnmatched;
  return { code, detail, priceCodes: isOfPrices ? error.codes : [] };
};
