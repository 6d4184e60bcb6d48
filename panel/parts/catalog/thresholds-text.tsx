import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { moneyText } from '../../values/money-text.ts';
import type { UsageThresholds } from '../../values/terms-diff.ts';

/** The amounts of usage at which it is invoiced, in a line; there may be none. */
export const ThresholdsText = ({
  value,
}: {
  readonly value: UsageThresholds | null | undefined;
}) => {
  const { common, features } = useTexts();
  const locale = useLocale();
  if (!value) return common.none;
  const amounts = value.amounts.map((amount) => moneyText(amount, locale)).join(', ');
  const { every: further } = value;
  const every = further && features.thenEvery(moneyText(further, locale));
  return <span className="money">{every === null ? amounts : `${amounts}, ${every}`}</span>;
};
