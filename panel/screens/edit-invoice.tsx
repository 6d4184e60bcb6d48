import { Group, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { MergeAlert, useEditForm } from '../parts/form/edit-form.tsx';
import { ChangeForm } from '../parts/form/form.tsx';
import {
  InvoiceTextFields,
  invoiceTextBody,
  invoiceTextValues,
} from '../parts/invoicing/invoice-text-fields.tsx';
import { InvoiceTotals } from '../parts/invoicing/invoice-totals.tsx';
import { LineButton } from '../parts/invoicing/line-dialog.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { Money } from '../parts/page/money.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Empty, Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { Rows } from '../parts/table/data-table.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { decimalText } from '../values/money-text.ts';
import type { Invoice, InvoiceLine, InvoiceSummary } from '../wire/types.ts';

/** The page on which a draft is changed: its lines by hand, and the texts around them. */
export const EditInvoice = () => {
  const { invoiceId } = useParams({ strict: false }) as { readonly invoiceId: string };
  const texts = useTexts();
  const invoice = useRead('getInvoice', { params: { invoiceId } });
  return (
    <Page
      key={invoiceId}
      title={texts.invoicing.editDraft}
      parent={{ to: at('invoices', invoiceId), label: texts.billing.draft }}
    >
      <Loaded query={invoice}>
        {(data) =>
          data.status === 'draft' ? (
            <Stack gap="xl">
              <Lines invoice={data} />
              <Texts invoice={data} />
            </Stack>
          ) : (
            <Empty text={texts.invoicing.notADraft}>
              <AppLink to={at('invoices', data.id)}>{data.number ?? texts.billing.invoice}</AppLink>
            </Empty>
          )
        }
      </Loaded>
    </Page>
  );
};

const Lines = ({ invoice }: { readonly invoice: Invoice }) => {
  const texts = useTexts();
  const locale = useLocale();
  return (
    <Section title={texts.billing.lines} text={texts.invoicing.linesText}>
      <Rows
        label={texts.billing.lines}
        data={invoice.lines}
        keyOf={({ id }) => id}
        columns={[
          { header: texts.billing.lineText, cell: ({ description }) => description },
          {
            header: texts.billing.quantity,
            isNumeric: true,
            cell: ({ quantity }) => decimalText(quantity, locale),
          },
          {
            header: texts.common.amount,
            isNumeric: true,
            cell: ({ amount }) => <Money value={amount} />,
          },
          {
            header: texts.common.actions,
            cell: (line) => <LineActions {...{ invoice, line }} />,
          },
        ]}
      />
      <Group justify="space-between" align="flex-start">
        <LineButton invoice={invoice} label={texts.invoicing.addLine} />
        <InvoiceTotals totals={invoice} />
      </Group>
    </Section>
  );
};

interface LineActionsProps {
  readonly invoice: Invoice;
  readonly line: InvoiceLine;
}

const LineActions = ({ invoice, line }: LineActionsProps) => {
  const texts = useTexts();
  if (line.kind !== 'manual') return texts.invoicing.fixedLine;
  const params = { invoiceId: invoice.id, lineId: line.id };
  return (
    <Group gap="xs">
      <LineButton invoice={invoice} line={line} label={texts.invoicing.editLine}>
        <span className="hidden-text"> {line.description}</span>
      </LineButton>
      <ConfirmAction
        operation="deleteInvoiceLine"
        request={{ params, version: invoice.version }}
        label={texts.invoicing.removeLine}
        consequences={[texts.invoicing.removeLineText(line.description)]}
        isDangerous
      />
    </Group>
  );
};

type EditedTexts = Pick<
  InvoiceSummary,
  'version' | 'memo' | 'footer' | 'purchaseOrder' | 'paymentTermDays'
>;

const Texts = ({ invoice }: { readonly invoice: Invoice }) => {
  const texts = useTexts();
  const params = { invoiceId: invoice.id };
  const { form, merge, saveMerged } = useEditForm<
    EditedTexts,
    ReturnType<typeof invoiceTextValues>
  >({
    resource: invoice,
    toValues: invoiceTextValues,
    toBody: invoiceTextBody,
    save: (version, changes) => call('updateInvoice', { params, version, body: changes }),
    readAgain: () => call('getInvoice', { params }),
    onSaved: () => announce(texts.common.saved),
  });
  return (
    <Section title={texts.invoicing.texts}>
      <Stack gap="lg" maw={640}>
        {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
        <ChangeForm form={form} action={texts.common.save} edits="updateInvoice">
          <InvoiceTextFields form={form} />
        </ChangeForm>
      </Stack>
    </Section>
  );
};
