import { SimpleGrid, Stack } from '@mantine/core';
import { useRead } from '../api/queries.ts';
import { call, reloadMe } from '../api/session.ts';
import { TaxRateChoice } from '../parts/catalog/tax-rate-choice.tsx';
import { AddressFields } from '../parts/customers/address-fields.tsx';
import { CurrencyField, TimeZoneField } from '../parts/form/choice-fields.tsx';
import { MergeAlert, useEditForm } from '../parts/form/edit-form.tsx';
import type { FieldProps } from '../parts/form/fields.tsx';
import { SelectField, SwitchField, TextField } from '../parts/form/fields.tsx';
import { ChangeForm } from '../parts/form/form.tsx';
import { ColorField, LogoField, noLogo } from '../parts/invoicing/seller-look.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { addressBody, addressValues } from '../values/address.ts';
import { nested } from '../values/nested.ts';
import { numberOrNull } from '../values/whole-number.ts';
import type { Tenant } from '../wire/types.ts';

/** The tenant: its name, zone and currency, who issues its invoices, and how. */
export const Settings = () => {
  const texts = useTexts();
  const tenant = useRead('getTenant', {});
  return (
    <Page title={texts.operations.tenant} isForm>
      <Loaded query={tenant}>{(data) => <TenantForm tenant={data} />}</Loaded>
    </Page>
  );
};

const valuesOf = ({ name, defaultCurrency, timeZone, billing, usage }: Tenant) => ({
  name,
  defaultCurrency,
  timeZone,
  'billing.seller.name': billing.seller.name ?? '',
  'billing.seller.taxId': billing.seller.taxId ?? '',
  'billing.seller.email': billing.seller.email ?? '',
  ...addressValues(billing.seller.address, 'billing.seller.address'),
  'billing.seller.color': billing.seller.color ?? '',
  // A file in base64 once one is chosen; of the one that is stored we know that it is there.
  'billing.seller.logo': '',
  'billing.numberPrefix': billing.numberPrefix,
  'billing.paymentTermDays': String(billing.paymentTermDays),
  'billing.graceDays': String(billing.graceDays),
  'billing.finalization': billing.finalization as string,
  'billing.numberResets': billing.numberResets as string,
  'billing.upcomingNoticeDays': String(billing.upcomingNoticeDays),
  'billing.booksClosedOn': billing.booksClosedOn ?? '',
  'billing.isStopped': billing.isStopped,
  // The ids with spaces between, in their order.
  'billing.taxRateIds': billing.taxRateIds.join(' '),
  'usage.maxAgeDays': String(usage.maxAgeDays),
  'usage.maxFutureMinutes': String(usage.maxFutureMinutes),
  'usage.retentionDays': String(usage.retentionDays),
});

type Values = ReturnType<typeof valuesOf>;

const bodyOf = (values: Values) => ({
  name: values.name,
  defaultCurrency: values.defaultCurrency,
  timeZone: values.timeZone,
  'billing.seller.name': values['billing.seller.name'] || null,
  'billing.seller.taxId': values['billing.seller.taxId'] || null,
  'billing.seller.email': values['billing.seller.email'] || null,
  'billing.seller.address': addressBody(values, 'billing.seller.address'),
  'billing.seller.color': values['billing.seller.color'].trim() || null,
  ...logoBody(values['billing.seller.logo']),
  'billing.numberPrefix': values['billing.numberPrefix'] || null,
  'billing.numberResets': values['billing.numberResets'],
  'billing.paymentTermDays': numberOrNull(values['billing.paymentTermDays']),
  'billing.graceDays': numberOrNull(values['billing.graceDays']),
  'billing.upcomingNoticeDays': numberOrNull(values['billing.upcomingNoticeDays']),
  'billing.finalization': values['billing.finalization'],
  'billing.booksClosedOn': values['billing.booksClosedOn'] || null,
  'billing.isStopped': values['billing.isStopped'],
  'billing.taxRateIds': values['billing.taxRateIds'].split(' ').filter((id) => id !== ''),
  'usage.maxAgeDays': numberOrNull(values['usage.maxAgeDays']),
  'usage.maxFutureMinutes': numberOrNull(values['usage.maxFutureMinutes']),
  'usage.retentionDays': numberOrNull(values['usage.retentionDays']),
});

/** A logo that is absent stays as it is. */
const logoBody = (value: string): { readonly 'billing.seller.logo'?: string | null } =>
  value === '' ? {} : { 'billing.seller.logo': value === noLogo ? null : value };

const TenantForm = ({ tenant }: { readonly tenant: Tenant }) => {
  const texts = useTexts();
  const { form, merge, saveMerged } = useEditForm({
    resource: tenant,
    toValues: valuesOf,
    toBody: bodyOf,
    save: (version, changes) => call('updateTenant', { version, body: nested(changes) }),
    readAgain: () => call('getTenant', {}),
    onSaved: () => {
      announce(texts.common.saved);
      void reloadMe();
    },
  });
  return (
    <Stack gap="lg">
      {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
      <ChangeForm form={form} action={texts.common.save} edits="updateTenant">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextField form={form} name="name" label={texts.common.name} isRequired />
          <CurrencyField form={form} name="defaultCurrency" label={texts.common.currency} />
          <TimeZoneField form={form} name="timeZone" label={texts.common.timeZone} />
        </SimpleGrid>
        <SellerFields form={form} hasLogo={tenant.billing.seller.logo !== null} />
        <InvoicingFields form={form} />
        <TaxFields form={form} />
        <CalendarFields form={form} />
        <EventFields form={form} />
      </ChangeForm>
    </Stack>
  );
};

interface SellerFieldsProps extends Pick<FieldProps, 'form'> {
  readonly hasLogo: boolean;
}

const SellerFields = ({ form, hasLogo }: SellerFieldsProps) => {
  const texts = useTexts();
  return (
    <Section title={texts.operations.sellerTitle} text={texts.operations.sellerText}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField form={form} name="billing.seller.name" label={texts.common.name} />
        <TextField form={form} name="billing.seller.taxId" label={texts.customers.taxId} />
        <TextField
          form={form}
          name="billing.seller.email"
          type="email"
          label={texts.common.email}
        />
      </SimpleGrid>
      <AddressFields form={form} name="billing.seller.address" />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <ColorField form={form} />
        <LogoField form={form} isSet={hasLogo} />
      </SimpleGrid>
    </Section>
  );
};

const InvoicingFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useTexts();
  const finalization = [
    { value: 'automatic', label: texts.operations.automatic },
    { value: 'manual', label: texts.operations.manual },
  ];
  const resets = [
    { value: 'never', label: texts.settings.resetsNever },
    { value: 'yearly', label: texts.settings.resetsYearly },
  ];
  return (
    <Section title={texts.operations.invoicing}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField form={form} name="billing.numberPrefix" label={texts.operations.numberPrefix} />
        <SelectField
          form={form}
          name="billing.numberResets"
          label={texts.settings.numberResets}
          options={resets}
        />
        <TextField form={form} name="billing.paymentTermDays" label={texts.operations.termDays} />
        <TextField form={form} name="billing.graceDays" label={texts.operations.graceDays} />
        <SelectField
          form={form}
          name="billing.finalization"
          label={texts.operations.finalization}
          options={finalization}
        />
      </SimpleGrid>
    </Section>
  );
};

const TaxFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useTexts();
  return (
    <Section title={texts.taxes.taxed} text={texts.taxes.taxedText}>
      <TaxRateChoice form={form} name="billing.taxRateIds" />
    </Section>
  );
};

const CalendarFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useTexts();
  return (
    <Section title={texts.settings.calendar}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField
          form={form}
          name="billing.upcomingNoticeDays"
          label={texts.settings.noticeDays}
          hint={texts.settings.noticeHint}
        />
        <TextField
          form={form}
          name="billing.booksClosedOn"
          type="date"
          label={texts.settings.booksClosedOn}
          hint={texts.settings.booksClosedHint}
        />
      </SimpleGrid>
      <SwitchField
        form={form}
        name="billing.isStopped"
        label={texts.settings.isStopped}
        hint={texts.settings.isStoppedHint}
      />
    </Section>
  );
};

/** Which events of usage are taken, and how long they stay. */
const EventFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const { settings } = useTexts();
  return (
    <Section title={settings.usage} text={settings.usageText}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {(['maxAgeDays', 'maxFutureMinutes', 'retentionDays'] as const).map((name) => (
          <TextField
            key={name}
            form={form}
            name={`usage.${name}`}
            label={settings[name]}
            hint={settings.usageHints[name]}
          />
        ))}
      </SimpleGrid>
    </Section>
  );
};
