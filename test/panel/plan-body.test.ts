import { describe, expect, test } from 'vitest';
import { changedFields } from '../../panel/values/merge.ts';
import {
  planBody,
  planFieldOf,
  planValues,
  termsBody,
  termsValues,
} from '../../panel/values/plan-body.ts';
import { emptyFeature } from '../../panel/values/plan-features.ts';
import { rowsOf } from '../../panel/values/plan-prices.ts';
import type { Plan, Price } from '../../panel/wire/types.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const usage = (id: string, model: Price['model'], fields: object): Price => ({
  id,
  name: id,
  kind: 'usage',
  model,
  billed: 'in_arrears',
  interval: null,
  isOptional: true,
  isProrated: false,
  inTrial: 'free',
  meterId: 'mtr_1',
  groupBy: null,
  minimum: null,
  maximum: null,
  ...fields,
});

const eventPrices = [
  usage('fees', 'percentage', {
    rate: '0.029',
    fixedAmount: '0.25',
    freeEvents: 3,
    freeValue: '100',
    perEventMinimum: '0.5',
    perEventMaximum: '20',
    maximum: eur(90_000),
  }),
  // Nothing is free in the end, and nothing costs anything: zero is not none.
  usage('waived', 'percentage', {
    rate: '0.01',
    fixedAmount: '1.5',
    freeEvents: 0,
    freeValue: '0',
    perEventMinimum: '0',
    perEventMaximum: '0',
  }),
  usage('resold', 'dynamic', { amountProperty: 'cost', groupBy: ['provider'] }),
  usage('compute', 'matrix', {
    dimensions: ['region', 'size'],
    cells: [
      { when: { region: 'eu', size: 'small' }, unitAmount: '0.0125' },
      { when: { region: 'us', size: 'small' }, unitAmount: '1' },
    ],
    defaultUnitAmount: '2.5',
  }),
];

const base: Price = {
  id: 'price_1',
  name: 'Base',
  kind: 'recurring',
  model: 'flat',
  billed: 'in_advance',
  interval: null,
  isOptional: false,
  isProrated: true,
  inTrial: 'free',
  amount: eur(4990),
  minimum: null,
  maximum: null,
};

const plan: Pick<
  Plan,
  | 'name'
  | 'code'
  | 'description'
  | 'currency'
  | 'interval'
  | 'trialDays'
  | 'prices'
  | 'minimumCommitment'
  | 'usageThresholds'
  | 'features'
  | 'billingPolicy'
> = {
  name: 'Team',
  code: 'team',
  description: null,
  currency: 'EUR',
  interval: { unit: 'month', count: 1 },
  trialDays: 0,
  prices: [base, ...eventPrices],
  minimumCommitment: eur(1_234_550),
  usageThresholds: { amounts: [eur(2_000), eur(1_050_050)], every: eur(5_000) },
  features: [
    { code: 'sso', kind: 'boolean' },
    {
      code: 'calls',
      kind: 'limit',
      meterId: 'mtr_1',
      limit: '1000.5',
      interval: { unit: 'day', count: 1 },
    },
    { code: 'seats', kind: 'limit', meterId: 'mtr_2', limit: null, interval: null },
    { code: 'support', kind: 'value', value: 'by phone' },
  ],
  billingPolicy: { preset: 'lago', cycle: 'restart' },
};

describe.each(['en', 'de'])('a plan that is edited in %s', (language) => {
  const values = planValues(plan, language);
  const changes = (typed: object) =>
    changedFields(planBody(values, language), planBody({ ...values, ...typed }, language));

  test('sends what was changed, and nothing else of it', () => {
    expect(changes({})).toEqual({});
    expect(changes({ trialDays: '14' })).toEqual({ trialDays: 14 });
  });

  test('keeps prices of every model beside one that was changed', () => {
    expect(changes({ 'row0.name': 'Fee' })).toEqual({
      prices: [{ ...base, name: 'Fee' }, ...eventPrices],
    });
  });

  test('and a version of it, too', () => {
    const terms = termsValues(plan, language);
    const written = termsBody({ ...terms, 'interval.count': '3' }, language);

    expect(changedFields(termsBody(terms, language), written)).toEqual({
      interval: { unit: 'month', count: 3 },
    });
    const { prices, minimumCommitment, usageThresholds, features, billingPolicy } = plan;
    const others = { minimumCommitment, usageThresholds, features, billingPolicy };
    expect(written).toMatchObject({ prices, ...others });
  });

  test('may have another commitment, or none', () => {
    const typed = language === 'de' ? '1.000,50' : '1,000.50';

    expect(changes({ minimumCommitment: typed })).toEqual({ minimumCommitment: eur(100_050) });
    expect(changes({ minimumCommitment: ' ' })).toEqual({ minimumCommitment: null });
  });

  test('may follow another convention, and keeps the fields that are stated beside it', () => {
    const policyAfter = (preset: string) => changes({ 'billingPolicy.preset': preset });

    expect(policyAfter('lago')).toEqual({});
    expect(policyAfter('month_30')).toEqual({
      billingPolicy: { preset: 'month_30', cycle: 'restart' },
    });
    expect(policyAfter('')).toEqual({ billingPolicy: { cycle: 'restart' } });
    const none = planValues({ ...plan, billingPolicy: null }, language);
    expect(planBody(none, language).billingPolicy).toBeNull();
    expect(planFieldOf('billingPolicy.taxRounding', values)).toBe('billingPolicy.preset');
  });

  test('may have other usage thresholds, or none', () => {
    const typed = language === 'de' ? '1.000,50' : '1,000.50';
    const thresholdsOf = (fields: object) => changes(fields)['usageThresholds'];
    const added = { thresholds: 'threshold0 t', 't.amount': typed };

    expect(thresholdsOf(added)).toEqual({
      amounts: [eur(2_000), eur(100_050)],
      every: eur(5_000),
    });
    expect(thresholdsOf({ 'thresholds.every': ' ' })).toMatchObject({ every: null });
    expect(changes({ thresholds: '', 'thresholds.every': '' })).toEqual({ usageThresholds: null });
    // Without an amount the API says so: what was typed is no reason to send nothing.
    expect(thresholdsOf({ thresholds: '' })).toEqual({ amounts: [], every: eur(5_000) });
  });

  test('has the features that were typed, each with what its kind says', () => {
    const typed = language === 'de' ? '0,125' : '0.125';
    const added = { ...emptyFeature('f'), 'f.code': ' export ', 'f.limit': '7', 'f.value': 'x' };

    expect(changes({ 'feature1.limit': typed })['features']).toMatchObject([
      { code: 'sso' },
      { code: 'calls', limit: '0.125' },
      { code: 'seats', limit: null },
      { code: 'support' },
    ]);
    expect(changes({ ...added, features: 'feature3 f feature2' })['features']).toEqual([
      { code: 'support', kind: 'value', value: 'by phone' },
      { code: 'export', kind: 'boolean' },
      { code: 'seats', kind: 'limit', meterId: 'mtr_2', limit: null, interval: null },
    ]);
    expect(changes({ features: '' })).toEqual({ features: [] });
  });

  test('asks for no limit only where somebody said so', () => {
    const empty = { 'feature1.limit': '', 'feature1.interval.count': '' };
    const limitOf = (fields: object) =>
      planBody({ ...values, ...empty, ...fields }, language).features[1];

    expect(limitOf({})).toEqual({
      code: 'calls',
      kind: 'limit',
      meterId: 'mtr_1',
      interval: null,
    });
    expect(limitOf({ 'feature1.isUnlimited': true })).toMatchObject({ limit: null });
  });
});

test('a price that the form cannot edit is judged by what it is; no field shows its faults', () => {
  const later = usage('hosts', 'later' as Price['model'], { isOptional: true });
  const values = planValues({ ...plan, prices: [base, later] }, 'en');
  const [, row = ''] = rowsOf(values);

  expect([values[`${row}.kind`], values[`${row}.isOptional`]]).toEqual(['usage', true]);
  expect(planFieldOf('prices.1.minimum.currency', values)).toBe('prices.1.minimum.currency');
});

test('a fault of a feature stands at its field, wherever its row is now', () => {
  const values = { ...planValues(plan, 'en'), features: 'feature3 feature1' };

  expect(
    ['features.0', 'features.1.limit', 'features.1.interval.unit', 'features.2.code'].map((path) =>
      planFieldOf(path, values),
    ),
  ).toEqual(['feature3.code', 'feature1.limit', 'feature1.interval.count', 'features.2.code']);
  expect(planFieldOf('prices.0.amount', values)).toBe('row0.amount');
});

test('a fault of a threshold stands at its field, wherever its row is now', () => {
  const values = { ...planValues(plan, 'en'), thresholds: 'threshold1 threshold0' };
  const fieldOf = (path: string) => planFieldOf(`usageThresholds${path}`, values);

  expect(['.amounts.0', '.amounts.1.amount', '.every.amount', '.amounts', ''].map(fieldOf)).toEqual(
    ['threshold1.amount', 'threshold0.amount', 'thresholds.every', 'thresholds', 'thresholds'],
  );
});

describe('a matrix', () => {
  const matrix = eventPrices[3] as Price;
  const values = { ...planValues({ ...plan, prices: [matrix] }, 'en'), 'row0.cells': 'c1 c0' };
  const priceOf = (typed: object) => planBody({ ...values, ...typed }, 'en').prices[0];

  test('goes by the properties that are named, and has neither groups nor bounds', () => {
    const typed = { 'row0.dimensions.1': '', 'row0.groupBy': 'zone', 'row0.minimum': '5' };

    expect(priceOf(typed)).toMatchObject({
      dimensions: ['region'],
      cells: [
        { when: { region: 'us' }, unitAmount: '1' },
        { when: { region: 'eu' }, unitAmount: '0.0125' },
      ],
      groupBy: null,
      minimum: null,
    });
  });

  test('has its faults at its cells', () => {
    const fieldOf = (path: string) => planFieldOf(`prices.0.${path}`, values);

    expect(['cells.0.unitAmount', 'cells.1.when.region', 'dimensions.1'].map(fieldOf)).toEqual([
      'row0.c1.unitAmount',
      'row0.c0.values.0',
      'row0.dimensions.1',
    ]);
  });

  test('stays as it is where it has more cells than a form shows', () => {
    const cells = Array.from({ length: 101 }, (_each, index) => ({
      when: { region: String(index), size: 'small' },
      unitAmount: '1',
    }));
    const large = { ...matrix, cells };

    expect(priceOf(planValues({ ...plan, prices: [large] }, 'en'))).toEqual(large);
  });
});
