import { describe, expect, test } from 'vitest';
import type { ChargeIdentity } from '#domain/charging/charge.ts';
import { amountOf, chargeKey, isAmountCorrect, leftToCredit } from '#domain/charging/charge.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { instantOf } from '#domain/shared/time.ts';
import { charged, credited, flat, span } from './builders.ts';

const euro = (minor: bigint): Money => Money.of(minor, parseCurrencyCode('EUR'));
const april = span('2026-04-01', '2026-05-01');

const identity: ChargeIdentity = {
  itemId: idFromUuid('si', '01900000-0000-7000-8000-0000000000a1'),
  kind: 'recurring',
  part: '',
  startsAt: instantOf(1_795_000_000_001),
  cause: 'run',
  corrects: null,
};

describe('the identity of a charge', () => {
  test('is the same for the same fields, whatever else the charge says', () => {
    const again = { ...identity, id: 'line_x', amount: euro(1n) };

    expect(chargeKey(again)).toBe(chargeKey({ ...identity }));
  });

  test.each([
    ['item', { itemId: idFromUuid('si', '01900000-0000-7000-8000-0000000000a2') }],
    ['kind', { kind: 'credit' }],
    ['part', { part: 'eu' }],
    ['start', { startsAt: instantOf(1_795_000_000_002) }],
    ['cause', { cause: 'chg_00000000000000000000000000' }],
    [
      'charge that it corrects',
      { corrects: idFromUuid('line', '01900000-0000-7000-8000-0000000000a3') },
    ],
  ] as const)('is another for another %s', (_name, other) => {
    expect(chargeKey({ ...identity, ...other })).not.toBe(chargeKey(identity));
  });

  test('does not run its fields into one another', () => {
    const one = { ...identity, part: 'a","b', cause: 'run' };
    const other = { ...identity, part: 'a', cause: 'b,run' };

    expect(chargeKey(one)).not.toBe(chargeKey(other));
  });
});

describe('the amount of a charge', () => {
  test('is what its derivation comes to, in the currency of its terms', () => {
    const credit = credited(charged(april), span('2026-04-21', '2026-05-01'), { left: 3000n });

    expect(amountOf(flat(3000n), charged(april))).toEqual(euro(3000n));
    expect(amountOf(flat(3000n), credit)).toEqual(euro(-1000n));
  });

  test('is proven by its derivation, and by nothing that is a cent or a currency off', () => {
    const derivation = charged(april);

    expect(isAmountCorrect({ amount: euro(3000n), derivation }, flat(3000n))).toBe(true);
    expect(isAmountCorrect({ amount: euro(3001n), derivation }, flat(3000n))).toBe(false);
    expect(isAmountCorrect({ amount: euro(3000n), derivation }, flat(3001n))).toBe(false);
    expect(isAmountCorrect({ amount: euro(3000n), derivation }, flat(3000n, 'USD'))).toBe(false);
  });

  test('less what was credited is left to credit', () => {
    expect(leftToCredit({ amount: euro(3000n), credited: euro(1001n) })).toEqual(euro(1999n));
  });
});
