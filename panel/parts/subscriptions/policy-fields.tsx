import { SimpleGrid } from '@mantine/core';
import { presetNames } from '#domain/tenants/billing-policy.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { statedFields } from '../../values/stated-policy.ts';
import { TimeZoneField } from '../form/choice-fields.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { SelectField, TextField } from '../form/fields.tsx';

/** The decisions about money that one change may make otherwise than was agreed. */
export const ChangePolicyFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const { agreements } = useTexts();
  const choices = [
    ['charge', agreements.charge, agreements.charges],
    ['creditAs', agreements.creditAs, agreements.creditAss],
    ['decrease', agreements.decrease, agreements.decreases],
  ] as const;
  return (
    <details>
      <summary className="disclosure">{agreements.policy}</summary>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt="sm">
        {choices.map(([name, label, names]) => (
          <SelectField
            key={name}
            form={form}
            name={`billingPolicy.${name}`}
            label={label}
            options={[
              { value: '', label: agreements.asAgreed },
              ...Object.entries(names).map(([value, text]) => ({ value, label: text })),
            ]}
          />
        ))}
      </SimpleGrid>
    </details>
  );
};

/** The decisions that a subscription makes otherwise than its plan, for as long as it lasts. */
export const OwnPolicyFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const { policy } = useTexts();
  const asPlan = { value: '', label: policy.asPlan };
  const presets = presetNames.map((value) => ({ value, label: policy.presets[value] }));
  return (
    <details>
      <summary className="disclosure">{policy.own}</summary>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt="sm">
        <SelectField
          form={form}
          name="billingPolicy.preset"
          label={policy.preset}
          options={[asPlan, ...presets]}
        />
        {statedFields.map((field) => {
          const [label, meanings] = policy.fields[field];
          const choices = Object.entries(meanings).map(([value, text]) => ({ value, label: text }));
          return (
            <SelectField
              key={field}
              form={form}
              name={`billingPolicy.${field}`}
              label={label}
              options={[asPlan, ...choices]}
            />
          );
        })}
      </SimpleGrid>
    </details>
  );
};

/** Other boundaries of periods, or the clocks of another zone, from the change on. */
export const CalendarFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const { agreements, common } = useTexts();
  return (
    <details>
      <summary className="disclosure">{agreements.otherCalendar}</summary>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt="sm">
        <TextField form={form} name="anchorOn" type="date" label={agreements.anchor} />
        <TimeZoneField form={form} name="timeZone" label={common.timeZone} isOptional />
      </SimpleGrid>
    </details>
  );
};
