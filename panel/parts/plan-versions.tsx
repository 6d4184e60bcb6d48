import { useTexts } from '../texts/catalogue.ts';
import type { ComparedTerms, TermsChange } from '../values/terms-diff.ts';
import { termsChanges } from '../values/terms-diff.ts';
import type { Plan, PlanVersion, Price } from '../wire/types.ts';
import type { Column } from './data-table.tsx';
import { Rows } from './data-table.tsx';
import { AppLink, at } from './links.tsx';
import { useIntervalText } from './plan-columns.tsx';
import { usePriceLines, usePriceText } from './price-text.ts';
import { StatusBadge } from './status-badge.tsx';
import { InstantText } from './times.tsx';

/** The columns of the versions of a plan. */
export const useVersionColumns = (
  plan: Pick<Plan, 'publishedVersion'>,
): readonly Column<PlanVersion>[] => {
  const texts = useTexts();
  const priceText = usePriceText();
  return [
    {
      header: texts.prices.number,
      cell: ({ planId, number }) => (
        <AppLink to={at('plans', planId, 'versions', String(number))}>
          {texts.prices.version(number)}
        </AppLink>
      ),
    },
    {
      header: texts.common.status,
      cell: ({ status, number }) => (
        <>
          <StatusBadge status={status} />
          {number === plan.publishedVersion && <div>{texts.prices.offered}</div>}
        </>
      ),
    },
    {
      header: texts.prices.publishedAt,
      cell: ({ publishedAt }) => <InstantText value={publishedAt} />,
    },
    {
      header: texts.catalog.prices,
      isNumeric: true,
      cell: ({ prices, currency }) =>
        prices.map((price) => (
          <div key={price.id} className="money">
            {priceText(price, currency)}
          </div>
        )),
    },
  ];
};

interface TermsDifferencesProps {
  readonly before: ComparedTerms;
  readonly after: ComparedTerms;
}

/** The differences between two versions, in words. */
export const TermsDifferences = ({ before, after }: TermsDifferencesProps) => {
  const texts = useTexts();
  const changes = termsChanges(before, after);
  const titleOf = useChangeTitle();
  const lines = useChangeLines(before, after);
  if (changes.length === 0) return <p>{texts.prices.noDifference}</p>;
  return (
    <Rows
      label={texts.prices.change}
      data={changes}
      keyOf={keyOf}
      columns={[
        { header: texts.prices.change, cell: titleOf },
        { header: texts.prices.before, cell: (change) => asLines(lines(change)[0]) },
        { header: texts.prices.after, cell: (change) => asLines(lines(change)[1]) },
      ]}
    />
  );
};

const keyOf = (change: TermsChange): string => {
  if (change.kind === 'term') return change.field;
  return change.kind === 'changed' ? change.after.id : `${change.kind} ${change.price.id}`;
};

const asLines = (lines: readonly string[]) => lines.map((line) => <div key={line}>{line}</div>);

const useChangeTitle = () => {
  const { prices } = useTexts();
  return (change: TermsChange): string => {
    switch (change.kind) {
      case 'term':
        return prices.termFields[change.field];
      case 'added':
        return prices.priceAdded(change.price.name);
      case 'removed':
        return prices.priceRemoved(change.price.name);
      case 'changed':
        return prices.priceChanged(change.after.name);
    }
  };
};

type Sides = readonly [before: readonly string[], after: readonly string[]];

const useChangeLines = (before: ComparedTerms, after: ComparedTerms) => {
  const { catalog } = useTexts();
  const intervalText = useIntervalText();
  const priceLines = usePriceLines();
  const linesOf = (price: Price, { currency }: ComparedTerms, names: boolean) => [
    ...(names ? [price.name] : []),
    ...priceLines(price, currency),
    price.billed === 'in_arrears' ? catalog.inArrears : catalog.inAdvance,
  ];
  return (change: TermsChange): Sides => {
    switch (change.kind) {
      case 'term': {
        const textOf = (terms: ComparedTerms): readonly string[] => [
          change.field === 'interval' ? intervalText(terms) : String(terms[change.field]),
        ];
        return [textOf(before), textOf(after)];
      }
      case 'added':
        return [[], linesOf(change.price, after, false)];
      case 'removed':
        return [linesOf(change.price, before, false), []];
      case 'changed': {
        const isRenamed = change.fields.includes('name');
        return [linesOf(change.before, before, isRenamed), linesOf(change.after, after, isRenamed)];
      }
    }
  };
};
