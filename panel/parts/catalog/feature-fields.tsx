import { SimpleGrid, Stack } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { emptyFeature, featureKinds } from '../../values/plan-features.ts';
import { text } from '../../values/typed-fields.ts';
import { SelectField, SwitchField, TextField } from '../form/fields.tsx';
import type { FormState } from '../form/form-state.ts';
import { RowFields, RowFrame } from '../form/row-fields.tsx';
import { MeterField } from '../metering/meter-choice.tsx';
import { Section } from '../page/page.tsx';

interface FeatureFieldsProps {
  readonly form: FormState<FormValues>;
}

/** The features of a plan: rows that can be added and removed. */
export const FeatureFields = ({ form }: FeatureFieldsProps) => {
  const { features } = useTexts();
  return (
    <Section title={features.title} text={features.text}>
      <RowFields
        form={form}
        field="features"
        prefix="feature"
        emptyRow={emptyFeature}
        addLabel={features.add}
      >
        {({ row, number, remove }) => (
          <RowFrame
            legend={features.number(number)}
            removeLabel={features.remove}
            remove={remove}
            maxWidth={640}
          >
            <Stack gap="md">
              <FeatureRow form={form} row={row} />
            </Stack>
          </RowFrame>
        )}
      </RowFields>
    </Section>
  );
};

interface FeatureRowProps extends FeatureFieldsProps {
  readonly row: string;
}

const FeatureRow = ({ form, row }: FeatureRowProps) => {
  const { features } = useTexts();
  const kinds = featureKinds.map((value) => ({ value, label: features.kinds[value] }));
  const kind = text(form.values, `${row}.kind`);
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField
          form={form}
          name={`${row}.code`}
          label={features.code}
          hint={features.codeHint}
          isRequired
        />
        <SelectField form={form} name={`${row}.kind`} label={features.kind} options={kinds} />
      </SimpleGrid>
      {kind === 'limit' && <LimitFields form={form} row={row} />}
      {kind === 'value' && (
        <TextField form={form} name={`${row}.value`} label={features.value} isRequired />
      )}
    </>
  );
};

const LimitFields = ({ form, row }: FeatureRowProps) => {
  const { catalog, features } = useTexts();
  const units = (['day', 'week', 'month', 'year'] as const).map((value) => ({
    value,
    label: catalog.units[value],
  }));
  return (
    <>
      <MeterField form={form} name={`${row}.meterId`} />
      <SwitchField form={form} name={`${row}.isUnlimited`} label={features.isUnlimited} />
      {form.values[`${row}.isUnlimited`] !== true && (
        <TextField form={form} name={`${row}.limit`} label={features.limit} isRequired />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField
          form={form}
          name={`${row}.interval.count`}
          label={features.begins}
          hint={features.beginsHint}
        />
        <SelectField
          form={form}
          name={`${row}.interval.unit`}
          label={catalog.intervalUnit}
          options={units}
        />
      </SimpleGrid>
    </>
  );
};
