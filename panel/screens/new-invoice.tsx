import { Stack, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { queryClient, useRead } from '../api/queries.ts';
import { call, useMe } from '../api/session.ts';
import { CustomerChoice } from '../parts/customers/customer-choice.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { CurrencyField } from '../parts/form/choice-fields.tsx';
import { Form } from '../parts/form/form.tsx';
import type { FormState, Refusal } from '../parts/form/form-state.ts';
import { useFormState } from '../parts/form/form-state.ts';
import { previewedForm } from '../parts/form/previewed-form.ts';
import { RowFields, RowFrame } from '../parts/form/row-fields.tsx';
import { useCancel } from '../parts/form/use-cancel.ts';
import { InvoiceLines } from '../parts/invoicing/invoice-lines.tsx';
import {
  InvoiceTextFields,
  invoiceTextBody,
  invoiceTextValues,
} from '../parts/invoicing/invoice-text-fields.tsx';
import { InvoiceTotals } from '../parts/invoicing/invoice-totals.tsx';
import { LineFields, useLineFaults } from '../parts/invoicing/line-fields.tsx';
import { at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { ProblemAlert } from '../parts/page/problem-alert.tsx';
import { Empty, Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import type { PreviewState } from '../parts/subscriptions/use-preview.ts';
import { orRefresh, quoted, useKeyOf, usePreview } from '../parts/subscriptions/use-preview.ts';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import { onlyOne } from '../values/ids.ts';
import { emptyLine, lineFieldOf, linesBody } from '../values/manual-lines.ts';
import { rowsOf } from '../values/plan-prices.ts';
import type { Customer, NewInvoice as NewInvoiceBody } from '../wire/types.ts';

/** The page of an invoice that a person writes. */
export const NewInvoice = () => {
  const texts = useTexts();
  const customers = useRead('listCustomers', { query: { limit: '100' } });
  return (
    <Page
      title={texts.invoicing.newInvoice}
      parent={{ to: at('invoices'), label: texts.billing.invoices }}
      isForm
    >
      <Loaded query={customers}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty text={texts.invoicing.needsCustomer}>
              <ActionLink operation="createCustomer" to={at('customers', 'new')}>
                {texts.customers.create}
              </ActionLink>
            </Empty>
          ) : (
            <InvoiceForm customers={data} />
          )
        }
      </Loaded>
    </Page>
  );
};

const bodyOf = (values: FormValues, language: string): NewInvoiceBody => ({
  customerId: String(values['customerId']),
  currency: String(values['currency']),
  lines: linesBody(values, language),
  ...invoiceTextBody(values as ReturnType<typeof invoiceTextValues>),
});

const InvoiceForm = ({ customers }: { readonly customers: readonly Customer[] }) => {
  const texts = useTexts();
  const locale = useLocale();
  const navigate = useNavigate();
  const { tenant } = useMe();
  const faultsOf = useLineFaults();
  const given = useSearch({ strict: false }) as { readonly customerId?: string };
  const customerId = given.customerId ?? onlyOne(customers);
  const currencyOf = (id: string): string =>
    customers.find((customer) => customer.id === id)?.currency ?? tenant.defaultCurrency;
  const quote = useRef<string>(undefined);
  const keyOf = useKeyOf();
  const form = useFormState<FormValues>({
    initial: {
      customerId,
      currency: currencyOf(customerId),
      ...invoiceTextValues(null),
      rows: 'row0',
      ...emptyLine('row0'),
    },
    check: (values) => faultsOf(values, rowsOf(values)),
    fieldOf: lineFieldOf,
    send: async (values) => {
      const body = quoted(bodyOf(values, locale), quote.current);
      const request = { body, idempotencyKey: keyOf(body) };
      const invoice = await orRefresh(call('createInvoice', request));
      announce(texts.invoicing.draftCreated);
      void queryClient.invalidateQueries();
      await navigate({ to: at('invoices', invoice.id) });
    },
  });
  const isReadable = isComplete(form.values, faultsOf(form.values, rowsOf(form.values)));
  const state = usePreview('previewInvoice', { body: bodyOf(form.values, locale) }, isReadable);
  quote.current = state.quote;
  const { form: shown, faults } = previewedForm(form, state.error, lineFieldOf);
  return (
    <Form
      form={shown}
      action={texts.invoicing.createDraft}
      isReady={!state.isPending}
      onCancel={useCancel(at('invoices'))}
    >
      <CustomerChoice
        form={form}
        onChoose={({ currency }) => form.set('currency', currency ?? tenant.defaultCurrency)}
      />
      <CurrencyField form={form} name="currency" label={texts.common.currency} isRequired />
      <Section title={texts.billing.lines}>
        <LineRows form={shown} />
      </Section>
      <InvoiceTextFields form={shown} />
      <Preview state={state} faults={faults} />
    </Form>
  );
};

const descriptionsOf = (values: FormValues): readonly string[] =>
  rowsOf(values).map((row) => `${row}.description`);

/** Whether what is typed can be previewed: a customer, and in each line a text and numbers. */
const isComplete = (values: FormValues, faults: Readonly<Record<string, string>>): boolean =>
  values['customerId'] !== '' &&
  Object.keys(faults).length === 0 &&
  descriptionsOf(values).every((name) => String(values[name]).trim() !== '');

const LineRows = ({ form }: { readonly form: FormState<FormValues> }) => {
  const texts = useTexts();
  return (
    <RowFields
      form={form}
      field="rows"
      prefix="row"
      emptyRow={emptyLine}
      rowsMin={1}
      addLabel={texts.invoicing.addLine}
    >
      {({ row, number, remove }) => (
        <RowFrame
          legend={texts.invoicing.lineNumber(number)}
          removeLabel={texts.invoicing.removeLine}
          remove={remove}
        >
          <LineFields form={form} row={row} currency={String(form.values['currency'])} />
        </RowFrame>
      )}
    </RowFields>
  );
};

interface PreviewProps {
  readonly state: PreviewState;
  readonly faults: Refusal['faults'] | undefined;
}

/** The invoice as the server would make it of what is typed, once it can be read. */
const Preview = ({ state: { preview, error, isPending }, faults }: PreviewProps) => {
  const texts = useTexts();
  const invoice = error === null ? preview?.now[0] : undefined;
  return (
    <Section title={texts.invoicing.preview}>
      <div aria-live="polite" aria-busy={isPending}>
        {error !== null && (
          <ProblemAlert
            error={error}
            title={texts.agreements.previewFailed}
            {...(faults === undefined ? {} : { faults })}
            isQuiet
          />
        )}
        {invoice === undefined && error === null && (
          <Text size="sm" c="dimmed">
            {texts.invoicing.previewText}
          </Text>
        )}
        {invoice !== undefined && (
          <Stack gap="sm">
            <InvoiceLines lines={invoice.lines} />
            <InvoiceTotals totals={invoice} />
          </Stack>
        )}
      </div>
    </Section>
  );
};
