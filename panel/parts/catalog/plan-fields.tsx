import { Alert, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { emptyPrice, rowsOf } from '../../values/plan-prices.ts';
import { text } from '../../values/typed-fields.ts';
import { CurrencyField } from '../form/choice-fields.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { MoneyField, SelectField, TextAreaField, TextField } from '../form/fields.tsx';
import type { FormState } from '../form/form-state.ts';
import { NameAndCode } from '../form/name-and-code.tsx';
import { RowFields, RowFrame } from '../form/row-fields.tsx';
import { PriceRow } from './price-fields.tsx';
import { ThresholdFields } from './threshold-fields.tsx';

type Form = FieldProps['form'];

/** The name, currency and interval of a plan. */
export const PlanFields = ({ form }: { readonly form: Form }) => {
  const texts = useTexts();
  return (
    <Stack gap="md" maw={640}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NameAndCode form={form} example="team-monthly" />
      </SimpleGrid>
      <TermsFields form={form} />
      <TextAreaField form={form} name="description" label={texts.common.description} />
    </Stack>
  );
};

/** The terms beside prices and features. They belong to a version of a plan. */
export const TermsFields = ({ form }: { readonly form: Form }) => {
  const texts = useTexts();
  const currency = text(form.values, 'currency');
  const units = (['day', 'week', 'month', 'year'] as const).map((value) => ({
    value,
    label: texts.catalog.units[value],
  }));
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} maw={640}>
        <CurrencyField form={form} name="currency" label={texts.common.currency} isRequired />
        <TextField
          form={form}
          name="interval.count"
          label={texts.catalog.intervalCount}
          isRequired
        />
        <SelectField
          form={form}
          name="interval.unit"
          label={texts.catalog.intervalUnit}
          options={units}
        />
        <TextField form={form} name="trialDays" label={texts.catalog.trialDays} />
        <MoneyField
          form={form}
          name="minimumCommitment"
          label={texts.features.commitment}
          currency={currency}
        />
      </SimpleGrid>
      <ThresholdFields form={form} />
    </>
  );
};

/** The prices of a plan: rows that can be added and removed. */
export const PriceFields = ({ form }: { readonly form: FormState<FormValues> }) => {
  const texts = useTexts();
  return (
    <Stack gap="md">
      <RowFields
        form={form}
        field="rows"
        prefix="row"
        emptyRow={emptyPrice}
        rowsMin={1}
        addLabel={texts.catalog.addPrice}
      >
        {({ row, number, remove }) => (
          <RowFrame
            legend={texts.catalog.priceNumber(number)}
            removeLabel={texts.catalog.removePrice}
            remove={remove}
          >
            <PriceRow form={form} row={row} about={texts.catalog.priceNumber(number)} />
          </RowFrame>
        )}
      </RowFields>
      <PlanWarnings values={form.values} />
    </Stack>
  );
};

/** Says where a subscription would cost nothing, or nothing again. */
const PlanWarnings = ({ values }: { readonly values: FormValues }) => {
  const { prices } = useTexts();
  const edited = rowsOf(values);
  const areOptional = edited.every((row) => values[`${row}.isOptional`] === true);
  const noneRecurs = edited.every((row) => values[`${row}.kind`] === 'one_time');
  const warnings = [
    ...(areOptional ? [prices.allOptional] : []),
    ...(noneRecurs ? [prices.noneRecurs] : []),
  ];
  if (edited.length === 0 || warnings.length === 0) return null;
  return (
    <Alert color="yellow" variant="outline" role="status">
      {warnings.map((warning) => (
        <Text size="sm" key={warning}>
          {warning}
        </Text>
      ))}
    </Alert>
  );
};
