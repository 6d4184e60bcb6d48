import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { encoderOf } from '#interfaces/http/encoder.ts';
import { instantWire, moneyWire } from '#interfaces/http/wire.ts';
import { nextDay, someday } from '../../src/testing/builders.ts';

const price = z.strictObject({ amount: moneyWire, from: instantWire.nullable() });
const view = z.strictObject({
  name: z.string(),
  isOpen: z.boolean(),
  since: instantWire,
  until: instantWire.nullable(),
  secret: z.string().optional(),
  prices: z.array(price),
  byName: z.record(z.string(), price),
  facts: z.record(z.string(), z.unknown()),
});
const money = Money.of(4900n, parseCurrencyCode('EUR'));
const value = {
  name: 'Team',
  isOpen: true,
  since: someday,
  until: null,
  prices: [
    { amount: money, from: null },
    { amount: money, from: nextDay },
  ],
  byName: { base: { amount: money, from: nextDay } },
  facts: { seats: 3, of: { any: ['kind'] } },
};

test('encodes as zod does', () => {
  const encoded = encoderOf(view)(value);

  expect(JSON.stringify(encoded)).toBe(JSON.stringify(z.encode(view, value)));
  expect(encoded).toMatchObject({ until: null, prices: [{ amount: { amount: 4900 } }, {}] });
});

test('shows the fields of the view and no others, however deep', () => {
  const more = { ...value, passwordHash: 'x', prices: [{ amount: money, from: null, cost: 1 }] };

  const encoded = encoderOf(view)(more) as typeof value;

  expect(Object.keys(encoded)).not.toContain('passwordHash');
  expect(Object.keys(encoded.prices[0] ?? {})).toEqual(['amount', 'from']);
});

test('refuses at once what it does not know', () => {
  expect(() => encoderOf(z.strictObject({ at: z.date() }))).toThrow('encodes "date"');
});
