import type { Customer } from '../wire/types.ts';
import { addressBody, addressValues } from './address.ts';
import type { FormValues } from './form-values.ts';
import { listIn } from './listed.ts';
import type { Fields } from './merge.ts';
import { metadataBody, metadataValues } from './metadata.ts';
import { taxRateBody, taxRateValues } from './own-tax-rates.ts';
import { text } from './typed-fields.ts';
import { numberOrNull } from './whole-number.ts';

type EditedCustomer = Omit<Customer, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

/** A customer as its form shows it. */
export const customerValues = (customer: EditedCustomer): FormValues => ({
  name: customer.name,
  email: customer.email,
  externalId: customer.externalId ?? '',
  currency: customer.currency ?? '',
  timeZone: customer.timeZone ?? '',
  taxId: customer.taxId ?? '',
  'billing.paymentTermDays': customer.billing.paymentTermDays?.toString() ?? '',
  'billing.locale': customer.billing.locale ?? '',
  'billing.emails': customer.billing.emails.join(', '),
  'billing.isStopped': customer.billing.isStopped,
  ...taxRateValues(customer.billing.taxRateIds, taxRates),
  ...addressValues(customer.address, 'address'),
  ...metadataValues(customer.metadata),
});

const taxRates = 'billing.taxRateIds';

/** The values of the form of a new customer. */
export const emptyCustomer: FormValues = customerValues({
  name: '',
  email: '',
  externalId: null,
  currency: null,
  timeZone: null,
  taxId: null,
  address: null,
  billing: { paymentTermDays: null, isStopped: false, emails: [], taxRateIds: null, locale: null },
  metadata: {},
});

/**
 * The values of the form as the API takes them; an empty text is null. What is below `billing` is
 * told apart, so that two people may change different fields of it at once.
 */
export const customerBody = (values: FormValues): Fields => {
  const given = (name: string): string | null => text(values, name).trim() || null;
  return {
    name: text(values, 'name'),
    email: text(values, 'email'),
    externalId: given('externalId'),
    currency: given('currency'),
    timeZone: given('timeZone'),
    taxId: given('taxId'),
    address: addressBody(values, 'address'),
    'billing.paymentTermDays': numberOrNull(text(values, 'billing.paymentTermDays')),
    'billing.locale': given('billing.locale'),
    'billing.emails': listIn(text(values, 'billing.emails')),
    'billing.isStopped': values['billing.isStopped'] === true,
    [taxRates]: taxRateBody(values, taxRates),
    metadata: metadataBody(values),
  };
};
