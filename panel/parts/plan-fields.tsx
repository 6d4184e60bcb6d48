import { Button, Fieldset, Group, SimpleGrid, Stack } from '@mantine/core';
import { randomKey } from '../api/random.ts';
import { useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import { emptyPrice, rowsOf } from '../values/plan-prices.ts';
import { CurrencyField } from './choice-fields.tsx';
import type { FieldProps } from './fields.tsx';
import { MoneyField, SelectField, TextAreaField, TextField } from './fields.tsx';
import type { FormState } from './form-state.ts';

type Form = FieldProps['form'];

/** The name, currency and interval of a plan. */
export const PlanFields = ({ form }: { readonly form: Form }) => {
  const texts = useTexts();
  const units = (['day', 'week', 'month', 'year'] as const).map((value) => ({
    value,
    label: texts.catalog.units[value],
  }));
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField form={form} name="name" label={texts.common.name} isRequired />
        <TextField
          form={form}
          name="code"
          label={texts.common.code}
          hint={texts.catalog.codeHint}
          isRequired
        />
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
      </SimpleGrid>
      <TextAreaField form={form} name="description" label={texts.common.description} />
    </Stack>
  );
};

/** The prices of a plan: rows that can be added and removed. */
export const PriceFields = ({ form }: { readonly form: FormState<FormValues> }) => {
  const texts = useTexts();
  const rows = rowsOf(form.values);
  const add = (): void => {
    const row = `row${randomKey()}`;
    for (const [name, value] of Object.entries(emptyPrice(row))) form.set(name, value);
    form.set('rows', [...rows, row].join(' '));
  };
  const remove = (row: string): void =>
    form.set('rows', rows.filter((each) => each !== row).join(' '));
  return (
    <Stack gap="md">
      {rows.map((row, index) => (
        <PriceRow
          key={row}
          {...{ form, row }}
          title={texts.catalog.priceNumber(index + 1)}
          {...(rows.length > 1 ? { onRemove: () => remove(row) } : {})}
        />
      ))}
      <Group>
        <Button variant="default" onClick={add}>
          {texts.catalog.addPrice}
        </Button>
      </Group>
    </Stack>
  );
};

interface PriceRowProps {
  readonly form: Form;
  readonly row: string;
  readonly title: string;
  readonly onRemove?: () => void;
}

const PriceRow = ({ form, row, title, onRemove }: PriceRowProps) => {
  const texts = useTexts();
  const billed = [
    { value: 'in_advance', label: texts.catalog.inAdvance },
    { value: 'in_arrears', label: texts.catalog.inArrears },
  ];
  return (
    <Fieldset legend={title}>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <TextField form={form} name={`${row}.name`} label={texts.catalog.priceName} isRequired />
        <MoneyField
          form={form}
          name={`${row}.amount`}
          label={texts.common.amount}
          currency={String(form.values['currency'] ?? '')}
          isRequired
        />
        <SelectField
          form={form}
          name={`${row}.billed`}
          label={texts.catalog.billed}
          options={billed}
        />
      </SimpleGrid>
      {onRemove !== undefined && (
        <Group mt="sm">
          <Button variant="default" size="xs" onClick={onRemove}>
            {texts.catalog.removePrice}
          </Button>
        </Group>
      )}
    </Fieldset>
  );
};
