import { Stack, Text } from '@mantine/core';
import { useMe } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { WireMoney } from '../../values/money-text.ts';
import { decimalText, moneyText } from '../../values/money-text.ts';
import { instantText, zoneOfLines } from '../../values/times.ts';
import type { InvoicePreview, CallPreview as Preview } from '../../wire/types.ts';
import type { Refusal } from '../form/form-state.ts';
import { InvoiceTotals } from '../invoicing/invoice-totals.tsx';
import { Money } from '../page/money.tsx';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { PeriodText } from '../page/times.tsx';
import { Rows } from '../table/data-table.tsx';
import type { PreviewState } from './use-preview.ts';

interface CallPreviewProps {
  readonly state: PreviewState;
  /** The faults that no field of the form beside shows; all of them where absent. */
  readonly faults?: Refusal['faults'] | undefined;
}

/** The invoices that a call would make, at once and next; the one before stays until then. */
export const CallPreview = ({ state, faults }: CallPreviewProps) => {
  const texts = useTexts();
  const { preview, error, isPending } = state;
  return (
    <Stack
      component="section"
      gap="sm"
      aria-label={texts.agreements.preview}
      aria-busy={isPending}
      className={isPending ? 'call-preview is-old' : 'call-preview'}
    >
      <Text fw={600}>{texts.agreements.preview}</Text>
      {error !== null && (
        <ProblemAlert
          error={error}
          title={texts.agreements.previewFailed}
          {...(faults === undefined ? {} : { faults })}
          isQuiet
        />
      )}
      {preview === undefined && error === null && (
        <Text size="sm" c="dimmed">
          {isPending ? texts.agreements.previewPending : texts.agreements.previewUnasked}
        </Text>
      )}
      {preview !== undefined && error === null && <Shown preview={preview} />}
    </Stack>
  );
};

const Shown = ({ preview }: { readonly preview: Preview }) => {
  const { agreements } = useTexts();
  const locale = useLocale();
  const { tenant } = useMe();
  const { now, next } = preview;
  // By the midnights that its periods go by.
  const timeZone = zoneOfLines(next?.lines ?? []) ?? tenant.timeZone;
  const nextAt = next && `${instantText(next.at, timeZone, locale)} (${timeZone})`;
  return (
    <>
      {now.length === 0 && <Text size="sm">{agreements.previewNothing}</Text>}
      {now.map((invoice, index) => (
        <PreviewedInvoice
          key={`${invoice.at} ${index}`}
          number={index + 1}
          title={agreements.previewNow(moneyText(invoice.total, locale))}
          invoice={invoice}
        />
      ))}
      {next === null ? (
        <Text size="sm">{agreements.previewNextNone}</Text>
      ) : (
        <PreviewedInvoice
          number={now.length + 1}
          title={agreements.previewNext(nextAt ?? '', moneyText(next.total, locale))}
          invoice={next}
        />
      )}
    </>
  );
};

interface PreviewedInvoiceProps {
  /** Its place among all: two of them may have one title. */
  readonly number: number;
  readonly title: string;
  readonly invoice: InvoicePreview;
}

const PreviewedInvoice = ({ number, title, invoice }: PreviewedInvoiceProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const lines = invoice.lines.map((line, index) => ({ ...line, key: String(index) }));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Rows
        label={`${texts.billing.lines}, ${number}: ${title}`}
        data={lines}
        keyOf={({ key }) => key}
        columns={[
          {
            header: texts.billing.lineText,
            cell: ({ description, quantity, servicePeriod: period }) => (
              <>
                <div>{description}</div>
                {period !== null && (
                  <div className="price-line">
                    <PeriodText value={period} />
                  </div>
                )}
                {quantity !== '1' && (
                  <div className="price-line">
                    {texts.billing.quantity}: {decimalText(quantity, locale)}
                  </div>
                )}
              </>
            ),
          },
          {
            header: texts.common.amount,
            isNumeric: true,
            cell: ({ amount }) => <Money value={amount} />,
          },
        ]}
      />
      <InvoiceTotals totals={invoice} />
    </Stack>
  );
};

/** The sums of the invoices that are made at once, one for each currency. */
export const useSumNow = (): ((preview: Preview | undefined) => string | undefined) => {
  const locale = useLocale();
  return (preview) => {
    const sums = new Map<string, number>();
    for (const { total } of preview?.now ?? []) {
      sums.set(total.currency, (sums.get(total.currency) ?? 0) + total.amount);
    }
    const amounts = [...sums].map(([currency, amount]): WireMoney => ({ currency, amount }));
    const owed = amounts.filter(({ amount }) => amount > 0);
    return owed.length === 0
      ? undefined
      : owed.map((amount) => moneyText(amount, locale)).join(' + ');
  };
};
