import { SimpleGrid, Stack } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { queryClient, useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { SelectField, TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { useCancel } from '../parts/form/use-cancel.ts';
import { at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { MoveTable } from '../parts/subscriptions/move-table.tsx';
import { useMoves } from '../parts/subscriptions/use-moves.ts';
import { orRefresh, quoted, useKeyOf } from '../parts/subscriptions/use-preview.ts';
import { useTexts } from '../texts/catalogue.ts';
import { useMigrationTexts } from '../texts/migrations.ts';
import type { FormValues } from '../values/form-values.ts';
import { isMigrationComplete, newMigrationValues } from '../values/migration-body.ts';
import type { NewPlanMigration, Plan, PlanVersion } from '../wire/types.ts';

/** Moves the subscriptions of a plan to one of its versions, once it was seen what that does. */
export const NewMigration = () => {
  const { planId } = useParams({ strict: false }) as { readonly planId: string };
  const { common } = useTexts();
  const texts = useMigrationTexts();
  const plan = useRead('getPlan', { params: { planId } });
  const versions = useRead('listPlanVersions', { params: { planId }, query: { limit: '100' } });
  return (
    <Page
      title={texts.title}
      subtitle={texts.text}
      parent={{ to: at('plans', planId), label: plan.data?.name ?? common.plan }}
    >
      <Loaded query={plan}>
        {(loaded) => (
          <Loaded query={versions}>
            {({ data }) => (
              <MoveForm
                plan={loaded}
                versions={data.filter(({ status }) => status === 'published')}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
};

interface MoveFormProps {
  readonly plan: Plan;
  readonly versions: readonly PlanVersion[];
}

const MoveForm = ({ plan, versions }: MoveFormProps) => {
  const { id: planId, publishedVersion } = plan;
  const { common } = useTexts();
  const texts = useMigrationTexts();
  const navigate = useNavigate();
  const seen = useRef<{ readonly body: NewPlanMigration; readonly quote: string | undefined }>(
    undefined,
  );
  const keyOf = useKeyOf();
  const form = useFormState<FormValues>({
    initial: newMigrationValues(publishedVersion ?? 1),
    fieldOf: (path) => (path.startsWith('fromVersions') ? 'fromVersion' : path),
    send: async () => {
      if (seen.current === undefined) return;
      const body = quoted(seen.current.body, seen.current.quote);
      const request = { params: { planId }, body, idempotencyKey: keyOf(body) };
      const { id } = await orRefresh(call('startPlanMigration', request));
      announce(texts.started);
      void queryClient.invalidateQueries();
      await navigate({ to: at('plans', planId, 'migrations', id) });
    },
  });
  const moves = useMoves(planId, form.values);
  seen.current = moves;
  const isComplete = isMigrationComplete(form.values);
  return (
    <Form
      form={form}
      action={texts.start(moves.chosen)}
      isReady={moves.quote !== undefined && moves.chosen > 0}
      onCancel={useCancel(at('plans', planId))}
    >
      <Stack gap="xl">
        <MoveFields form={form} versions={versions} />
        <Section title={texts.preview} text={texts.previewText}>
          {isComplete ? <MoveTable moves={moves} form={form} /> : common.none}
        </Section>
      </Stack>
    </Form>
  );
};

interface MoveFieldsProps {
  readonly form: ReturnType<typeof useFormState<FormValues>>;
  readonly versions: readonly PlanVersion[];
}

const MoveFields = ({ form, versions }: MoveFieldsProps) => {
  const { prices } = useTexts();
  const texts = useMigrationTexts();
  const options = versions.map(({ number }) => ({
    value: String(number),
    label: prices.version(number),
  }));
  const others = options.filter(({ value }) => value !== form.values['toVersion']);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} maw={640}>
      <SelectField
        form={form}
        name="fromVersion"
        label={texts.fromVersion}
        options={[{ value: '', label: texts.allOthers }, ...others]}
      />
      <SelectField form={form} name="toVersion" label={texts.toVersion} options={options} />
      <SelectField
        form={form}
        name="effective"
        label={texts.effective}
        options={(['period_end', 'now', 'on'] as const).map((value) => ({
          value,
          label: texts.effectives[value],
        }))}
      />
      {form.values['effective'] === 'on' && (
        <TextField
          form={form}
          name="effective.on"
          type="date"
          label={texts.effectiveOn}
          isRequired
        />
      )}
    </SimpleGrid>
  );
};
