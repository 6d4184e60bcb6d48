import { describe, expect, test } from 'vitest';
import { isAmountCorrect, ofSubscription } from '#domain/charging/charge.ts';
import { isMet, lateCommitment, sumOfLines } from '#domain/charging/commitment-lines.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { countedCharges } from '#domain/charging/counted-usage.ts';
import { evaluate, stepsOf } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { commitmentTerms } from '#domain/charging/terms.ts';
import { usageParts } from '#domain/charging/usage-parts.ts';
import { explain } from '#domain/charging/words.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { later } from '#domain/shared/time.ts';
import {
  buildCharge,
  buildInvoice,
  buildManualCharge,
  euros,
} from '../../../src/testing/billing-builders.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';
import { span } from './builders.ts';
import {
  byRegion,
  counting,
  derived,
  firstHalf,
  june,
  part,
  perUnit,
  secondHalf,
  subscription,
  waiting,
} from './usage-builders.ts';

const texts = (terms: PriceTerms, line: UsageCharge | undefined): readonly string[] => {
  if (line === undefined) return [];
  const { amount } = evaluate(terms, line.derivation);
  expect(stepsOf(terms, line.derivation).at(-1)?.amount.round('down')).toBe(amount);
  expect(isAmountCorrect(line, terms)).toBe(true);
  return explain(terms, line.derivation).map(({ text }) => text);
};

describe('the explanation of usage', () => {
  test('says that nothing is counted yet', () => {
    const [step, ...others] = stepsOf(perUnit, derived(june));

    expect(step).toEqual({
      kind: 'model',
      step: { kind: 'nothing', amount: Fraction.of(0n) },
      amount: Fraction.of(0n),
    });
    expect(others).toEqual([]);
    expect(explain(perUnit, derived(june))).toHaveLength(1);
  });

  test('says what was charged before, and what a part served owes of a bound', () => {
    const terms = { ...perUnit, minimum: '600' };
    const first = countedCharges(
      waiting(firstHalf),
      counting(terms, [part(null, 10n)], [], waiting(firstHalf)),
    );
    const last = countedCharges(
      waiting(secondHalf),
      counting(terms, [part(null, 90n)], first, waiting(secondHalf)),
    );

    expect(texts(terms, first[0])).toEqual([
      '10 × EUR 0.10',
      'EUR 3.00, the minimum, for the part served of EUR 6.00',
      'EUR 3.00, rounded half up from 3',
    ]);
    expect(texts(terms, last[0])).toEqual([
      '90 × EUR 0.10',
      'EUR 9.00, rounded half up from 9',
      'EUR 6.00 more than EUR 3.00, which was charged before',
    ]);
  });

  test('says what groups come to above their maximum', () => {
    const terms = { ...byRegion, maximum: '40' };
    const lines = countedCharges(waiting(june), counting(terms, [part('eu', 2n), part('us', 3n)]));

    expect(texts(terms, lines.at(-1))).toEqual([
      'EUR 0.50 for all groups together',
      'EUR 0.40, the maximum',
      'EUR 0.40, rounded half up from 0.4',
      'EUR 0.10 above it, which are not charged',
    ]);
  });

  test('says that what was given back is no debt of the seller', () => {
    const terms = { ...perUnit, model: 'dynamic', amountProperty: 'price' } as PriceTerms;
    const eventBasis = { kind: 'carried', sum: '-3', events: 2, without: 1 } as const;
    const given = { group: {}, events: 3, quantity: Fraction.of(3n), eventBasis };

    const [line] = countedCharges(waiting(june), counting(terms, [given]));

    expect(line?.amount).toEqual(euros(0n));
    expect(line && stepsOf(terms, line.derivation).map((step) => step.kind)).toEqual([
      'model',
      'model',
      'model',
      'model',
      'rounding',
    ]);
    expect(texts(terms, line).at(-2)).toMatch(/^EUR 0\.00/);
    const wrong = { ...given, eventBasis: { ...eventBasis, kind: 'paid' } as never };
    expect(() => countedCharges(waiting(june), counting(terms, [wrong]))).toThrow(
      InvariantViolation,
    );
  });
});

describe('a minimum commitment', () => {
  const terms = commitmentTerms(euros(10_000n));
  const commitment = (served = june) => waiting(served, { kind: 'commitment' });
  const charge = (minor: bigint, given: object = {}) => {
    const line = buildCharge(subscription, { amount: euros(minor), startsAt: june.startsAt });
    const { served: period } = derived(june);
    return { ...line, derivation: { ...line.derivation, period }, ...given } as typeof line;
  };
  const missing = (
    lines: Parameters<typeof sumOfLines>[3],
    served = june,
    earlier: readonly UsageCharge[] = [],
  ) => {
    const line = commitment(served);
    const made = counting(terms, [], earlier, line);
    const parts = [sumOfLines(line, terms, made.spans, lines)];
    const [counted] = countedCharges(line, { ...made, parts });
    if (counted === undefined) throw new Error('A commitment has a line.');
    return counted;
  };

  test('is explained by the other lines, and what is missing to it', () => {
    expect(texts(terms, missing([charge(3000n)]))).toEqual([
      'EUR 30.00 for all other lines of the period',
      'EUR 100.00, the minimum commitment',
      'EUR 100.00, rounded half up from 100',
      'EUR 70.00 missing to it',
    ]);
  });

  test('of a part of the period is explained with what was missing before', () => {
    const first = missing([], firstHalf);

    expect(texts(terms, first)[1]).toBe(
      'EUR 50.00, the minimum commitment, for the part served of EUR 100.00',
    );
    expect(texts(terms, missing([charge(2000n)], secondHalf, [first]))).toEqual([
      'EUR 20.00 for all other lines of the period',
      'EUR 100.00, the minimum commitment',
      'EUR 100.00, rounded half up from 100',
      'EUR 80.00 missing to it',
      'EUR 30.00 more than EUR 50.00, which was charged before',
    ]);
  });

  test('misses less once more usage came, by a line that corrects it', () => {
    const first = missing([charge(3000n)]);
    const usage = waiting(june, {
      amount: euros(500n),
      derivation: derived(june, { counted: { events: 1, position: '8' } }),
    });

    const late = lateCommitment([first], terms, [usage], () => buildId('line'));

    expect(
      late.map(({ amount, corrects, quantity }) => [amount.minor, corrects, quantity]),
    ).toEqual([[-500n, first.id, '1']]);
    expect(late[0]?.derivation).toMatchObject({ quantity: '35', counted: { events: 2 } });
    const drawn = () => buildId('line');
    expect(lateCommitment([], terms, [usage], drawn)).toEqual([]);
    expect(lateCommitment([first], terms, [], drawn)).toEqual([]);
    const { derivation } = waiting(secondHalf);
    const ofRest = { ...usage, derivation: { ...usage.derivation, served: derivation.served } };
    expect(lateCommitment([missing([], firstHalf)], terms, [ofRest], drawn)).toEqual([]);
  });

  test('is met where nothing is missing to it until its period ends', () => {
    const met = missing([charge(10_000n)]);

    expect(met.amount.isZero() && isMet(met)).toBe(true);
    expect(isMet(missing([charge(9999n)]))).toBe(false);
    expect(isMet(missing([charge(10_000n)], firstHalf))).toBe(false);
    expect(isMet({ ...met, kind: 'usage' })).toBe(false);
    expect(isMet(charge(0n, { kind: 'commitment' }))).toBe(false);
  });

  test('counts periods within its own, on both sides', () => {
    const of = (start: string, end: string) => {
      const { served: period } = derived(span(start, end), {});
      return charge(700n, { derivation: { ...charge(0n).derivation, period } });
    };
    const sum = (line: ReturnType<typeof charge>) =>
      sumOfLines(commitment(), terms, [derived(june).served], [line]).quantity.toText();

    expect(sum(of('2026-06-08', '2026-06-15'))).toBe('7');
    const sooner = { ...derived(june).period, startsAt: '2026-05-31T23:59:59.999Z' };
    expect(sum(charge(700n, { derivation: { ...charge(0n).derivation, period: sooner } }))).toBe(
      '0',
    );
  });
});

test('events of a price by events are taken by time, then by id, then by source', () => {
  const terms = {
    ...perUnit,
    model: 'percentage',
    rate: '0.1',
    fixedAmount: '0',
    freeEvents: 1,
    freeValue: null,
    perEventMinimum: null,
    perEventMaximum: null,
  } as PriceTerms;
  const meter = buildMeter({ aggregation: 'sum', property: 'size' }).facts;
  const { startsAt } = june;
  const time = waiting(june).derivation;
  const event = (id: string, source: string, size: number, after = 0) => ({
    id,
    source,
    at: later(startsAt, after),
    data: { size },
  });
  /** The value that is paid for: of all but the first event, which is free. */
  const paid = (...events: readonly ReturnType<typeof event>[]) => {
    const [counted] = usageParts(terms, [{ meter, position: '9', rolledUp: [], events }], time);
    return counted?.eventBasis?.kind === 'paid' && counted.eventBasis.value;
  };

  expect(paid(event('a', 'x', 1), event('b', 'x', 2))).toBe('2');
  expect(paid(event('b', 'x', 2), event('a', 'x', 1))).toBe('2');
  expect(paid(event('b', 'x', 2), event('a', 'x', 1, 5))).toBe('1');
  expect(paid(event('a', 'y', 2), event('a', 'x', 1))).toBe('2');
  expect(paid(event('a', 'x', 1), event('a', 'y', 2))).toBe('2');
});

test('an amount that an event carries is a decimal, and nothing else is one', () => {
  const terms = { ...perUnit, model: 'dynamic', amountProperty: 'price' } as PriceTerms;
  const meter = buildMeter().facts;
  const { startsAt: from } = june;
  const time = waiting(june).derivation;
  const events = [5, '2.5', true, 'x', null, undefined, [1]].map((price, index) => ({
    id: `e${index}`,
    source: 'api',
    at: from,
    data: { price },
  }));

  const [counted] = usageParts(terms, [{ meter, position: '9', rolledUp: [], events }], time);

  expect(counted?.eventBasis).toEqual({ kind: 'carried', sum: '7.5', events: 2, without: 5 });
});

test('a line of a subscription is none that a person wrote', () => {
  const line = buildCharge(subscription);
  const [manual] = buildManualCharge(buildInvoice(buildId('cus')));

  expect(ofSubscription(line)).toBe(line);
  expect(() => ofSubscription(manual)).toThrow(InvariantViolation);
});
