import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PeriodDerivation } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';

// Derivations as they are stored, with what they came to. A stored line is proved by evaluating it
// again, so each of these must come to the same for ever: `exact` in minor units, `amount` rounded.
// Zones were resolved and figures computed by another program than ours.
//
// To add cases, append them to the file without `expects`: the first test below prints what is
// missing. Check it by hand, put it in, and append the line to `pinned` that the second one prints.

interface Case {
  readonly name: string;
  readonly terms: PriceTerms;
  readonly derivation: PeriodDerivation;
  readonly expects?: { readonly exact: string; readonly amount: string };
}

const cases = JSON.parse(
  readFileSync(new URL('corpus.json', import.meta.url), 'utf8'),
) as readonly Case[];

/** How many cases there were, and the SHA-256 of them. Lines are appended, and never changed. */
const pinned = [
  [167, '104264559e0d21dbfb3b40b58c56e3502c7b6cda9cbd4ec44e0ff98a6812eee7'],
  [170, 'c807c2c0ee6151c82342a0d8666bacf09ef3ba17c9763e986cacb269ad559fcc'],
] as const;

const comesTo = ({ terms, derivation }: Case) => {
  const { exact, amount } = evaluate(terms, derivation);
  return { exact: exact.toText(), amount: String(amount) };
};

const hashOf = (some: readonly Case[]): string =>
  createHash('sha256').update(JSON.stringify(some)).digest('hex');

describe('the corpus', () => {
  test('says of each case what it comes to', () => {
    const missing = cases
      .filter(({ expects }) => expects === undefined)
      .map((given) => `${given.name}: "expects":${JSON.stringify(comesTo(given))}`);

    expect(missing).toEqual([]);
  });

  test('lost no case and changed none, and holds none that is not pinned', () => {
    expect(pinned.map(([count]) => [count, hashOf(cases.slice(0, count))])).toEqual(pinned);
    expect([cases.length, hashOf(cases)]).toEqual(pinned.at(-1));
  });

  test('has each case once, and cases of every way of counting, rounding, digits and kind', () => {
    const seen = (of: (given: Case) => unknown): number => new Set(cases.map(of)).size;
    const charge = ({ derivation }: Case) =>
      derivation.kind === 'credit' ? derivation.of : derivation;

    expect(seen(({ name }) => name)).toBe(cases.length);
    expect(seen((given) => `${charge(given).countedBy} ${charge(given).rounding}`)).toBe(4 * 5);
    expect(seen(({ terms }) => terms.minorUnitDigits)).toBe(4);
    expect(seen((given) => charge(given).timeZone)).toBeGreaterThan(10);
    expect(seen(({ derivation }) => derivation.kind)).toBe(2);
  });

  test.each(cases.map((given) => [given.name, given] as const))('%s', (_name, given) => {
    expect(comesTo(given)).toEqual(given.expects);
  });
});
