import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { moneyText } from '../../values/money-text.ts';
import type { Invoice } from '../../wire/types.ts';
import { ActionLink } from '../form/action-button.tsx';
import { ConfirmAction } from '../form/confirm-action.tsx';
import { useDialogFields } from '../form/dialog-fields.ts';
import { SelectField, TextField } from '../form/fields.tsx';
import { FileButton } from '../form/file-button.tsx';
import { at } from '../page/links.tsx';
import { RecordPayment } from './payment-dialog.tsx';

interface InvoiceActionsProps {
  readonly invoice: Invoice;
  readonly print: () => void;
}

/** The actions that an invoice allows as it stands. */
export const InvoiceActions = ({ invoice, print }: InvoiceActionsProps) => {
  const texts = useTexts();
  return (
    <>
      <FileButton
        operation="getInvoicePdf"
        request={{ params: { invoiceId: invoice.id } }}
        type="application/pdf"
        fileName={`${invoice.number ?? texts.billing.draft}.pdf`}
        label="PDF"
      />
      <Button variant="default" onClick={print}>
        {texts.billing.print}
      </Button>
      {invoice.status === 'draft' && <DraftActions invoice={invoice} />}
      {isOpen(invoice) && <OpenActions invoice={invoice} />}
    </>
  );
};

/** Whether money is still owed on it: nobody writes to one that was voided, or is paid. */
const isOpen = ({ status, paymentStatus }: Invoice): boolean =>
  (status === 'finalized' || status === 'uncollectible') && paymentStatus !== 'paid';

const DraftActions = ({ invoice }: { readonly invoice: Invoice }) => {
  const texts = useTexts();
  const locale = useLocale();
  const navigate = useNavigate();
  const request = { params: { invoiceId: invoice.id }, version: invoice.version };
  const isByHand = invoice.lines.every(({ kind }) => kind === 'manual' || kind === 'balance');
  return (
    <>
      {isByHand && (
        <ConfirmAction
          operation="deleteInvoice"
          request={request}
          label={texts.invoicing.deleteDraft}
          consequences={[texts.invoicing.deleteDraftText]}
          said={texts.invoicing.draftDeleted}
          isDangerous
          onDone={() => void navigate({ to: at('invoices') })}
        />
      )}
      <ActionLink
        operation="updateInvoice"
        variant="default"
        to={at('invoices', invoice.id, 'edit')}
      >
        {texts.common.edit}
      </ActionLink>
      <ConfirmAction
        operation="finalizeInvoice"
        variant="filled"
        request={request}
        label={texts.billing.finalize}
        consequences={[
          texts.invoicing.finalizeNumber,
          texts.invoicing.finalizeFixed,
          texts.invoicing.finalizeOwed(moneyText(invoice.amountDue, locale)),
          texts.invoicing.finalizeTold,
        ]}
        said={texts.billing.finalized}
      />
    </>
  );
};

const OpenActions = ({ invoice }: { readonly invoice: Invoice }) => {
  const texts = useTexts();
  const request = { params: { invoiceId: invoice.id }, version: invoice.version };
  return (
    <>
      {invoice.amountPaid.amount === 0 && <VoidAction invoice={invoice} />}
      {invoice.status === 'finalized' && (
        <ConfirmAction
          operation="markInvoiceUncollectible"
          request={request}
          label={texts.invoicing.giveUp}
          consequences={[texts.invoicing.giveUpStays, texts.invoicing.giveUpUndo]}
          said={texts.invoicing.givenUp}
          isDangerous
        />
      )}
      <RecordPayment invoice={invoice} />
    </>
  );
};

const VoidAction = ({ invoice }: { readonly invoice: Invoice }) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const consequences = useVoidConsequences(invoice);
  const form = useDialogFields({ reissue: 'no', reason: '' });
  const isReissued = form.values['reissue'] === 'yes';
  const body = { reissue: isReissued, reason: String(form.values['reason']) || null };
  return (
    <ConfirmAction
      fields={form}
      operation="voidInvoice"
      request={{ params: { invoiceId: invoice.id }, version: invoice.version, body }}
      label={texts.invoicing.void}
      consequences={[
        ...consequences,
        isReissued ? texts.invoicing.voidReissued : texts.invoicing.voidWaived,
      ]}
      said={texts.invoicing.voided}
      isDangerous
      onDone={({ reissuedAs }) => {
        if (reissuedAs !== null) void navigate({ to: at('invoices', reissuedAs) });
      }}
    >
      <SelectField
        form={form}
        name="reissue"
        label={texts.invoicing.voidCharges}
        options={[
          { value: 'no', label: texts.invoicing.waive },
          { value: 'yes', label: texts.invoicing.reissue },
        ]}
      />
      <TextField form={form} name="reason" label={texts.billing.reason} />
    </ConfirmAction>
  );
};

const useVoidConsequences = ({ balanceApplied, movedToBalance }: Invoice): readonly string[] => {
  const { invoicing } = useTexts();
  const locale = useLocale();
  return [
    invoicing.voidKeepsNumber,
    ...(balanceApplied.amount === 0
      ? []
      : [invoicing.voidReturns(moneyText(balanceApplied, locale))]),
    ...(movedToBalance.amount === 0
      ? []
      : [invoicing.voidTakesBack(moneyText(movedToBalance, locale))]),
  ];
};
