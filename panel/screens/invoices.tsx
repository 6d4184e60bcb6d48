import { useToday } from '../parts/clock/use-now.ts';
import { useCustomerFilter } from '../parts/customers/customer-choice.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { useCurrencyOptions } from '../parts/form/choice-fields.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { Money } from '../parts/page/money.tsx';
import { CustomerName } from '../parts/page/names.tsx';
import { Page } from '../parts/page/page.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { DateText } from '../parts/page/times.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import type { FilterSpec } from '../parts/table/filters.tsx';
import { useCreatedFilters } from '../parts/table/filters.tsx';
import type { SavedView } from '../parts/table/saved-views.tsx';
import { SavedViews } from '../parts/table/saved-views.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { InvoiceSummary } from '../wire/types.ts';

/** The columns of a list of invoices. */
export const useInvoiceColumns = (): readonly Column<InvoiceSummary>[] => {
  const texts = useTexts();
  return [
    {
      header: texts.billing.number,
      cell: ({ id, number }) => (
        <AppLink to={at('invoices', id)}>
          <span className="document-number">{number ?? texts.billing.draft}</span>
        </AppLink>
      ),
    },
    { header: texts.common.customer, cell: ({ customerId }) => <CustomerName id={customerId} /> },
    { header: texts.common.status, cell: ({ status }) => <StatusBadge status={status} /> },
    { header: texts.billing.payment, cell: (invoice) => <PaymentBadge invoice={invoice} /> },
    { header: texts.billing.issuedOn, cell: ({ issuedOn }) => <DateText value={issuedOn} /> },
    { header: texts.billing.dueOn, cell: ({ dueOn }) => <DateText value={dueOn} /> },
    { header: texts.billing.total, isNumeric: true, cell: ({ total }) => <Money value={total} /> },
    {
      header: texts.billing.due,
      isNumeric: true,
      cell: (invoice) =>
        isOwed(invoice) ? <Money value={invoice.amountDue} /> : texts.common.none,
    },
  ];
};

/** How far an invoice is paid; nothing of one that nobody owes: a draft, or one that was voided. */
export const PaymentBadge = ({
  invoice: { status, paymentStatus, dueOn },
}: {
  readonly invoice: Pick<InvoiceSummary, 'status' | 'paymentStatus' | 'dueOn'>;
}) => {
  const texts = useTexts();
  const today = useToday();
  if (!isOwed({ status })) return <>{texts.common.none}</>;
  const isLate = status === 'finalized' && dueOn !== null && dueOn < today;
  if (!isLate || paymentStatus === 'paid') return <StatusBadge status={paymentStatus} />;
  return (
    <>
      {paymentStatus === 'partially_paid' && (
        <>
          <StatusBadge status={paymentStatus} />{' '}
        </>
      )}
      <StatusBadge status="overdue" />
    </>
  );
};

/** Whether anybody owes it: nobody does a draft, nor one that was voided. */
const isOwed = ({ status }: Pick<InvoiceSummary, 'status'>): boolean =>
  status === 'finalized' || status === 'uncollectible';

const asOften = 10_000;

/** The invoices of the tenant. Runs make them at any time, so the list is read anew by itself. */
export const Invoices = () => {
  const texts = useTexts();
  const { filters, moreFilters } = useInvoiceFilters();
  const actions = (
    <ActionLink operation="createInvoice" to={at('invoices', 'new')}>
      {texts.invoicing.newInvoice}
    </ActionLink>
  );
  return (
    <Page title={texts.billing.invoices} actions={actions}>
      <SavedViews label={texts.invoicing.views} views={useInvoiceViews()} />
      <DataTable
        operation="listInvoices"
        label={texts.billing.invoices}
        columns={useInvoiceColumns()}
        keyOf={({ id }) => id}
        every={asOften}
        fileName="invoices"
        {...{ filters, moreFilters }}
        empty={{ text: texts.billing.emptyInvoices }}
      />
    </Page>
  );
};

const useInvoiceViews = (): readonly SavedView[] => {
  const { common, statuses, invoicing } = useTexts();
  return [
    { label: common.all, filters: {} },
    { label: invoicing.drafts, filters: { status: 'draft' } },
    {
      label: statuses['unpaid'] ?? '',
      filters: { status: 'finalized', paymentStatus: 'unpaid' },
    },
    { label: statuses['partially_paid'] ?? '', filters: { paymentStatus: 'partially_paid' } },
    { label: statuses['overdue'] ?? '', filters: { overdue: 'true' } },
    { label: statuses['paid'] ?? '', filters: { paymentStatus: 'paid' } },
    { label: statuses['uncollectible'] ?? '', filters: { status: 'uncollectible' } },
    { label: statuses['voided'] ?? '', filters: { status: 'voided' } },
  ];
};

const useInvoiceFilters = () => {
  const texts = useTexts();
  const choices = (values: readonly string[]) =>
    values.map((value) => ({ value, label: texts.statuses[value] ?? value }));
  const filters: readonly FilterSpec[] = [
    { kind: 'text', name: 'number', label: texts.billing.number },
    ...useCustomerFilter(),
    {
      kind: 'choice',
      name: 'status',
      label: texts.common.status,
      options: choices(['draft', 'finalized', 'voided', 'uncollectible']),
    },
    {
      kind: 'choice',
      name: 'paymentStatus',
      label: texts.billing.payment,
      options: choices(['unpaid', 'partially_paid', 'paid']),
    },
  ];
  const moreFilters: readonly FilterSpec[] = [
    {
      kind: 'choice',
      name: 'overdue',
      label: texts.statuses['overdue'] ?? '',
      options: [
        { value: 'true', label: texts.common.yes },
        { value: 'false', label: texts.common.no },
      ],
    },
    { kind: 'date', name: 'dueOn[gte]', label: texts.invoicing.dueFrom },
    { kind: 'date', name: 'dueOn[lte]', label: texts.invoicing.dueThrough },
    {
      kind: 'choice',
      name: 'currency',
      label: texts.common.currency,
      options: useCurrencyOptions(),
    },
    ...useCreatedFilters(),
  ];
  return { filters, moreFilters };
};
