import type { ReactNode } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import type { ComparedTerms, TermsChange } from '../../values/terms-diff.ts';
import { termsChanges } from '../../values/terms-diff.ts';
import type { Feature, Plan, PlanVersion, Price } from '../../wire/types.ts';
import { AppLink, at } from '../page/links.tsx';
import { MoneyIfAny } from '../page/money.tsx';
import { StatusBadge } from '../page/status-badge.tsx';
import { InstantText } from '../page/times.tsx';
import type { Column } from '../table/data-table.tsx';
import { Rows } from '../table/data-table.tsx';
import { FeatureText } from './feature-table.tsx';
import { PriceLine, useIntervalText } from './plan-columns.tsx';
import { PlanPolicyText } from './plan-policy.tsx';
import { usePriceLines } from './price-text.ts';
import { ThresholdsText } from './thresholds-text.tsx';
import { UsageOf } from './usage-of-price.tsx';

/** The columns of the versions of a plan. */
export const useVersionColumns = (
  plan: Pick<Plan, 'publishedVersion'>,
): readonly Column<PlanVersion>[] => {
  const texts = useTexts();
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
        prices.map((price) => <PriceLine key={price.id} {...{ price, currency }} />),
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
  const sidesOf = useChangeSides(before, after);
  if (changes.length === 0) return <p>{texts.prices.noDifference}</p>;
  return (
    <Rows
      label={texts.prices.change}
      data={changes}
      keyOf={keyOf}
      columns={[
        { header: texts.prices.change, cell: titleOf },
        { header: texts.prices.before, cell: (change) => sidesOf(change)[0] },
        { header: texts.prices.after, cell: (change) => sidesOf(change)[1] },
      ]}
    />
  );
};

const keyOf = (change: TermsChange): string => {
  if (change.kind === 'term') return change.field;
  if (change.kind === 'feature') return `feature ${change.code}`;
  return change.kind === 'changed' ? change.after.id : `${change.kind} ${change.price.id}`;
};

const useChangeTitle = () => {
  const { features, prices } = useTexts();
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
      case 'feature':
        if (change.before === undefined) return features.added(change.code);
        return change.after === undefined
          ? features.removed(change.code)
          : features.changed(change.code);
    }
  };
};

interface PriceSideProps {
  readonly price: Price;
  readonly currency: string;
  readonly isNamed: boolean;
}

/** All that a price says, on one side of a difference. */
const PriceSide = ({ price, currency, isNamed }: PriceSideProps) => {
  const { catalog } = useTexts();
  const lines = [
    ...(isNamed ? [price.name] : []),
    ...usePriceLines()(price, currency),
    price.billed === 'in_arrears' ? catalog.inArrears : catalog.inAdvance,
  ];
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      <UsageOf price={price} />
    </>
  );
};

const sideOf = (price: Price, { currency }: ComparedTerms, isNamed: boolean) => (
  <PriceSide {...{ price, currency, isNamed }} />
);

const featureSide = (feature: Feature | undefined) =>
  feature === undefined ? null : <FeatureText feature={feature} />;

type TermField = Extract<TermsChange, { readonly kind: 'term' }>['field'];
type Sides = readonly [before: ReactNode, after: ReactNode];

const useChangeSides = (before: ComparedTerms, after: ComparedTerms) => {
  const intervalText = useIntervalText();
  const termOf = (field: TermField, terms: ComparedTerms): ReactNode => {
    switch (field) {
      case 'interval':
        return intervalText(terms);
      case 'minimumCommitment':
        return <MoneyIfAny value={terms.minimumCommitment} />;
      case 'usageThresholds':
        return <ThresholdsText value={terms.usageThresholds} />;
      case 'billingPolicy':
        return <PlanPolicyText value={terms.billingPolicy} />;
      case 'currency':
      case 'trialDays':
        return String(terms[field]);
    }
  };
  return (change: TermsChange): Sides => {
    switch (change.kind) {
      case 'term':
        return [termOf(change.field, before), termOf(change.field, after)];
      case 'added':
        return [null, sideOf(change.price, after, false)];
      case 'removed':
        return [sideOf(change.price, before, false), null];
      case 'changed': {
        const isRenamed = change.fields.includes('name');
        return [sideOf(change.before, before, isRenamed), sideOf(change.after, after, isRenamed)];
      }
      case 'feature':
        return [featureSide(change.before), featureSide(change.after)];
    }
  };
};
