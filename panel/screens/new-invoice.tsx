import { Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { queryClient, useRead } from '../api/queries.ts';
import { randomKey } from '../api/random.ts';
import { call, useMe } from '../api/session.ts';
import { announce } from '../parts/announcer.tsx';
import { CurrencyField } from '../parts/choice-fields.tsx';
import { CustomerChoice } from '../parts/customer-choice.tsx';
import { Form } from '../parts/form.tsx';
import type { FormState } from '../parts/form-state.ts';
import { useFormState } from '../parts/form-state.ts';
import { InvoiceLines } from '../parts/invoice-lines.tsx';
import {
  InvoiceTextFields,
  invoiceTextBody,
  invoiceTextValues,
} from '../parts/invoice-text-fields.tsx';
import { InvoiceTotals } from '../parts/invoice-totals.tsx';
import { LineFields, useLineFaults } from '../parts/line-fields.tsx';
import { AppLink, at } from '../parts/links.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
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
              <AppLink to={at('customers', 'new')}>{texts.customers.create}</AppLink>
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
  const customerId = given.customerId ?? customers[0]?.id ?? '';
  const currencyOf = (id: string): string =>
    customers.find((customer) => customer.id === id)?.currency ?? tenant.defaultCurrency;
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
    send: async (values, idempotencyKey) => {
      const invoice = await call('createInvoice', { body: bodyOf(values, locale), idempotencyKey });
      announce(texts.invoicing.draftCreated);
      void queryClient.invalidateQueries();
      await navigate({ to: at('invoices', invoice.id) });
    },
  });
  return (
    <Form form={form} action={texts.invoicing.createDraft} onCancel={() => history.back()}>
      <CustomerChoice form={form} />
      <CurrencyField form={form} name="currency" label={texts.common.currency} isRequired />
      <Section title={texts.billing.lines}>
        <LineRows form={form} />
      </Section>
      <InvoiceTextFields form={form} />
      <Preview values={form.values} />
    </Form>
  );
};

const LineRows = ({ form }: { readonly form: FormState<FormValues> }) => {
  const texts = useTexts();
  const rows = rowsOf(form.values);
  const add = (): void => {
    const row = `row${randomKey()}`;
    for (const [name, value] of Object.entries(emptyLine(row))) form.set(name, value);
    form.set('rows', [...rows, row].join(' '));
  };
  const remove = (row: string): void =>
    form.set('rows', rows.filter((each) => each !== row).join(' '));
  return (
    <Stack gap="md">
      {rows.map((row, index) => (
        <Fieldset key={row} legend={texts.invoicing.lineNumber(index + 1)}>
          <LineFields form={form} row={row} currency={String(form.values['currency'])} />
          {rows.length > 1 && (
            <Group mt="sm">
              <Button variant="default" size="xs" onClick={() => remove(row)}>
                {texts.invoicing.removeLine}
              </Button>
            </Group>
          )}
        </Fieldset>
      ))}
      <Group>
        <Button variant="default" onClick={add}>
          {texts.invoicing.addLine}
        </Button>
      </Group>
    </Stack>
  );
};

const typingPause = 300;

/** The invoice as the server would make it of what is typed, once it can be read. */
const Preview = ({ values }: { readonly values: FormValues }) => {
  const texts = useTexts();
  const locale = useLocale();
  const faultsOf = useLineFaults();
  const [typed] = useDebouncedValue(values, typingPause);
  const rows = rowsOf(typed);
  const isReadable =
    Object.keys(faultsOf(typed, rows)).length === 0 &&
    rows.every((row) => String(typed[`${row}.description`]).trim() !== '');
  const preview = useRead(
    'previewInvoice',
    { body: bodyOf(typed, locale) },
    { enabled: isReadable },
  );
  const invoice = preview.data?.now[0];
  return (
    <Section title={texts.invoicing.preview}>
      <div aria-live="polite">
        {preview.error !== null && isReadable && <Text size="sm">{preview.error.message}</Text>}
        {invoice === undefined || !isReadable || preview.error !== null ? (
          <Text size="sm" c="dimmed">
            {texts.invoicing.previewText}
          </Text>
        ) : (
          <Stack gap="sm">
            <InvoiceLines lines={invoice.lines} />
            <InvoiceTotals totals={invoice} />
          </Stack>
        )}
      </div>
    </Section>
  );
};
