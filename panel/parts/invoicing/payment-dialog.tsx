import { Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { queryClient, useRead } from '../../api/queries.ts';
import { call, useMe } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { decimalOf, readAmount, typedDecimal } from '../../values/money-text.ts';
import { localDateOf } from '../../values/times.ts';
import type { Invoice } from '../../wire/types.ts';
import { ActionButton } from '../form/action-button.tsx';
import { useAmountFault } from '../form/amount-faults.ts';
import { MoneyField, TextField } from '../form/fields.tsx';
import { Form } from '../form/form.tsx';
import type { OpenDialog } from '../form/form-dialog.tsx';
import { FormDialog } from '../form/form-dialog.tsx';
import { useFormState } from '../form/form-state.ts';
import { announce } from '../shell/announcer.tsx';

/** A button that opens the form of money that came in for an invoice. */
export const RecordPayment = ({ invoice }: { readonly invoice: Invoice }) => {
  const texts = useTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton operation="recordPayment" variant="filled" onClick={open}>
        {texts.billing.recordPayment}
      </ActionButton>
      <FormDialog isOpen={isOpen} close={close} title={texts.billing.recordPayment}>
        {(dialog) => <PaymentForm {...{ invoice, close, dialog }} />}
      </FormDialog>
    </>
  );
};

interface PaymentFormProps {
  readonly invoice: Invoice;
  readonly close: () => void;
  readonly dialog: OpenDialog;
}

const PaymentForm = ({ invoice, close, dialog }: PaymentFormProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const faultOf = useAmountFault();
  const { tenant } = useMe();
  const clock = useRead('getTestClock', {}, { enabled: tenant.mode === 'test' });
  const { currency } = invoice;
  const now = clock.data?.now ?? new Date().toISOString();
  const form = useFormState({
    initial: {
      amount: typedDecimal(decimalOf(invoice.amountDue), locale),
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
    <Form form={form} action={texts.billing.recordPayment} {...dialog}>
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
