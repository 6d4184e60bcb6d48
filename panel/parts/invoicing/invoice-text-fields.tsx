import { SimpleGrid } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import { numberOrNull } from '../../values/whole-number.ts';
import type { Invoice } from '../../wire/types.ts';
import type { FieldProps } from '../form/fields.tsx';
import { TextAreaField, TextField } from '../form/fields.tsx';

/** The texts of a draft as its form shows them. */
export const invoiceTextValues = (
  invoice: Pick<Invoice, 'memo' | 'footer' | 'purchaseOrder' | 'paymentTermDays'> | null,
) => ({
  memo: invoice?.memo ?? '',
  footer: invoice?.footer ?? '',
  purchaseOrder: invoice?.purchaseOrder ?? '',
  paymentTermDays: invoice?.paymentTermDays?.toString() ?? '',
});

type Values = ReturnType<typeof invoiceTextValues>;

/** The texts as the API takes them; an empty one is null. */
export const invoiceTextBody = (values: Values) => ({
  memo: values.memo || null,
  footer: values.footer || null,
  purchaseOrder: values.purchaseOrder || null,
  // The server refuses what is no number, and says so at the field.
  paymentTermDays: numberOrNull(values.paymentTermDays) as number | null,
});

/** The fields of an invoice beside its lines. */
export const InvoiceTextFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useTexts();
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField form={form} name="purchaseOrder" label={texts.invoicing.purchaseOrder} />
        <TextField
          form={form}
          name="paymentTermDays"
          label={texts.operations.termDays}
          hint={texts.invoicing.termHint}
        />
      </SimpleGrid>
      <TextAreaField
        form={form}
        name="memo"
        label={texts.billing.memo}
        hint={texts.invoicing.memoHint}
      />
      <TextAreaField form={form} name="footer" label={texts.invoicing.footer} />
    </>
  );
};
