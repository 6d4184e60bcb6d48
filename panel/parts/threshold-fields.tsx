import { Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { randomKey } from '../api/random.ts';
import { useTexts } from '../texts/catalogue.ts';
import { emptyThreshold, hasThresholds, thresholdRowsOf } from '../values/plan-thresholds.ts';
import { text } from '../values/typed-fields.ts';
import type { FieldProps } from './fields.tsx';
import { MoneyField } from './fields.tsx';

type FormProps = Pick<FieldProps, 'form'>;

/** The usage thresholds of a plan: amounts in its currency. */
export const ThresholdFields = ({ form }: FormProps) => {
  const { features, prices } = useTexts();
  const currency = text(form.values, 'currency');
  return (
    <Fieldset legend={prices.termFields.usageThresholds} maw={640}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {features.thresholdsText}
        </Text>
        <ThresholdRows
          form={form}
          fieldOf={(field) => <MoneyField {...field} currency={currency} />}
        />
      </Stack>
    </Fieldset>
  );
};

interface ThresholdRowsProps extends FormProps {
  /** How one is typed: as an amount or as a quantity. */
  readonly fieldOf: (field: FieldProps) => ReactNode;
}

/** Thresholds that can be added and removed, and the step beyond the last one. */
const ThresholdRows = ({ form, fieldOf }: ThresholdRowsProps) => {
  const { features } = useTexts();
  const rows = thresholdRowsOf(form.values);
  const error = form.errors['thresholds'];
  const add = (): void => {
    const row = `threshold${randomKey()}`;
    for (const [name, value] of Object.entries(emptyThreshold(row))) form.set(name, value);
    form.set('thresholds', [...rows, row].join(' '));
  };
  const remove = (row: string): void =>
    form.set('thresholds', rows.filter((each) => each !== row).join(' '));
  return (
    <>
      {rows.map((row, index) => (
        <Group key={row} gap="sm" align="flex-start">
          {fieldOf({
            form,
            name: `${row}.amount`,
            label: features.thresholdNumber(index + 1),
            isRequired: true,
          })}
          <Button variant="default" mt={25} onClick={() => remove(row)}>
            {features.removeThreshold(index + 1)}
          </Button>
        </Group>
      ))}
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
      <Group>
        <Button variant="default" onClick={add}>
          {features.addThreshold}
        </Button>
      </Group>
      {hasThresholds(form.values) &&
        fieldOf({ form, name: 'thresholds.every', label: features.everyThreshold })}
    </>
  );
};
