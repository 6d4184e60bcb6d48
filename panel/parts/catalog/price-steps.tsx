import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { decimalText } from '../../values/money-text.ts';
import { stepText } from '../../values/step-text.ts';
import type { PriceStep } from '../../wire/types.ts';
import { Rows } from '../table/data-table.tsx';

/** The steps from a price to an amount, as the server explains them. */
export const PriceSteps = ({ steps }: { readonly steps: readonly PriceStep[] }) => {
  const { billing, common } = useTexts();
  const locale = useLocale();
  return (
    <Rows
      label={billing.explainTitle}
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
