import { describe, expect, test } from 'vitest';
import type { Aggregation, MeterDefinitionInput } from '#domain/metering/definition.ts';
import { parseDefinition } from '#domain/metering/definition.ts';
import { MeterFixed } from '#domain/metering/errors.ts';
import { isFaulty, measure } from '#domain/metering/measure.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { nextDay, someday } from '../../../src/testing/builders.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';

const faultsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidValue) {
      return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
    }
    throw error;
  }
  return [];
};

const call = { eventType: 'call', aggregation: 'count' } as const;
const sum = { eventType: 'call', aggregation: 'sum', property: 'size' } as const;

describe('a meter', () => {
  test('changes name and unit, and nothing that it counts by', () => {
    const meter = buildMeter({ ...sum, filters: [{ property: 'zone', equals: 5 }] });

    const changed = meter.change({ name: 'Traffic', unit: 'GB' }, nextDay);

    expect([changed.facts.name, changed.facts.unit]).toEqual(['Traffic', 'GB']);
    expect(changed.events.map(({ type }) => type)).toEqual(['meter.created', 'meter.updated']);
    const { code, eventType, filters } = meter.facts;
    expect(meter.change({ code, eventType, filters, aggregation: 'sum' }, nextDay)).toBe(meter);
    const others = [
      { code: 'other' },
      { eventType: 'login' },
      { filters: [] },
      { aggregation: 'max' },
      { property: 'bytes' },
      { groupBy: ['zone'] },
      { isCarriedOver: true },
      { removal: { property: 'op', value: 'remove' } },
      { rounding: { mode: 'up', decimals: 0 } },
    ] as const;
    for (const other of others) expect(() => meter.change(other, nextDay)).toThrow(MeterFixed);
    expect(faultsOf(() => meter.change({ name: ' ', unit: ' ' }, nextDay))).toEqual([
      '/name too_short',
      '/unit too_short',
    ]);
  });

  test('is archived with its facts', () => {
    const archived = buildMeter().archive(nextDay);

    expect([archived.status, archived.facts.archivedAt]).toEqual(['archived', nextDay]);
    expect(archived.events.at(-1)?.type).toBe('meter.archived');
    expect(archived.facts.createdAt).toBe(someday);
  });

  test.each<[string, MeterDefinitionInput, readonly string[]]>([
    ['a property of a count', { ...call, property: 'size' }, ['/property unknown_field']],
    ['a sum of nothing', { ...call, aggregation: 'sum' }, ['/property required']],
    ['a filter that says nothing', withFilter({}), ['/filters/0 invalid_filter']],
    [
      'a filter that says two',
      withFilter({ equals: 'a', exists: true }),
      ['/filters/0 invalid_filter'],
    ],
    ['a filter of no value', withFilter({ in: [] }), ['/filters/0/in required']],
    [
      'a filter of what no database stores',
      withFilter({ equals: 'a\u0000' }),
      ['/filters/0/equals invalid_characters'],
    ],
    [
      'a filter of half a character',
      withFilter({ in: ['eu', '\ud83d'] }),
      ['/filters/0/in/1 invalid_characters'],
    ],
    ['a name of objects', { ...call, groupBy: ['__proto__'] }, ['/groupBy/0 invalid_property']],
    ['a group twice', { ...call, groupBy: ['a', 'a'] }, ['/groupBy/1 repeated']],
    ['six groups', { ...call, groupBy: ['a', 'b', 'c', 'd', 'e', 'f'] }, ['/groupBy too_many']],
    ['a carried maximum', carried('max'), ['/isCarriedOver not_carried']],
    ['a carried count', { ...call, isCarriedOver: true }, ['/isCarriedOver not_carried']],
    ['removals of a maximum', removing('max'), ['/removal not_taken_away']],
    ['removals of the latest', removing('latest'), ['/removal not_taken_away']],
    [
      'thirteen decimals',
      { ...call, rounding: { mode: 'up', decimals: 13 } },
      ['/rounding/decimals out_of_range'],
    ],
  ])('has not %s', (_what, input, faults) => {
    expect(faultsOf(() => parseDefinition(input))).toEqual(faults);
  });

  test.each<Aggregation>(['sum', 'latest', 'unique', 'weighted_sum'])('carries over %s', (name) => {
    expect(parseDefinition(carried(name)).isCarriedOver).toBe(true);
  });
});

describe('an event', () => {
  const of = (given: Partial<MeterDefinitionInput>, data: Readonly<Record<string, unknown>>) => {
    const measured = measure(parseDefinition({ ...sum, ...given }), { type: 'call', data });
    return 'reading' in measured ? measured.reading : measured.notCounted.code;
  };
  const value = (given: unknown) => {
    const reading = of({}, { size: given });
    return typeof reading === 'string' ? reading : reading.value;
  };

  test.each<[unknown, string]>([
    [5, '5'],
    [-0, '0'],
    [0.1, '0.1'],
    [1e-7, '0.0000001'],
    [1.5e-7, '0.00000015'],
    [-2.5e-9, '-0.0000000025'],
    ['12.50', '12.5'],
    ['-3', '-3'],
    [1e15, '1000000000000000'],
    [1e21, 'decimal_out_of_range'],
    ['1000000000000001', 'decimal_out_of_range'],
    [1e-13, 'invalid_decimal'],
    ['', 'invalid_decimal'],
    ['1e3', 'invalid_decimal'],
    [' 5', 'invalid_decimal'],
    ['NaN', 'invalid_decimal'],
    [true, 'invalid_decimal'],
    [[5], 'invalid_decimal'],
    [{}, 'invalid_decimal'],
    [null, 'property_missing'],
    [undefined, 'property_missing'],
  ])('with the value %j counts as %s', (given, expected) => {
    expect(value(given)).toBe(expected);
  });

  test('is counted where all filters hold, by the text of values', () => {
    const filters = [
      { property: 'zone', in: ['eu', 5] },
      { property: 'paid', equals: true },
      { property: 'test', exists: false },
    ];
    const data = { size: 1, zone: 'eu', paid: true };

    expect(of({ filters }, data)).toMatchObject({ value: '1' });
    expect(of({ filters }, { ...data, zone: '5', paid: 'true' })).toMatchObject({ value: '1' });
    expect(of({ filters }, { ...data, test: null })).toMatchObject({ value: '1' });
    const failing = [
      { zone: 'us' },
      { zone: ['eu'] },
      { paid: false },
      { test: {} },
      { zone: null },
    ];
    for (const each of failing) expect(of({ filters }, { ...data, ...each })).toBe('filtered_out');
    // A filter that fails is told before a value that is missing: the event is none of the meter's.
    expect(of({ filters }, { zone: 'us' })).toBe('filtered_out');
  });

  test('is faulty where a meter must count it and cannot, and not where it is none of its', () => {
    const none = ['other_type', 'filtered_out', 'outside_period'] as const;
    const bad = [
      'property_missing',
      'invalid_decimal',
      'decimal_out_of_range',
      'invalid_value',
    ] as const;
    const detail = 'So it is.';

    expect(none.some((code) => isFaulty({ code, detail }))).toBe(false);
    expect(bad.every((code) => isFaulty({ code, detail }))).toBe(true);
  });

  test('has a group, and may take away', () => {
    const given = { groupBy: ['zone', 'sku'], removal: { property: 'op', value: 'remove' } };

    const reading = of(given, { size: 2, sku: 7, op: 'remove' });

    expect(reading).toEqual({ value: '2', isRemoval: true, group: [null, '7'] });
  });

  test('counts a unique value by its text', () => {
    const given = { aggregation: 'unique', property: 'user' } as const;

    expect(of(given, { user: 5 })).toMatchObject({ value: '5' });
    expect(of(given, { user: 'é' })).toMatchObject({ value: 'é' });
    expect(of(given, { user: ['a'] })).toBe('invalid_value');
    expect(of(given, { user: 'x'.repeat(201) })).toBe('invalid_value');
    expect(of(given, { user: 'x'.repeat(200) })).toMatchObject({ value: 'x'.repeat(200) });
    expect(of(given, {})).toBe('property_missing');
  });
});

function withFilter(condition: object): MeterDefinitionInput {
  return { ...call, filters: [{ property: 'zone', ...condition }] };
}

function carried(aggregation: Aggregation): MeterDefinitionInput {
  return { ...sum, aggregation, isCarriedOver: true };
}

function removing(aggregation: Aggregation): MeterDefinitionInput {
  return { ...sum, aggregation, removal: { property: 'op', value: 'remove' } };
}
