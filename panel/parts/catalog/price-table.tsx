import { useTexts } from '../../texts/catalogue.ts';
import type { Price } from '../../wire/types.ts';
import { Rows } from '../table/data-table.tsx';
import { usePriceLines } from './price-text.ts';
import { UsageOf } from './usage-of-price.tsx';

interface PriceTableProps {
  readonly prices: readonly Price[];
  readonly currency: string;
}

/** The prices of a plan or a version, with their tiers and all that is special about them. */
export const PriceTable = ({ prices, currency }: PriceTableProps) => {
  const texts = useTexts();
  const linesOf = usePriceLines();
  return (
    <Rows
      label={texts.catalog.prices}
      data={prices}
      keyOf={({ id }) => id}
      columns={[
        {
          header: texts.common.name,
          cell: (price) => (
            <>
              {price.name}
              <UsageOf price={price} />
            </>
          ),
        },
        {
          header: texts.catalog.billed,
          cell: ({ billed }) =>
            billed === 'in_advance' ? texts.catalog.inAdvance : texts.catalog.inArrears,
        },
        {
          header: texts.common.amount,
          isNumeric: true,
          cell: (price) =>
            linesOf(price, currency).map((line, index) => (
              <div key={line} className={index === 0 ? 'money' : 'price-line'}>
                {line}
              </div>
            )),
        },
      ]}
    />
  );
};
