import type { BillingTerms, BillingTermsChanges } from '#domain/customers/billing-terms.ts';
import { changeTerms, standardTerms, termsEncoder } from '#domain/customers/billing-terms.ts';
import type { Address, AddressInput } from '#domain/shared/address.ts';
import { addressEncoder, parseAddress } from '#domain/shared/address.ts';
import { checkAll, givenReaders, orNull, readersOf } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { parseMetadata } from '#domain/shared/metadata.ts';
import type { Deleted } from '#domain/shared/resource-events.ts';
import { resourceEvents } from '#domain/shared/resource-events.ts';
import { instant, mapOf, nullable, objectOf, plain } from '#domain/shared/snapshot.ts';
import { parseTaxId } from '#domain/shared/tax-id.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { parseEmailAddress, parseName, parseText, textLimits } from '#domain/shared/text.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { parseTimeZone } from '#domain/shared/time.ts';

export interface CustomerFacts {
  readonly id: CustomerId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly name: string;
  /** Unique in the tenant, whatever its case. */
  readonly email: EmailAddress;
  /** The customer's id in the tenant's own systems; unique in the tenant. */
  readonly externalId: string | null;
  /** The currency of the customer's bills; the tenant's default where it is null. */
  readonly currency: CurrencyCode | null;
  readonly timeZone: TimeZone | null;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly billing: BillingTerms;
  readonly metadata: Metadata;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A customer as people describe it, before anything was checked. */
export interface CustomerInput {
  readonly name: string;
  readonly email: string;
  readonly externalId?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly address?: AddressInput | null | undefined;
  readonly taxId?: string | null | undefined;
  readonly billing?: BillingTermsChanges | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * The changes: absent stays, null clears. `address` and `metadata` are replaced whole, `billing`
 * field by field.
 */
export type CustomerChanges = {
  readonly [Field in keyof CustomerInput]?: CustomerInput[Field] | undefined;
};

/** Somebody whom a tenant bills. */
export class Customer {
  readonly facts: CustomerFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: CustomerFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** @throws {InvalidValue} with every fault at once. */
  static create(id: CustomerId, input: CustomerInput, now: Instant): Customer {
    const description = checkAll(readersOf(parsersOn(standardTerms), input));
    const facts = { id, version: 0, ...description, createdAt: now, updatedAt: now };
    return new Customer(facts, history.created(facts));
  }

  /**
   * The customer itself where nothing differs.
   * @throws {InvalidValue} with every fault at once.
   */
  change(changes: CustomerChanges, now: Instant): Customer {
    const changed = {
      ...this.facts,
      ...checkAll(givenReaders(parsersOn(this.facts.billing), changes)),
    };
    const updated = history.updated(this, changed, now);
    return updated === undefined ? this : new Customer(updated.facts, updated.events);
  }

  delete(now: Instant): DeletedCustomer {
    return history.deleted(this, now);
  }
}

export type DeletedCustomer = Deleted<CustomerId>;

/** @throws {InvalidValue} as `parseText`. */
export const parseExternalId = (text: string): string => parseText(text, textLimits.externalId);

// The parsers of all fields, on the terms that there are.
const parsersOn = (terms: BillingTerms) => ({
  name: parseName,
  email: parseEmailAddress,
  externalId: orNull(parseExternalId),
  currency: orNull(parseCurrencyCode),
  timeZone: orNull(parseTimeZone),
  address: orNull(parseAddress),
  taxId: orNull(parseTaxId),
  billing: (changes: BillingTermsChanges | null | undefined) => changeTerms(terms, changes),
  metadata: (entries: Metadata | undefined) => parseMetadata(entries ?? {}),
});

const encoder = objectOf<CustomerFacts>({
  id: plain,
  version: plain,
  name: plain,
  email: plain,
  externalId: plain,
  currency: plain,
  timeZone: plain,
  address: nullable(addressEncoder),
  taxId: plain,
  metadata: mapOf(plain),
  createdAt: instant,
  updatedAt: instant,
  billing: termsEncoder,
});

const history = resourceEvents('customer', encoder);
