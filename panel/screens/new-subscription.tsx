import { Box, SimpleGrid, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { queryClient, useRead } from '../api/queries.ts';
import { call, useMe } from '../api/session.ts';
import { useNow } from '../parts/clock/use-now.ts';
import { CustomerChoice } from '../parts/customers/customer-choice.tsx';
import { SelectField, TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import type { FormState } from '../parts/form/form-state.ts';
import { useFormState } from '../parts/form/form-state.ts';
import { AppLink, at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Empty, Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { CallPreview, useSumNow } from '../parts/subscriptions/call-preview.tsx';
import { ItemFields } from '../parts/subscriptions/item-fields.tsx';
import { OwnPolicyFields } from '../parts/subscriptions/policy-fields.tsx';
import { TimeFields } from '../parts/subscriptions/subscription-time-fields.tsx';
import { orRefresh, quoted, useKeyOf, usePreview } from '../parts/subscriptions/use-preview.ts';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { emptyFields } from '../values/field-errors.ts';
import type { FormValues } from '../values/form-values.ts';
import { onlyOne } from '../values/ids.ts';
import {
  defaultItems,
  itemFieldOf,
  itemsBody,
  itemValues,
  newSubscriptionBody,
  newSubscriptionValues,
} from '../values/subscription-body.ts';
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
  const customers = useRead('listCustomers', { query: { limit: '100' } });
  const plans = useRead('listPlans', { query: { limit: '100', status: 'active' } });
  return (
    <Page
      title={texts.billing.newSubscription}
      parent={{ to: at('subscriptions'), label: texts.billing.subscriptions }}
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
  const navigate = useNavigate();
  const locale = useLocale();
  const texts = useTexts();
  const given = useSearch({ strict: false }) as {
    readonly customerId?: string;
    readonly planId?: string;
  };
  const planOf = (values: FormValues) => plans.find(({ id }) => id === values['planId']);
  const pricesOf = (values: FormValues) => planOf(values)?.prices ?? [];
  const bodyOf = (values: FormValues) => newSubscriptionBody(values, pricesOf(values), locale);
  const planId = given.planId ?? onlyOne(plans);
  const first = plans.find(({ id }) => id === planId);
  const quote = useRef<string>(undefined);
  const keyOf = useKeyOf();
  const form = useFormState<FormValues>({
    initial: {
      ...newSubscriptionValues(given.customerId ?? onlyOne(customers), first?.id ?? ''),
      ...itemValues(defaultItems(first?.prices ?? []), locale),
    },
    check: (values) => emptyFields(values, ['customerId', 'planId'], texts.common.needed),
    fieldOf: (path, values) => {
      const prices = pricesOf(values);
      return itemFieldOf(path, itemsBody(values, prices, defaultItems(prices), locale));
    },
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
  const plan = planOf(form.values);
  return (
    <div className="beside">
      <Form
        form={form}
        action={useConsequence()(body, plan, state.preview)}
        isReady={!state.isPending}
        onCancel={() => history.back()}
      >
        <Sections form={form} plans={plans} plan={plan} />
      </Form>
      <Box miw={0}>
        <CallPreview state={state} />
      </Box>
    </div>
  );
};

interface SectionsProps {
  readonly form: FormState<FormValues>;
  readonly plans: readonly Plan[];
  readonly plan: Plan | undefined;
}

const Sections = ({ form, plans, plan }: SectionsProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const set = (name: string, value: string | boolean): void => {
    form.set(name, value);
    const chosen = plans.find(({ id }) => id === value);
    if (name !== 'planId' || chosen === undefined) return;
    const items = itemValues(defaultItems(chosen.prices), locale);
    for (const [field, typed] of Object.entries(items)) form.set(field, typed);
  };
  const currency = useCurrencyOf(String(form.values['customerId'] ?? ''));
  const offered = plans.filter((each) => currency === null || each.currency === currency);
  return (
    <Stack gap="xl">
      <Section title={texts.agreements.whoAndWhat}>
        <CustomerChoice form={form} />
        <SelectField
          form={{ ...form, set }}
          name="planId"
          label={texts.common.plan}
          options={plans
            .filter((each) => offered.includes(each) || each === plan)
            .map((each) => ({ value: each.id, label: `${each.name} · ${each.currency}` }))}
          unchosen={texts.agreements.choosePlan}
          {...(currency === null || offered.length === plans.length
            ? {}
            : { hint: texts.agreements.plansOfCurrency(currency) })}
          isRequired
        />
      </Section>
      {plan !== undefined && (
        <Section title={texts.agreements.howMany}>
          <ItemFields form={form} prices={plan.prices} currency={plan.currency} />
        </Section>
      )}
      <Section title={texts.agreements.whenAndHowLong}>
        <TimeFields form={form} planTrialDays={plan?.trialDays ?? 0} />
        <LaterMoveFields
          form={form}
          plans={plans.filter((each) => each.currency === plan?.currency && each !== plan)}
        />
        <OwnPolicyFields form={form} />
      </Section>
    </Stack>
  );
};

/** A move to another plan that is agreed from the beginning: a price for the first year, say. */
const LaterMoveFields = ({ form, plans }: Pick<SectionsProps, 'form' | 'plans'>) => {
  const { agreements } = useTexts();
  return (
    <details>
      <summary className="disclosure">{agreements.laterMove}</summary>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt="sm">
        <SelectField
          form={form}
          name="changes.0.planId"
          label={agreements.laterPlan}
          options={[
            { value: '', label: agreements.noLaterMove },
            ...plans.map(({ id, name }) => ({ value: id, label: name })),
          ]}
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
