import type { Column } from '../parts/data-table.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { useCreatedFilters } from '../parts/filters.tsx';
import { AppLink, at } from '../parts/links.tsx';
import { Money } from '../parts/money.tsx';
import { CustomerName } from '../parts/names.tsx';
import { Page } from '../parts/page.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { DateText } from '../parts/times.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { InvoiceSummary } from '../wire/types.ts';

/** The columns of a list of invoices. */
export const useInvoiceColumns = (): readonly Column<InvoiceSummary>[] => {
  const texts = useTexts();
  return [
    {
      header: texts.billing.number,
      cell: ({ id, number }) => (
        <AppLink to={at('invoices', id)}>{number ?? texts.billing.draft}</AppLink>
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
      cell: ({ amountDue }) => <Money value={amountDue} />,
    },
  ];
};

/** How far an invoice is paid; nothing of a draft, which nobody owes yet. */
export const PaymentBadge = ({
  invoice: { status, paymentStatus },
}: {
  readonly invoice: Pick<InvoiceSummary, 'status' | 'paymentStatus'>;
}) => {
  const texts = useTexts();
  return status === 'draft' ? <>{texts.common.none}</> : <StatusBadge status={paymentStatus} />;
};

const asOften = 10_000;

/** The invoices of the tenant. Runs make them at any time, so the list is read anew by itself. */
export const Invoices = () => {
  const texts = useTexts();
  const statuses = (['draft', 'finalized', 'voided', 'uncollectible'] as const).map((value) => ({
    value,
    label: texts.statuses[value] ?? value,
  }));
  return (
    <Page title={texts.billing.invoices}>
      <DataTable
        operation="listInvoices"
        label={texts.billing.invoices}
        columns={useInvoiceColumns()}
        keyOf={({ id }) => id}
        every={asOften}
        filters={[
          { kind: 'text', name: 'number', label: texts.billing.number },
          { kind: 'choice', name: 'status', label: texts.common.status, options: statuses },
          ...useCreatedFilters(),
        ]}
        empty={{ text: texts.billing.emptyInvoices }}
      />
    </Page>
  );
};
