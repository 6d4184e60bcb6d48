import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { AgreedItem } from '../../values/item-body.ts';
import { hasQuantity } from '../../values/item-body.ts';
import type { ItemChange } from '../../values/item-changes.ts';
import { itemChanges } from '../../values/item-changes.ts';
import { decimalText } from '../../values/money-text.ts';
import type { Price, Subscription } from '../../wire/types.ts';
import { usePriceText } from '../catalog/price-text.ts';
import { Section } from '../page/page.tsx';
import { Rows } from '../table/data-table.tsx';
import { OwnEndText } from './own-end.tsx';

interface ItemComparisonProps {
  readonly from: readonly Price[];
  readonly to: readonly Price[];
  readonly after: Readonly<Record<string, AgreedItem>>;
  readonly subscription: Pick<Subscription, 'items' | 'currency' | 'timeZone'>;
}

/** The prices that a subscription has and would have, beside each other. */
export const ItemComparison = ({ from, to, after, subscription }: ItemComparisonProps) => {
  const { agreements } = useTexts();
  const locale = useLocale();
  const priceText = usePriceText();
  const { items, currency, timeZone } = subscription;
  const side = (given: ItemChange['before']) => {
    if (given === null) return null;
    const { price, quantity, endsOn } = given;
    const text = priceText(price, currency);
    return (
      <>
        {hasQuantity(price) ? `${decimalText(quantity, locale)} × ${text}` : text}
        <OwnEndText endsOn={endsOn} timeZone={timeZone} />
      </>
    );
  };
  return (
    <Section title={agreements.compare}>
      <Rows
        label={agreements.compare}
        data={itemChanges(from, items, to, after)}
        keyOf={(change) => (change.before ?? change.after)?.price.id ?? change.name}
        columns={[
          {
            header: agreements.price,
            cell: ({ name, kind }) => (
              <>
                <div>{name}</div>
                <div className={kind === 'stays' ? 'price-line' : 'strong'}>
                  {agreements.compared[kind]}
                </div>
              </>
            ),
          },
          { header: agreements.before, isNumeric: true, cell: ({ before }) => side(before) },
          { header: agreements.after, isNumeric: true, cell: (change) => side(change.after) },
        ]}
      />
    </Section>
  );
};
