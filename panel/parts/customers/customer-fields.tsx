import { Collapse, Group, SimpleGrid, Stack, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { documentLanguages } from '#domain/invoicing/document-form.ts';
import { useBillingTermTexts } from '../../texts/billing-terms.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { text } from '../../values/typed-fields.ts';
import { OwnTaxRates } from '../catalog/own-tax-rates.tsx';
import { CurrencyField, TimeZoneField } from '../form/choice-fields.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { SwitchField, TextField } from '../form/fields.tsx';
import { MetadataFields } from '../form/metadata-fields.tsx';
import { AddressFields } from './address-fields.tsx';

/** The fields of a customer: the two that are needed, and the others behind a button. */
export const CustomerFields = ({
  form,
  isOpen = false,
}: Pick<FieldProps, 'form'> & { readonly isOpen?: boolean }) => {
  const texts = useTexts();
  const [wasOpened, setOpened] = useState(isOpen);
  // A fault in a hidden field opens what hides it.
  const isShown = wasOpened || Object.keys(form.errors).some(isHidden);
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

const isHidden = (name: string): boolean => name !== 'name' && name !== 'email';

const MoreFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useTexts();
  const own = useBillingTermTexts();
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
        <TextField
          form={form}
          name="billing.emails"
          label={own.emails}
          hint={own.emailsHint(text(form.values, 'email'))}
        />
      </SimpleGrid>
      <AddressFields form={form} name="address" />
      <OwnTaxRates form={form} name="billing.taxRateIds" hint={own.taxRatesOfCustomer} />
      <SwitchField
        form={form}
        name="billing.isStopped"
        label={own.isStopped}
        hint={texts.settings.isStoppedHint}
      />
      <MetadataFields form={form} />
    </Stack>
  );
};
