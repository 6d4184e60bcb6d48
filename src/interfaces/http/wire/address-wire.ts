import { z } from 'zod';
import { addressLineLengthMax, parseCountry } from '#domain/shared/address.ts';
import { taxIdLengthMax } from '#domain/shared/tax-id.ts';
import { textWire, validatedText } from '#interfaces/http/wire/wire.ts';

const lineWire = textWire(addressLineLengthMax);
const countryWire = validatedText(2, parseCountry, {
  pattern: '^[A-Z]{2}$',
  description: 'A country code of ISO 3166-1 (alpha-2).',
});

/** An address as it is given. */
export const addressInputWire = z
  .strictObject({
    line1: lineWire.nullish(),
    line2: lineWire.nullish(),
    city: lineWire.nullish(),
    postalCode: lineWire.nullish(),
    state: lineWire.nullish(),
    country: countryWire,
  })
  .meta({ id: 'AddressInput' });

/** An address as it is shown. */
export const addressWire = z
  .strictObject({
    line1: z.string().nullable(),
    line2: z.string().nullable(),
    city: z.string().nullable(),
    postalCode: z.string().nullable(),
    state: z.string().nullable(),
    country: z.string(),
  })
  .meta({ id: 'Address' });

/** A tax id as it is given. */
export const taxIdWire = textWire(taxIdLengthMax);
