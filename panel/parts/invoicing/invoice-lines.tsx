import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useRead } from '../../api/queries.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { decimalText } from '../../values/money-text.ts';
import { periodText } from '../../values/times.ts';
import type { InvoiceLine, InvoicePreviewLine } from '../../wire/types.ts';
import { PriceSteps } from '../catalog/price-steps.tsx';
import { Facts } from '../page/facts.tsx';
import { Money } from '../page/money.tsx';
import { Loaded } from '../page/states.tsx';
import { PeriodText } from '../page/times.tsx';
import type { Column } from '../table/data-table.tsx';
import { Rows } from '../table/data-table.tsx';

type Line = InvoiceLine | InvoicePreviewLine;

interface InvoiceLinesProps {
  readonly lines: readonly Line[];
  /** The invoice of lines that are stored: each of those can be explained. */
  readonly invoiceId?: string;
  /** Whether each line shows its explanation, as on paper. */
  readonly isExplained?: boolean;
}

/** The lines of an invoice, each with the way to its explanation. */
export const InvoiceLines = ({ lines, invoiceId, isExplained = false }: InvoiceLinesProps) => {
  const texts = useTexts();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const columns = useLineColumns(lines);
  const toggle = (id: string): void =>
    setOpened((old) => (old.includes(id) ? old.filter((each) => each !== id) : [...old, id]));
  const explain: Column<Line> = {
    header: texts.common.actions,
    cell: (line) => {
      if (!isExplainable(line)) return null;
      return (
        <Button
          className="no-print"
          variant="default"
          size="compact-xs"
          aria-expanded={isExplained || opened.includes(line.id)}
          onClick={() => toggle(line.id)}
        >
          {texts.billing.explain}
          <span className="hidden-text"> {line.description}</span>
        </Button>
      );
    },
  };
  const explanationOf = (line: Line) =>
    isExplainable(line) && invoiceId !== undefined && (isExplained || opened.includes(line.id)) ? (
      <Explanation invoiceId={invoiceId} line={line} />
    ) : undefined;
  return (
    <Rows
      label={texts.billing.lines}
      data={lines}
      columns={invoiceId === undefined ? columns : [...columns, explain]}
      keyOf={(line) =>
        'id' in line ? line.id : `${line.description} ${line.startsAt} ${line.kind}`
      }
      detail={explanationOf}
    />
  );
};

/** Columns for all that these lines have: discounts and taxes where there are any. */
const useLineColumns = (lines: readonly Line[]): readonly Column<Line>[] => {
  const texts = useTexts();
  const locale = useLocale();
  const always: readonly Column<Line>[] = [
    { header: texts.billing.lineText, cell: (line) => <LineText line={line} /> },
    { header: texts.billing.period, cell: (line) => <ServicePeriod line={line} /> },
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
  ];
  const discount: Column<Line> = {
    header: texts.billing.discount,
    isNumeric: true,
    cell: ({ discounts }) =>
      discounts.map(({ source, amount }) => <Money key={source} value={amount} />),
  };
  const tax: Column<Line> = {
    header: texts.billing.tax,
    isNumeric: true,
    cell: ({ taxes }) =>
      taxes.map(({ taxRateId, name, amount }) => (
        <div key={taxRateId}>
          {name} <Money value={amount} />
        </div>
      )),
  };
  return [
    ...always,
    ...(lines.some(({ discounts }) => discounts.length > 0) ? [discount] : []),
    ...(lines.some(({ taxes }) => taxes.length > 0) ? [tax] : []),
  ];
};

const LineText = ({ line: { description, kind, corrects } }: { readonly line: Line }) => {
  const texts = useTexts();
  const isLate = kind === 'usage' && corrects !== null;
  return isLate ? (
    <>
      {description} <small>({texts.billing.lateUsage})</small>
    </>
  ) : (
    description
  );
};

const ServicePeriod = ({ line: { servicePeriod: period } }: { readonly line: Line }) =>
  period && <PeriodText value={period} />;

const isExplainable = (line: Line): line is InvoiceLine => 'id' in line;

interface ExplanationProps {
  readonly invoiceId: string;
  readonly line: InvoiceLine;
}

const Explanation = ({ invoiceId, line }: ExplanationProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const { servicePeriod } = line;
  const period = servicePeriod && periodText(servicePeriod, locale);
  const about = [line.description, period].filter(Boolean).join(', ');
  const explanation = useRead('explainInvoiceLine', { params: { invoiceId, lineId: line.id } });
  return (
    <Loaded query={explanation}>
      {({ steps, exact, amount }) => (
        <Stack gap="sm" py="xs">
          <PriceSteps steps={steps} about={about} />
          <Group>
            <Facts
              rows={[
                [texts.billing.exact, <span className="number">{decimalText(exact, locale)}</span>],
                [texts.billing.rounded, <Money value={amount} />],
              ]}
            />
          </Group>
        </Stack>
      )}
    </Loaded>
  );
};
