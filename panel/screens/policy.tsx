import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { BillingPolicy, PolicyField, PresetName } from '#domain/tenants/billing-policy.ts';
import { policyValues, presetNames, presets } from '#domain/tenants/billing-policy.ts';
import { useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { MergeAlert, useEditForm } from '../parts/form/edit-form.tsx';
import { SelectField } from '../parts/form/fields.tsx';
import { ChangeForm } from '../parts/form/form.tsx';
import { at } from '../parts/page/links.tsx';
import { Money } from '../parts/page/money.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { Rows } from '../parts/table/data-table.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { isSame } from '../values/merge.ts';
import type { CaseLine, CaseName } from '../values/policy-cases.ts';
import { caseNames, playCase } from '../values/policy-cases.ts';
import { stepText } from '../values/step-text.ts';
import type { Tenant } from '../wire/types.ts';

const fields = Object.keys(policyValues) as readonly PolicyField[];

/** The conventions by which the tenant bills, and cases that show them at work. */
export const Policy = () => {
  const texts = useTexts();
  const tenant = useRead('getTenant', {});
  return (
    <Page
      title={texts.policy.title}
      parent={{ to: at('settings'), label: texts.operations.tenant }}
      subtitle={texts.policy.text}
    >
      <Loaded query={tenant}>{(data) => <PolicyForm tenant={data} />}</Loaded>
    </Page>
  );
};

type Values = Readonly<Record<PolicyField, string>>;

const PolicyForm = ({ tenant }: { readonly tenant: Tenant }) => {
  const texts = useTexts();
  const { form, merge, saveMerged } = useEditForm<Tenant, Values>({
    resource: tenant,
    toValues: ({ billingPolicy }) => billingPolicy,
    toBody: (values) => values,
    fieldOf: (path) => path.replace('billingPolicy.', ''),
    save: (version, changes) => call('updateTenant', { version, body: { billingPolicy: changes } }),
    readAgain: () => call('getTenant', {}),
    onSaved: () => announce(texts.common.saved),
  });
  // The lists of the form hold nothing but values of a policy.
  const policy = form.values as BillingPolicy;
  return (
    <Stack gap="xl">
      {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
      <ChangeForm form={form} action={texts.common.save} edits="updateTenant">
        <Preset policy={policy} choose={(chosen) => setAll(form.set, chosen)} />
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
          {fields.map((field) => {
            const [label, meanings] = texts.policy.fields[field];
            const options = policyValues[field].map((value) => ({
              value,
              label: meanings[value] ?? value,
            }));
            return <SelectField key={field} form={form} name={field} {...{ label, options }} />;
          })}
        </SimpleGrid>
        <Cases policy={policy} />
      </ChangeForm>
    </Stack>
  );
};

const setAll = (set: (name: PolicyField, value: string) => void, preset: PresetName): void => {
  for (const field of fields) set(field, presets[preset][field]);
};

interface PresetProps {
  readonly policy: BillingPolicy;
  readonly choose: (preset: PresetName) => void;
}

/** The convention that the fields amount to; choosing another sets all of them. */
const Preset = ({ policy, choose }: PresetProps) => {
  const texts = useTexts();
  const current = presetNames.find((name) => isSame(presets[name], policy)) ?? '';
  const custom = current === '' ? [{ value: '', label: texts.policy.custom }] : [];
  const named = presetNames.map((name) => ({ value: name, label: texts.policy.presets[name] }));
  return (
    <SelectField
      form={{
        values: { preset: current },
        errors: {},
        set: (_name, value) => {
          const chosen = presetNames.find((name) => name === value);
          if (chosen !== undefined) choose(chosen);
        },
      }}
      name="preset"
      label={texts.policy.preset}
      options={[...custom, ...named]}
    />
  );
};

const Cases = ({ policy }: { readonly policy: BillingPolicy }) => {
  const texts = useTexts();
  const isContradictory = policy.dayOfChange === 'old' && policy.dayOfEnd === 'free';
  return (
    <Section title={texts.policy.cases} text={texts.policy.casesText}>
      <div aria-live="polite">
        {isContradictory ? (
          <Text size="sm">{texts.policy.contradiction}</Text>
        ) : (
          <CaseTable policy={policy} />
        )}
      </div>
    </Section>
  );
};

interface PlayedCase {
  readonly name: CaseName;
  readonly lines: readonly CaseLine[];
}

const CaseTable = ({ policy }: { readonly policy: BillingPolicy }) => {
  const texts = useTexts();
  const locale = useLocale();
  const played: readonly PlayedCase[] = caseNames.map((name) => ({
    name,
    lines: playCase(name, policy),
  }));
  const amounts = (lines: readonly CaseLine[]) =>
    lines.length === 0
      ? texts.policy.nothing
      : lines.map((line) => <Money key={line.because} value={line.amount} />);
  return (
    <Rows
      label={texts.policy.cases}
      data={played}
      keyOf={({ name }) => name}
      columns={[
        { header: texts.policy.case, cell: ({ name }) => texts.policy.caseNames[name] },
        {
          header: texts.policy.charged,
          isNumeric: true,
          cell: ({ lines }) => amounts(lines.filter(({ amount }) => amount.amount >= 0)),
        },
        {
          header: texts.policy.credited,
          isNumeric: true,
          cell: ({ lines }) => amounts(lines.filter(({ amount }) => amount.amount < 0)),
        },
        {
          header: texts.policy.because,
          cell: ({ lines }) =>
            lines.map(({ because }) => <div key={because}>{stepText(because, locale)}</div>),
        },
      ]}
    />
  );
};
