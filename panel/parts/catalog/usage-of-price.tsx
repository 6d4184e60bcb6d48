import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import type { Price } from '../../wire/types.ts';
import { MeterName } from '../page/names.tsx';

/** Says which meters count a price of usage, and by which properties it has lines. */
export const UsageOf = ({ price }: { readonly price: Price }) => {
  const { prices } = useTexts();
  const { kind, meterId, meterIds, groupBy } = price;
  const counting = typeof meterId === 'string' ? [meterId] : (meterIds ?? []);
  if (kind !== 'usage' || counting.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" component="div" className="price-line">
      {prices.usageOf}{' '}
      {counting.map((id, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          <MeterName id={id} />
        </Fragment>
      ))}
      {groupBy && groupBy.length > 0 && `, ${prices.linesBy(groupBy.join(', '))}`}
    </Text>
  );
};
