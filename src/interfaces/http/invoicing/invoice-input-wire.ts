import { z } from 'zod';
import { invoiceTextLimits } from '#domain/invoicing/invoice-texts.ts';
import { manualLineLimits } from '#domain/invoicing/manual-line.ts';
import {
  decimalLengthMax,
  decimalPattern,
  parseDecimal,
  parseSignedDecimal,
  signedDecimalPattern,
} from '#domain/shared/decimal.ts';
import { parseOptionalText } from '#domain/shared/text.ts';
import { billingLimits } from '#domain/tenants/billing-settings.ts';
import { quoteInput } from '#interfaces/http/wire/quote-wire.ts';
import { taxRateIdsInput } from '#interfaces/http/wire/tax-rate-ids-wire.ts';
import {
  currencyWire,
  daysWire,
  idWire,
  metadataWire,
  textWire,
  validatedText,
} from '#interfaces/http/wire/wire.ts';

// The input of people who write invoices.

const longText = (lengthMax: number): z.ZodType<string, string> =>
  validatedText(lengthMax, (text) => parseOptionalText(text, lengthMax), {});

const description = textWire(manualLineLimits.description);
const quantity: z.ZodType<string, string> = validatedText(decimalLengthMax, parseDecimal, {
  pattern: decimalPattern,
  description: 'A decimal, not negative; 1 where it is absent.',
  examples: ['2.5'],
});
const unitAmount: z.ZodType<string, string> = validatedText(decimalLengthMax, parseSignedDecimal, {
  pattern: signedDecimalPattern,
  description: 'A decimal in major units, before taxes; negative for a discount.',
  examples: ['12.50'],
});

const taxRateIds = taxRateIdsInput.nullish();

export const newLineWire = z
  .strictObject({ description, quantity: quantity.optional(), unitAmount, taxRateIds })
  .meta({ id: 'NewInvoiceLine', description: 'The quantity times the unit amount.' });

export const lineChangesWire = z
  .strictObject({
    description: description.optional(),
    quantity: quantity.optional(),
    unitAmount: unitAmount.optional(),
    taxRateIds,
  })
  .meta({ id: 'InvoiceLineChanges', description: 'The changes: absent stays.' });

const texts = {
  memo: longText(invoiceTextLimits.memo)
    .nullish()
    .meta({ description: 'A note to the customer, which stands above the lines.' }),
  footer: longText(invoiceTextLimits.footer)
    .nullish()
    .meta({ description: 'The text at the end of the document.' }),
  purchaseOrder: textWire(invoiceTextLimits.purchaseOrder)
    .nullish()
    .meta({ description: 'The customer’s own number of what they ordered.' }),
  paymentTermDays: daysWire(billingLimits.paymentTermDays)
    .nullish()
    .meta({ description: 'Null for those of the customer, or of the tenant.' }),
  metadata: metadataWire.optional(),
};

export const newInvoiceWire = z
  .strictObject({
    customerId: idWire('cus'),
    currency: currencyWire,
    lines: z.array(newLineWire).min(1).max(manualLineLimits.lines),
    ...texts,
    ...quoteInput,
  })
  .meta({ id: 'NewInvoice', description: 'An invoice that a person writes.' });

export const invoiceChangesWire = z.strictObject(texts).meta({
  id: 'InvoiceChanges',
  description:
    'The changes: absent stays; null clears. Of an invoice that was issued, metadata alone change.',
});

export const voidWire = z
  .strictObject({
    reissue: z
      .boolean()
      .optional()
      .meta({ description: 'Whether its charges go on another invoice; else they are waived.' }),
    reason: textWire(invoiceTextLimits.voidReason).nullish().meta({ description: 'For people.' }),
  })
  .meta({ id: 'VoidInvoice' });
