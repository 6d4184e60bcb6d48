import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { sumOfLines } from '#domain/charging/commitment-lines.ts';
import { spansOf } from '#domain/charging/counted-spans.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { countedCharges } from '#domain/charging/counted-usage.ts';
import type { StoredSpan } from '#domain/charging/derivation.ts';
import { usageDerivation } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import { commitmentTerms } from '#domain/charging/terms.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { checkLaw } from '../../support/laws.ts';

const euro = parseCurrencyCode('EUR');
const terms = commitmentTerms(Money.of(10_000n, euro));
const dayOf = (month: number, day: number): string =>
  new Date(Date.UTC(2026, month - 1, day)).toISOString();
const spanOf = (from: string, to: string): StoredSpan => ({
  start: parseCalendarDate(from.slice(0, 10)),
  end: parseCalendarDate(to.slice(0, 10)),
  startsAt: from,
  endsAt: to,
});
const june = spanOf(dayOf(6, 1), dayOf(7, 1));
const inJune = (from: number, to: number) => spanOf(dayOf(6, from), dayOf(6, to));

const waiting = (served: StoredSpan, countedBy = 'day'): UsageCharge => {
  const resolved = (span: StoredSpan) => ({
    ...span,
    startsAt: parseInstant(span.startsAt),
    endsAt: parseInstant(span.endsAt),
  });
  const shared = { countedBy, rounding: 'half_up', timeZone: 'UTC' } as never as object;
  const derivation = usageDerivation({
    ...shared,
    period: resolved(june),
    served: resolved(served),
  } as never);
  const line = {
    id: buildId('line'),
    part: '',
    description: 'Minimum commitment',
    kind: 'commitment',
  };
  return { ...line, itemId: buildId('si'), amount: Money.zero(euro), derivation } as never;
};

/** A line that recurs, or what is said of it. */
const line = (minor: number, span: StoredSpan, given: object = {}): ChargeFacts =>
  ({
    id: buildId('line'),
    kind: 'recurring',
    cause: 'run',
    corrects: null,
    amount: Money.of(BigInt(minor), euro),
    startsAt: parseInstant(span.startsAt),
    derivation: { kind: 'recurring', period: june },
    ...given,
  }) as never;

const missing = (
  commitment: UsageCharge,
  lines: readonly ChargeFacts[],
  earlier: readonly UsageCharge[] = [],
): UsageCharge => {
  const spans = spansOf(commitment, earlier);
  const parts = [sumOfLines(commitment, terms, spans, lines)];
  const idOf = (): LineId => commitment.id;
  const [made] = countedCharges(commitment, { terms, parts, spans, position: '0', earlier, idOf });
  if (made === undefined) throw new Error('A commitment has a line.');
  expect(evaluate(terms, made.derivation).amount).toBe(made.amount.minor);
  return made;
};

const usageOf = (served: StoredSpan) => ({ kind: 'usage', period: june, served, counted: {} });

describe('what counts for a commitment', () => {
  const sums = (lines: readonly ChargeFacts[], served = june): string =>
    sumOfLines(waiting(served), terms, [served], lines).quantity.toText();
  const base = line(3000, june);
  const yearly = { kind: 'recurring', period: spanOf(dayOf(6, 1), dayOf(18, 1)) };
  const credit = {
    kind: 'credit',
    corrects: base.id,
    derivation: { kind: 'credit', of: { kind: 'recurring', period: june } },
  };
  const usage = { kind: 'usage', derivation: usageOf(june) };

  test.each([
    ['what recurs', [base], '30'],
    ['usage', [base, line(1234, june, usage)], '42.34'],
    ['each line once, although it is stored and on the document', [base, base], '30'],
    [
      'no usage that is not counted',
      [line(5, june, { kind: 'usage', derivation: { ...usage.derivation, counted: null } })],
      '0',
    ],
    ['no longer period', [base, line(99_000, june, { derivation: yearly })], '30'],
    [
      'a shorter period',
      [line(700, june, { derivation: { kind: 'recurring', period: inJune(8, 15) } })],
      '7',
    ],
    [
      'nothing that is charged once',
      [line(5, june, { kind: 'one_time', derivation: { kind: 'one_time', period: june } })],
      '0',
    ],
    ['nothing that a person wrote', [line(5, june, { kind: 'manual' })], '0'],
    [
      'no copy on an invoice that replaces another',
      [base, line(3000, june, { cause: buildId('line') })],
      '30',
    ],
    ['credits', [base, line(-1500, inJune(16, 30), credit)], '15'],
  ])('are lines: %s', (_name, lines, sum) => {
    expect(sums(lines)).toBe(sum);
  });

  test('is what begins in its part, and a credit with the line that it credits', () => {
    const later = line(6000, inJune(16, 30));
    const lines = [base, line(-1500, inJune(16, 30), credit), later];

    expect(sums(lines, inJune(1, 16))).toBe('15');
    expect(sums(lines, spanOf(dayOf(6, 16), dayOf(7, 1)))).toBe('60');
  });

  test('is what ends in its part, where it is charged at its end', () => {
    const recurring = { kind: 'recurring', period: june, served: june };
    const lines = [
      line(3000, june, { derivation: { ...recurring, isInArrears: true } }),
      line(400, june, { kind: 'usage', derivation: usageOf(june) }),
      line(50, june, { kind: 'usage', derivation: usageOf(inJune(1, 16)) }),
      line(7, june, { derivation: recurring }),
    ];

    expect(sums(lines, inJune(1, 16))).toBe('0.57');
    expect(sums(lines, spanOf(dayOf(6, 16), dayOf(7, 1)))).toBe('34');
  });

  test('is owed whole where parts of a period are', () => {
    expect(missing(waiting(inJune(1, 11), 'none'), []).amount.minor).toBe(10_000n);
    expect(missing(waiting(inJune(1, 11)), []).amount.minor).toBe(3333n);
  });
});

test('lines of a period are the greater of their sum and what is owed, however it is cut', () => {
  const cut = fc.record({
    days: fc.uniqueArray(fc.integer({ min: 2, max: 29 }), { minLength: 1, maxLength: 5 }),
    amounts: fc.array(fc.integer({ min: -500, max: 6000 }), { minLength: 6, maxLength: 6 }),
  });
  checkLaw(
    fc.property(cut, ({ days, amounts }) => {
      const bounds = [1, ...days.toSorted((one, other) => one - other)];
      const lines: ChargeFacts[] = [];
      const made: UsageCharge[] = [];
      for (const [index, to] of bounds.slice(1).entries()) {
        const served = inJune(bounds[index] ?? 1, to);
        lines.push(line(amounts[index] ?? 0, served));
        made.push(missing(waiting(served), lines, made));
      }

      const sum = (some: readonly { readonly amount: Money }[]): bigint =>
        some.reduce((total, { amount }) => total + amount.minor, 0n);
      const last = bounds.at(-1) ?? 1;
      const owed = missing(waiting(inJune(1, last)), []).amount.minor;
      expect(sum(lines) + sum(made)).toBe(sum(lines) > owed ? sum(lines) : owed);
    }),
  );
});
