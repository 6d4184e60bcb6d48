import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PeriodDerivation } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';

// As corpus-2.test.ts, for derivations of the third version: prices with bounds, and one-time
// prices.

interface Case {
  readonly name: string;
  readonly terms: PriceTerms;
  readonly derivation: PeriodDerivation;
  readonly expects: { readonly exact: string; readonly amount: string };
}

const cases = JSON.parse(
  readFileSync(new URL('corpus-3.json', import.meta.url), 'utf8'),
) as readonly Case[];

/** How many cases there were, and the SHA-256 of them. */
const pinned = [[94, '8039305b1d8c0947bc545717ab9130f8b36bd4059ca4d66f90337b821c563771']] as const;

const hashOf = (some: readonly Case[]): string =>
  createHash('sha256').update(JSON.stringify(some)).digest('hex');

describe('the corpus of the third version', () => {
  test('lost no case and changed none, and holds none that is not pinned', () => {
    expect(pinned.map(([count]) => [count, hashOf(cases.slice(0, count))])).toEqual(pinned);
    expect([cases.length, hashOf(cases)]).toEqual(pinned.at(-1));
  });

  test('has cases of every model, way of counting, rounding, digits and kind', () => {
    const seen = (of: (given: Case) => unknown): number => new Set(cases.map(of)).size;
    const charge = ({ derivation }: Case) =>
      derivation.kind === 'credit' ? derivation.of : derivation;

    expect(seen(({ name }) => name)).toBe(cases.length);
    expect(seen(({ terms }) => terms.model)).toBe(4);
    expect(seen((given) => charge(given).countedBy)).toBe(4);
    expect(seen((given) => charge(given).rounding)).toBe(5);
    expect(seen(({ terms }) => terms.minorUnitDigits)).toBe(3);
    expect(seen(({ derivation }) => derivation.kind)).toBe(3);
    expect(seen(({ derivation }) => derivation.version)).toBe(1);
  });

  test.each(cases.map((given) => [given.name, given] as const))('%s', (_name, given) => {
    const { exact, amount } = evaluate(given.terms, given.derivation);

    expect({ exact: exact.toText(), amount: String(amount) }).toEqual(given.expects);
  });
});
