import { Fieldset, SimpleGrid, Stack, Text } from '@mantine/core';
import { useCan } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useUsageAlertTexts } from '../../texts/usage-alerts.ts';
import { text } from '../../values/typed-fields.ts';
import { CustomerChoice } from '../customers/customer-choice.tsx';
import { CurrencyField } from '../form/choice-fields.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { SelectField, TextField } from '../form/fields.tsx';
import { SubscriptionChoice } from '../subscriptions/subscription-choice.tsx';
import { MeterField } from './meter-choice.tsx';
import { ThresholdRows } from './threshold-rows.tsx';

type FormProps = Pick<FieldProps, 'form'>;

/** The fields of an alert that may change: name, code and thresholds. */
export const UsageAlertFields = ({
  form,
  currency,
}: FormProps & {
  /** Of an amount; of a quantity there is none. */
  readonly currency: string | null;
}) => {
  const { common } = useTexts();
  const texts = useUsageAlertTexts();
  return (
    <Stack gap="md" maw={640}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField form={form} name="name" label={common.name} isRequired />
        <TextField form={form} name="code" label={common.code} hint={texts.codeHint} />
      </SimpleGrid>
      <Fieldset legend={texts.thresholds}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {currency === null ? texts.quantityHint : texts.amountHint(currency)}
          </Text>
          <ThresholdRows form={form} fieldOf={(field) => <TextField {...field} />} />
        </Stack>
      </Fieldset>
    </Stack>
  );
};

/** The fields that are fixed with an alert: whose usage it looks at, and by which measure. */
export const LookedAtFields = ({ form }: FormProps) => {
  const { common } = useTexts();
  const texts = useUsageAlertTexts();
  const mayChoose = useCan('listCustomers');
  const mayChooseSubscription = useCan('listSubscriptions');
  const namesCustomer = text(form.values, 'customerId') !== '';
  const measures = (['quantity', 'amount'] as const).map((value) => ({
    value,
    label: texts.measures[value],
  }));
  return (
    <Stack gap="md" maw={640}>
      {mayChoose ? (
        <CustomerChoice
          form={form}
          all={texts.everybody}
          onChoose={() => form.set('subscriptionId', '')}
        />
      ) : (
        <TextField form={form} name="customerId" label={common.customer} />
      )}
      {mayChooseSubscription && namesCustomer ? (
        <SubscriptionChoice form={form} label={texts.subscription} all={texts.allSubscriptions} />
      ) : (
        <TextField
          form={form}
          name="subscriptionId"
          label={texts.subscription}
          hint={texts.subscriptionHint}
        />
      )}
      <SelectField form={form} name="measure" label={texts.measure} options={measures} />
      {text(form.values, 'measure') === 'quantity' ? (
        <MeterField form={form} name="meterId" />
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <CurrencyField form={form} name="currency" label={common.currency} isRequired />
          <TextField
            form={form}
            name="priceCode"
            label={texts.priceCode}
            hint={texts.priceCodeHint}
          />
        </SimpleGrid>
      )}
    </Stack>
  );
};
