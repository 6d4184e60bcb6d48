import { useTexts } from '../../texts/catalogue.ts';
import type { Plan, Price } from '../../wire/types.ts';
import { AppLink, at } from '../page/links.tsx';
import { ProductName } from '../page/names.tsx';
import { StatusBadge } from '../page/status-badge.tsx';
import type { Column } from '../table/data-table.tsx';
import { usePriceText } from './price-text.ts';

/** The columns of a list of plans. */
export const usePlanColumns = (): readonly Column<Plan>[] => {
  const texts = useTexts();
  const intervalText = useIntervalText();
  return [
    {
      header: texts.common.name,
      cell: ({ id, name, code }) => (
        <>
          <AppLink to={at('plans', id)}>{name}</AppLink>
          <div className="code">{code}</div>
        </>
      ),
    },
    { header: texts.catalog.product, cell: ({ productId }) => <ProductName id={productId} /> },
    { header: texts.common.status, cell: ({ status }) => <StatusBadge status={status} /> },
    { header: texts.catalog.interval, cell: intervalText },
    {
      header: texts.catalog.prices,
      isNumeric: true,
      cell: ({ prices, currency }) =>
        prices.map((price) => <PriceLine key={price.id} {...{ price, currency }} />),
    },
  ];
};

interface PriceLineProps {
  readonly price: Price;
  readonly currency: string;
}

/** A price in a line: its name, and how much. */
export const PriceLine = ({ price, currency }: PriceLineProps) => {
  const priceText = usePriceText();
  return (
    <div>
      <span className="price-line">{price.name}</span>{' '}
      <span className="money">{priceText(price, currency)}</span>
    </div>
  );
};

/** `every month`, `every 3 months`. */
export const useIntervalText = (): ((plan: Pick<Plan, 'interval'>) => string) => {
  const { catalog } = useTexts();
  return ({ interval: { unit, count } }) => catalog.every(count, unit);
};
