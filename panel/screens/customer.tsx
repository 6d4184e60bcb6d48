import { Stack, Tabs, Text } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCan, useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { BalanceText, CustomerBalance } from '../parts/customers/customer-balance.tsx';
import { CustomerFields } from '../parts/customers/customer-fields.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { MergeAlert, useEditForm } from '../parts/form/edit-form.tsx';
import { ChangeForm } from '../parts/form/form.tsx';
import { UpcomingInvoices } from '../parts/invoicing/upcoming-invoices.tsx';
import { Entitlements } from '../parts/metering/entitlements.tsx';
import { UsageAlerts } from '../parts/metering/usage-alerts.tsx';
import { AuditTable } from '../parts/operations/audit-table.tsx';
import { Facts } from '../parts/page/facts.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useBillingTermTexts } from '../texts/billing-terms.ts';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { useMetadataTexts } from '../texts/metadata.ts';
import { languageName } from '../values/code-names.ts';
import { customerBody, customerValues } from '../values/customer-body.ts';
import { metadataFieldOf, repeatedKeys } from '../values/metadata.ts';
import { nested } from '../values/nested.ts';
import type { Customer as CustomerView } from '../wire/types.ts';
import { useInvoiceColumns } from './invoices.tsx';
import { useSubscriptionColumns } from './subscriptions.tsx';

/** One customer: what is billed to them, who they are, and what happened. */
export const Customer = () => {
  const { customerId } = useParams({ strict: false }) as { readonly customerId: string };
  const texts = useTexts();
  const customer = useRead('getCustomer', { params: { customerId } });
  return (
    <Page
      key={customerId}
      title={customer.data?.name ?? texts.common.customer}
      parent={{ to: at('customers'), label: texts.customers.title }}
      subtitle={customer.data?.email}
      actions={
        customer.error === null && (
          <>
            <ActionLink
              operation="createInvoice"
              variant="default"
              to={at('invoices', 'new')}
              search={{ customerId }}
            >
              {texts.invoicing.newInvoice}
            </ActionLink>
            <ActionLink
              operation="createSubscription"
              to={at('subscriptions', 'new')}
              search={{ customerId }}
            >
              {texts.billing.newSubscription}
            </ActionLink>
          </>
        )
      }
    >
      <Loaded query={customer}>{(data) => <CustomerTabs customer={data} />}</Loaded>
    </Page>
  );
};

const tabs: readonly string[] = ['overview', 'balance', 'details', 'timeline'];

const CustomerTabs = ({ customer }: { readonly customer: CustomerView }) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const { tab = '' } = useSearch({ strict: false }) as { readonly tab?: string };
  const mayReadAudit = useCan('listAuditEntries');
  const mayReadBalance = useCan('getCustomerBalance');
  return (
    <Tabs
      value={tabs.includes(tab) ? tab : 'overview'}
      keepMounted={false}
      onChange={(next) => void navigate({ to: '.', search: { tab: next }, replace: true })}
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="overview">{texts.customers.overview}</Tabs.Tab>
        {mayReadBalance && <Tabs.Tab value="balance">{texts.balances.title}</Tabs.Tab>}
        <Tabs.Tab value="details">{texts.customers.details}</Tabs.Tab>
        {mayReadAudit && <Tabs.Tab value="timeline">{texts.customers.timeline}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Overview customer={customer} />
      </Tabs.Panel>
      <Tabs.Panel value="balance">
        <CustomerBalance customer={customer} />
      </Tabs.Panel>
      <Tabs.Panel value="details">
        <Details customer={customer} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline">
        <AuditTable query={{ resourceId: customer.id }} />
      </Tabs.Panel>
    </Tabs>
  );
};

const keyOf = ({ id }: { readonly id: string }) => id;

const Overview = ({ customer }: { readonly customer: CustomerView }) => {
  const texts = useTexts();
  const locale = useLocale();
  const { emails, stopped } = useBillingTermTexts();
  const query = { customerId: customer.id };
  const { locale: tag } = customer.billing;
  const language = tag === null ? null : languageName(tag, locale);
  const mayReadUsage = useCan('queryUsage');
  const mayReadEntitlements = useCan('listEntitlements');
  const mayReadSubscriptions = useCan('previewUpcomingInvoice');
  const mayReadInvoices = useCan('getCustomerBalance');
  const subscriptions = useSubscriptionColumns().slice(1);
  const invoices = useInvoiceColumns().filter(({ header }) => header !== texts.common.customer);
  return (
    <Sections>
      {customer.billing.isStopped && (
        <Text size="sm" className="notice">
          {stopped}
        </Text>
      )}
      <Facts
        rows={[
          [texts.common.id, <span className="code">{customer.id}</span>],
          ...(mayReadInvoices
            ? [[texts.balances.title, <BalanceText customerId={customer.id} />] as const]
            : []),
          [texts.customers.externalId, customer.externalId],
          [texts.common.currency, customer.currency],
          [texts.common.timeZone, customer.timeZone],
          [texts.customers.taxId, customer.taxId],
          ...(customer.billing.emails.length === 0
            ? []
            : [[emails, customer.billing.emails.join(', ')] as const]),
          [texts.customers.locale, language],
          [texts.common.createdAt, <InstantText value={customer.createdAt} />],
        ]}
      />
      {mayReadSubscriptions && <UpcomingInvoices customerId={customer.id} />}
      <Section
        title={texts.billing.subscriptions}
        actions={
          mayReadUsage && (
            <AppLink to={at('usage')} search={query}>
              {texts.usage.title}
            </AppLink>
          )
        }
      >
        <DataTable
          operation="listSubscriptions"
          label={texts.billing.subscriptions}
          {...{ query, keyOf }}
          columns={subscriptions}
          empty={{ text: texts.billing.emptySubscriptions }}
        />
      </Section>
      {mayReadEntitlements && <Entitlements customerId={customer.id} />}
      <UsageAlerts customerId={customer.id} />
      <Section title={texts.billing.invoices}>
        <DataTable
          operation="listInvoices"
          label={texts.billing.invoices}
          cursorName="invoices"
          {...{ query, keyOf }}
          columns={invoices}
          every={10_000}
          empty={{ text: texts.billing.emptyInvoices }}
        />
      </Section>
    </Sections>
  );
};

const Details = ({ customer }: { readonly customer: CustomerView }) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const params = { customerId: customer.id };
  const { repeated } = useMetadataTexts();
  const { form, merge, saveMerged } = useEditForm({
    resource: customer,
    toValues: customerValues,
    toBody: customerBody,
    check: (values) => repeatedKeys(values, repeated),
    fieldOf: metadataFieldOf,
    save: (version, changes) => call('updateCustomer', { params, version, body: nested(changes) }),
    readAgain: () => call('getCustomer', { params }),
    onSaved: () => announce(texts.common.saved),
  });
  return (
    <Stack gap="xl" maw={640}>
      {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
      <ChangeForm form={form} action={texts.common.save} edits="updateCustomer">
        <CustomerFields form={form} isOpen />
      </ChangeForm>
      <div>
        <ConfirmAction
          operation="deleteCustomer"
          request={{ params, version: customer.version }}
          label={texts.customers.delete}
          consequences={[
            texts.customers.deleteText(customer.name),
            texts.customers.deleteKeeps,
            texts.customers.deleteRefused,
          ]}
          typed={customer.name}
          isDangerous
          onDone={() => void navigate({ to: at('customers') })}
        />
      </div>
    </Stack>
  );
};
