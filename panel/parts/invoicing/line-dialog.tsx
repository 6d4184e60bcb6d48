import type { ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import { call } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { emptyLine, lineBody } from '../../values/manual-lines.ts';
import { typedDecimal } from '../../values/money-text.ts';
import type { Invoice, InvoiceLine } from '../../wire/types.ts';
import type { OpenDialog } from '../form/form-dialog.tsx';
import { DialogForm, FormAction, useDialogForm } from '../form/form-dialog.tsx';
import { Loaded } from '../page/states.tsx';
import { LineFields, useLineFaults } from './line-fields.tsx';

interface LineButtonProps {
  readonly invoice: Invoice;
  /** The line that is changed; absent for a new one. */
  readonly line?: InvoiceLine;
  readonly label: string;
  readonly children?: ReactNode;
}

/** A button that opens the form of a line of a draft. */
export const LineButton = ({ invoice, line, label, children }: LineButtonProps) => {
  const operation = line === undefined ? 'addInvoiceLine' : 'updateInvoiceLine';
  return (
    <FormAction operation={operation} label={label} about={children}>
      {(dialog) =>
        line === undefined ? (
          <LineForm {...{ invoice, dialog }} initial={emptyLine(row)} />
        ) : (
          <StoredLine {...{ invoice, line, dialog }} />
        )
      }
    </FormAction>
  );
};

const row = 'line';

interface LineFormProps {
  readonly invoice: Invoice;
  readonly line?: InvoiceLine;
  readonly initial: FormValues;
  readonly dialog: OpenDialog;
}

/** A line does not show its unit amount; its explanation does. */
const StoredLine = (props: Omit<LineFormProps, 'initial'> & { readonly line: InvoiceLine }) => {
  const { invoice, line } = props;
  const locale = useLocale();
  const params = { invoiceId: invoice.id, lineId: line.id };
  const explanation = useRead('explainInvoiceLine', { params });
  return (
    <Loaded query={explanation}>
      {({ steps }) => {
        const unitAmount = steps.find((step) => step.unitAmount !== undefined)?.unitAmount ?? '';
        const initial = {
          [`${row}.description`]: line.description,
          [`${row}.quantity`]: typedDecimal(line.quantity, locale),
          [`${row}.unitAmount`]: typedDecimal(unitAmount, locale),
        };
        return <LineForm {...props} initial={initial} />;
      }}
    </Loaded>
  );
};

const LineForm = ({ invoice, line, initial, dialog }: LineFormProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const faultsOf = useLineFaults();
  const form = useDialogForm<FormValues>({
    dialog,
    initial,
    check: (values) => faultsOf(values, [row]),
    fieldOf: (path) => `${row}.${path}`,
    send: async (values, idempotencyKey) => {
      const body = lineBody(values, row, locale);
      const params = { invoiceId: invoice.id };
      await (line === undefined
        ? call('addInvoiceLine', { params, body, idempotencyKey })
        : call('updateInvoiceLine', {
            params: { ...params, lineId: line.id },
            version: invoice.version,
            body,
          }));
      return texts.common.saved;
    },
  });
  return (
    <DialogForm dialog={dialog} form={form} action={texts.common.save}>
      <LineFields form={form} row={row} currency={invoice.currency} />
    </DialogForm>
  );
};
