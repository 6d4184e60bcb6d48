import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { WireMoney } from '../../values/money-text.ts';
import { moneyText } from '../../values/money-text.ts';
import { percentText } from '../../values/percent-text.ts';
import type { TaxTotal } from '../../wire/types.ts';
import { Money } from '../page/money.tsx';

interface Totals {
  readonly subtotal: WireMoney;
  readonly discount: WireMoney;
  readonly tax: WireMoney;
  readonly movedToBalance: WireMoney;
  readonly total: WireMoney;
  readonly balanceApplied: WireMoney;
  readonly amountDue: WireMoney;
  readonly amountPaid?: WireMoney;
  /** By their rates. */
  readonly taxes?: readonly TaxTotal[];
}

type When = 'always' | 'some' | 'strong';

/** The totals of an invoice. Sums that are zero and needed for nothing are left out. */
export const InvoiceTotals = ({ totals }: { readonly totals: Totals }) => {
  const { billing } = useTexts();
  const taxRows = useTaxRows(totals);
  const rows: readonly (readonly [string, WireMoney | undefined, When])[] = [
    [billing.subtotal, totals.subtotal, 'always'],
    [billing.discount, totals.discount, 'some'],
    ...taxRows,
    [billing.movedToBalance, totals.movedToBalance, 'some'],
    [billing.total, totals.total, 'strong'],
    [billing.balanceApplied, totals.balanceApplied, 'some'],
    [billing.amountPaid, totals.amountPaid, 'some'],
    [billing.amountDue, totals.amountDue, 'strong'],
  ];
  return (
    <dl className="totals">
      {rows.map(([name, value, when], index) =>
        value === undefined || (when === 'some' && value.amount === 0) ? null : (
          <div key={`${name} ${index}`} className="fact">
            <dt className={when === 'strong' ? 'strong' : undefined}>{name}</dt>
            <dd className={when === 'strong' ? 'strong' : undefined}>
              <Money value={value} />
            </dd>
          </div>
        ),
      )}
    </dl>
  );
};

/** A row for each rate, which says what it is computed of; one of nothing where there is none. */
const useTaxRows = ({
  tax,
  taxes = [],
}: Totals): readonly (readonly [string, WireMoney, When])[] => {
  const { billing, invoicing } = useTexts();
  const locale = useLocale();
  if (taxes.length === 0) return [[billing.tax, tax, 'always']];
  return taxes.map(({ name, rate, isInclusive, base, amount }) => {
    const percent = percentText(rate, locale);
    const label = isInclusive
      ? invoicing.taxIncluded(name, percent, moneyText(base, locale))
      : invoicing.taxOnTop(name, percent, moneyText(base, locale));
    return [label, amount, 'always'];
  });
};
