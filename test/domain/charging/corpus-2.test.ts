import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PeriodDerivation } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';

// As corpus.test.ts, for derivations of the second version: all models that are computed of a
// quantity. The figures were computed by another program than ours. Cases are appended, with the
// line for `pinned`; none is changed or taken out.

interface Case {
  readonly name: string;
  readonly terms: PriceTerms;
  readonly derivation: PeriodDerivation;
  readonly expects: { readonly exact: string; readonly amount: string };
}

const cases = JSON.parse(
  readFileSync(new URL('corpus-2.json', import.meta.url), 'utf8'),
) as readonly Case[];

/** How many cases there were, and the SHA-256 of them. */
const pinned = [[108, '7971e112929cd5d378983236215bed0dba22807f328b53b046b3887e63b994f4']] as const;

const hashOf = (some: readonly Case[]): string =>
  createHash('sha256').update(JSON.stringify(some)).digest('hex');

describe('the corpus of the second version', () => {
  test('lost no case and changed none, and holds none that is not pinned', () => {
    expect(pinned.map(([count]) => [count, hashOf(cases.slice(0, count))])).toEqual(pinned);
    expect([cases.length, hashOf(cases)]).toEqual(pinned.at(-1));
  });

  test('has cases of every model, way of counting, rounding, digits and kind', () => {
    const seen = (of: (given: Case) => unknown): number => new Set(cases.map(of)).size;
    const charge = ({ derivation }: Case) =>
      derivation.kind === 'credit' ? derivation.of : derivation;

    expect(seen(({ name }) => name)).toBe(cases.length);
    expect(seen(({ terms }) => terms.model)).toBe(5);
    expect(seen((given) => charge(given).countedBy)).toBe(4);
    expect(seen((given) => charge(given).rounding)).toBe(5);
    expect(seen(({ terms }) => terms.minorUnitDigits)).toBe(4);
    expect(seen(({ derivation }) => derivation.kind)).toBe(2);
    expect(seen(({ derivation }) => derivation.version)).toBe(1);
  });

  test.each(cases.map((given) => [given.name, given] as const))('%s', (_name, given) => {
    const { exact, amount } = evaluate(given.terms, given.derivation);

    expect({ exact: exact.toText(), amount: String(amount) }).toEqual(given.expects);
  });
});
