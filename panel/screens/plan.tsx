import { Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { FeatureFields } from '../parts/catalog/feature-fields.tsx';
import { FeatureTable } from '../parts/catalog/feature-table.tsx';
import { useIntervalText } from '../parts/catalog/plan-columns.tsx';
import { PlanFields, PriceFields } from '../parts/catalog/plan-fields.tsx';
import { PlanPolicyText } from '../parts/catalog/plan-policy.tsx';
import { useVersionColumns } from '../parts/catalog/plan-versions.tsx';
import { PriceTable } from '../parts/catalog/price-table.tsx';
import { ThresholdsText } from '../parts/catalog/thresholds-text.tsx';
import { usePlanBody } from '../parts/catalog/use-plan-body.ts';
import { ActionLink } from '../parts/form/action-button.tsx';
import { CallButton } from '../parts/form/call-button.tsx';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { MergeAlert, useEditForm } from '../parts/form/edit-form.tsx';
import { ChangeForm } from '../parts/form/form.tsx';
import { Facts } from '../parts/page/facts.tsx';
import { at } from '../parts/page/links.tsx';
import { MoneyIfAny } from '../parts/page/money.tsx';
import { ProductName } from '../parts/page/names.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { MigrationList } from '../parts/subscriptions/migration-list.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import { planFieldOf } from '../values/plan-body.ts';
import type { Plan as PlanView } from '../wire/types.ts';
import { useSubscriptionColumns } from './subscriptions.tsx';

/** One plan: its prices and versions, who subscribed, and its state. */
export const Plan = () => {
  const { planId } = useParams({ strict: false }) as { readonly planId: string };
  const texts = useTexts();
  const plan = useRead('getPlan', { params: { planId } });
  return (
    <Page
      key={planId}
      title={plan.data?.name ?? texts.common.plan}
      parent={{ to: at('plans'), label: texts.catalog.plans }}
      badge={plan.data && <StatusBadge status={plan.data.status} />}
      actions={plan.data && <PlanActions plan={plan.data} />}
    >
      <Loaded query={plan}>
        {(data) =>
          data.status === 'draft' ? <DraftForm plan={data} /> : <FixedPlan plan={data} />
        }
      </Loaded>
    </Page>
  );
};

const PlanActions = ({ plan }: { readonly plan: PlanView }) => {
  const texts = useTexts();
  const params = { planId: plan.id };
  if (plan.status === 'archived') {
    return (
      <CallButton
        operation="restorePlan"
        request={{ params }}
        label={texts.catalog.restore}
        said={texts.common.saved}
      />
    );
  }
  return (
    <>
      <ConfirmAction
        operation="archivePlan"
        request={{ params, version: plan.version }}
        label={texts.catalog.archive}
        consequences={[texts.catalog.archiveText, texts.catalog.archiveKeeps]}
        said={texts.catalog.archived}
      />
      {plan.status === 'draft' ? (
        <ConfirmAction
          operation="updatePlan"
          variant="filled"
          request={{ params, version: plan.version, body: { status: 'active' } }}
          label={texts.catalog.activate}
          consequences={[texts.catalog.activateText]}
        />
      ) : (
        <>
          <ActionLink
            operation="createPlanVersion"
            to={at('plans', plan.id, 'versions', 'new')}
            variant="default"
          >
            {texts.prices.newVersion}
          </ActionLink>
          <ActionLink
            operation="createSubscription"
            to={at('subscriptions', 'new')}
            search={params}
          >
            {texts.billing.newSubscription}
          </ActionLink>
        </>
      )}
    </>
  );
};

const FixedPlan = ({ plan }: { readonly plan: PlanView }) => {
  const texts = useTexts();
  const intervalText = useIntervalText();
  const params = { planId: plan.id };
  return (
    <Sections>
      <Facts
        rows={[
          [texts.catalog.product, <ProductName id={plan.productId} />],
          [texts.common.code, <span className="code">{plan.code}</span>],
          [texts.catalog.interval, intervalText(plan)],
          [texts.catalog.trialDays, String(plan.trialDays)],
          [texts.features.commitment, <MoneyIfAny value={plan.minimumCommitment} />],
          [texts.features.thresholds, <ThresholdsText value={plan.usageThresholds} />],
          [texts.policy.title, <PlanPolicyText value={plan.billingPolicy} />],
          [texts.common.description, plan.description],
          [texts.common.id, <span className="code">{plan.id}</span>],
        ]}
      />
      <Section title={texts.catalog.prices}>
        <PriceTable prices={plan.prices} currency={plan.currency} />
      </Section>
      <FeatureTable features={plan.features ?? []} />
      <Section title={texts.prices.versions} text={texts.prices.versionsText}>
        <DataTable
          operation="listPlanVersions"
          params={params}
          cursorName="versions"
          label={texts.prices.versions}
          columns={useVersionColumns(plan)}
          keyOf={({ id }) => id}
          empty={{ text: texts.prices.noDifference }}
        />
      </Section>
      <MigrationList planId={plan.id} />
      <Section title={texts.catalog.subscribers}>
        <DataTable
          operation="listSubscriptions"
          query={params}
          label={texts.catalog.subscribers}
          columns={useSubscriptionColumns()}
          keyOf={({ id }) => id}
          empty={{ text: texts.billing.emptySubscriptions }}
        />
      </Section>
    </Sections>
  );
};

const DraftForm = ({ plan }: { readonly plan: PlanView }) => {
  const texts = useTexts();
  const params = { planId: plan.id };
  const { bodyOf, planValues, check } = usePlanBody();
  const { form, merge, saveMerged } = useEditForm<PlanView, FormValues>({
    resource: plan,
    toValues: planValues,
    toBody: bodyOf,
    check,
    fieldOf: planFieldOf,
    save: (version, changes) => call('updatePlan', { params, version, body: changes }),
    readAgain: () => call('getPlan', { params }),
    onSaved: () => announce(texts.common.saved),
  });
  return (
    <Stack gap="lg">
      {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
      <ChangeForm form={form} action={texts.common.save} edits="updatePlan">
        <PlanFields form={form} />
        <Section title={texts.catalog.prices}>
          <PriceFields form={form} />
        </Section>
        <FeatureFields form={form} />
      </ChangeForm>
    </Stack>
  );
};
