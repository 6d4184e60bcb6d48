import { Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { queryClient, useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { announce } from '../parts/announcer.tsx';
import { SelectField, TextField } from '../parts/fields.tsx';
import { Form } from '../parts/form.tsx';
import { useFormState } from '../parts/form-state.ts';
import { AppLink, at } from '../parts/links.tsx';
import { Page } from '../parts/page.tsx';
import { useIntervalText } from '../parts/plan-columns.tsx';
import { usePriceText } from '../parts/price-text.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { Customer, Plan } from '../wire/types.ts';

/** The page of a new subscription. */
export const NewSubscription = () => {
  const texts = useTexts();
  const customers = useRead('listCustomers', { query: { limit: '100' } });
  const plans = useRead('listPlans', { query: { limit: '100', status: 'active' } });
  return (
    <Page
      title={texts.billing.newSubscription}
      parent={{ to: at('subscriptions'), label: texts.billing.subscriptions }}
      isForm
    >
      <Loaded query={customers}>
        {(page) => (
          <Loaded query={plans}>
            {({ data }) =>
              page.data.length === 0 || data.length === 0 ? (
                <Missing />
              ) : (
                <SubscriptionForm customers={page.data} plans={data} />
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
};

const Missing = () => {
  const texts = useTexts();
  return (
    <Empty text={texts.billing.needsParts}>
      <AppLink to={at('customers', 'new')}>{texts.customers.create}</AppLink>
      <AppLink to={at('plans', 'new')}>{texts.catalog.newPlan}</AppLink>
    </Empty>
  );
};

interface SubscriptionFormProps {
  readonly customers: readonly Customer[];
  readonly plans: readonly Plan[];
}

const SubscriptionForm = ({ customers, plans }: SubscriptionFormProps) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const given = useSearch({ strict: false }) as {
    readonly customerId?: string;
    readonly planId?: string;
  };
  const form = useFormState({
    initial: {
      customerId: given.customerId ?? customers[0]?.id ?? '',
      planId: given.planId ?? plans[0]?.id ?? '',
      name: '',
      startsOn: '',
      alignment: 'anniversary',
    },
    send: async ({ customerId, planId, name, startsOn, alignment }, idempotencyKey) => {
      const body = {
        customerId,
        planId,
        name: name || null,
        alignment: alignment === 'calendar' ? ('calendar' as const) : ('anniversary' as const),
        ...(startsOn === '' ? {} : { startsOn }),
      };
      const subscription = await call('createSubscription', { body, idempotencyKey });
      announce(texts.common.created(texts.billing.subscription));
      void queryClient.invalidateQueries();
      await navigate({ to: at('subscriptions', subscription.id) });
    },
  });
  const plan = plans.find(({ id }) => id === form.values.planId);
  const named = customers.map(({ id, name }) => ({ value: id, label: name }));
  // A page shows a hundred customers; the one that the address names may be further back.
  const isListed = named.some(({ value }) => value === form.values.customerId);
  const other = { value: form.values.customerId, label: form.values.customerId };
  return (
    <Form form={form} action={texts.billing.subscribe} onCancel={() => history.back()}>
      <SelectField
        form={form}
        name="customerId"
        label={texts.common.customer}
        options={isListed ? named : [other, ...named]}
        isRequired
      />
      <SelectField
        form={form}
        name="planId"
        label={texts.common.plan}
        options={plans.map(({ id, name }) => ({ value: id, label: name }))}
        isRequired
      />
      {plan !== undefined && <PlanSummary plan={plan} />}
      <TextField
        form={form}
        name="startsOn"
        type="date"
        label={texts.billing.startsOn}
        hint={texts.billing.startsOnHint}
      />
      <SelectField
        form={form}
        name="alignment"
        label={texts.billing.alignment}
        options={[
          { value: 'anniversary', label: texts.billing.anniversary },
          { value: 'calendar', label: texts.billing.calendar },
        ]}
      />
      <TextField form={form} name="name" label={texts.common.name} />
    </Form>
  );
};

const PlanSummary = ({ plan }: { readonly plan: Plan }) => {
  const priceText = usePriceText();
  const intervalText = useIntervalText();
  const prices = plan.prices.map((price) => `${price.name}: ${priceText(price, plan.currency)}`);
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {[...prices, intervalText(plan)].join(' · ')}
    </Text>
  );
};
