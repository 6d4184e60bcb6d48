import { Stack, Text } from '@mantine/core';
import { useBillingTermTexts } from '../../texts/billing-terms.ts';
import { ownField } from '../../values/own-tax-rates.ts';
import { idsIn } from '../../values/typed-fields.ts';
import type { FieldProps } from '../form/fields.tsx';
import { SwitchField } from '../form/fields.tsx';
import { TaxRateChoice } from './tax-rate-choice.tsx';

interface OwnTaxRatesProps extends Pick<FieldProps, 'form' | 'name'> {
  /** Whose rates hold where it has none of its own. */
  readonly hint: string;
}

/** The tax rates of a customer or a product, where they are other than those above them. */
export const OwnTaxRates = ({ form, name, hint }: OwnTaxRatesProps) => {
  const texts = useBillingTermTexts();
  return (
    <Stack gap="sm">
      <SwitchField form={form} name={ownField(name)} label={texts.ownTaxRates} hint={hint} />
      {form.values[ownField(name)] === true && (
        <>
          <TaxRateChoice form={form} name={name} />
          {idsIn(form.values, name).length === 0 && <Text size="sm">{texts.untaxed}</Text>}
        </>
      )}
    </Stack>
  );
};
