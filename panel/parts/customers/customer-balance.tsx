import { Stack, Text } from '@mantine/core';
import { useRead } from '../../api/queries.ts';
import { call, useMe } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { readAmount, typedAmount } from '../../values/money-text.ts';
import type { BalanceTransaction, Customer } from '../../wire/types.ts';
import { useAmountFault } from '../form/amount-faults.ts';
import { CurrencyField } from '../form/choice-fields.tsx';
import { MoneyField, SelectField, TextField } from '../form/fields.tsx';
import type { OpenDialog } from '../form/form-dialog.tsx';
import { DialogForm, FormAction, useDialogForm } from '../form/form-dialog.tsx';
import { Money } from '../page/money.tsx';
import { InvoiceNumber } from '../page/names.tsx';
import { Section } from '../page/page.tsx';
import { Loaded } from '../page/states.tsx';
import { InstantText } from '../page/times.tsx';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';

/** A customer's balances, in one line: an amount for each currency. */
export const BalanceText = ({ customerId }: { readonly customerId: string }) => {
  const texts = useTexts();
  const balance = useRead('getCustomerBalance', { params: { customerId } });
  const amounts = (balance.data?.balances ?? []).filter(({ amount }) => amount !== 0);
  if (amounts.length === 0) return texts.common.none;
  return amounts.map((amount) => (
    <div key={amount.currency}>
      <Money value={amount} />
    </div>
  ));
};

/** The balance of a customer: how much, how it came to be, and the way to adjust it. */
export const CustomerBalance = ({ customer }: { readonly customer: Customer }) => {
  const texts = useTexts();
  const params = { customerId: customer.id };
  const balance = useRead('getCustomerBalance', { params });
  return (
    <Section
      title={texts.balances.title}
      text={texts.balances.text}
      actions={<AdjustBalance customer={customer} />}
    >
      <Loaded query={balance}>
        {({ balances }) =>
          balances.length === 0 ? null : (
            <Stack gap={4}>
              {balances.map((amount) => (
                <Text key={amount.currency} fw={600}>
                  <Money value={amount} />
                </Text>
              ))}
            </Stack>
          )
        }
      </Loaded>
      <DataTable
        operation="listBalanceTransactions"
        params={params}
        label={texts.balances.transactions}
        cursorName="balance"
        columns={useTransactionColumns()}
        keyOf={({ id }) => id}
        fileName="balance"
        empty={{ text: texts.balances.empty }}
      />
    </Section>
  );
};

const useTransactionColumns = (): readonly Column<BalanceTransaction>[] => {
  const texts = useTexts();
  return [
    { header: texts.billing.at, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
    { header: texts.billing.event, cell: ({ kind }) => texts.balances.kinds[kind] },
    { header: texts.billing.reason, cell: ({ reason }) => reason },
    {
      header: texts.billing.invoice,
      cell: ({ invoiceId }) =>
        invoiceId === null ? texts.common.none : <InvoiceNumber id={invoiceId} />,
    },
    {
      header: texts.common.amount,
      isNumeric: true,
      cell: ({ amount }) => <Money value={amount} />,
    },
    {
      header: texts.balances.after,
      isNumeric: true,
      cell: ({ balanceAfter }) => <Money value={balanceAfter} />,
    },
  ];
};

const AdjustBalance = ({ customer }: { readonly customer: Customer }) => {
  const { balances } = useTexts();
  return (
    <FormAction operation="adjustCustomerBalance" label={balances.adjust}>
      {(dialog) => <AdjustForm {...{ customer, dialog }} />}
    </FormAction>
  );
};

interface AdjustFormProps {
  readonly customer: Customer;
  readonly dialog: OpenDialog;
}

const AdjustForm = ({ customer, dialog }: AdjustFormProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const { tenant } = useMe();
  const faultOf = useAmountFault();
  const form = useDialogForm({
    dialog,
    initial: {
      direction: 'give',
      amount: '',
      currency: customer.currency ?? tenant.defaultCurrency,
      reason: '',
    },
    check: ({ amount, currency }) => {
      const read = readAmount(amount, currency, locale);
      const isBelowZero = read.kind === 'amount' && read.amount < 0;
      const fault = isBelowZero ? texts.balances.noSign : faultOf(amount, currency);
      return fault === undefined ? {} : { amount: fault };
    },
    send: async ({ direction, amount, currency, reason }, idempotencyKey) => {
      const typed = typedAmount(amount, currency, locale);
      const signed = direction === 'take' ? -typed.amount : typed.amount;
      const body = { amount: { amount: signed, currency }, reason };
      const params = { customerId: customer.id };
      await call('adjustCustomerBalance', { params, body, idempotencyKey });
      return texts.balances.adjusted;
    },
  });
  return (
    <DialogForm dialog={dialog} form={form} action={texts.balances.adjust}>
      <SelectField
        form={form}
        name="direction"
        label={texts.balances.direction}
        options={[
          { value: 'give', label: texts.balances.give },
          { value: 'take', label: texts.balances.take },
        ]}
      />
      <CurrencyField form={form} name="currency" label={texts.common.currency} isRequired />
      <MoneyField
        form={form}
        name="amount"
        label={texts.common.amount}
        currency={form.values.currency}
        isRequired
      />
      <TextField
        form={form}
        name="reason"
        label={texts.billing.reason}
        hint={texts.balances.reasonHint}
        isRequired
      />
    </DialogForm>
  );
};
