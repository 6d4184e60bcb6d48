import { z } from 'zod';
import { billingEmailsMax, parseBillingEmails } from '#domain/customers/billing-terms.ts';
import { localeLengthMax, localePattern, parseLocale } from '#domain/shared/locale.ts';
import { emailLengthMax } from '#domain/shared/text.ts';
import { billingLimits } from '#domain/tenants/billing-settings.ts';
import { boundedText } from '#interfaces/http/request/bounded.ts';
import { taxRateIdsInput } from '#interfaces/http/wire/tax-rate-ids-wire.ts';
import {
  daysWire,
  emailWire,
  idWire,
  listWire,
  validatedBy,
  validatedText,
} from '#interfaces/http/wire/wire.ts';

// How one customer is billed, as it is given and as it is shown.

const emailsMeta = {
  description: 'Where invoices go; to `email` where none is named. Replaced whole.',
  examples: [['billing@globex.example', 'books@globex.example']],
};

const emailsWire = validatedBy<string[], string[]>(
  z.array(boundedText(emailLengthMax)).max(billingEmailsMax),
  (given) => [...parseBillingEmails(given)],
  { items: { type: 'string', format: 'email', maxLength: emailLengthMax }, ...emailsMeta },
);

const localeInput = validatedText(localeLengthMax, parseLocale, {
  pattern: localePattern,
  examples: ['de-AT'],
});

export const termsInputWire = z
  .strictObject({
    paymentTermDays: daysWire(billingLimits.paymentTermDays).nullish(),
    isStopped: z.boolean().nullish(),
    emails: emailsWire.nullish(),
    taxRateIds: taxRateIdsInput.nullish(),
    locale: localeInput.nullish(),
  })
  .meta({ id: 'BillingTermsInput', description: 'What is absent stays; null clears.' });

export const termsWire = z
  .strictObject({
    paymentTermDays: z.int().nullable().meta({
      description: 'Days from issue to due date; those of the tenant where it is null.',
    }),
    isStopped: z.boolean().meta({ description: 'Not billed until further notice.' }),
    emails: listWire(emailWire).meta(emailsMeta),
    taxRateIds: listWire(idWire('tax'))
      .nullable()
      .meta({ description: 'Null where the product or the tenant says them.' }),
    locale: z
      .string()
      .nullable()
      .meta({
        description:
          'The language of what is printed for them (RFC 5646); that of the seller’s country ' +
          'where it is null, or there are no labels in it.',
        examples: ['de-AT'],
      }),
  })
  .meta({ id: 'BillingTerms', description: 'How one customer is billed.' });
