import { Group } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import type { Subscription } from '../../wire/types.ts';
import type { FieldProps } from '../form/fields.tsx';
import { SelectField, TextField } from '../form/fields.tsx';

interface EffectiveFieldsProps {
  readonly form: FieldProps['form'];
  readonly subscription: Pick<Subscription, 'currentPeriod' | 'termEndsAt'>;
}

/** When something takes effect: as far as there is a period or a term whose end it could be. */
export const EffectiveFields = ({ form, subscription }: EffectiveFieldsProps) => {
  const { agreements } = useTexts();
  const { currentPeriod, termEndsAt } = subscription;
  const choices = (['now', 'period_end', 'term_end', 'on'] as const).filter((value) => {
    if (value === 'period_end') return currentPeriod !== null;
    return value !== 'term_end' || termEndsAt !== null;
  });
  return (
    <Group grow align="flex-start">
      <SelectField
        form={form}
        name="effective"
        label={agreements.effective}
        options={choices.map((value) => ({ value, label: agreements.effectives[value] }))}
      />
      {form.values['effective'] === 'on' && (
        <TextField
          form={form}
          name="effective.on"
          type="date"
          label={agreements.effectiveOn}
          isRequired
        />
      )}
    </Group>
  );
};
