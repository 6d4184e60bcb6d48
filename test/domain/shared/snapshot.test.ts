import { describe, expect, expectTypeOf, it, test } from 'vitest';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import type { Rate } from '#domain/shared/rate.ts';
import { parseRate } from '#domain/shared/rate.ts';
import type { Encoder, Fields } from '#domain/shared/snapshot.ts';
import {
  date,
  hidden,
  instant,
  listOf,
  mapOf,
  money,
  nullable,
  objectOf,
  plain,
  rate,
} from '#domain/shared/snapshot.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { instantOf, parseCalendarDate } from '#domain/shared/time.ts';

const euro = parseCurrencyCode('EUR');
const euros = (minor: bigint): Money => Money.of(minor, euro);

interface Period {
  readonly start: Instant;
  readonly firstDay: CalendarDate;
}

/** A thing with every kind of fact, some of them deep inside. */
interface Order {
  readonly id: string;
  readonly version: number;
  readonly total: Money;
  readonly share: Rate;
  readonly placed: Instant;
  readonly paidAt: number;
  readonly closedAt: Instant | null;
  readonly periods: readonly Period[];
  readonly notes: Readonly<Record<string, string>>;
}

const encoder = objectOf<Order>({
  id: plain,
  version: hidden(plain),
  total: money,
  share: rate,
  placed: instant,
  paidAt: plain,
  closedAt: nullable(instant),
  periods: listOf(objectOf<Period>({ start: instant, firstDay: date })),
  notes: mapOf(plain),
});

const noon = instantOf(1_795_000_000_000);
const period: Period = { start: noon, firstDay: parseCalendarDate('2026-11-18') };
const order: Order = {
  id: 'order-1',
  version: 3,
  total: euros(4900n),
  share: parseRate('0.50'),
  placed: noon,
  paidAt: 5,
  closedAt: null,
  periods: [period],
  notes: { b: '2', a: '1' },
};

describe('a snapshot', () => {
  it('writes each fact by its kind, whatever its name and however deep it stands', () => {
    const written = encoder.encode(order);

    expect(JSON.stringify(written)).toBe(
      '{"id":"order-1","total":{"amount":4900,"currency":"EUR"},"share":"0.5",' +
        '"placed":"2026-11-18T11:06:40.000Z","paidAt":5,"closedAt":null,' +
        '"periods":[{"start":"2026-11-18T11:06:40.000Z","firstDay":"2026-11-18"}],' +
        '"notes":{"b":"2","a":"1"}}',
    );
  });

  it('is written in one order, in whatever order the facts came', () => {
    const { id, ...rest } = order;

    const written = encoder.encode({ ...rest, id });

    expect(JSON.stringify(written)).toBe(JSON.stringify(encoder.encode(order)));
  });

  it.each([
    [9_007_199_254_740_991n, 9_007_199_254_740_991],
    [-9_007_199_254_740_991n, -9_007_199_254_740_991],
    [9_007_199_254_740_993n, '9007199254740993'],
    [-(10n ** 30n), `-1${'0'.repeat(30)}`],
  ])('writes an amount of %s exactly', (minor, amount) => {
    expect(money.encode(euros(minor))).toEqual({ amount, currency: 'EUR' });
  });

  it('keeps a name that means something to JavaScript', () => {
    const notes = JSON.parse('{"__proto__":"x","constructor":"y"}') as Order['notes'];

    const written = JSON.stringify(mapOf(plain).encode(notes));

    expect(written).toBe('{"__proto__":"x","constructor":"y"}');
  });
});

describe('two of a kind say the same', () => {
  it('when every fact does, the names of a map in any order', () => {
    const twin = {
      ...order,
      total: euros(4900n),
      share: parseRate('0.5'),
      notes: { a: '1', b: '2' },
    };

    expect(encoder.isEqual(order, twin)).toBe(true);
  });

  it.each<[string, Partial<Order>]>([
    ['a plain fact', { paidAt: 6 }],
    ['a hidden fact', { version: 4 }],
    ['an amount', { total: euros(4901n) }],
    ['a currency', { total: Money.of(4900n, parseCurrencyCode('USD')) }],
    ['a rate', { share: parseRate('0.51') }],
    ['an instant', { placed: instantOf(noon + 1) }],
    ['something where there was nothing', { closedAt: noon }],
    ['an instant within a list', { periods: [{ ...period, start: instantOf(noon + 1) }] }],
    ['a day', { periods: [{ ...period, firstDay: parseCalendarDate('2026-11-19') }] }],
    ['one entry more', { periods: [period, period] }],
    ['one entry less', { periods: [] }],
    ['a value in a map', { notes: { a: '1', b: '3' } }],
    ['a name in a map', { notes: { a: '1', c: '2' } }],
    ['a name less in a map', { notes: { a: '1' } }],
    ['a name more in a map', { notes: { a: '1', b: '2', c: '3' } }],
  ])('but not when %s differs', (_what, difference) => {
    const other = { ...order, ...difference };

    expect(encoder.isEqual(order, other)).toBe(false);
    expect(encoder.isEqual(other, order)).toBe(false);
  });

  it('never by what a number takes for the same', () => {
    expect(money.isEqual(euros(2n ** 53n), euros(2n ** 53n + 1n))).toBe(false);
  });

  it('never by the order of a list', () => {
    const list = listOf(plain);

    expect(list.isEqual([1, 2], [2, 1])).toBe(false);
    expect(list.isEqual([1, 2], [1, 2])).toBe(true);
  });

  it('never by a name that every object inherits', () => {
    const map = mapOf<string>(plain);

    expect(map.isEqual({ toString: 'x' }, { valueOf: 'x' })).toBe(false);
    expect(map.isEqual({ a: 'x' }, { toString: 'x' })).toBe(false);
    expect(mapOf(listOf(plain)).isEqual({ toString: [] }, { a: [] })).toBe(false);
  });
});

test('an encoder that leaves a fact out, or writes it by another kind, does not compile', () => {
  interface Facts {
    readonly id: string;
    readonly at: Instant;
  }
  interface Priced {
    readonly price: Money;
  }
  interface Counted {
    readonly count: bigint;
  }

  expectTypeOf<{ id: typeof plain; at: typeof instant }>().toExtend<Fields<Facts>>();
  expectTypeOf<{ id: typeof plain }>().not.toExtend<Fields<Facts>>();
  expectTypeOf<{ id: typeof plain; at: typeof plain }>().not.toExtend<Fields<Facts>>();
  expectTypeOf<{ id: typeof instant; at: typeof instant }>().not.toExtend<Fields<Facts>>();
  expectTypeOf<{ price: typeof money }>().toExtend<Fields<Priced>>();
  expectTypeOf<{ price: typeof plain }>().not.toExtend<Fields<Priced>>();
  expectTypeOf<{ count: typeof plain }>().not.toExtend<Fields<Counted>>();
  expectTypeOf<{ at: typeof plain }>().not.toExtend<Fields<{ at: Instant | null }>>();
  expectTypeOf<{ at: Encoder<Instant | null, string | null> }>().toExtend<
    Fields<{ at: Instant | null }>
  >();
});
