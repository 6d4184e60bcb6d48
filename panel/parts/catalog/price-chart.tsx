import { useMemo } from 'react';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { amountText, decimalText } from '../../values/money-text.ts';
import { chartPoints } from '../../values/price-chart.ts';
import type { PriceInput } from '../../wire/types.ts';

interface PriceChartProps {
  readonly price: PriceInput;
  readonly currency: string;
  /** The last quantity that is drawn. */
  readonly until: number;
}

const [width, height] = [320, 96];

/** The total of a price by quantity, as a line. The table of steps says the same in numbers. */
export const PriceChart = ({ price, currency, until }: PriceChartProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const points = useMemo(() => chartPoints(price, currency, until), [price, currency, until]);
  const highest = Math.max(1, ...points.map(({ amount }) => amount));
  const line = points
    .map(({ quantity, amount }) => {
      const [x, y] = [(quantity / until) * width, height - (amount / highest) * height];
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
  return (
    <figure className="price-chart">
      <svg
        viewBox={`-2 -4 ${width + 4} ${height + 8}`}
        role="img"
        aria-label={texts.prices.chart}
        preserveAspectRatio="none"
      >
        <line x1="0" y1={height} x2={width} y2={height} className="axis" />
        <polyline points={line} className="line" />
      </svg>
      <figcaption>
        <span>{texts.prices.chart}</span>
        <span className="number">
          {decimalText(String(until), locale)}: {currency}{' '}
          {amountText({ amount: points.at(-1)?.amount ?? 0, currency }, locale)}
        </span>
      </figcaption>
    </figure>
  );
};
