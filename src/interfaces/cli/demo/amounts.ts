import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';

/** An amount in minor units. */
export const money = (minor: bigint, currency = 'EUR'): Money =>
  Money.of(minor, parseCurrencyCode(currency));

export const monthly = { unit: 'month', count: 1 } as const;

/** A plan that is billed in euros each month. */
export const euros = { currency: 'EUR', interval: monthly } as const;
