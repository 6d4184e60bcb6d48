import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { countedCharges, lateCharges } from '#domain/charging/counted-usage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { withFormerParts } from '#domain/charging/usage-parts.ts';
import { checkLaw } from '../../support/laws.ts';
import {
  byRegion,
  counting,
  firstHalf,
  june,
  part,
  secondHalf,
  shown,
  waiting,
} from './usage-builders.ts';

// A price with groups whose zero units cost EUR 1.00: so does a period in which no group was used.

const atZero: PriceTerms = {
  ...byRegion,
  model: 'graduated',
  tiers: [{ upTo: null, unitAmount: '0.1', flatAmount: '100' }],
  chargesAtZero: true,
};

describe('zero units of a price with groups', () => {
  test('are charged once, beside what is missing to the minimum', () => {
    const terms = { ...atZero, minimum: '500' };

    const lines = countedCharges(waiting(june), counting(terms, []));

    expect(shown(lines)).toEqual(['Calls: 0, 100', 'Calls (minimum): 1, 400']);
  });

  test('are set off against the group that comes first', () => {
    const none = countedCharges(waiting(firstHalf), counting(atZero, []));
    const used = [part('eu', 2n), part('us', 3n)];

    const lines = countedCharges(waiting(secondHalf), counting(atZero, used, none));
    const late = lateCharges(counting(atZero, used, none));

    expect(shown(none)).toEqual(['Calls: 0, 100']);
    expect(shown(lines)).toEqual(['Calls (region: "eu"): 2, 20', 'Calls (region: "us"): 3, 130']);
    expect(shown(late)).toEqual(shown(lines));
    expect(late.map(({ corrects }) => corrects)).toEqual([none[0]?.id, none[0]?.id]);
  });

  test('are not charged again where nothing came to the groups that there are', () => {
    const used = [part('eu', 2n)];
    const first = countedCharges(waiting(firstHalf), counting(atZero, used));

    const lines = countedCharges(waiting(secondHalf), counting(atZero, used, first));

    expect(shown(lines)).toEqual(['Calls (region: "eu"): 2, 0']);
  });

  test('cost the same, however often a period is counted', () => {
    const regions = fc.uniqueArray(fc.constantFrom('asia', 'eu', 'us'));
    const bounds = fc.record(
      { minimum: fc.constant('250'), maximum: fc.constant('310') },
      { requiredKeys: [] },
    );
    const used = fc.array(
      regions.map((some) => some.map((region) => part(region, BigInt(region.length)))),
      { minLength: 1, maxLength: 4 },
    );
    const isLate = fc.boolean();
    checkLaw(
      fc.property(used, bounds, isLate, (counts, given, endsLate) => {
        const terms = { ...atZero, ...given };
        const lines: UsageCharge[] = [];
        for (const [index, parts] of counts.entries()) {
          const all = counting(terms, withFormerParts(terms, parts, lines), lines);
          const isLast = index > 0 && index === counts.length - 1;
          const made = endsLate && isLast ? lateCharges(all) : countedCharges(waiting(june), all);
          lines.push(...made);
        }

        const parts = withFormerParts(terms, counts.at(-1) ?? [], lines);
        const once = countedCharges(waiting(june), counting(terms, parts));
        expect(sumOf(lines)).toBe(sumOf(once));
      }),
    );
  });
});

const sumOf = (lines: readonly UsageCharge[]): bigint =>
  lines.reduce((sum, { amount }) => sum + amount.minor, 0n);
