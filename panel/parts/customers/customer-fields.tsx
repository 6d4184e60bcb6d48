import { Collapse, Group, SimpleGrid, Stack, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { documentLanguages } from '#domain/invoicing/document-form.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { Fields } from '../../values/merge.ts';
import { numberOrNull } from '../../values/whole-number.ts';
import type { Customer } from '../../wire/types.ts';
import { CurrencyField, TimeZoneField } from '../form/choice-fields.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { TextField } from '../form/fields.tsx';
import { AddressFields, addressBody, addressValues } from './address-fields.tsx';

export const emptyCustomer = {
  name: '',
  email: '',
  externalId: '',
  currency: '',
  timeZone: '',
  taxId: '',
  'billing.paymentTermDays': '',
  'billing.locale': '',
  ...addressValues(null, 'address'),
};

type CustomerValues = typeof emptyCustomer;

/** A customer as its form shows it. */
export const customerValues = (customer: Customer): CustomerValues => ({
  name: customer.name,
  email: customer.email,
  externalId: customer.externalId ?? '',
  currency: customer.currency ?? '',
  timeZone: customer.timeZone ?? '',
  taxId: customer.taxId ?? '',
  'billing.paymentTermDays': customer.billing.paymentTermDays?.toString() ?? '',
  'billing.locale': customer.billing.locale ?? '',
  ...addressValues(customer.address, 'address'),
});

/** The values of the form as the API takes them; an empty text is null. */
export const customerBody = (values: CustomerValues): Fields => ({
  name: values.name,
  email: values.email,
  externalId: values.externalId || null,
  currency: values.currency || null,
  timeZone: values.timeZone || null,
  taxId: values.taxId || null,
  address: addressBody(values, 'address'),
  billing: {
    paymentTermDays: numberOrNull(values['billing.paymentTermDays']),
    locale: values['billing.locale'].trim() || null,
  },
});

/** The fields of a customer: the two that are needed, and the others behind a button. */
export const CustomerFields = ({
  form,
  isOpen = false,
}: Pick<FieldProps, 'form'> & { readonly isOpen?: boolean }) => {
  const texts = useTexts();
  const hidden = Object.keys(emptyCustomer).filter((name) => name !== 'name' && name !== 'email');
  const [wasOpened, setOpened] = useState(isOpen);
  // A fault in a hidden field opens what hides it.
  const isShown = wasOpened || hidden.some((name) => form.errors[name] !== undefined);
  return (
    <Stack gap="md">
      <TextField form={form} name="name" label={texts.common.name} isRequired />
      <TextField form={form} name="email" type="email" label={texts.common.email} isRequired />
      {!isOpen && (
        <Group>
          <UnstyledButton
            className="disclosure"
            aria-expanded={isShown}
            onClick={() => setOpened(!isShown)}
          >
            {isShown ? '▾' : '▸'} {texts.common.more}
          </UnstyledButton>
        </Group>
      )}
      <Collapse expanded={isShown}>
        <MoreFields form={form} />
      </Collapse>
    </Stack>
  );
};

const MoreFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useTexts();
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField
          form={form}
          name="externalId"
          label={texts.customers.externalId}
          hint={texts.customers.externalIdHint}
        />
        <TextField
          form={form}
          name="billing.paymentTermDays"
          label={texts.customers.paymentTermDays}
          hint={texts.customers.paymentTermHint}
        />
        <CurrencyField form={form} name="currency" label={texts.common.currency} isOptional />
        <TimeZoneField form={form} name="timeZone" label={texts.common.timeZone} isOptional />
        <TextField form={form} name="taxId" label={texts.customers.taxId} />
        <TextField
          form={form}
          name="billing.locale"
          label={texts.customers.locale}
          hint={texts.customers.localeHint(documentLanguages.join(', '))}
        />
      </SimpleGrid>
      <AddressFields form={form} name="address" />
    </Stack>
  );
};
