import { Text } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { MergeAlert, useEditForm } from '../parts/form/edit-form.tsx';
import { ChangeForm } from '../parts/form/form.tsx';
import { UsageAlertFields } from '../parts/metering/usage-alert-fields.tsx';
import { useMeasuredText } from '../parts/metering/usage-alert-text.ts';
import { CustomerUsage, Measure, WhoseUsage } from '../parts/metering/usage-alerts.tsx';
import { useMeter } from '../parts/metering/use-meters.ts';
import { Facts } from '../parts/page/facts.tsx';
import { at } from '../parts/page/links.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { InstantText, PeriodText } from '../parts/page/times.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { Rows } from '../parts/table/data-table.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { useUsageAlertTexts } from '../texts/usage-alerts.ts';
import type { FormValues } from '../values/form-values.ts';
import {
  usageAlertChanges,
  usageAlertFieldOf,
  usageAlertValues,
  withoutThreshold,
} from '../values/usage-alert-body.ts';
import type { UsageAlertDetail, UsageAlert as UsageAlertView } from '../wire/types.ts';

/** One usage alert: what it looks at, its thresholds, and what was reached. */
export const UsageAlert = () => {
  const { alertId } = useParams({ strict: false }) as { readonly alertId: string };
  const { usage } = useTexts();
  const texts = useUsageAlertTexts();
  const alert = useRead('getUsageAlert', { params: { alertId } });
  const { data } = alert;
  return (
    <Page
      key={alertId}
      title={data?.name ?? texts.alert}
      parent={{ to: at('usage-alerts'), label: usage.alerts }}
      actions={data && <DeleteAlert alert={data} />}
    >
      <Loaded query={alert}>
        {(loaded) => (
          <Sections>
            <LookedAt alert={loaded} />
            {loaded.failures.length > 0 && <Failures alert={loaded} />}
            <Reached alert={loaded} />
            <Details alert={loaded} />
          </Sections>
        )}
      </Loaded>
    </Page>
  );
};

interface AlertProps {
  readonly alert: UsageAlertDetail;
}

const DeleteAlert = ({ alert: { id, version } }: AlertProps) => {
  const texts = useUsageAlertTexts();
  const navigate = useNavigate();
  return (
    <ConfirmAction
      operation="deleteUsageAlert"
      request={{ params: { alertId: id }, version }}
      label={texts.delete}
      consequences={[texts.deleteText, texts.deleteReached]}
      said={texts.deleted}
      isDangerous
      onDone={() => void navigate({ to: at('usage-alerts') })}
    />
  );
};

const LookedAt = ({ alert }: AlertProps) => {
  const { common } = useTexts();
  const texts = useUsageAlertTexts();
  return (
    <Section title={texts.looksAt} text={texts.fixed}>
      <Facts
        rows={[
          [texts.whose, <WhoseUsage alert={alert} />],
          [texts.measure, <Measure alert={alert} />],
          [common.createdAt, <InstantText value={alert.createdAt} />],
          [common.id, <span className="code">{alert.id}</span>],
        ]}
      />
    </Section>
  );
};

type ReachedRow = UsageAlertDetail['reached'][number];

type Place = Pick<ReachedRow, 'customerId' | 'subscriptionId' | 'period'>;

const placeOf = ({ customerId, subscriptionId, period }: Place): string =>
  [customerId, subscriptionId, period.startsAt].join(' ');

const keyOf = (row: ReachedRow): string => [placeOf(row), row.threshold].join(' ');

const Failures = ({ alert }: AlertProps) => {
  const { common } = useTexts();
  const texts = useUsageAlertTexts();
  return (
    <Section title={texts.failures} text={texts.failuresText}>
      <Rows
        label={texts.failures}
        data={alert.failures}
        keyOf={placeOf}
        columns={[
          { header: texts.reason, cell: ({ detail }) => detail },
          { header: common.customer, cell: (row) => <CustomerUsage {...row} /> },
          { header: texts.period, cell: ({ period }) => <PeriodText value={period} /> },
          {
            header: texts.reachedAt,
            cell: ({ failedAt }) => <InstantText value={failedAt} />,
          },
        ]}
      />
    </Section>
  );
};

const Reached = ({ alert }: AlertProps) => {
  const { common } = useTexts();
  const texts = useUsageAlertTexts();
  const unit = useMeter(alert.meterId ?? '')?.unit ?? null;
  const measuredText = useMeasuredText();
  const number = (value: string) => (
    <span className="number">{measuredText(alert, value, unit)}</span>
  );
  return (
    <Section title={texts.reached} text={texts.reachedText}>
      {alert.reached.length === 0 ? (
        <Text size="sm">{texts.noneReached}</Text>
      ) : (
        <Rows
          label={texts.reached}
          data={alert.reached}
          keyOf={keyOf}
          columns={[
            {
              header: texts.threshold,
              isNumeric: true,
              cell: ({ threshold }) => number(threshold),
            },
            { header: texts.seen, isNumeric: true, cell: ({ value }) => number(value) },
            { header: common.customer, cell: (row) => <CustomerUsage {...row} /> },
            {
              header: texts.period,
              cell: ({ period }) => <PeriodText value={period} />,
            },
            {
              header: texts.reachedAt,
              cell: ({ reachedAt }) => <InstantText value={reachedAt} />,
            },
          ]}
        />
      )}
    </Section>
  );
};

const Details = ({ alert }: AlertProps) => {
  const { common, customers } = useTexts();
  const texts = useUsageAlertTexts();
  const locale = useLocale();
  const params = { alertId: alert.id };
  const { form, merge, saveMerged } = useEditForm<UsageAlertView, FormValues>({
    resource: alert,
    toValues: (resource) => usageAlertValues(resource, locale),
    toBody: (values) => usageAlertChanges(values, locale),
    check: (values) => withoutThreshold(values, texts.needsThreshold),
    fieldOf: usageAlertFieldOf,
    save: (version, changes) => call('updateUsageAlert', { params, version, body: changes }),
    readAgain: () => call('getUsageAlert', { params }),
    onSaved: () => announce(common.saved),
  });
  return (
    <Section title={customers.details}>
      {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
      <ChangeForm form={form} action={common.save} edits="updateUsageAlert">
        <UsageAlertFields form={form} currency={alert.currency} />
      </ChangeForm>
    </Section>
  );
};
