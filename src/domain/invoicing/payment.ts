import { parseBillingDate } from '#domain/shared/calendar/billing-dates.ts';
import { checkAll, orNull } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Money } from '#domain/shared/money.ts';
import { parseText } from '#domain/shared/text.ts';
import type { CalendarDate } from '#domain/shared/time.ts';

/** Money received, as people write it down, before anything was checked. */
export interface PaymentInput {
  readonly amount: Money;
  readonly paidOn: string;
  readonly reference?: string | null | undefined;
}

export const referenceLengthMax = 200;

/**
 * Reads what was received for an invoice.
 * @throws {InvalidValue} `amount_not_positive`, `currency_mismatch`, `invalid_date` and
 *   `out_of_range`: all at once.
 */
export const parsePayment = (
  { amount, paidOn, reference }: PaymentInput,
  currency: CurrencyCode,
): {
  readonly amount: Money;
  readonly paidOn: CalendarDate;
  readonly reference: string | null;
} =>
  checkAll({
    amount: () => parseReceived(amount, currency),
    paidOn: () => parseBillingDate(paidOn),
    reference: () => orNull((text: string) => parseText(text, referenceLengthMax))(reference),
  });

const parseReceived = (amount: Money, currency: CurrencyCode): Money => {
  if (amount.currency !== currency) {
    throw InvalidValue.because('currency_mismatch', `The invoice is in ${currency}.`, '/currency');
  }
  if (amount.isPositive()) return amount;
  throw InvalidValue.because('amount_not_positive', 'What was received is more than zero.');
};
