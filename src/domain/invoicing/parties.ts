import type { CustomerFacts } from '#domain/customers/customer.ts';
import type { Address } from '#domain/shared/address.ts';

/** Who issues an invoice, as it stands on it. */
export interface Seller {
  readonly name: string;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly email: string | null;
}

/** Who is invoiced, as it stands on the invoice. */
export interface Buyer {
  readonly name: string;
  readonly email: string;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly externalId: string | null;
}

export const buyerOf = ({ name, email, address, taxId, externalId }: CustomerFacts): Buyer => ({
  name,
  email,
  address,
  taxId,
  externalId,
});

/** Whether a seller says what an invoice must say. */
export const isComplete = ({ name, address, taxId }: Seller): boolean =>
  name !== '' && address !== null && taxId !== null;
