import { describe, expect, test } from 'vitest';
import { changedFields } from '../../panel/values/merge.ts';
import {
  newUsageAlertValues,
  usageAlertBody,
  usageAlertChanges,
  usageAlertFieldOf,
  usageAlertValues,
  withoutThreshold,
} from '../../panel/values/usage-alert-body.ts';

const alert = {
  name: 'Traffic',
  code: 'traffic',
  thresholds: ['800.5', '1000', '20000'],
  every: '0.125',
};

describe.each(['en', 'de'])('a usage alert that is edited in %s', (language) => {
  const values = usageAlertValues(alert, language);
  const changes = (typed: object) =>
    changedFields(
      usageAlertChanges(values, language),
      usageAlertChanges({ ...values, ...typed }, language),
    );

  test('sends what was changed, and nothing else of it', () => {
    expect(usageAlertChanges(values, language)).toEqual(alert);
    expect(changes({})).toEqual({});
    expect(changes({ name: ' Calls ', code: ' ' })).toEqual({ name: 'Calls', code: null });
  });

  test('has the thresholds that were typed, and none beyond the last where none was', () => {
    const typed = language === 'de' ? '1.500,5' : '1,500.5';
    const added = { thresholds: 'threshold1 t', 't.amount': typed, 'thresholds.every': '' };

    expect(changes(added)).toEqual({ thresholds: ['1000', '1500.5'], every: null });
  });

  test('leaves to the API what is no decimal', () => {
    expect(changes({ 'threshold0.amount': ' ', 'threshold1.amount': 'many' })).toEqual({
      thresholds: ['', 'many', '20000'],
    });
  });
});

describe('a new usage alert', () => {
  const typed = {
    ...newUsageAlertValues,
    name: 'Traffic',
    'threshold0.amount': '800',
    meterId: 'mtr_1',
    currency: 'EUR',
    priceCode: 'calls',
  };
  const ofAll = {
    name: 'Traffic',
    code: null,
    customerId: null,
    subscriptionId: null,
    thresholds: ['800'],
    every: null,
  };

  test('of a quantity names a meter, and nothing of an amount', () => {
    expect(usageAlertBody(typed, 'en')).toEqual({
      ...ofAll,
      measure: 'quantity',
      meterId: 'mtr_1',
    });
  });

  test('of an amount names its currency and maybe a price, and no meter', () => {
    const amount = { ...typed, measure: 'amount' };
    const expected = { ...ofAll, measure: 'amount', currency: 'EUR' };

    expect(usageAlertBody(amount, 'en')).toEqual({ ...expected, priceCode: 'calls' });
    expect(usageAlertBody({ ...amount, priceCode: '' }, 'en')).toEqual({
      ...expected,
      priceCode: null,
    });
  });

  test('looks at a customer, or one subscription', () => {
    const typedIds = { ...typed, customerId: 'cus_1', subscriptionId: ' sub_1 ' };

    expect(usageAlertBody(typedIds, 'en')).toMatchObject({
      customerId: 'cus_1',
      subscriptionId: 'sub_1',
    });
  });
});

test('a usage alert without a threshold is told before it is sent', () => {
  const values = usageAlertValues(alert, 'en');

  expect(withoutThreshold(values, 'One at least.')).toEqual({});
  expect(withoutThreshold({ ...values, thresholds: '' }, 'One at least.')).toEqual({
    thresholds: 'One at least.',
  });
});

test('a fault of a threshold stands at its field, wherever its row is now', () => {
  const values = { ...usageAlertValues(alert, 'en'), thresholds: 'threshold2 threshold0' };
  const paths = ['thresholds.0', 'thresholds.1', 'every', 'thresholds', 'name'];

  expect(paths.map((path) => usageAlertFieldOf(path, values))).toEqual([
    'threshold2.amount',
    'threshold0.amount',
    'thresholds.every',
    'thresholds',
    'name',
  ]);
});
