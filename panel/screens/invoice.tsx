import { Group, SimpleGrid, Text } from '@mantine/core';
import { useIsFetching } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useCan, useRead } from '../api/queries.ts';
import { InvoiceActions } from '../parts/invoicing/invoice-actions.tsx';
import { InvoiceLines } from '../parts/invoicing/invoice-lines.tsx';
import { InvoiceTotals } from '../parts/invoicing/invoice-totals.tsx';
import { PartyLines } from '../parts/invoicing/party-lines.tsx';
import { AuditTable } from '../parts/operations/audit-table.tsx';
import { Facts, stated } from '../parts/page/facts.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { CustomerName, SubscriptionName } from '../parts/page/names.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { DateText, InstantText } from '../parts/page/times.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { Invoice as InvoiceView } from '../wire/types.ts';
import { PaymentBadge } from './invoices.tsx';

/** One invoice: parties, lines with their explanation, totals, and what happened to it. */
export const Invoice = () => {
  const { invoiceId } = useParams({ strict: false }) as { readonly invoiceId: string };
  const texts = useTexts();
  const invoice = useRead('getInvoice', { params: { invoiceId } });
  const { isExplained, print } = usePrint();
  const { data } = invoice;
  return (
    <Page
      key={invoiceId}
      title={useInvoiceTitle(data)}
      parent={{ to: at('invoices'), label: texts.billing.invoices }}
      badge={data && <StatusBadge status={data.status} />}
      actions={data && <InvoiceActions invoice={data} print={print} />}
    >
      <Loaded query={invoice}>
        {(loaded) => <Document invoice={loaded} isExplained={isExplained} />}
      </Loaded>
    </Page>
  );
};

/** Its number; a draft has none yet, and is told by its customer. */
const useInvoiceTitle = (invoice: InvoiceView | undefined): string => {
  const { billing } = useTexts();
  const { customerId = '' } = invoice ?? {};
  const params = { customerId };
  const customer = useRead('getCustomer', { params }, { enabled: invoice !== undefined });
  if (invoice === undefined) return billing.invoice;
  const name = customer.data?.name;
  return invoice.number ?? (name === undefined ? billing.draft : `${billing.draft} · ${name}`);
};

/** Printing shows how each amount comes to be: it waits until that is read. */
const usePrint = () => {
  const [isWanted, setWanted] = useState(false);
  const reads = useIsFetching();
  useEffect(() => {
    if (!isWanted || reads > 0) return;
    // The explanations begin to be read after the first paint that shows them.
    const timer = setTimeout(() => {
      window.print();
      setWanted(false);
    }, afterPaint);
    return () => clearTimeout(timer);
  }, [isWanted, reads]);
  return { isExplained: isWanted, print: () => setWanted(true) };
};

const afterPaint = 50;

interface DocumentProps {
  readonly invoice: InvoiceView;
  readonly isExplained: boolean;
}

const Document = ({ invoice, isExplained }: DocumentProps) => {
  const texts = useTexts();
  const mayReadAudit = useCan('listAuditEntries');
  return (
    <Sections>
      <Ends invoice={invoice} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <InvoiceFacts invoice={invoice} />
        {(invoice.seller ?? invoice.buyer) !== null && (
          <SimpleGrid cols={2}>
            <PartyLines title={texts.billing.seller} party={invoice.seller} />
            <PartyLines title={texts.billing.buyer} party={invoice.buyer} />
          </SimpleGrid>
        )}
      </SimpleGrid>
      <Section title={texts.billing.lines}>
        <InvoiceLines lines={invoice.lines} invoiceId={invoice.id} isExplained={isExplained} />
        <InvoiceTotals totals={invoice} />
        {invoice.footer !== null && <Text size="sm">{invoice.footer}</Text>}
      </Section>
      {mayReadAudit && (
        <div className="no-print">
          <Section title={texts.customers.timeline}>
            <AuditTable query={{ resourceId: invoice.id }} />
          </Section>
        </div>
      )}
    </Sections>
  );
};

const InvoiceFacts = ({ invoice }: { readonly invoice: InvoiceView }) => {
  const texts = useTexts();
  const isDraft = invoice.status === 'draft';
  const { paymentTermDays } = invoice;
  const subscriptionIds = subscriptionsOf(invoice);
  return (
    <Facts
      rows={[
        [texts.common.customer, <CustomerName id={invoice.customerId} />],
        ...(subscriptionIds.length === 0
          ? []
          : [[texts.billing.subscription, <Subscriptions ids={subscriptionIds} />] as const]),
        [texts.billing.payments, <PaymentBadge invoice={invoice} />],
        ...(isDraft
          ? ([
              [
                texts.invoicing.finalizesAt,
                invoice.finalizesAt === null ? (
                  texts.invoicing.byHand
                ) : (
                  <InstantText value={invoice.finalizesAt} />
                ),
              ],
              [
                texts.operations.termDays,
                paymentTermDays === null ? texts.invoicing.usualTerm : String(paymentTermDays),
              ],
            ] as const)
          : ([
              [texts.billing.issuedOn, <DateText value={invoice.issuedOn} />],
              [texts.billing.dueOn, <DateText value={invoice.dueOn} />],
            ] as const)),
        [texts.common.createdAt, <InstantText value={invoice.createdAt} />],
        ...stated(texts.invoicing.purchaseOrder, invoice.purchaseOrder),
        ...stated(texts.billing.memo, invoice.memo),
      ]}
    />
  );
};

/** The subscriptions that its lines are for, each once. */
const subscriptionsOf = ({ lines }: InvoiceView): readonly string[] => [
  ...new Set(lines.map(({ subscriptionId }) => subscriptionId).filter((id) => id !== null)),
];

const Subscriptions = ({ ids }: { readonly ids: readonly string[] }) =>
  ids.map((id) => (
    <div key={id}>
      <SubscriptionName id={id} />
    </div>
  ));

/** Why nobody pays it, and the invoice that stands in its place. */
const Ends = ({ invoice }: { readonly invoice: InvoiceView }) => {
  const texts = useTexts();
  const { voidedAt, voidReason, reissuedAs, reissueOf, uncollectibleAt } = invoice;
  if (voidedAt === null && reissueOf === null && uncollectibleAt === null) return null;
  return (
    <Group gap="lg" className="notice">
      {voidedAt !== null && (
        <Text size="sm">
          {texts.invoicing.voidedAt} <InstantText value={voidedAt} />
          {voidReason !== null && `: ${voidReason}`}
        </Text>
      )}
      {uncollectibleAt !== null && (
        <Text size="sm">
          {texts.invoicing.uncollectibleSince} <InstantText value={uncollectibleAt} />
        </Text>
      )}
      {reissuedAs !== null && (
        <AppLink to={at('invoices', reissuedAs)}>{texts.invoicing.reissuedAs}</AppLink>
      )}
      {reissueOf !== null && (
        <AppLink to={at('invoices', reissueOf)}>{texts.invoicing.reissueOf}</AppLink>
      )}
    </Group>
  );
};
