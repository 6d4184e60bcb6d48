import { describe, expect, test } from 'vitest';
import type { Aggregation, MeterDefinitionInput } from '#domain/metering/definition.ts';
import {
  aggregations,
  meterLimits,
  parseDefinition,
  quantityRoundings,
  textOfValue,
} from '#domain/metering/definition.ts';
import { refused } from '../refused.ts';

const calls = { eventType: 'call', aggregation: 'count' } as const;
const defined = (given: Partial<MeterDefinitionInput>) => parseDefinition({ ...calls, ...given });
const faults = (given: object) => refused(() => defined(given));
const filtered = (condition: object) => ({ filters: [{ property: 'zone', ...condition }] });

describe('a definition', () => {
  test('counts all events of its type, where nothing else is said', () => {
    const plain = {
      eventType: 'call',
      filters: [],
      aggregation: 'count',
      property: null,
      groupBy: [],
      isCarriedOver: false,
      removal: null,
      rounding: null,
    };

    expect(defined({})).toEqual(plain);
    expect(defined({ property: null, removal: null, rounding: null })).toEqual(plain);
  });

  test('compares values by their text, each once', () => {
    const filters = [
      { property: 'zone', equals: 5 },
      { property: 'zone', in: ['5', 5, true, 'true', 'eu'] },
      { property: 'zone', exists: true },
      { property: 'test', exists: false },
    ];

    expect(defined({ filters }).filters).toEqual([
      { property: 'zone', equals: '5' },
      { property: 'zone', in: ['5', 'true', 'eu'] },
      { property: 'zone', exists: true },
      { property: 'test', exists: false },
    ]);
    expect(
      defined({ aggregation: 'sum', property: 'gb', removal: { property: 'op', value: 1 } }),
    ).toMatchObject({ property: 'gb', removal: { property: 'op', value: '1' } });
  });

  test('may be as large as its bounds, and no larger', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
    const filters = (count: number) => ({
      filters: many(count).map((property) => ({ property, exists: true })),
    });
    const text = (length: number) => 'x'.repeat(length);

    expect(meterLimits).toMatchObject({ filters: 20, values: 100, groups: 5, decimals: 12 });
    expect(faults(filters(20))).toEqual([]);
    expect(faults(filters(21))).toEqual(['/filters too_many']);
    expect(faults(filtered({ in: many(100) }))).toEqual([]);
    expect(faults(filtered({ in: many(101) }))).toEqual(['/filters/0/in too_many']);
    expect(faults({ groupBy: many(5) })).toEqual([]);
    expect(faults({ groupBy: many(6) })).toEqual(['/groupBy too_many']);
    expect(faults({ eventType: text(100) })).toEqual([]);
    expect(faults({ eventType: text(101) })).toEqual(['/eventType too_long']);
    expect(faults({ groupBy: [text(200)] })).toEqual([]);
    expect(faults({ groupBy: [text(201)] })).toEqual(['/groupBy/0 too_long']);
    expect(faults(filtered({ equals: text(200) }))).toEqual([]);
    expect(faults(filtered({ equals: text(201) }))).toEqual(['/filters/0/equals invalid_value']);
  });

  test.each<[string, object, readonly string[]]>([
    ['a value that has no text', filtered({ equals: {} }), ['/filters/0/equals invalid_value']],
    ['a value of null', filtered({ in: [null] }), ['/filters/0/in/0 invalid_value']],
    ['a flag that is none', filtered({ exists: 'yes' }), ['/filters/0/exists invalid_flag']],
    [
      'a filter of no property',
      { filters: [{ property: '', equals: 1 }] },
      ['/filters/0/property too_short'],
    ],
    [
      'an unknown aggregation',
      { aggregation: 'median' },
      ['/aggregation invalid_choice', '/property required'],
    ],
    ['a flag in the place of a word', { isCarriedOver: 'yes' }, ['/isCarriedOver invalid_flag']],
    [
      'a rounding of no mode',
      { rounding: { mode: 'odd', decimals: 0.5 } },
      ['/rounding/mode invalid_choice', '/rounding/decimals out_of_range'],
    ],
    [
      'a removal of nothing',
      {
        aggregation: 'sum',
        property: 'gb',
        removal: { property: '__proto__', value: null },
      },
      ['/removal/property invalid_property', '/removal/value invalid_value'],
    ],
    ['a count of a property', { property: 'gb' }, ['/property unknown_field']],
  ])('has not %s', (_what, given, expected) => {
    expect(faults(given)).toEqual(expected);
  });

  test('is read with every fault at once', () => {
    expect(faults({ eventType: '', aggregation: 'median', groupBy: ['a', 'a'] })).toEqual([
      '/eventType too_short',
      '/aggregation invalid_choice',
      '/property required',
      '/groupBy/1 repeated',
    ]);
  });

  const sold = (aggregation: Aggregation) => ({
    aggregation,
    ...(aggregation === 'count' ? {} : { property: 'v' }),
  });

  test.each(aggregations)('of %s carries over what is a level', (aggregation) => {
    const isLevel = ['sum', 'latest', 'unique', 'weighted_sum'].includes(aggregation);

    expect(faults({ ...sold(aggregation), isCarriedOver: true })).toEqual(
      isLevel ? [] : ['/isCarriedOver not_carried'],
    );
    expect(defined({ ...sold(aggregation), isCarriedOver: false }).isCarriedOver).toBe(false);
  });

  test.each(aggregations)('of %s may take away what is added up', (aggregation) => {
    const isAdded = ['sum', 'unique', 'weighted_sum'].includes(aggregation);
    const removal = { property: 'op', value: 'remove' };

    expect(faults({ ...sold(aggregation), removal })).toEqual(
      isAdded ? [] : ['/removal not_taken_away'],
    );
  });

  test.each(quantityRoundings)('may round %s, to as many decimals as quantities have', (mode) => {
    const roundings = [0, 12].map((decimals) => ({ mode, decimals }));

    expect(roundings.map((rounding) => defined({ rounding }).rounding)).toEqual(roundings);
    expect(quantityRoundings).toHaveLength(7);
  });
});

describe('the text of a value', () => {
  test.each<[unknown, string | null]>([
    ['eu', 'eu'],
    ['', ''],
    [true, 'true'],
    [false, 'false'],
    [5, '5'],
    [-5.25, '-5.25'],
    [0, '0'],
    [-0, '0'],
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [1e21, '1000000000000000000000'],
    [-1.5e21, '-1500000000000000000000'],
    [1.234_567e25, '12345670000000000000000000'],
    [null, null],
    [undefined, null],
    [[5], null],
    [{}, null],
  ])('%j is %j', (value, text) => {
    expect(textOfValue(value)).toBe(text);
  });
});
