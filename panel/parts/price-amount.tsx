import { useLocale, useTexts } from '../texts/catalogue.ts';
import { priceText } from '../values/price-text.ts';
import type { Plan, Price } from '../wire/types.ts';

/** A price of a plan in a few words, in digits of one width. */
export const PriceAmount = ({
  price,
  plan,
}: {
  readonly price: Price;
  readonly plan: Pick<Plan, 'currency'>;
}) => {
  const { catalog } = useTexts();
  return (
    <span className="money">
      {priceText(price, plan.currency, useLocale(), catalog.priceWords)}
    </span>
  );
};
