import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { BillingTerms } from '#domain/customers/billing-terms.ts';
import type { Customer } from '#domain/customers/customer.ts';
import type { Address } from '#domain/shared/address.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';

/** A customer as the tenant's people see it. */
export interface CustomerView {
  readonly id: CustomerId;
  readonly version: number;
  readonly name: string;
  readonly email: EmailAddress;
  readonly externalId: string | null;
  readonly currency: CurrencyCode | null;
  readonly timeZone: TimeZone | null;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly billing: BillingTerms;
  readonly metadata: Metadata;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export const customerView = ({ facts }: Customer): CustomerView => facts;

export interface CustomerFilter {
  /** The whole address, whatever its case. */
  readonly email?: string | undefined;
  readonly externalId?: string | undefined;
  /** Words that begin words of the name, the e-mail address or the external id, in any case. */
  readonly search?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/**
 * Reads of one tenant's customers. 1. Newest first. 2. Up to `slice.limit` after `slice.after`.
 * 3. Or those right before `slice.before`.
 */
export interface CustomerQueries {
  find(customerId: CustomerId): Promise<CustomerView | undefined>;
  list(filter: CustomerFilter, slice: Slice<CustomerId>): Promise<readonly CustomerView[]>;
}

export interface CustomerReads extends TimeZoneReads {
  readonly customers: CustomerQueries;
}
