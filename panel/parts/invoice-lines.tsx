import { Button, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useRead } from '../api/queries.ts';
import { useTexts } from '../texts/catalogue.ts';
import type { InvoiceLine, InvoicePreviewLine } from '../wire/types.ts';
import { useCloseLabel } from './confirm-action.tsx';
import type { Column } from './data-table.tsx';
import { Rows } from './data-table.tsx';
import { Facts } from './facts.tsx';
import { Money } from './money.tsx';
import { Loaded } from './states.tsx';
import { DateText } from './times.tsx';

interface InvoiceLinesProps {
  readonly lines: readonly (InvoiceLine | InvoicePreviewLine)[];
  /** The invoice of lines that are stored: each of those can be explained. */
  readonly invoiceId?: string;
}

/** The lines of an invoice, each with the way to its explanation. */
export const InvoiceLines = ({ lines, invoiceId }: InvoiceLinesProps) => {
  const texts = useTexts();
  const [explained, setExplained] = useState<InvoiceLine>();
  const columns: readonly Column<InvoiceLine | InvoicePreviewLine>[] = [
    { header: texts.billing.lineText, cell: ({ description }) => description },
    {
      header: texts.billing.period,
      cell: ({ servicePeriod: period }) =>
        period && (
          <>
            <DateText value={period.start} /> – <DateText value={period.end} />
          </>
        ),
    },
    { header: texts.billing.quantity, isNumeric: true, cell: ({ quantity }) => quantity },
    {
      header: texts.common.amount,
      isNumeric: true,
      cell: ({ amount }) => <Money value={amount} />,
    },
  ];
  const explain: Column<InvoiceLine | InvoicePreviewLine> = {
    header: texts.common.actions,
    cell: (line) =>
      isExplained(line) && (
        <Button variant="default" size="compact-xs" onClick={() => setExplained(line)}>
          {texts.billing.explain}
        </Button>
      ),
  };
  return (
    <>
      <Rows
        label={texts.billing.lines}
        data={lines}
        columns={invoiceId === undefined ? columns : [...columns, explain]}
        keyOf={(line) =>
          'id' in line ? line.id : `${line.description} ${line.startsAt} ${line.kind}`
        }
      />
      <Modal
        opened={explained !== undefined}
        onClose={() => setExplained(undefined)}
        title={texts.billing.explainTitle}
        size="lg"
        closeButtonProps={useCloseLabel()}
      >
        {explained !== undefined && invoiceId !== undefined && (
          <Explanation invoiceId={invoiceId} lineId={explained.id} />
        )}
      </Modal>
    </>
  );
};

/** A line that moves a rest to the balance follows from the others, and from no price. */
const isExplained = (line: InvoiceLine | InvoicePreviewLine): line is InvoiceLine =>
  'id' in line && line.kind !== 'balance';

const Explanation = ({
  invoiceId,
  lineId,
}: {
  readonly invoiceId: string;
  readonly lineId: string;
}) => {
  const texts = useTexts();
  const explanation = useRead('explainInvoiceLine', { params: { invoiceId, lineId } });
  return (
    <Loaded query={explanation}>
      {({ steps, exact, amount }) => (
        <Stack gap="md">
          <Rows
            label={texts.billing.explainTitle}
            data={steps}
            keyOf={({ text, amount: reached }) => `${text} ${reached}`}
            columns={[
              { header: texts.billing.step, cell: ({ text }) => text },
              {
                header: texts.common.amount,
                isNumeric: true,
                cell: (step) => <span className="number">{step.amount}</span>,
              },
            ]}
          />
          <Facts
            rows={[
              [texts.billing.exact, <span className="number">{exact}</span>],
              [texts.billing.rounded, <Money value={amount} />],
            ]}
          />
        </Stack>
      )}
    </Loaded>
  );
};
