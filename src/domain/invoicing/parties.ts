import type { CustomerFacts } from '#domain/customers/customer.ts';
import type { Address } from '#domain/shared/address.ts';
import type { Locale } from '#domain/shared/locale.ts';
import type { Seller } from '#domain/tenants/billing-settings.ts';

/** Who is invoiced, as it stands on the invoice. */
export interface Buyer {
  readonly name: string;
  readonly email: string;
  /** Where invoices go, beside or instead of `email`. */
  readonly billingEmails: readonly string[];
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly externalId: string | null;
  /** The language of the printed invoice; the seller's where it is null. */
  readonly locale: Locale | null;
}

export const buyerOf = ({
  name,
  email,
  billing,
  address,
  taxId,
  externalId,
}: CustomerFacts): Buyer => ({
  name,
  email,
  billingEmails: billing.emails,
  address,
  taxId,
  externalId,
  locale: billing.locale,
});

/** Whether a seller says what an invoice must say. */
export const isComplete = ({ name, address, taxId }: Seller): boolean =>
  name !== null && address !== null && taxId !== null;
