import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { decimalText } from '../../values/money-text.ts';
import { stepText } from '../../values/step-text.ts';
import type { PriceStep } from '../../wire/types.ts';
import { Rows } from '../table/data-table.tsx';

interface PriceStepsProps {
  readonly steps: readonly PriceStep[];
  /** The thing that they explain: there may be several explanations on a page. */
  readonly about: string;
}

/** The steps from a price to an amount, as the server explains them. */
export const PriceSteps = ({ steps, about }: PriceStepsProps) => {
  const { billing, common } = useTexts();
  const locale = useLocale();
  return (
    <Rows
      label={`${billing.explainTitle}: ${about}`}
      data={steps.map((step, index) => ({ ...step, number: index + 1 }))}
      keyOf={({ number }) => String(number)}
      columns={[
        { header: '#', cell: ({ number }) => number },
        { header: billing.step, cell: ({ text }) => stepText(text, locale) },
        {
          header: common.amount,
          isNumeric: true,
          cell: ({ amount }) => <span className="number">{decimalText(amount, locale)}</span>,
        },
      ]}
    />
  );
};
