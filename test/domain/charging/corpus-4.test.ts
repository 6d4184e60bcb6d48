import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { UsageDerivation } from '#domain/charging/derivation.ts';
import { evaluate, stepsOf } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';

// As corpus-2.test.ts, for derivations of the fourth version: usage.

interface Case {
  readonly name: string;
  readonly terms: PriceTerms;
  readonly derivation: UsageDerivation;
  readonly expects: { readonly exact: string; readonly amount: string };
}

const cases = JSON.parse(
  readFileSync(new URL('corpus-4.json', import.meta.url), 'utf8'),
) as readonly Case[];

/** How many cases there were, and the SHA-256 of them. */
const pinned = [
  [98, '26bdb04516fbcdbbea79aef83922dd507666db6800c75eb5b7cc141b96bd77e1'],
  [120, 'd68323f86b85e9144174c5c162035c0adaee0b9716aecc9a0fc07650a40bf656'],
  [124, 'c2a7bcff79e98a691c7161ed6a3cec9c1e488c652b4b0a708ce348735a7a67ba'],
  [137, 'a1748c0e06dca62514cf5f3f235c4a31e0bdde5464d1433fac392148dd8ec054'],
  [185, '01b35fe888080dfd9ffd02e8a120495f631970d1e2718c9a97436d2235bc0f5f'],
  [263, 'd9d32e5c4fe09284372221b05f9f1211cb834af89bc72bbd576551e4552fdc45'],
] as const;

const hashOf = (some: readonly Case[]): string =>
  createHash('sha256').update(JSON.stringify(some)).digest('hex');

describe('the corpus of the fourth version', () => {
  test('lost no case and changed none, and holds none that is not pinned', () => {
    expect(pinned.map(([count]) => [count, hashOf(cases.slice(0, count))])).toEqual(pinned);
    expect([cases.length, hashOf(cases)]).toEqual(pinned.at(-1));
  });

  test('has cases of every model, way of counting, rounding and digits', () => {
    const seen = (of: (given: Case) => unknown): number => new Set(cases.map(of)).size;

    expect(seen(({ name }) => name)).toBe(cases.length);
    expect(seen(({ terms }) => terms.model)).toBe(11);
    expect(seen(({ terms }) => terms.meterIds?.length)).toBe(3);
    expect(seen(({ terms }) => terms.billed)).toBe(2);
    expect(seen(({ derivation }) => derivation.paidUntil === undefined)).toBe(2);
    expect(seen(({ derivation }) => derivation.countedBy)).toBe(4);
    expect(seen(({ derivation }) => derivation.rounding)).toBe(5);
    expect(seen(({ terms }) => terms.minorUnitDigits)).toBe(3);
    expect(seen(({ derivation }) => derivation.spans.length)).toBe(2);
    expect(seen(({ derivation }) => derivation.counted === null)).toBe(2);
  });

  test.each(cases.map((given) => [given.name, given] as const))('%s', (_name, given) => {
    const { exact, amount } = evaluate(given.terms, given.derivation);

    expect({ exact: exact.toText(), amount: String(amount) }).toEqual(given.expects);
    expect(stepsOf(given.terms, given.derivation).at(-1)?.amount.toText()).toBe(String(amount));
  });
});
