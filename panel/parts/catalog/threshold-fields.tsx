import { Fieldset, Stack, Text } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import { text } from '../../values/typed-fields.ts';
import type { FieldProps } from '../form/fields.tsx';
import { MoneyField } from '../form/fields.tsx';
import { ThresholdRows } from '../metering/threshold-rows.tsx';

/** The usage thresholds of a plan: amounts in its currency. */
export const ThresholdFields = ({ form }: Pick<FieldProps, 'form'>) => {
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
