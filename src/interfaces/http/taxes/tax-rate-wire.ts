import { z } from 'zod';
import { taxRateStatusFilters } from '#application/taxes/queries.ts';
import { parseTaxRate, taxRatePattern, taxRateStatuses } from '#domain/taxes/tax-rate.ts';
import {
  createdAtQuery,
  idWire,
  instantWire,
  nameWire,
  pageQuery,
  searchWire,
  validatedText,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

// How tax rates look on the wire, as they are given and as they are shown.

const rateLengthMax = 8;

const rateInput = validatedText(rateLengthMax, parseTaxRate, {
  pattern: taxRatePattern,
  description: 'From 0 to 1, with up to six decimals: `0.20` is 20 %.',
  examples: ['0.20'],
});

export const newTaxRateWire = z
  .strictObject({
    name: nameWire,
    rate: rateInput,
    isInclusive: z
      .boolean()
      .optional()
      .meta({ description: 'Whether prices include it. Else it comes on top, the default.' }),
  })
  .meta({ id: 'NewTaxRate' });

export const taxRateChangesWire = z
  .strictObject({
    name: nameWire.optional(),
    rate: rateInput.optional(),
    isInclusive: z.boolean().optional(),
  })
  .meta({
    id: 'TaxRateChanges',
    description: 'A new name. The rest is fixed: stated otherwise than it is, it is refused.',
  });

/** A tax rate on the wire, and as events show it. */
export const taxRateWire = z
  .strictObject({
    id: idWire('tax'),
    version: versionWire,
    name: z.string().meta({ description: 'As invoices show it.' }),
    rate: z.string().meta({ description: 'From 0 to 1.', examples: ['0.20'] }),
    isInclusive: z.boolean().meta({ description: 'Whether prices include it.' }),
    status: z.enum(taxRateStatuses),
    createdAt: instantWire,
    updatedAt: instantWire,
    archivedAt: instantWire.nullable(),
  })
  .meta({ id: 'TaxRate', description: 'A share of the net amount that goes to the state.' });

export const taxRateListQuery = z.strictObject({
  ...pageQuery,
  status: z
    .enum(taxRateStatusFilters)
    .optional()
    .meta({ description: 'Where absent: all that are not archived.' }),
  search: searchWire.optional(),
  ...createdAtQuery,
});
