import type { Book, BookRepositories } from '#application/invoicing/documents/book.ts';
import { invoicingSettingsOf } from '#application/invoicing/documents/settings.ts';
import type { Run } from '#application/shared/ports.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';

/** Reads what decisions about the money of these customers are made with. */
export const openBook = async <Repositories extends BookRepositories>(
  repositories: Repositories,
  {
    nextId,
    hash,
    now,
    mode,
  }: Pick<Run, 'nextId' | 'mode'> & {
    readonly hash: (text: string) => string;
    /** Business time, once the accounts were locked. */
    readonly now: Instant;
  },
  customerIds: readonly CustomerId[],
): Promise<Book<Repositories>> => {
  const [tenant, customers, taxedProducts] = await Promise.all([
    repositories.tenants.find(),
    repositories.customers.findAll(customerIds),
    repositories.products.taxed(),
  ]);
  if (tenant === undefined) throw new TenantNotFound();
  return {
    repositories,
    now,
    nextId,
    hash,
    settings: invoicingSettingsOf(tenant.facts, mode),
    customers: new Map(customers.map(({ facts }) => [facts.id, facts])),
    productTaxes: new Map(
      taxedProducts.map(({ productId, taxRateIds }) => [productId, taxRateIds]),
    ),
  };
};
