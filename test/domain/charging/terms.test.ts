import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { canonicalTerms, hashOfTerms } from '#domain/charging/terms.ts';
import { flat } from './builders.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

test('the terms of a flat price carry the digits of their currency', () => {
  expect(flat(4900n)).toEqual({
    version: 1,
    model: 'flat',
    amount: '4900',
    currency: 'EUR',
    minorUnitDigits: 2,
    isProrated: true,
  });
  expect(['JPY', 'KWD', 'CLF'].map((code) => flat(1n, code).minorUnitDigits)).toEqual([0, 3, 4]);
});

test('the terms are plain JSON, exact beyond what a JSON number holds', () => {
  const terms = flat(2n ** 80n, 'USD', false);

  expect(JSON.parse(JSON.stringify(terms))).toEqual(terms);
  expect(terms.amount).toBe('1208925819614629174706176');
});

// Terms that are stored are found by this text for ever: a change of it would store them twice.
test('the canonical text of terms, and their hash, stay what they are', () => {
  const terms = flat(4900n);

  expect(canonicalTerms(terms)).toBe(
    '{"amount":"4900","currency":"EUR","isProrated":true,"minorUnitDigits":2,' +
      '"model":"flat","version":1}',
  );
  expect(hashOfTerms(terms, sha256)).toBe(
    '7c7b908f3e3085e163b9e2714d35524c1997f7e2c8132faf5ccc52779722425a',
  );
});

test('the order in which terms were written does not matter, what they say does', () => {
  const terms = flat(4900n);
  const reversed = Object.fromEntries(Object.entries(terms).toReversed()) as unknown as PriceTerms;

  expect(hashOfTerms(reversed, sha256)).toBe(hashOfTerms(terms, sha256));
  for (const other of [flat(4901n), flat(4900n, 'USD'), flat(4900n, 'EUR', false)]) {
    expect(hashOfTerms(other, sha256)).not.toBe(hashOfTerms(terms, sha256));
  }
});
