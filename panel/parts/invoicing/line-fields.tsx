import { SimpleGrid, Stack } from '@mantine/core';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { unreadableFields } from '../../values/manual-lines.ts';
import type { FieldProps } from '../form/fields.tsx';
import { TextField } from '../form/fields.tsx';

interface LineFieldsProps extends Pick<FieldProps, 'form'> {
  readonly row: string;
  readonly currency: string;
}

/** The fields of a line that a person writes. */
export const LineFields = ({ form, row, currency }: LineFieldsProps) => {
  const { billing, invoicing } = useTexts();
  return (
    <Stack gap="sm">
      <TextField form={form} name={`${row}.description`} label={billing.lineText} isRequired />
      <SimpleGrid cols={2}>
        <TextField form={form} name={`${row}.quantity`} label={billing.quantity} isRequired />
        <TextField
          form={form}
          name={`${row}.unitAmount`}
          label={invoicing.unitAmount(currency)}
          hint={invoicing.unitAmountHint}
          isRequired
        />
      </SimpleGrid>
    </Stack>
  );
};

/** Says of each field of these rows that holds no number that it must. */
export const useLineFaults = (): ((
  values: FormValues,
  rows: readonly string[],
) => Readonly<Record<string, string>>) => {
  const locale = useLocale();
  const { invoicing } = useTexts();
  return (values, rows) =>
    Object.fromEntries(
      unreadableFields(values, rows, locale).map((field) => [field, invoicing.notANumber]),
    );
};
