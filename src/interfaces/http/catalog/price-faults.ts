import type { z } from 'zod';
import type { PriceInput } from '#domain/catalog/price.ts';
import { readPrices } from '#domain/catalog/price.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarLength } from '#domain/shared/time.ts';

interface Priced {
  readonly currency?: CurrencyCode | undefined;
  readonly interval?: CalendarLength | undefined;
  readonly prices?: readonly PriceInput[] | undefined;
}

/**
 * Tells the faults of prices. They hang on the currency and the interval of their plan, so the
 * domain is asked about the whole of it; and beside other faults, so that one response lists all.
 * Whose an id is, only the stored plan knows.
 */
export const tellPriceFaults = (plan: Priced, context: z.core.$RefinementCtx): void => {
  const told = new Set(context.issues.map(({ path = [] }) => path.join('/')));
  const currency = told.has('currency') ? undefined : plan.currency;
  const hasInterval = context.issues.every(({ path = [] }) => path[0] !== 'interval');
  const interval = hasInterval ? plan.interval : undefined;
  try {
    readPrices(plan.prices ?? [], { currency, interval }, () => true);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    for (const { pointer, code, detail } of error.faults) {
      const path = ['prices', ...pointer.split('/').slice(1)];
      if (told.has(path.join('/'))) continue;
      context.addIssue({ code: 'custom', message: detail, params: { code }, path });
    }
  }
};

/** Whether prices can be read: input without the shape of a price cannot be checked further. */
export const pricesHaveShape = ({ value, issues }: z.core.ParsePayload): boolean => {
  const prices = (value as { readonly prices?: unknown } | null | undefined)?.prices;
  return Array.isArray(prices) && !issues.some(breaksShape) && prices.every(hasAmounts);
};

const breaksShape = ({ code, path = [] }: z.core.$ZodRawIssue): boolean => {
  if (path[0] !== 'prices' || code === 'custom' || code === 'unrecognized_keys') return false;
  return code !== 'invalid_value' || path.at(-1) === 'model';
};

const amountNames: ReadonlySet<string> = new Set(['amount', 'flatAmount', 'minimum', 'maximum']);

// An amount that could not be decoded stays as it came; so does a list in place of a name, which
// may have anything in it.
const hasAmounts = (given: unknown): boolean =>
  Object.entries(given ?? {}).every(([name, value]: [string, unknown]) => {
    if (amountNames.has(name)) return value === null || value instanceof Money;
    return !Array.isArray(value) || value.every(hasAmounts);
  });
