import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { checkLaw, lawRuns } from '../../support/laws.ts';
import type { Price } from './level-builders.ts';
import { exactOf, held, inAdvance, levelsOf, tiered } from './level-builders.ts';

describe('laws of levels', () => {
  // Each case is several whole previews, from the words of a request to those of an answer.
  const few = lawRuns / 5;
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 });
  const quantity = fc.integer({ min: 0, max: 10_000 }).map((cent) => (cent / 100).toFixed(2));
  const history = days.chain((some) =>
    fc.tuple(
      ...some
        .toSorted((one, other) => one - other)
        .map((day) => fc.tuple(fc.constant(day), quantity)),
    ),
  );
  const prices = fc.constantFrom<Price>(held, tiered, inAdvance, {
    ...inAdvance,
    isProrated: true,
  });
  const onDay = (day: number): string => `2026-06-${String(day).padStart(2, '0')}`;
  const shown = (price: Price, levels: readonly (readonly [number, string])[]) =>
    exactOf(price, levelsOf(...levels.map(([day, of]) => [onDay(day), of] as const)));

  test('a unit held costs its amount for the days from its level to the next one', () => {
    checkLaw(
      fc.property(history, (levels) => {
        const unitDays = levels.reduce((sum, [day, of], index) => {
          const until = levels[index + 1]?.[0] ?? 31;
          return sum.plus(fractionOf(of).times(Fraction.of(BigInt(until - day))));
        }, Fraction.of(0n));

        expect(shown(held, levels)).toBe(unitDays.times(Fraction.of(10n, 30n)).toText());
      }),
      few,
    );
  });

  test('a level that is said again on another day changes nothing', () => {
    checkLaw(
      fc.property(history, fc.integer({ min: 1, max: 30 }), prices, (levels, day, price) => {
        const before = levels.findLast(([since]) => since <= day);
        fc.pre(before !== undefined && before[0] !== day);
        const again = [...levels, [day, before?.[1] ?? '0'] as const].toSorted(
          ([one], [other]) => one - other,
        );

        expect(shown(price, again)).toBe(shown(price, levels));
      }),
      few,
    );
  });

  test('peaks cost as much as levels or more, and whole periods more than their part', () => {
    checkLaw(
      fc.property(history, (levels) => {
        const [level, peaks, whole] = [held, { ...inAdvance, isProrated: true }, inAdvance]
          .map((price) => shown(price, levels))
          .map((text) => {
            const [numerator = '0', denominator = '1'] = text.split('/');
            return fractionOf(numerator).times(Fraction.of(1n, BigInt(denominator)));
          });

        expect(level && peaks && level.compare(peaks) <= 0).toBe(true);
        expect(peaks && whole && peaks.compare(whole) <= 0).toBe(true);
      }),
      few,
    );
  });
});
