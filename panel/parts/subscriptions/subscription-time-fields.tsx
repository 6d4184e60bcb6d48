import { SimpleGrid, Stack } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import { TimeZoneField } from '../form/choice-fields.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { SelectField, SwitchField, TextField } from '../form/fields.tsx';

interface TimeFieldsProps {
  readonly form: FieldProps['form'];
  /** Those of the plan, which hold where none are typed. */
  readonly planTrialDays: number;
}

/** When a subscription begins, what its periods follow, and how long it lasts. */
export const TimeFields = ({ form, planTrialDays }: TimeFieldsProps) => {
  const { agreements, billing } = useTexts();
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField
          form={form}
          name="startsOn"
          type="date"
          label={billing.startsOn}
          hint={billing.startsOnHint}
        />
        <TextField
          form={form}
          name="trialDays"
          label={agreements.trialDays}
          hint={agreements.trialDaysHint(planTrialDays)}
        />
        <AlignmentFields form={form} />
      </SimpleGrid>
      <details>
        <summary className="disclosure">{agreements.more}</summary>
        <MoreFields form={form} />
      </details>
    </Stack>
  );
};

const AlignmentFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const { agreements, billing } = useTexts();
  const { alignments } = agreements;
  const alignment = form.values['alignment'];
  const weekdays = agreements.weekdays.map((label, index) => ({ value: String(index + 1), label }));
  return (
    <>
      <SelectField
        form={form}
        name="alignment"
        label={billing.alignment}
        options={[
          { value: 'anniversary', label: billing.anniversary },
          { value: 'calendar', label: billing.calendar },
          { value: 'day', label: alignments.day },
          { value: 'weekday', label: alignments.weekday },
          { value: 'on', label: alignments.on },
        ]}
      />
      {alignment === 'day' && (
        <TextField form={form} name="alignment.day" label={agreements.alignmentDay} />
      )}
      {alignment === 'weekday' && (
        <SelectField
          form={form}
          name="alignment.weekday"
          label={agreements.alignmentWeekday}
          options={weekdays}
        />
      )}
      {alignment === 'on' && (
        <TextField form={form} name="alignment.on" type="date" label={agreements.alignmentOn} />
      )}
    </>
  );
};

const MoreFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const { agreements, catalog, common } = useTexts();
  const units = (['day', 'week', 'month', 'year'] as const).map((value) => ({
    value,
    label: catalog.units[value],
  }));
  const renewals = (['renew', 'end'] as const).map((value) => ({
    value,
    label: agreements.renewals[value],
  }));
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} mt="sm">
      <TextField form={form} name="name" label={common.name} />
      <TextField form={form} name="endsOn" type="date" label={agreements.endsOn} />
      <TextField form={form} name="term.count" label={agreements.term} hint={agreements.termHint} />
      <SelectField form={form} name="term.unit" label={catalog.intervalUnit} options={units} />
      <SelectField form={form} name="renewal" label={agreements.renewal} options={renewals} />
      <TextField
        form={form}
        name="billedThrough"
        type="date"
        label={agreements.billedThrough}
        hint={agreements.billedThroughHint}
      />
      <TimeZoneField form={form} name="timeZone" label={common.timeZone} isOptional />
      <TextField form={form} name="externalId" label={agreements.externalId} />
      <TextField form={form} name="purchaseOrder" label={agreements.purchaseOrder} />
      <SwitchField form={form} name="isInvoicedApart" label={agreements.isInvoicedApart} />
    </SimpleGrid>
  );
};
