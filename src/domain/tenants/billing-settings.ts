import type { Address, AddressInput } from '#domain/shared/address.ts';
import { addressEncoder, parseAddress } from '#domain/shared/address.ts';
import { checkAll, givenReaders, orNull } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import type { SettingChanges } from '#domain/shared/settings.ts';
import { choiceOf, flag, orStandard, wholeUpTo } from '#domain/shared/settings.ts';
import { date, listOf, nullable, objectOf, plain } from '#domain/shared/snapshot.ts';
import { parseTaxId } from '#domain/shared/tax-id.ts';
import { parseTaxRateIds } from '#domain/shared/tax-rate-ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { parseEmailAddress, parseName } from '#domain/shared/text.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import { parseColor } from '#domain/tenants/seller-look.ts';

/** Who bills, as invoices show it. A live tenant issues none before it is complete. */
export interface Seller {
  readonly name: string | null;
  readonly address: Address | null;
  readonly taxId: string | null;
  /** Where customers may ask about an invoice; not needed. */
  readonly email: EmailAddress | null;
  /** The color of their documents, `#rrggbb`. */
  readonly color: string | null;
  /** SHA-256 of the logo that stands on their documents, in hexadecimal. */
  readonly logo: string | null;
}

export const numberResets = ['never', 'yearly'] as const;
export const finalizations = ['automatic', 'manual'] as const;

/** How a tenant bills. */
export interface BillingSettings {
  readonly seller: Seller;
  /** The text that invoice numbers begin with. */
  readonly numberPrefix: string;
  /** When they begin at 1 again: never, or with each year of the seller's time zone. */
  readonly numberResets: (typeof numberResets)[number];
  /** Days from issue to due date; a customer may have other terms. */
  readonly paymentTermDays: number;
  /** Whether an invoice is finalized by itself, or waits for a person. */
  readonly finalization: (typeof finalizations)[number];
  /** Days that a draft waits before it is finalized by itself. */
  readonly graceDays: number;
  /** How many days before an invoice `invoice.upcoming` tells of it; 0 for never, the default. */
  readonly upcomingNoticeDays: number;
  /** Nothing is changed with effect before or on this day; null where the books are open. */
  readonly booksClosedOn: CalendarDate | null;
  /** Whether nothing is billed until further notice. */
  readonly isStopped: boolean;
  /** The tax rates of all lines of which nothing nearer says any. */
  readonly taxRateIds: readonly TaxRateId[];
}

/** Changes of the seller: absent stays, null clears. The address is replaced whole. */
export interface SellerChanges extends SettingChanges<Omit<Seller, 'address' | 'email'>> {
  readonly address?: AddressInput | null | undefined;
  readonly email?: string | null | undefined;
}

/** Changes of how a tenant bills: absent stays, null restores the default. */
export interface BillingChanges
  extends SettingChanges<
    Omit<
      BillingSettings,
      'seller' | 'booksClosedOn' | 'numberResets' | 'finalization' | 'taxRateIds'
    >
  > {
  readonly seller?: SellerChanges | null | undefined;
  readonly booksClosedOn?: string | null | undefined;
  readonly numberResets?: string | null | undefined;
  readonly finalization?: string | null | undefined;
  /** Replaced whole. */
  readonly taxRateIds?: readonly string[] | null | undefined;
}

const unknownSeller: Seller = {
  name: null,
  address: null,
  taxId: null,
  email: null,
  color: null,
  logo: null,
};

/** How a tenant bills of whom nobody said anything. */
export const standardBilling: BillingSettings = {
  seller: unknownSeller,
  numberPrefix: 'INV-',
  numberResets: 'never',
  paymentTermDays: 30,
  finalization: 'automatic',
  graceDays: 0,
  upcomingNoticeDays: 0,
  booksClosedOn: null,
  isStopped: false,
  taxRateIds: [],
};

export const billingLimits = {
  numberPrefix: 20,
  paymentTermDays: 365,
  graceDays: 60,
  upcomingNoticeDays: 90,
} as const;

/** The regular form of a number prefix, for documents. ASCII, as numbers are typed off paper. */
export const numberPrefixPattern = '^[A-Za-z0-9._/-]*$';

/** @throws {InvalidValue} with every fault at once. */
export const changeBilling = (
  current: BillingSettings,
  changes: BillingChanges | null,
): BillingSettings =>
  changes === null
    ? standardBilling
    : { ...current, ...checkAll(givenReaders(parsersOf(current), changes)) };

/** @throws {InvalidValue} `invalid_number_prefix` */
export const parseNumberPrefix = (text: string): string => {
  if (text.length <= billingLimits.numberPrefix && numberPrefixForm.test(text)) return text;
  throw InvalidValue.because(
    'invalid_number_prefix',
    `A prefix has up to ${billingLimits.numberPrefix} of the letters a to z and A to Z, digits, ` +
      '".", "_", "/" and "-".',
  );
};

const numberPrefixForm = new RegExp(numberPrefixPattern);

const sellerParsers = {
  name: orNull(parseName),
  address: orNull(parseAddress),
  taxId: orNull(parseTaxId),
  email: orNull(parseEmailAddress),
  color: orNull(parseColor),
  // The picture was read before: see `LogoReader`.
  logo: (digest: string | null) => digest,
};

const parsers = {
  numberPrefix: orStandard(standardBilling.numberPrefix, parseNumberPrefix),
  numberResets: orStandard(standardBilling.numberResets, choiceOf(numberResets)),
  paymentTermDays: orStandard(
    standardBilling.paymentTermDays,
    wholeUpTo(billingLimits.paymentTermDays),
  ),
  finalization: orStandard(standardBilling.finalization, choiceOf(finalizations)),
  graceDays: orStandard(standardBilling.graceDays, wholeUpTo(billingLimits.graceDays)),
  upcomingNoticeDays: orStandard(
    standardBilling.upcomingNoticeDays,
    wholeUpTo(billingLimits.upcomingNoticeDays),
  ),
  booksClosedOn: orNull(parseCalendarDate),
  isStopped: orStandard(standardBilling.isStopped, flag),
  taxRateIds: orStandard(standardBilling.taxRateIds, parseTaxRateIds),
};

const parsersOf = ({ seller }: BillingSettings) => ({
  seller: (changes: SellerChanges | null): Seller =>
    changes === null
      ? unknownSeller
      : { ...seller, ...checkAll(givenReaders(sellerParsers, changes)) },
  ...parsers,
});

/** How events show it. */
export const billingEncoder = objectOf<BillingSettings>({
  seller: objectOf<Seller>({
    name: plain,
    address: nullable(addressEncoder),
    taxId: plain,
    email: plain,
    color: plain,
    logo: plain,
  }),
  numberPrefix: plain,
  numberResets: plain,
  paymentTermDays: plain,
  finalization: plain,
  graceDays: plain,
  upcomingNoticeDays: plain,
  booksClosedOn: nullable(date),
  isStopped: plain,
  taxRateIds: listOf(plain),
});
