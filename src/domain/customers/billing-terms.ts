import { checkAll, checkEach, givenReaders, orNull } from '#domain/shared/check.ts';
import { comparisonKey } from '#domain/shared/comparison-key.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import type { Locale } from '#domain/shared/locale.ts';
import { parseLocale } from '#domain/shared/locale.ts';
import type { SettingChanges } from '#domain/shared/settings.ts';
import { flag, orStandard, wholeUpTo } from '#domain/shared/settings.ts';
import { listOf, nullable, objectOf, plain } from '#domain/shared/snapshot.ts';
import { parseTaxRateIds } from '#domain/shared/tax-rate-ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey, parseEmailAddress } from '#domain/shared/text.ts';
import { billingLimits } from '#domain/tenants/billing-settings.ts';

/** How one customer is billed. */
export interface BillingTerms {
  /** Days from issue to due date; the tenant's where it is null. */
  readonly paymentTermDays: number | null;
  /** Whether this customer is not billed until further notice. */
  readonly isStopped: boolean;
  /** Where invoices go, each once, whatever its case; to the customer's own where none is named. */
  readonly emails: readonly EmailAddress[];
  /** The customer's tax rates; those of product or tenant where it is null. */
  readonly taxRateIds: readonly TaxRateId[] | null;
  /** The language of what is printed for them; the seller's where it is null. */
  readonly locale: Locale | null;
}

/** Changes of the terms: absent stays, null clears. Lists are replaced whole. */
export interface BillingTermsChanges
  extends SettingChanges<Omit<BillingTerms, 'emails' | 'taxRateIds' | 'locale'>> {
  readonly emails?: readonly string[] | null | undefined;
  readonly taxRateIds?: readonly string[] | null | undefined;
  readonly locale?: string | null | undefined;
}

/** How a customer is billed of whom nobody said anything. */
export const standardTerms: BillingTerms = {
  paymentTermDays: null,
  isStopped: false,
  emails: [],
  taxRateIds: null,
  locale: null,
};

export const billingEmailsMax = 10;

/** @throws {InvalidValue} with every fault at once. */
export const changeTerms = (
  current: BillingTerms,
  changes: BillingTermsChanges | null | undefined,
): BillingTerms => {
  if (changes === undefined) return current;
  if (changes === null) return standardTerms;
  return { ...current, ...checkAll(givenReaders(parsers, changes)) };
};

/** @throws {InvalidValue} `too_many`, `repeated` or as `parseEmailAddress`, all at once. */
export const parseBillingEmails = (given: readonly string[]): readonly EmailAddress[] => {
  if (given.length > billingEmailsMax) {
    throw InvalidValue.because('too_many', `There are ${billingEmailsMax} addresses at most.`);
  }
  return checkEach(given, (text, index) => {
    const address = parseEmailAddress(text);
    const before = given.slice(0, index).map((earlier) => comparisonKey(earlier.trim()));
    if (!before.includes(emailKey(address))) return address;
    throw InvalidValue.because('repeated', 'This address is in the list already.');
  });
};

const parsers = {
  paymentTermDays: orNull(wholeUpTo(billingLimits.paymentTermDays)),
  isStopped: orStandard(standardTerms.isStopped, flag),
  emails: orStandard(standardTerms.emails, parseBillingEmails),
  taxRateIds: orNull(parseTaxRateIds),
  locale: orNull(parseLocale),
};

/** How events show it. */
export const termsEncoder = objectOf<BillingTerms>({
  paymentTermDays: plain,
  isStopped: plain,
  emails: listOf(plain),
  taxRateIds: nullable(listOf(plain)),
  locale: plain,
});
