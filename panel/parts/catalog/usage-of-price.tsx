import { Text } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import type { Price } from '../../wire/types.ts';
import { MeterName } from '../page/names.tsx';

/** Says which meter counts a price of usage, and by which properties it has lines. */
export const UsageOf = ({ price }: { readonly price: Price }) => {
  const { prices } = useTexts();
  const { kind, meterId, groupBy } = price;
  if (kind !== 'usage' || typeof meterId !== 'string') return null;
  return (
    <Text size="sm" c="dimmed" component="div" className="price-line">
      {prices.usageOf} <MeterName id={meterId} />
      {groupBy && groupBy.length > 0 && `, ${prices.linesBy(groupBy.join(', '))}`}
    </Text>
  );
};
