import { z } from 'zod';
import {
  billingLimits,
  finalizations,
  numberPrefixPattern,
  numberResets,
  parseNumberPrefix,
} from '#domain/tenants/billing-settings.ts';
import { addressInputWire, addressWire, taxIdWire } from '#interfaces/http/address-wire.ts';
import { taxRateIdsInput } from '#interfaces/http/tax-rate-ids-wire.ts';
import {
  dateWire,
  daysWire,
  emailWire,
  idWire,
  listWire,
  nameWire,
  validatedText,
} from '#interfaces/http/wire.ts';

// How a tenant bills, as it is given and as it is shown. What a field means is said where it is
// shown.

const sellerInput = z
  .strictObject({
    name: nameWire.nullish(),
    address: addressInputWire.nullish(),
    taxId: taxIdWire.nullish(),
    email: emailWire.nullish(),
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
  })
  .meta({
    id: 'Seller',
    description: 'Who bills, as invoices show it: a live tenant issues none without all but email.',
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
