import { useRead } from '../../api/queries.ts';
import { text } from '../../values/typed-fields.ts';
import type { FieldProps } from '../form/fields.tsx';
import { SelectField } from '../form/fields.tsx';

const listedMax = '100';

interface SubscriptionChoiceProps extends Pick<FieldProps, 'form' | 'label'> {
  /** The words for all of the customer's. */
  readonly all: string;
}

/** One of the subscriptions of the customer that the form names, or all of them. */
export const SubscriptionChoice = ({ form, label, all }: SubscriptionChoiceProps) => {
  const customerId = text(form.values, 'customerId');
  const query = { customerId, limit: listedMax };
  const found = useRead('listSubscriptions', { query }, { enabled: customerId !== '' });
  const plans = useRead('listPlans', { query: { status: 'all', limit: listedMax } });
  const planNames = new Map(plans.data?.data.map(({ id, name }) => [id, name]));
  const options = (found.data?.data ?? []).map(({ id, name, planId }) => ({
    value: id,
    label: name ?? planNames.get(planId) ?? id,
  }));
  const chosen = text(form.values, 'subscriptionId');
  const isListed = chosen === '' || options.some(({ value }) => value === chosen);
  return (
    <SelectField
      form={form}
      name="subscriptionId"
      label={label}
      options={[
        { value: '', label: all },
        ...options,
        ...(isListed ? [] : [{ value: chosen, label: chosen }]),
      ]}
    />
  );
};
