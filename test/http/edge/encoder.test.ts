import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { encoderOf } from '#interfaces/http/response/encoder.ts';
import { instantWire, moneyWire } from '#interfaces/http/wire/wire.ts';
import { nextDay, someday } from '../../../src/testing/builders.ts';

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

const tier = z.strictObject({ upTo: z.int().nullable(), amount: moneyWire });
const model = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('flat'), amount: moneyWire }),
  z.strictObject({ model: z.literal(['graduated', 'volume']), tiers: z.array(tier) }),
  z.strictObject({ model: z.literal('dynamic'), property: z.string().optional() }),
]);
const tiers = [{ upTo: null, amount: money }];
const alignment = z.union([z.literal('calendar'), z.strictObject({ day: z.int() })]);
/** Only its fields tell the options apart. */
const window = z.union([
  z.strictObject({ at: instantWire }),
  z.strictObject({ from: instantWire, to: instantWire.nullable() }),
]);

describe('a union', () => {
  test.each([
    ['by a literal', model, { model: 'flat', amount: money }],
    ['by one of the literals of an option', model, { model: 'volume', tiers }],
    ['with a field that may be missing', model, { model: 'dynamic' }],
    ['that may be null', model.nullable(), null],
    [
      'in a list',
      z.array(model),
      [
        { model: 'dynamic', property: 'x' },
        { model: 'graduated', tiers },
      ],
    ],
    ['in a record', z.record(z.string(), model), { base: { model: 'flat', amount: money } }],
    ['by kind: a text', alignment, 'calendar'],
    ['by kind: an object', alignment, { day: 15 }],
    ['by kind: an instant or a text', z.union([z.literal('now'), instantWire]), someday],
    ['of codecs', z.union([instantWire, moneyWire]), money],
    ['of a codec and its wire', z.union([z.string(), instantWire]), someday],
    ['by fields alone', window, { from: someday, to: null }],
    ['by fields alone, the other way', window, { at: someday }],
    ['within a union', z.union([z.literal('none'), model]), { model: 'flat', amount: money }],
    ['of a list and one', z.union([tier, z.array(tier)]), tiers],
    ['of lists', z.union([z.array(z.string()), z.array(instantWire)]), [someday]],
    ['behind wrappers', model.readonly().optional(), { model: 'flat', amount: money }],
  ] as readonly (readonly [string, z.ZodType, unknown])[])('is encoded: %s', (_, schema, given) => {
    const encoded = JSON.stringify(encoderOf(schema)(given));

    expect(encoded).toBe(JSON.stringify(z.encode(schema, given)));
  });

  test('shows the fields of the option that fits and no others', () => {
    const encode = encoderOf(z.array(z.union([model, window])));

    const encoded = encode([
      { model: 'flat', amount: money, cost: 1 },
      { at: someday, cost: 1 },
    ]);

    expect(JSON.stringify(encoded)).toBe(
      '[{"model":"flat","amount":{"amount":4900,"currency":"EUR"}},' +
        '{"at":"2026-11-19T23:06:40.000Z"}]',
    );
  });

  test('does not guess where nothing fits', () => {
    expect(() => encoderOf(window)({ until: someday })).toThrow('fits no option');
    expect(() => encoderOf(alignment)(true)).toThrow('fits no option');
  });
});

test('a record shows known keys in their order, and no prototype', () => {
  const known = z.record(z.enum(['b', 'a']), instantWire);
  const any = z.record(z.string(), z.string());
  const proto = JSON.parse('{"__proto__":"x","y":"z"}') as object;

  expect(JSON.stringify(encoderOf(known)({ a: 0, b: 0 }))).toMatch(/^\{"b":.*,"a":/);
  expect(JSON.stringify(encoderOf(any)(proto))).toBe('{"y":"z"}');
});

describe('a view is refused at once', () => {
  const texts = z.codec(z.string(), z.string(), { decode: String, encode: String });

  test.each([
    ['a date, which is no JSON', z.date(), 'encodes "date"'],
    ['a bigint', z.bigint(), 'encodes "bigint"'],
    ['a bigint among literals', z.literal(1n), 'a literal of JSON'],
    ['something of ours without a codec', z.custom<Money>(), 'encodes "custom"'],
    ['a transform, which has no way back', z.string().transform(Number), 'encodes "transform"'],
    ['an intersection', tier.and(z.object({ day: z.int() })), 'encodes "intersection"'],
    ['a map', z.map(z.string(), z.string()), 'encodes "map"'],
    ['what refers to itself', z.lazy(() => tier), 'encodes "lazy"'],
    ['an object of any field', z.looseObject({ day: z.int() }), 'and no others'],
    ['a record whose keys are encoded', z.record(texts, z.string()), 'keys of a record'],
    ['a text that is trimmed', z.string().trim(), 'rewrites'],
    ['a url, which zod trims', z.url(), 'rewrites'],
    ['a number that is coerced', z.coerce.number(), 'rewrites'],
    ['what has a default and may be missing', moneyWire.default(money).optional(), 'default'],
  ] as readonly (readonly [string, z.ZodType, string])[])('with %s', (_, schema, why) => {
    const inside = z.strictObject({ prices: z.array(z.union([z.null(), schema])) });

    expect(() => encoderOf(schema)).toThrow(why);
    expect(() => encoderOf(inside)).toThrow(/^view\.prices\[\]\|1.*: /);
  });
});
