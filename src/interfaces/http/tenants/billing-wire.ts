import { z } from 'zod';
import {
  billingLimits,
  finalizations,
  numberPrefixPattern,
  numberResets,
  parseNumberPrefix,
} from '#domain/tenants/billing-settings.ts';
import {
  base64Pattern,
  colorLength,
  colorPattern,
  logoLimits,
  logoTextMax,
  parseColor,
  parseLogoText,
} from '#domain/tenants/seller-look.ts';
import { addressInputWire, addressWire, taxIdWire } from '#interfaces/http/wire/address-wire.ts';
import { taxRateIdsInput } from '#interfaces/http/wire/tax-rate-ids-wire.ts';
import {
  dateWire,
  daysWire,
  emailWire,
  idWire,
  listWire,
  nameWire,
  validatedText,
} from '#interfaces/http/wire/wire.ts';

// How a tenant bills, as it is given and as it is shown. What a field means is said where it is
// shown.

const colorInput = validatedText(colorLength, parseColor, {
  pattern: colorPattern,
  examples: ['#0b7285'],
});

const logoInput = validatedText(logoTextMax, parseLogoText, {
  pattern: base64Pattern,
  description:
    `A PNG without interlacing, in base64: of at most ${logoLimits.bytes} bytes, ` +
    `${logoLimits.sideMax} points wide or high, and ${logoLimits.pointsMax} points in all.`,
});

const sellerInput = z
  .strictObject({
    name: nameWire.nullish(),
    address: addressInputWire.nullish(),
    taxId: taxIdWire.nullish(),
    email: emailWire.nullish(),
    color: colorInput.nullish(),
    logo: logoInput.nullish(),
  })
  .meta({ id: 'SellerInput', description: 'What is absent stays; null clears.' });

const numberPrefixWire = validatedText(billingLimits.numberPrefix, parseNumberPrefix, {
  pattern: numberPrefixPattern,
  examples: ['INV-'],
});

export const billingInputWire = z
  .strictObject({
    seller: sellerInput.nullish(),
    numberPrefix: numberPrefixWire.nullish(),
    numberResets: z.enum(numberResets).nullish(),
    paymentTermDays: daysWire(billingLimits.paymentTermDays).nullish(),
    finalization: z.enum(finalizations).nullish(),
    graceDays: daysWire(billingLimits.graceDays).nullish(),
    upcomingNoticeDays: daysWire(billingLimits.upcomingNoticeDays).nullish(),
    booksClosedOn: dateWire.nullish(),
    isStopped: z.boolean().nullish(),
    taxRateIds: taxRateIdsInput.nullish(),
  })
  .meta({
    id: 'BillingSettingsInput',
    description: 'What is absent stays; null is what holds at the beginning.',
  });

const sellerWire = z
  .strictObject({
    name: z.string().nullable(),
    address: addressWire.nullable(),
    taxId: z.string().nullable(),
    email: emailWire.nullable(),
    color: z
      .string()
      .nullable()
      .meta({ description: 'The color of printed invoices.', examples: ['#0b7285'] }),
    logo: z.string().nullable().meta({
      description: 'SHA-256 of the logo on printed invoices, in hexadecimal; null for none.',
    }),
  })
  .meta({
    id: 'Seller',
    description:
      'Who bills, as invoices show it: a live tenant issues none without name, address and taxId.',
  });

export const billingWire = z
  .strictObject({
    seller: sellerWire,
    numberPrefix: z.string().meta({ description: 'What invoice numbers begin with.' }),
    numberResets: z
      .enum(numberResets)
      .meta({ description: 'When the numbers begin at 1 again: never, or with each year.' }),
    paymentTermDays: z.int().meta({ description: 'Days from issue to due date.' }),
    finalization: z
      .enum(finalizations)
      .meta({ description: 'Whether invoices are finalized by themselves, or by a person.' }),
    graceDays: z.int().meta({ description: 'Days that a draft waits before it is finalized.' }),
    upcomingNoticeDays: z.int().meta({
      description: 'How many days before an invoice `invoice.upcoming` tells of it; 0 for never.',
    }),
    booksClosedOn: dateWire
      .nullable()
      .meta({ description: 'Nothing changes with effect on or before this day.' }),
    isStopped: z.boolean().meta({ description: 'Nothing is billed until further notice.' }),
    taxRateIds: listWire(idWire('tax')).meta({
      description: 'The tax rates of all lines of which product and customer say none.',
    }),
  })
  .meta({ id: 'BillingSettings', description: 'How a tenant bills.' });
