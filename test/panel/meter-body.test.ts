import { describe, expect, test } from 'vitest';
import { previewMeter } from '#domain/metering/preview.ts';
import {
  isDefined,
  meterBody,
  meterFieldOf,
  newMeterValues,
  readSamples,
} from '../../panel/values/meter-body.ts';

const typed = (values: object) => ({
  ...newMeterValues,
  name: 'Traffic',
  code: 'traffic',
  eventType: 'sent',
  ...values,
});
const filtered = (kind: string, value: string) =>
  typed({ rows: 'a', 'a.property': 'network', 'a.kind': kind, 'a.value': value });

describe('a meter as it is typed', () => {
  test('has nothing but what was typed', () => {
    expect(meterBody(typed({ name: ' Traffic ' }))).toEqual({
      name: 'Traffic',
      code: 'traffic',
      unit: null,
      eventType: 'sent',
      aggregation: 'count',
    });
  });

  test.each([
    ['equals', 'eu, us', { equals: 'eu, us' }],
    ['in', ' eu, us ,', { in: ['eu', 'us'] }],
    ['exists', 'left behind', { exists: true }],
    ['absent', '', { exists: false }],
  ])('has a condition: %s', (kind, value, condition) => {
    expect(meterBody(filtered(kind, value)).filters).toEqual([
      { property: 'network', ...condition },
    ]);
  });

  test('leaves out what its way of counting does not have', () => {
    const rest = { isCarriedOver: true, 'removal.property': 'op', 'removal.value': 'del' };

    expect(meterBody(typed({ ...rest, aggregation: 'max', property: 'n' }))).not.toHaveProperty(
      'isCarriedOver',
    );
    expect(meterBody(typed({ ...rest, aggregation: 'latest', property: 'n' }))).toMatchObject({
      isCarriedOver: true,
      property: 'n',
    });
    expect(meterBody(typed({ ...rest, aggregation: 'latest', property: 'n' }))).not.toHaveProperty(
      'removal',
    );
    expect(meterBody(typed({ ...rest, aggregation: 'unique', property: 'n' }))).toMatchObject({
      removal: { property: 'op', value: 'del' },
    });
  });

  test('is what the domain counts by', () => {
    const meter = meterBody(
      typed({
        aggregation: 'sum',
        property: 'n',
        groupBy: 'region, model',
        'rounding.mode': 'up',
        'rounding.decimals': '1',
      }),
    );

    const { quantity, groups } = previewMeter({
      meter,
      events: [{ data: { n: '1.26', region: 'eu' } }, { data: { n: 2 } }],
    });

    expect(quantity).toBe('3.3');
    expect(groups).toHaveLength(2);
  });

  test.each([
    ['no event type', { eventType: '' }, false],
    ['no property to sum', { aggregation: 'sum' }, false],
    ['a condition on nothing', { rows: 'a', 'a.property': ' ', 'a.kind': 'exists' }, false],
    ['all of it', { aggregation: 'sum', property: 'n' }, true],
  ])('is asked about once it is whole: %s', (_name, values, expected) => {
    expect(isDefined(meterBody(typed(values)))).toBe(expected);
  });

  test.each([
    ['filters.1.property', 'b.property'],
    ['filters.0.in', 'a.value'],
    ['filters.1', 'b.value'],
    ['filters.7.in', 'filters.7.in'],
    ['groupBy.2', 'groupBy'],
    ['removal.value', 'removal.value'],
    ['rounding.decimals', 'rounding.decimals'],
  ])('shows a fault of %s at %s', (path, field) => {
    expect(meterFieldOf(path, { rows: 'a b' })).toBe(field);
  });
});

describe('sample events', () => {
  test('are the data of an event, or a whole event', () => {
    const typedEvents = '{"n": 1}\n\n{"type": "sent", "data": {"n": 2}}\n{"data": 3}';

    expect(readSamples(typedEvents)).toEqual({
      events: [{ data: { n: 1 } }, { type: 'sent', data: { n: 2 } }, { data: { data: 3 } }],
      badLines: [],
    });
  });

  test.each(['nonsense', '[1]', '5', 'null', '{"n": 1'])(
    'are no %s, and say which line',
    (line) => {
      expect(readSamples(`{"n": 1}\n\n${line}`)).toEqual({
        events: [{ data: { n: 1 } }],
        badLines: [3],
      });
    },
  );
});
