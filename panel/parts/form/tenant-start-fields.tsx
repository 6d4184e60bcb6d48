import { SimpleGrid } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import { suggestedCurrency, suggestedTimeZone } from '../../values/tenant-start.ts';
import { CurrencyField, TimeZoneField } from './choice-fields.tsx';
import type { FieldProps } from './fields.tsx';
import { SwitchField } from './fields.tsx';

/** How a new tenant begins, as the browser suggests. */
export const suggestedStart = () => ({
  defaultCurrency: suggestedCurrency(navigator.languages),
  timeZone: suggestedTimeZone(),
});

/** The currency and the clocks of a new tenant, and whether it is for tests. */
export const TenantStartFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const { account, common } = useTexts();
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <CurrencyField form={form} name="defaultCurrency" label={common.currency} />
        <TimeZoneField
          form={form}
          name="timeZone"
          label={common.timeZone}
          hint={account.timeZoneHint}
        />
      </SimpleGrid>
      <SwitchField
        form={form}
        name="isTest"
        label={account.testTenant}
        hint={account.testTenantHint}
      />
    </>
  );
};
