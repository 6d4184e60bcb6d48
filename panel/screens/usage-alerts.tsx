import { useNavigate, useSearch } from '@tanstack/react-router';
import { queryClient } from '../api/queries.ts';
import { call, useMe } from '../api/session.ts';
import { ActionLink } from '../parts/form/action-button.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { useCancel } from '../parts/form/use-cancel.ts';
import { LookedAtFields, UsageAlertFields } from '../parts/metering/usage-alert-fields.tsx';
import { useUsageAlertColumns } from '../parts/metering/usage-alerts.tsx';
import { at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useCreatedFilters } from '../parts/table/filters.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { useUsageAlertTexts } from '../texts/usage-alerts.ts';
import type { FormValues } from '../values/form-values.ts';
import { text } from '../values/typed-fields.ts';
import {
  newUsageAlertValues,
  usageAlertBody,
  usageAlertFieldOf,
  withoutThreshold,
} from '../values/usage-alert-body.ts';

/** The usage alerts of the tenant. */
export const UsageAlerts = () => {
  const { common, usage } = useTexts();
  const texts = useUsageAlertTexts();
  const create = (
    <ActionLink operation="createUsageAlert" to={at('usage-alerts', 'new')}>
      {texts.newAlert}
    </ActionLink>
  );
  return (
    <Page title={usage.alerts} subtitle={texts.text} actions={create}>
      <DataTable
        operation="listUsageAlerts"
        label={usage.alerts}
        columns={useUsageAlertColumns()}
        keyOf={({ id }) => id}
        filters={[{ kind: 'text', name: 'search', label: common.search }]}
        moreFilters={useCreatedFilters()}
        empty={{ text: texts.empty, action: create }}
      />
    </Page>
  );
};

/** The form of a new alert. The address may say whose usage it looks at. */
export const NewUsageAlert = () => {
  const { common, usage } = useTexts();
  const texts = useUsageAlertTexts();
  const navigate = useNavigate();
  const locale = useLocale();
  const { tenant } = useMe();
  const { customerId = '', subscriptionId = '' } = useSearch({ strict: false }) as {
    readonly customerId?: string;
    readonly subscriptionId?: string;
  };
  const currency = tenant.defaultCurrency;
  const form = useFormState<FormValues>({
    initial: { ...newUsageAlertValues, currency, customerId, subscriptionId },
    check: (values) => withoutThreshold(values, texts.needsThreshold),
    fieldOf: usageAlertFieldOf,
    send: async (values, idempotencyKey) => {
      const body = usageAlertBody(values, locale);
      const alert = await call('createUsageAlert', { body, idempotencyKey });
      announce(common.created(alert.name));
      void queryClient.invalidateQueries();
      await navigate({ to: at('usage-alerts', alert.id) });
    },
  });
  const isOfAmount = text(form.values, 'measure') === 'amount';
  return (
    <Page title={texts.newAlert} parent={{ to: at('usage-alerts'), label: usage.alerts }}>
      <Form form={form} action={texts.create} onCancel={useCancel(at('usage-alerts'))}>
        <Section title={texts.looksAt} text={texts.fixed}>
          <LookedAtFields form={form} />
        </Section>
        <UsageAlertFields
          form={form}
          currency={isOfAmount ? text(form.values, 'currency') : null}
        />
      </Form>
    </Page>
  );
};
