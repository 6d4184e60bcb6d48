import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';

/** The balance of a customer in a currency: zero where there is none. */
export const heldBalance = async (
  { balances }: Pick<BookRepositories, 'balances'>,
  customerId: CustomerId,
  currency: CurrencyCode,
): Promise<Money> => {
  const held = await balances.of([customerId]);
  return held.find((each) => each.currency === currency)?.amount ?? Money.zero(currency);
};
