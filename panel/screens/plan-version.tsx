import { Stack } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { FeatureFields } from '../parts/catalog/feature-fields.tsx';
import { FeatureTable } from '../parts/catalog/feature-table.tsx';
import { useIntervalText } from '../parts/catalog/plan-columns.tsx';
import { PriceFields, TermsFields } from '../parts/catalog/plan-fields.tsx';
import { PlanPolicyText } from '../parts/catalog/plan-policy.tsx';
import { TermsDifferences } from '../parts/catalog/plan-versions.tsx';
import { PriceTable } from '../parts/catalog/price-table.tsx';
import { ThresholdsText } from '../parts/catalog/thresholds-text.tsx';
import { usePlanBody } from '../parts/catalog/use-plan-body.ts';
import { ActionLink } from '../parts/form/action-button.tsx';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { MergeAlert, useEditForm } from '../parts/form/edit-form.tsx';
import { ChangeForm, Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { useCancel } from '../parts/form/use-cancel.ts';
import { Facts } from '../parts/page/facts.tsx';
import { at } from '../parts/page/links.tsx';
import { MoneyIfAny } from '../parts/page/money.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { useMigrationTexts } from '../texts/migrations.ts';
import type { FormValues } from '../values/form-values.ts';
import { changedFields } from '../values/merge.ts';
import { planFieldOf } from '../values/plan-body.ts';
import type { Plan, PlanVersion as PlanVersionView } from '../wire/types.ts';

/** The form of a new version of a plan: it begins with the terms that are on offer. */
export const NewPlanVersion = () => {
  const { planId } = useParams({ strict: false }) as { readonly planId: string };
  const texts = useTexts();
  const plan = useRead('getPlan', { params: { planId } });
  return (
    <Page
      title={texts.prices.newVersionTitle}
      parent={{ to: at('plans', planId), label: plan.data?.name ?? texts.common.plan }}
      subtitle={texts.prices.newVersionText}
    >
      <Loaded query={plan}>{(data) => <NewVersionForm plan={data} />}</Loaded>
    </Page>
  );
};

const NewVersionForm = ({ plan }: { readonly plan: Plan }) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const { termsOf, termsValues, check } = usePlanBody();
  const form = useFormState<FormValues>({
    initial: termsValues(plan),
    check,
    fieldOf: planFieldOf,
    send: async (values, idempotencyKey) => {
      const body = changedFields(termsOf(termsValues(plan)), termsOf(values));
      const params = { planId: plan.id };
      const version = await call('createPlanVersion', { params, body, idempotencyKey });
      announce(texts.prices.draftSaved(version.number));
      void queryClient.invalidateQueries();
      await navigate({ to: at('plans', plan.id, 'versions', String(version.number)) });
    },
  });
  return (
    <Form
      form={form}
      action={texts.prices.saveDraft}
      isReady={form.isDirty}
      unready={texts.common.unchanged}
      onCancel={useCancel(at('plans', plan.id))}
    >
      <TermsFields form={form} />
      <Section title={texts.catalog.prices}>
        <PriceFields form={form} />
      </Section>
      <FeatureFields form={form} />
    </Form>
  );
};

/** One version of a plan: a draft is edited, and compared with the version that is on offer. */
export const PlanVersion = () => {
  const { planId, number } = useParams({ strict: false }) as {
    readonly planId: string;
    readonly number: string;
  };
  const texts = useTexts();
  const plan = useRead('getPlan', { params: { planId } });
  const version = useRead('getPlanVersion', { params: { planId, number } });
  const { data } = version;
  const [isDirty, noteInput] = useState(false);
  return (
    <Page
      key={`${planId} ${number}`}
      title={texts.prices.version(Number(number))}
      parent={{ to: at('plans', planId), label: plan.data?.name ?? texts.common.plan }}
      badge={data && <StatusBadge status={data.status} />}
      actions={
        data?.status === 'draft' ? (
          <DraftActions version={data} isDirty={isDirty} />
        ) : (
          data !== undefined &&
          plan.data?.publishedVersion === data.number &&
          data.number > 1 && <MoveLink planId={planId} />
        )
      }
    >
      <Loaded query={version}>
        {(loaded) => (
          <Sections>
            {plan.data !== undefined && <Differences plan={plan.data} version={loaded} />}
            {loaded.status === 'draft' ? (
              <DraftForm version={loaded} noteInput={noteInput} />
            ) : (
              <FixedVersion version={loaded} />
            )}
          </Sections>
        )}
      </Loaded>
    </Page>
  );
};

const Differences = ({
  plan,
  version,
}: {
  readonly plan: Plan;
  readonly version: PlanVersionView;
}) => {
  const texts = useTexts();
  const offered = plan.publishedVersion;
  if (offered === null || offered === undefined || offered === version.number) return null;
  return (
    <Section
      title={texts.prices.differences(offered)}
      {...(version.status === 'draft' ? { text: texts.prices.unsavedDifferences } : {})}
    >
      <TermsDifferences before={plan} after={version} />
    </Section>
  );
};

/** The next step once a version is on offer: those who subscribed before stay on theirs. */
const MoveLink = ({ planId }: { readonly planId: string }) => {
  const texts = useMigrationTexts();
  return (
    <ActionLink operation="startPlanMigration" to={at('plans', planId, 'migrations', 'new')}>
      {texts.move}
    </ActionLink>
  );
};

interface DraftActionsProps {
  readonly version: PlanVersionView;
  /** Whether the form holds changes that are not saved: publishing would leave them out. */
  readonly isDirty: boolean;
}

const DraftActions = ({ version, isDirty }: DraftActionsProps) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const { planId, number } = version;
  const request = { params: { planId, number: String(number) }, version: version.version };
  return (
    <>
      <ConfirmAction
        operation="deletePlanVersion"
        request={request}
        label={texts.prices.deleteDraft}
        consequences={[texts.prices.deleteDraftText]}
        said={texts.prices.draftDeleted}
        isDangerous
        onDone={() => void navigate({ to: at('plans', planId) })}
      />
      <ConfirmAction
        operation="publishPlanVersion"
        variant="filled"
        request={request}
        label={texts.prices.publish}
        {...(isDirty ? { blocked: texts.prices.saveFirst } : {})}
        consequences={[texts.prices.publishText, texts.prices.publishKeeps]}
        said={texts.prices.published(number)}
      />
    </>
  );
};

const FixedVersion = ({ version }: { readonly version: PlanVersionView }) => {
  const texts = useTexts();
  const intervalText = useIntervalText();
  return (
    <>
      <Facts
        rows={[
          [texts.catalog.interval, intervalText(version)],
          [texts.catalog.trialDays, String(version.trialDays)],
          [texts.features.commitment, <MoneyIfAny value={version.minimumCommitment} />],
          [texts.features.thresholds, <ThresholdsText value={version.usageThresholds} />],
          [texts.policy.title, <PlanPolicyText value={version.billingPolicy} />],
          [texts.prices.publishedAt, <InstantText value={version.publishedAt} />],
          [texts.common.id, <span className="code">{version.id}</span>],
        ]}
      />
      <Section title={texts.catalog.prices}>
        <PriceTable prices={version.prices} currency={version.currency} />
      </Section>
      <FeatureTable features={version.features ?? []} />
    </>
  );
};

interface DraftFormProps {
  readonly version: PlanVersionView;
  readonly noteInput: (isDirty: boolean) => void;
}

const DraftForm = ({ version, noteInput }: DraftFormProps) => {
  const texts = useTexts();
  const params = { planId: version.planId, number: String(version.number) };
  const { termsOf, termsValues, check } = usePlanBody();
  const { form, merge, saveMerged } = useEditForm<PlanVersionView, FormValues>({
    resource: version,
    toValues: termsValues,
    toBody: termsOf,
    check,
    fieldOf: planFieldOf,
    save: (known, changes) => call('updatePlanVersion', { params, version: known, body: changes }),
    readAgain: () => call('getPlanVersion', { params }),
    onSaved: () => announce(texts.common.saved),
  });
  return (
    <Stack gap="lg">
      {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
      <ChangeForm
        form={form}
        action={texts.common.save}
        edits="updatePlanVersion"
        noteInput={noteInput}
      >
        <TermsFields form={form} />
        <Section title={texts.catalog.prices}>
          <PriceFields form={form} />
        </Section>
        <FeatureFields form={form} />
      </ChangeForm>
    </Stack>
  );
};
