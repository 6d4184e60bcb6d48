import { Box, Stack } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { queryClient, useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { useNow } from '../parts/clock/use-now.ts';
import { Form } from '../parts/form/form.tsx';
import type { FormState } from '../parts/form/form-state.ts';
import { useFormState } from '../parts/form/form-state.ts';
import { previewedForm } from '../parts/form/previewed-form.ts';
import type { TypedSearch } from '../parts/form/searched-choice.tsx';
import { SearchedChoice, useTypedSearch } from '../parts/form/searched-choice.tsx';
import { useCancel } from '../parts/form/use-cancel.ts';
import { at } from '../parts/page/links.tsx';
import { useSubscriptionTitle } from '../parts/page/names.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { CallPreview, useSumNow } from '../parts/subscriptions/call-preview.tsx';
import { EffectiveFields } from '../parts/subscriptions/effective-fields.tsx';
import { ItemComparison } from '../parts/subscriptions/item-comparison.tsx';
import { ItemFields } from '../parts/subscriptions/item-fields.tsx';
import { CalendarFields, ChangePolicyFields } from '../parts/subscriptions/policy-fields.tsx';
import { SubscriptionChanges } from '../parts/subscriptions/subscription-changes.tsx';
import type { PreviewState } from '../parts/subscriptions/use-preview.ts';
import { orRefresh, quoted, useKeyOf, usePreview } from '../parts/subscriptions/use-preview.ts';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import type { ChangedSubscription, ChangeTarget } from '../values/item-body.ts';
import { agreedItems, itemFieldOf, itemsAfter, itemValues } from '../values/item-body.ts';
import { effectiveDay, emptyEnds } from '../values/own-end.ts';
import { changeBody } from '../values/subscription-body.ts';
import type { NewSubscriptionChange, Plan, PlanVersion, Subscription } from '../wire/types.ts';

/** The page on which a subscription is changed: what to, when, and what that will cost. */
export const ChangeSubscription = () => {
  const { subscriptionId } = useParams({ strict: false }) as { readonly subscriptionId: string };
  const texts = useTexts();
  const subscription = useRead('getSubscription', { params: { subscriptionId } });
  return (
    <Page
      title={texts.agreements.changeTitle}
      parent={{
        to: at('subscriptions', subscriptionId),
        label: useSubscriptionTitle(subscription.data) ?? texts.billing.subscription,
      }}
    >
      <Loaded query={subscription}>{(data) => <WithTerms subscription={data} />}</Loaded>
    </Page>
  );
};

const WithTerms = ({ subscription }: { readonly subscription: Subscription }) => {
  const { planId, planVersion } = subscription;
  const params = { planId, number: String(planVersion) };
  const agreed = useRead('getPlanVersion', { params });
  const plan = useRead('getPlan', { params: { planId } });
  const search = useTypedSearch();
  const plans = useRead('listPlans', { query: { ...search.query, status: 'active' } });
  return (
    <Loaded query={agreed}>
      {(terms) => (
        <Loaded query={plan}>
          {(own) => (
            <Loaded query={plans}>
              {({ data, page }) => (
                <Stack gap="xl">
                  <ChangeForm
                    key={`${subscription.id} ${subscription.version}`}
                    {...{ subscription, terms, own, search }}
                    hasMore={page.hasMore}
                    plans={data.filter(({ currency }) => currency === subscription.currency)}
                  />
                  <SubscriptionChanges subscription={subscription} />
                </Stack>
              )}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  );
};

interface ChangeFormProps {
  readonly subscription: Subscription;
  /** The version that the subscription agreed to. */
  readonly terms: PlanVersion;
  readonly own: Plan;
  /** The first plans that the search finds, and whether there are more. */
  readonly plans: readonly Plan[];
  readonly search: TypedSearch;
  readonly hasMore: boolean;
}

interface NamedTarget extends ChangeTarget {
  readonly value: string;
  readonly label: string;
}

/** The terms to choose from: the agreed ones, then the newest of this plan and of others. */
const useTargets = ({ subscription, terms, own, plans }: ChangeFormProps) => {
  const { agreements } = useTexts();
  const { planId, planVersion } = subscription;
  const stays: NamedTarget = {
    planId,
    planVersion,
    ...termsIn(terms),
    value: '',
    label: agreements.stays(own.name, planVersion),
  };
  const others = plans.flatMap((plan): NamedTarget[] => {
    const { id, name, publishedVersion } = plan;
    const version = publishedVersion ?? 1;
    if (id === planId && version === planVersion) return [];
    const label = id === planId ? agreements.newer(name, version) : name;
    return [{ planId: id, planVersion: version, ...termsIn(plan), value: id, label }];
  });
  return [stays, ...others] as const;
};

const termsIn = ({ prices, currency, interval }: Plan | PlanVersion) => ({
  prices,
  currency,
  interval,
});

const ChangeForm = (props: ChangeFormProps) => {
  const { subscription, terms } = props;
  const texts = useTexts();
  const navigate = useNavigate();
  const locale = useLocale();
  const targets = useTargets(props);
  // The chosen terms stay, whatever the search finds next.
  const [chosen, choose] = useState<NamedTarget>();
  const currentOf = useCurrentOf(subscription, targets[0]);
  const targetOf = (values: FormValues) =>
    [...targets, ...(chosen ? [chosen] : [])].find(({ value }) => value === values['target']) ??
    targets[0];
  const bodyOf = (values: FormValues) =>
    changeBody(values, currentOf(values), targetOf(values), locale);
  const quote = useRef<string>(undefined);
  const keyOf = useKeyOf();
  const params = { subscriptionId: subscription.id };
  const fieldOf = (path: string, values: FormValues): string =>
    itemFieldOf(path, bodyOf(values).items ?? [], values);
  const form = useFormState<FormValues>({
    initial: {
      ...unchanged,
      ...itemValues(targets[0], itemsAfter(currentOf(unchanged), targets[0]), locale),
    },
    check: (values) => emptyEnds(values, targetOf(values).prices, texts.common.needed),
    fieldOf,
    send: async (values) => {
      const body = quoted(bodyOf(values), quote.current);
      const request = { params, body, idempotencyKey: keyOf(body) };
      const change = await orRefresh(call('changeSubscription', request));
      const isAhead = change.status === 'scheduled';
      announce(isAhead ? texts.agreements.changePlanned : texts.agreements.changed);
      void queryClient.invalidateQueries();
      await navigate({ to: at('subscriptions', subscription.id) });
    },
  });
  const target = targetOf(form.values);
  const body = bodyOf(form.values);
  const isComplete = hasChange(body) && !isDayMissing(form.values);
  const state = usePreview('previewSubscriptionChange', { params, body }, isComplete);
  quote.current = state.quote;
  const previewed = previewedForm(form, state.error, fieldOf);
  return (
    <div className="beside">
      <Form
        form={previewed.form}
        action={useConsequence()(form.values, state)}
        isReady={isComplete && !state.isPending}
        {...(hasChange(body) ? {} : { unready: texts.agreements.noChange })}
        onCancel={useCancel(at('subscriptions', subscription.id))}
      >
        <Sections {...{ ...props, form: previewed.form, targets, currentOf, target, choose }} />
      </Form>
      <Stack gap="md" miw={0}>
        <ItemComparison
          from={terms.prices}
          to={target.prices}
          after={agreedItems(form.values, target.prices, locale)}
          subscription={subscription}
        />
        <Box miw={0}>{isComplete && <CallPreview state={state} faults={previewed.faults} />}</Box>
      </Stack>
    </div>
  );
};

/** The values of the form while nothing is changed, beside those of the items. */
const unchanged = {
  target: '',
  effective: 'now',
  'effective.on': '',
  anchorOn: '',
  timeZone: '',
  'billingPolicy.charge': '',
  'billingPolicy.creditAs': '',
  'billingPolicy.decrease': '',
};

type CurrentOf = (values: FormValues) => ChangedSubscription;

/** The subscription as it is on the day from which the change counts that was typed. */
const useCurrentOf = (subscription: Subscription, terms: ChangeTarget): CurrentOf => {
  const now = useNow();
  return (values) => ({
    ...terms,
    items: subscription.items,
    effectiveOn: effectiveDay(values, subscription, now),
  });
};

const hasChange = ({ effective: _when, billingPolicy: _how, ...what }: NewSubscriptionChange) =>
  Object.keys(what).length > 0;

const isDayMissing = (values: FormValues): boolean =>
  values['effective'] === 'on' && values['effective.on'] === '';

interface SectionsProps extends Pick<ChangeFormProps, 'subscription' | 'search' | 'hasMore'> {
  readonly form: FormState<FormValues>;
  readonly targets: readonly NamedTarget[];
  readonly currentOf: CurrentOf;
  readonly target: NamedTarget;
  readonly choose: (target: NamedTarget) => void;
}

const Sections = (props: SectionsProps) => {
  const { form, subscription, targets, currentOf, target, choose, search, hasMore } = props;
  const { agreements, billing, catalog, common } = useTexts();
  const locale = useLocale();
  const set = (name: string, value: string | boolean): void => {
    form.set(name, value);
    const chosen = targets.find((each) => each.value === value);
    if (name !== 'target' || chosen === undefined) return;
    choose(chosen);
    const items = itemValues(chosen, itemsAfter(currentOf(form.values), chosen), locale);
    for (const [field, typed] of Object.entries(items)) form.set(field, typed);
  };
  return (
    <Stack gap="xl">
      <Section title={common.plan}>
        <SearchedChoice
          form={{ ...form, set }}
          name="target"
          label={agreements.changeTo}
          {...{ search, hasMore }}
          find={{ label: catalog.findPlan, hint: catalog.findHint }}
          found={targets}
          chosenName={target.label}
        />
      </Section>
      <Section title={agreements.howMany}>
        <ItemFields
          form={form}
          prices={target.prices}
          currency={subscription.currency}
          areRemovable
        />
      </Section>
      <Section title={billing.at}>
        <EffectiveFields form={form} subscription={subscription} />
        <CalendarFields form={form} />
        <ChangePolicyFields form={form} />
      </Section>
    </Stack>
  );
};

/** Names what the button does: with the amount, or that it lies ahead. */
const useConsequence = () => {
  const { agreements } = useTexts();
  const sumNow = useSumNow();
  return (values: FormValues, { preview }: PreviewState): string => {
    const sum = sumNow(preview);
    if (sum !== undefined) return agreements.changeAndInvoice(sum);
    return values['effective'] === 'now' ? agreements.changeNow : agreements.changeScheduled;
  };
};
