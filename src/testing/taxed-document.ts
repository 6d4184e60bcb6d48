import type { IssuedDocument } from '#application/invoicing/ports.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { lineSums } from '#domain/invoicing/taxed-charge.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { buildDocument, euros } from './billing-builders.ts';
import { buildId } from './builders.ts';

/** A document of charges that are taxed by a rate of 20 %, the last of them as a credit. */
export const buildTaxedDocument = (
  invoiceId: InvoiceId,
  charges: readonly ChargeFacts[],
): IssuedDocument => {
  const rate = { taxRateId: buildId('tax'), name: 'MwSt „20 %“', rate: '0.20', isInclusive: false };
  const correction = { charged: 4900n, before: 0n, after: 4900n, taxes: [980n] };
  const lines = charges.map((charge, at) => {
    const taxes = [{ ...rate, amount: euros(980n) }];
    const isLast = at === charges.length - 1;
    const taxed = { taxes, correction: isLast ? correction : null };
    return { ...lineSums({ ...charge, taxed }), lineId: charge.id, taxed };
  });
  const taxRule = {
    version: 1,
    rounding: 'half_up',
    taxRounding: 'per_rate',
    inclusiveRounding: 'tax',
  } as const;
  return { ...buildDocument(invoiceId, charges), lines, taxRule };
};
