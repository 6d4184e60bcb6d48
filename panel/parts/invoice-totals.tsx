import { useTexts } from '../texts/catalogue.ts';
import type { WireMoney } from '../values/money-text.ts';
import { Money } from './money.tsx';

interface Totals {
  readonly subtotal: WireMoney;
  readonly discount: WireMoney;
  readonly tax: WireMoney;
  readonly movedToBalance: WireMoney;
  readonly total: WireMoney;
  readonly balanceApplied: WireMoney;
  readonly amountDue: WireMoney;
  readonly amountPaid?: WireMoney;
}

/** The totals of an invoice. Sums that are zero and needed for nothing are left out. */
export const InvoiceTotals = ({ totals }: { readonly totals: Totals }) => {
  const { billing } = useTexts();
  const rows = [
    [billing.subtotal, totals.subtotal, 'always'],
    [billing.discount, totals.discount, 'some'],
    [billing.tax, totals.tax, 'always'],
    [billing.movedToBalance, totals.movedToBalance, 'some'],
    [billing.total, totals.total, 'strong'],
    [billing.balanceApplied, totals.balanceApplied, 'some'],
    [billing.amountPaid, totals.amountPaid, 'some'],
    [billing.amountDue, totals.amountDue, 'strong'],
  ] as const;
  return (
    <dl className="totals">
      {rows.map(([name, value, when]) =>
        value === undefined || (when === 'some' && value.amount === 0) ? null : (
          <div key={name} className="fact">
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
