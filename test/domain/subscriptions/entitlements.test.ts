import { describe, expect, it } from 'vitest';
import type { Aggregation } from '#domain/metering/definition.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { instantOf, parseCalendarDate } from '#domain/shared/time.ts';
import type { LimitToCount } from '#domain/subscriptions/entitlements.ts';
import { countLimit, isWithin } from '#domain/subscriptions/entitlements.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';

const june = (day: number) => ({
  start: parseCalendarDate('2026-06-01'),
  end: parseCalendarDate('2026-07-01'),
  startsAt: instantOf(Date.UTC(2026, 5, day)),
  endsAt: instantOf(Date.UTC(2026, 6, day)),
});

/** A limit of parts whose periods begin one day after the other. */
const limitOf = (...limits: readonly (string | null)[]): LimitToCount => ({
  feature: 'calls',
  kind: 'limit',
  subscriptionIds: [buildId('sub')],
  meterId: buildId('mtr'),
  parts: limits.map((limit, index) => ({
    limit: limit === null ? null : fractionOf(limit),
    period: june(index + 1),
  })),
});

const counted = (
  limits: readonly (string | null)[],
  quantities: readonly string[],
  aggregation: Aggregation = 'count',
) => {
  const { facts } = buildMeter({ aggregation });
  const limit = countLimit(limitOf(...limits), facts, quantities.map(fractionOf));
  const allows = (quantity: string) => isWithin(limit, facts, fractionOf(quantity));
  const { used, remaining } = limit;
  return { shown: [used.toText(), limit.limit?.toText(), remaining?.toText()], limit, allows };
};

describe('a limit', () => {
  it.each([
    ['of one period', ['10'], ['4'], ['4', '10', '6']],
    ['that is passed', ['10'], ['12'], ['12', '10', '0']],
    ['of nothing', ['0'], ['0'], ['0', '0', '0']],
    ['of two periods: the first is used first', ['10', '5'], ['8', '6'], ['8', '15', '7']],
    ['of two periods: what is over goes on', ['3', '5'], ['6', '6'], ['6', '8', '2']],
    ['of two periods: what was over before is over with', ['3', '5'], ['9', '2'], ['5', '8', '3']],
    ['of three periods', ['1', '1', '9'], ['8', '7', '1'], ['3', '11', '8']],
    ['of which a part has no bound', ['3', null], ['9', '2'], ['9', undefined, undefined]],
  ])('%s', (_, limits, quantities, expected) => {
    expect(counted(limits, quantities).shown).toEqual(expected);
  });

  it('shows the period that ends first', () => {
    expect(counted(['1', '2'], ['0', '0']).limit.period).toEqual(june(1));

    const limit = limitOf('1', '2', '3');
    const [first, second, third] = limit.parts;
    if (!first || !second || !third) throw new Error('It has three parts.');
    const parts = [third, first, second];
    const { facts } = buildMeter({ aggregation: 'count' });
    const none = parts.map(() => fractionOf('0'));
    expect(countLimit({ ...limit, parts }, facts, none).period).toEqual(june(1));
  });

  it('of what adds up lets so much be used on top', () => {
    const { allows } = counted(['10'], ['9.5'], 'sum');

    expect(['0', '0.5', '0.51'].map(allows)).toEqual([true, true, false]);
    expect(counted([null], ['9'], 'sum').allows('1000')).toBe(true);
    expect(['0', '1'].map(counted(['3'], ['4']).allows)).toEqual([false, false]);
  });

  it.each(['count', 'sum', 'unique', 'weighted_sum'] as const)(
    'of a %s is used up, by all that is used',
    (aggregation) => {
      const { shown, allows } = counted(['10', '5'], ['12', '4'], aggregation);

      expect(shown).toEqual(['12', '15', '3']);
      expect(['3', '4'].map(allows)).toEqual([true, false]);
    },
  );

  it.each(['max', 'min', 'latest', 'average'] as const)(
    'of a level by %s is that of the period that began first, and its next value counts',
    (aggregation) => {
      const { shown, allows } = counted(['10', '5'], ['12', '4'], aggregation);

      expect(shown).toEqual(['12', '15', '3']);
      expect(['3', '15', '16'].map(allows)).toEqual([true, true, false]);
    },
  );

  it('of a level lets the next value be within it', () => {
    const values = ['0', '10', '11'];

    expect(values.map(counted(['10'], ['12'], 'latest').allows)).toEqual([true, true, false]);
    expect(values.map(counted(['10'], ['9'], 'max').allows)).toEqual([true, true, false]);
    expect(values.map(counted(['10'], ['10'], 'max').allows)).toEqual([true, true, false]);
    expect(values.map(counted(['10'], ['12'], 'max').allows)).toEqual([false, false, false]);
    expect(counted(['10', '5'], ['12', '10/3'], 'average').shown).toEqual(['12', '15', '3']);
  });
});
