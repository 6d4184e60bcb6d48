import { Box, SimpleGrid, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { queryClient, useRead } from '../api/queries.ts';
import { call, useMe } from '../api/session.ts';
import { PlanChoice } from '../parts/catalog/plan-choice.tsx';
import { useNow } from '../parts/clock/use-now.ts';
import { CustomerChoice } from '../parts/customers/customer-choice.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import type { FormState } from '../parts/form/form-state.ts';
import { useFormState } from '../parts/form/form-state.ts';
import { previewedForm } from '../parts/form/previewed-form.ts';
import { useCancel } from '../parts/form/use-cancel.ts';
import { at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Empty, Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { CallPreview, useSumNow } from '../parts/subscriptions/call-preview.tsx';
import { ItemFields } from '../parts/subscriptions/item-fields.tsx';
import { OwnPolicyFields } from '../parts/subscriptions/policy-fields.tsx';
import { TimeFields } from '../parts/subscriptions/subscription-time-fields.tsx';
import { orRefresh, quoted, useKeyOf, usePreview } from '../parts/subscriptions/use-preview.ts';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import { onlyOne } from '../values/ids.ts';
import { defaultItems, itemFieldOf, itemsBody, itemValues } from '../values/item-body.ts';
import { newSubscriptionBody, newSubscriptionValues } from '../values/subscription-body.ts';
import { dateText, localDateOf } from '../values/times.ts';
import type {
  Customer,
  NewSubscription as NewBody,
  Plan,
  CallPreview as Preview,
} from '../wire/types.ts';

/** The page of a new subscription. */
export const NewSubscription = () => {
  const texts = useTexts();
  const { planId = '' } = useSearch({ strict: false }) as { readonly planId?: string };
  const known = useRead('listCustomers', { query: { limit: '100' } });
  const plans = useRead('listPlans', { query: { limit: '100', status: 'active' } });
  const given = useRead('getPlan', { params: { planId } }, { enabled: planId !== '' });
  return (
    <Page
      title={texts.billing.newSubscription}
      parent={{ to: at('subscriptions'), label: texts.billing.subscriptions }}
    >
      <Loaded query={known}>
        {(page) => (
          <Loaded query={plans}>
            {({ data }) => {
              if (page.data.length === 0 || data.length === 0) {
                return <Missing customers={page.data} plans={data} />;
              }
              const customers = page.data;
              const only = data.find(({ id }) => id === onlyOne(data));
              return planId === '' ? (
                <SubscriptionForm {...{ customers }} first={only} />
              ) : (
                <Loaded query={given}>
                  {(first) => <SubscriptionForm {...{ customers, first }} />}
                </Loaded>
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
};

interface MissingProps {
  readonly customers: readonly Customer[];
  readonly plans: readonly Plan[];
}

/** Leads to those parts that there are none of yet. */
const Missing = ({ customers, plans }: MissingProps) => {
  const texts = useTexts();
  return (
    <Empty text={texts.billing.needsParts}>
      {customers.length === 0 && (
        <ActionLink operation="createCustomer" to={at('customers', 'new')}>
          {texts.customers.create}
        </ActionLink>
      )}
      {plans.length === 0 && (
        <ActionLink operation="createPlan" to={at('plans', 'new')}>
          {texts.catalog.newPlan}
        </ActionLink>
      )}
    </Empty>
  );
};

interface SubscriptionFormProps {
  readonly customers: readonly Customer[];
  /** The plan that is chosen from the beginning. */
  readonly first: Plan | undefined;
}

const SubscriptionForm = ({ customers, first }: SubscriptionFormProps) => {
  const navigate = useNavigate();
  const locale = useLocale();
  const texts = useTexts();
  const given = useSearch({ strict: false }) as { readonly customerId?: string };
  const [plan, setPlan] = useState(first);
  const prices = plan?.prices ?? [];
  const bodyOf = (values: FormValues) => newSubscriptionBody(values, prices, locale);
  const quote = useRef<string>(undefined);
  const keyOf = useKeyOf();
  const fieldOf = (path: string, values: FormValues): string =>
    itemFieldOf(path, itemsBody(values, prices, defaultItems(prices), locale), values);
  const form = useFormState<FormValues>({
    initial: {
      ...newSubscriptionValues(given.customerId ?? onlyOne(customers), first?.id ?? ''),
      ...(first === undefined ? {} : itemValues(first, defaultItems(first.prices), locale)),
    },
    fieldOf,
    send: async (values) => {
      const body = quoted(bodyOf(values), quote.current);
      const request = { body, idempotencyKey: keyOf(body) };
      const created = await orRefresh(call('createSubscription', request));
      announce(texts.common.created(texts.billing.subscription));
      void queryClient.invalidateQueries();
      await navigate({ to: at('subscriptions', created.id) });
    },
  });
  const body = bodyOf(form.values);
  const isChosen = body.customerId !== '' && body.planId !== '';
  const state = usePreview('previewSubscription', { body }, isChosen);
  quote.current = state.quote;
  const previewed = previewedForm(form, state.error, fieldOf);
  return (
    <div className="beside">
      <Form
        form={previewed.form}
        action={useConsequence()(body, plan, state.preview)}
        isReady={!state.isPending}
        onCancel={useCancel(at('subscriptions'))}
      >
        <Sections form={previewed.form} plan={plan} choosePlan={setPlan} />
      </Form>
      <Box miw={0}>
        <CallPreview state={state} faults={previewed.faults} />
      </Box>
    </div>
  );
};

interface SectionsProps {
  readonly form: FormState<FormValues>;
  readonly plan: Plan | undefined;
  readonly choosePlan: (plan: Plan) => void;
}

const Sections = ({ form, plan, choosePlan }: SectionsProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const currency = useCurrencyOf(String(form.values['customerId'] ?? ''));
  const choose = (chosen: Plan): void => {
    choosePlan(chosen);
    const items = itemValues(chosen, defaultItems(chosen.prices), locale);
    for (const [field, typed] of Object.entries(items)) form.set(field, typed);
  };
  return (
    <Stack gap="xl">
      <Section title={texts.agreements.whoAndWhat}>
        <CustomerChoice form={form} />
        <PlanChoice
          form={form}
          name="planId"
          label={texts.common.plan}
          status="active"
          currency={currency}
          onChoose={choose}
        />
      </Section>
      {plan !== undefined && (
        <Section title={texts.agreements.howMany}>
          <ItemFields form={form} prices={plan.prices} currency={plan.currency} />
        </Section>
      )}
      <Section title={texts.agreements.whenAndHowLong}>
        <TimeFields form={form} planTrialDays={plan?.trialDays ?? 0} />
        <LaterMoveFields form={form} currency={plan?.currency ?? null} />
        <OwnPolicyFields form={form} />
      </Section>
    </Stack>
  );
};

/** A move to another plan that is agreed from the beginning: a price for the first year, say. */
const LaterMoveFields = ({
  form,
  currency,
}: Pick<SectionsProps, 'form'> & { readonly currency: string | null }) => {
  const { agreements } = useTexts();
  return (
    <details>
      <summary className="disclosure">{agreements.laterMove}</summary>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt="sm">
        <PlanChoice
          form={form}
          name="changes.0.planId"
          label={agreements.laterPlan}
          status="active"
          currency={currency}
          none={agreements.noLaterMove}
        />
        <TextField
          form={form}
          name="changes.0.effective.on"
          type="date"
          label={agreements.laterOn}
        />
      </SimpleGrid>
    </details>
  );
};

/** The only currency that a customer is billed in; null where there is none yet. */
const useCurrencyOf = (customerId: string): string | null => {
  const params = { customerId };
  const { data } = useRead('getCustomer', { params }, { enabled: customerId !== '' });
  return data?.id === customerId ? data.currency : null;
};

/** Names what the button does: with the amount, the trial or the day. */
const useConsequence = () => {
  const { agreements } = useTexts();
  const locale = useLocale();
  const { timeZone } = useMe().tenant;
  const sumNow = useSumNow();
  const now = useNow();
  return (body: NewBody, plan: Plan | undefined, preview: Preview | undefined): string => {
    const sum = sumNow(preview);
    if (sum !== undefined) return agreements.createAndInvoice(sum);
    const today = localDateOf(now, timeZone);
    if (body.startsOn !== undefined && body.startsOn > today) {
      return agreements.schedule(dateText(body.startsOn, locale));
    }
    const trialDays = body.trialDays ?? plan?.trialDays ?? 0;
    return trialDays > 0 && preview?.next ? agreements.startTrial : agreements.create;
  };
};
