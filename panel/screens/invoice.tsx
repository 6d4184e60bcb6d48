import { Button, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { queryClient, useRead } from '../api/queries.ts';
import { call, useMe } from '../api/session.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { useAmountFault } from '../parts/amount-faults.ts';
import { announce } from '../parts/announcer.tsx';
import { ConfirmAction, useCloseLabel } from '../parts/confirm-action.tsx';
import { Facts } from '../parts/facts.tsx';
import { MoneyField, TextField } from '../parts/fields.tsx';
import { Form } from '../parts/form.tsx';
import { useFormState } from '../parts/form-state.ts';
import { InvoiceLines } from '../parts/invoice-lines.tsx';
import { InvoiceTotals } from '../parts/invoice-totals.tsx';
import { at } from '../parts/links.tsx';
import { CustomerName } from '../parts/names.tsx';
import { Page, Section } from '../parts/page.tsx';
import { PartyLines } from '../parts/party-lines.tsx';
import { Loaded } from '../parts/states.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { DateText, InstantText } from '../parts/times.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { decimalOf, readAmount } from '../values/money-text.ts';
import { localDateOf } from '../values/times.ts';
import type { Invoice as InvoiceView } from '../wire/types.ts';
import { PaymentBadge } from './invoices.tsx';

/** One invoice: parties, lines with their explanation, totals, payments. */
export const Invoice = () => {
  const { invoiceId } = useParams({ strict: false }) as { readonly invoiceId: string };
  const texts = useTexts();
  const invoice = useRead('getInvoice', { params: { invoiceId } });
  const { data } = invoice;
  return (
    <Page
      key={invoiceId}
      title={data === undefined ? texts.billing.invoice : (data.number ?? texts.billing.draft)}
      parent={{ to: at('invoices'), label: texts.billing.invoices }}
      badge={data && <StatusBadge status={data.status} />}
      actions={data && <Actions invoice={data} />}
    >
      <Loaded query={invoice}>{(loaded) => <Document invoice={loaded} />}</Loaded>
    </Page>
  );
};

const Document = ({ invoice }: { readonly invoice: InvoiceView }) => {
  const texts = useTexts();
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <Facts
          rows={[
            [texts.common.customer, <CustomerName id={invoice.customerId} />],
            [texts.billing.payments, <PaymentBadge invoice={invoice} />],
            [texts.billing.issuedOn, <DateText value={invoice.issuedOn} />],
            [texts.billing.dueOn, <DateText value={invoice.dueOn} />],
            [texts.common.createdAt, <InstantText value={invoice.createdAt} />],
            [texts.billing.memo, invoice.memo],
          ]}
        />
        <SimpleGrid cols={2}>
          <PartyLines title={texts.billing.seller} party={invoice.seller} />
          <PartyLines title={texts.billing.buyer} party={invoice.buyer} />
        </SimpleGrid>
      </SimpleGrid>
      <Section title={texts.billing.lines}>
        <InvoiceLines lines={invoice.lines} invoiceId={invoice.id} />
        <InvoiceTotals totals={invoice} />
      </Section>
    </Stack>
  );
};

const Actions = ({ invoice }: { readonly invoice: InvoiceView }) => {
  const texts = useTexts();
  const [isPaying, { open, close }] = useDisclosure(false);
  const closeButtonProps = useCloseLabel();
  return (
    <>
      <Button variant="default" onClick={() => window.print()}>
        {texts.billing.print}
      </Button>
      {invoice.status === 'draft' && (
        <ConfirmAction
          operation="finalizeInvoice"
          variant="filled"
          request={{ params: { invoiceId: invoice.id }, version: invoice.version }}
          label={texts.billing.finalize}
          consequences={[texts.billing.finalizeText]}
          said={texts.billing.finalized}
        />
      )}
      {invoice.status === 'finalized' && invoice.paymentStatus !== 'paid' && (
        <ActionButton operation="recordPayment" variant="filled" onClick={open}>
          {texts.billing.recordPayment}
        </ActionButton>
      )}
      <Modal
        opened={isPaying}
        onClose={close}
        title={texts.billing.recordPayment}
        {...{ closeButtonProps }}
      >
        <PaymentForm invoice={invoice} close={close} />
      </Modal>
    </>
  );
};

interface PaymentFormProps {
  readonly invoice: InvoiceView;
  readonly close: () => void;
}

const PaymentForm = ({ invoice, close }: PaymentFormProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const faultOf = useAmountFault();
  const { tenant } = useMe();
  const clock = useRead('getTestClock', {}, { enabled: tenant.mode === 'test' });
  const { currency } = invoice;
  const now = clock.data?.now ?? new Date().toISOString();
  const form = useFormState({
    initial: {
      amount: decimalOf(invoice.amountDue),
      paidOn: localDateOf(now, tenant.timeZone),
      reference: '',
    },
    check: ({ amount }) => {
      const fault = faultOf(amount, currency);
      return fault === undefined ? {} : { amount: fault };
    },
    send: async ({ amount, paidOn, reference }, idempotencyKey) => {
      const read = readAmount(amount, currency, locale);
      if (read.kind !== 'amount') return;
      const body = {
        amount: { amount: read.amount, currency },
        paidOn,
        reference: reference || null,
      };
      await call('recordPayment', { params: { invoiceId: invoice.id }, body, idempotencyKey });
      announce(texts.billing.recorded);
      void queryClient.invalidateQueries();
      close();
    },
  });
  return (
    <Form form={form} action={texts.billing.recordPayment} onCancel={close}>
      <Text size="sm">{texts.billing.recordPaymentText}</Text>
      <MoneyField
        form={form}
        name="amount"
        label={texts.common.amount}
        currency={currency}
        isRequired
      />
      <TextField form={form} name="paidOn" type="date" label={texts.billing.paidOn} isRequired />
      <TextField form={form} name="reference" label={texts.billing.reference} />
    </Form>
  );
};
