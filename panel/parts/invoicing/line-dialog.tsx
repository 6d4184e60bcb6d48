import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { problemOf } from '../../api/problem.ts';
import { queryClient, useRead } from '../../api/queries.ts';
import { call } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { emptyLine, lineBody } from '../../values/manual-lines.ts';
import { typedDecimal } from '../../values/money-text.ts';
import type { Invoice, InvoiceLine } from '../../wire/types.ts';
import { ActionButton } from '../form/action-button.tsx';
import { Form } from '../form/form.tsx';
import type { OpenDialog } from '../form/form-dialog.tsx';
import { FormDialog } from '../form/form-dialog.tsx';
import { useFormState } from '../form/form-state.ts';
import { Loaded } from '../page/states.tsx';
import { announce } from '../shell/announcer.tsx';
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
  const [isOpen, { open, close }] = useDisclosure(false);
  const operation = line === undefined ? 'addInvoiceLine' : 'updateInvoiceLine';
  return (
    <>
      <ActionButton operation={operation} onClick={open}>
        {label}
        {children}
      </ActionButton>
      <FormDialog isOpen={isOpen} close={close} title={label}>
        {(dialog) =>
          line === undefined ? (
            <LineForm {...{ invoice, close, dialog }} initial={emptyLine(row)} />
          ) : (
            <StoredLine {...{ invoice, line, close, dialog }} />
          )
        }
      </FormDialog>
    </>
  );
};

const row = 'line';

interface LineFormProps {
  readonly invoice: Invoice;
  readonly line?: InvoiceLine;
  readonly initial: FormValues;
  readonly close: () => void;
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

const LineForm = ({ invoice, line, initial, close, dialog }: LineFormProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const faultsOf = useLineFaults();
  const form = useFormState<FormValues>({
    initial,
    check: (values) => faultsOf(values, [row]),
    fieldOf: (path) => `${row}.${path}`,
    send: async (values, idempotencyKey) => {
      const body = lineBody(values, row, locale);
      const params = { invoiceId: invoice.id };
      try {
        await (line === undefined
          ? call('addInvoiceLine', { params, body, idempotencyKey })
          : call('updateInvoiceLine', {
              params: { ...params, lineId: line.id },
              version: invoice.version,
              body,
            }));
      } catch (error) {
        // Somebody changed the draft meanwhile. It is read anew, so the next try knows its version.
        if (problemOf(error)?.status === 412) void queryClient.invalidateQueries();
        throw error;
      }
      announce(texts.common.saved);
      void queryClient.invalidateQueries();
      close();
    },
  });
  return (
    <Form form={form} action={texts.common.save} {...dialog}>
      <LineFields form={form} row={row} currency={invoice.currency} />
    </Form>
  );
};
