import { Text } from '@mantine/core';
import { call } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import {
  decimalOf,
  moneyText,
  readAmount,
  typedAmount,
  typedDecimal,
} from '../../values/money-text.ts';
import type { Invoice } from '../../wire/types.ts';
import { useToday } from '../clock/use-now.ts';
import { useAmountFault } from '../form/amount-faults.ts';
import { MoneyField, TextField } from '../form/fields.tsx';
import type { OpenDialog } from '../form/form-dialog.tsx';
import { DialogForm, FormAction, useDialogForm } from '../form/form-dialog.tsx';

/** A button that opens the form of money that came in for an invoice. */
export const RecordPayment = ({ invoice }: { readonly invoice: Invoice }) => {
  const texts = useTexts();
  return (
    <FormAction operation="recordPayment" label={texts.billing.recordPayment} variant="filled">
      {(dialog) => <PaymentForm {...{ invoice, dialog }} />}
    </FormAction>
  );
};

interface PaymentFormProps {
  readonly invoice: Invoice;
  readonly dialog: OpenDialog;
}

const PaymentForm = ({ invoice, dialog }: PaymentFormProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const faultOf = useAmountFault();
  const { currency } = invoice;
  const form = useDialogForm({
    dialog,
    initial: {
      amount: typedDecimal(decimalOf(invoice.amountDue), locale),
      paidOn: useToday(),
      reference: '',
    },
    check: ({ amount }) => {
      const fault = faultOf(amount, currency);
      return fault === undefined ? {} : { amount: fault };
    },
    send: async ({ amount, paidOn, reference }, idempotencyKey) => {
      const paid = typedAmount(amount, currency, locale);
      const body = { amount: paid, paidOn, reference: reference || null };
      await call('recordPayment', { params: { invoiceId: invoice.id }, body, idempotencyKey });
      return texts.billing.recorded;
    },
  });
  return (
    <DialogForm dialog={dialog} form={form} action={texts.billing.recordPayment}>
      <Text size="sm">{texts.billing.recordPaymentText}</Text>
      <MoneyField
        form={form}
        name="amount"
        label={texts.common.amount}
        currency={currency}
        isRequired
      />
      <Surplus invoice={invoice} amount={form.values.amount} />
      <TextField form={form} name="paidOn" type="date" label={texts.billing.paidOn} isRequired />
      <TextField form={form} name="reference" label={texts.billing.reference} />
    </DialogForm>
  );
};

/** Says how much is paid too much: a digit too many would become somebody's balance. */
const Surplus = ({ invoice, amount }: { readonly invoice: Invoice; readonly amount: string }) => {
  const { billing } = useTexts();
  const locale = useLocale();
  const { currency, amountDue } = invoice;
  const read = readAmount(amount, currency, locale);
  const surplus = read.kind === 'amount' ? read.amount - amountDue.amount : 0;
  return (
    <Text size="sm" role="status" c="var(--panel-warning)">
      {surplus > 0 && billing.overpaid(moneyText({ amount: surplus, currency }, locale))}
    </Text>
  );
};
