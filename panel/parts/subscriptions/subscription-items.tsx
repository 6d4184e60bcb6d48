import { isSettled, useRead } from '../../api/queries.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { hasQuantity } from '../../values/item-body.ts';
import { decimalText } from '../../values/money-text.ts';
import { chargedPrice } from '../../values/own-price.ts';
import type { Price, Subscription } from '../../wire/types.ts';
import { usePriceLines } from '../catalog/price-text.ts';
import { UsageOf } from '../catalog/usage-of-price.tsx';
import { Section } from '../page/page.tsx';
import { WaitingRows } from '../page/states.tsx';
import { Rows } from '../table/data-table.tsx';
import { OwnEndText } from './own-end.tsx';
import { OwnPriceText } from './own-price.tsx';

/** The prices of the version that a subscription agreed to; undefined until they are read. */
export const useAgreedPrices = ({
  planId,
  planVersion,
}: AgreedTerms): readonly Price[] | undefined =>
  useAgreedVersion({ planId, planVersion }).data?.prices;

type AgreedTerms = Pick<Subscription, 'planId' | 'planVersion'>;

const useAgreedVersion = ({ planId, planVersion }: AgreedTerms) =>
  useRead('getPlanVersion', { params: { planId, number: String(planVersion) } });

interface SubscriptionItemsProps {
  readonly subscription: Subscription;
}

/** The prices that a subscription has, and how many of each. */
export const SubscriptionItems = ({ subscription }: SubscriptionItemsProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const version = useAgreedVersion(subscription);
  const prices = version.data?.prices;
  const linesOf = usePriceLines();
  const priceOf = (priceId: string) => prices?.find(({ id }) => id === priceId);
  // Without their texts the rows would be lower.
  if (!isSettled(version)) return <WaitingRows height={38} />;
  return (
    <Section title={texts.billing.items}>
      <Rows
        label={texts.billing.items}
        data={subscription.items}
        keyOf={({ id }) => id}
        columns={[
          {
            header: texts.agreements.price,
            cell: ({ priceId, endsOn }) => {
              const price = priceOf(priceId);
              if (price === undefined) return <span className="code">{priceId}</span>;
              return (
                <>
                  {price.name}
                  <UsageOf price={price} />
                  <OwnEndText endsOn={endsOn} timeZone={subscription.timeZone} />
                </>
              );
            },
          },
          {
            header: texts.billing.quantity,
            isNumeric: true,
            cell: ({ priceId, quantity }) => {
              const price = priceOf(priceId);
              return price === undefined || hasQuantity(price)
                ? decimalText(quantity, locale)
                : texts.common.none;
            },
          },
          {
            header: texts.common.amount,
            isNumeric: true,
            cell: ({ priceId, override }) => {
              const price = priceOf(priceId);
              const { currency } = subscription;
              if (price === undefined) return null;
              return (
                <>
                  {linesOf(chargedPrice(price, override), currency).map((line) => (
                    <div key={line}>{line}</div>
                  ))}
                  <OwnPriceText {...{ price, currency, override }} />
                </>
              );
            },
          },
        ]}
      />
    </Section>
  );
};
