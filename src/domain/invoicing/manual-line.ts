import type { ChargeFacts, ChargeWithTerms, ManualCharge } from '#domain/charging/charge.ts';
import { amountOf } from '#domain/charging/charge.ts';
import type { ChargeRounding, ManualDerivation } from '#domain/charging/derivation.ts';
import { hashOfTerms, priceTerms } from '#domain/charging/terms.ts';
import { InvoiceLineNotManual } from '#domain/invoicing/errors.ts';
import { checkAll, checkEach, givenReaders, orNull, readersOf } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseDecimal, parseSignedDecimal } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CustomerId, InvoiceId, LineId, TaxRateId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { Money, withinRange } from '#domain/shared/money.ts';
import { parseTaxRateIds } from '#domain/shared/tax-rate-ids.ts';
import { parseText } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A line as a person describes it, before anything was checked. */
export interface ManualLineInput {
  readonly description: string;
  /** A decimal, not negative; 1 where it is absent. */
  readonly quantity?: string | undefined;
  /** A decimal in major units; negative for a discount. */
  readonly unitAmount: string;
  /** The tax rates of this line alone; null or absent: those of the customer, or of the tenant. */
  readonly taxRateIds?: readonly string[] | null | undefined;
}

/** The changes of a line: absent stays. */
export type ManualLineChanges = {
  readonly [Field in keyof ManualLineInput]?: ManualLineInput[Field] | undefined;
};

/** A line that a person writes: the quantity times the unit amount. */
export interface ManualLine {
  readonly description: string;
  readonly quantity: string;
  readonly unitAmount: string;
  readonly taxRateIds: readonly TaxRateId[] | null;
}

export const manualLineLimits = {
  description: 500,
  /** Of one request. */
  lines: 200,
  /** Of one invoice. */
  ofInvoice: 1000,
} as const;

/**
 * Reads the lines of a new invoice.
 * @throws {InvalidValue} with every fault at once; `too_few` or `too_many` lines.
 */
export const parseManualLines = (given: readonly ManualLineInput[]): readonly ManualLine[] => {
  const { lines: most } = manualLineLimits;
  if (given.length === 0) throw InvalidValue.because('too_few', 'An invoice has a line.');
  if (given.length > most) {
    throw InvalidValue.because('too_many', `One request adds ${most} lines at most.`);
  }
  return checkEach(given, parseManualLine);
};

/** @throws {InvalidValue} with every fault at once. */
export const parseManualLine = (given: ManualLineInput): ManualLine => {
  const { quantity = '1', ...line } = checkAll(readersOf(parsers, given));
  return { ...line, quantity };
};

/**
 * The line that a change makes of one that is stored.
 * @throws {InvalidValue} with every fault at once.
 */
export const changedManualLine = (
  { charge: { description, quantity, taxRateIds }, terms }: ChargeWithTerms<ManualCharge>,
  changes: ManualLineChanges,
): ManualLine => {
  invariant(terms.model === 'per_unit', 'A line by hand is priced by the unit.');
  const { unitAmount } = terms;
  const changed = checkAll(givenReaders(parsers, changes));
  return {
    description,
    unitAmount,
    taxRateIds,
    ...changed,
    quantity: changed.quantity ?? quantity,
  };
};

/** @throws {InvoiceLineNotManual} */
export const requireManual = ({
  charge,
  terms,
}: ChargeWithTerms<ChargeFacts>): ChargeWithTerms<ManualCharge> => {
  if (charge.kind !== 'manual') throw new InvoiceLineNotManual();
  return { charge, terms };
};

const parsers = {
  description: (text: string) => parseText(text, manualLineLimits.description),
  quantity: (text: string | undefined) => (text === undefined ? undefined : parseDecimal(text)),
  unitAmount: parseSignedDecimal,
  taxRateIds: orNull(parseTaxRateIds),
};

/** All that a charge is made of beside the line that it says. */
export interface Writing {
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
  readonly invoiceId: InvoiceId;
  readonly rounding: ChargeRounding;
  readonly now: Instant;
  /** SHA-256 of a text in UTF-8, in hexadecimal. */
  readonly hash: (text: string) => string;
}

/**
 * The charge of a line, with its terms.
 * @throws {InvalidValue} `amount_out_of_range`
 */
export const manualCharge = (
  id: LineId,
  { description, quantity, unitAmount, taxRateIds }: ManualLine,
  { customerId, currency, invoiceId, rounding, now, hash }: Writing,
): ChargeWithTerms<ManualCharge> => {
  const terms = priceTerms({ model: 'per_unit', unitAmount }, currency, { isProrated: false });
  const derivation: ManualDerivation = { version: 3, kind: 'manual', quantity, rounding };
  const amount = withinRange(amountOf(terms, derivation));
  const charge = {
    id,
    customerId,
    subscriptionId: null,
    itemId: null,
    priceId: null,
    kind: derivation.kind,
    part: '',
    // No other has it: its identity is that of no copy on another invoice.
    cause: `hand/${id}`,
    currency,
    amount,
    termsHash: hashOfTerms(terms, hash),
    taxRateIds,
    derivation,
    description,
    servicePeriod: null,
    startsAt: null,
    endsAt: null,
    timeZone: null,
    quantity,
    corrects: null,
    credited: Money.zero(currency),
    invoiceId,
    createdAt: now,
  };
  return { charge, terms };
};
