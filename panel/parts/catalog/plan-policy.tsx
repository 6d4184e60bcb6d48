import { presetNames } from '#domain/tenants/billing-policy.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { statedFields, statedPolicyBody } from '../../values/stated-policy.ts';
import type { StatedBillingPolicy } from '../../wire/types.ts';
import type { FieldProps } from '../form/fields.tsx';
import { SelectField } from '../form/fields.tsx';

/** The convention of a plan. Fields that are stated beside it are shown, and stay as they are. */
export const PlanPolicyField = ({ form }: Pick<FieldProps, 'form'>) => {
  const { policy } = useTexts();
  const sentences = useSentences()(statedPolicyBody(form.values));
  const presets = presetNames.map((value) => ({ value, label: policy.presets[value] }));
  return (
    <SelectField
      form={form}
      name="billingPolicy.preset"
      label={policy.title}
      options={[{ value: '', label: policy.asTenant }, ...presets]}
      {...(sentences.length === 0 ? {} : { hint: sentences.join('; ') })}
    />
  );
};

/** The billing policy that a plan states, in words. */
export const PlanPolicyText = ({
  value,
}: {
  readonly value: StatedBillingPolicy | null | undefined;
}) => {
  const { policy } = useTexts();
  const sentences = useSentences()(value);
  const preset = value?.preset;
  const lines = [preset === undefined ? policy.asTenant : policy.presets[preset], ...sentences];
  return lines.map((line) => <div key={line}>{line}</div>);
};

/** A sentence for each field that is stated beside a preset. */
const useSentences = () => {
  const { policy } = useTexts();
  return (stated: StatedBillingPolicy | null | undefined): readonly string[] =>
    statedFields.flatMap((field) => {
      const value = stated?.[field];
      const [name, meanings] = policy.fields[field];
      return value === undefined ? [] : [`${name} ${meanings[value] ?? value}`];
    });
};
