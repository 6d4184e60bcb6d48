import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inMajorUnits } from '#domain/catalog/pricing/words.ts';
import type {
  ChargeRounding,
  CountedBy,
  Derivation,
  RecurringDerivation,
  Span,
} from '#domain/charging/derivation.ts';
import { evaluate, stepsOf } from '#domain/charging/evaluate.ts';
import type { FlatTerms, PriceTerms } from '#domain/charging/terms.ts';
import { explain } from '#domain/charging/words.ts';
import { dateOfEpochDay } from '#domain/shared/calendar/days.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf } from '#domain/shared/time.ts';
import { checkLaw } from '../../support/laws.ts';
import { charged, credited, flat } from './builders.ts';

// A period that somebody may have, cut into the parts that changes may cut it into.

const measured: CountedBy[] = ['day', 'second', 'month_30'];
const halfRoundings: ChargeRounding[] = ['half_up', 'half_even', 'half_down'];
const roundings: ChargeRounding[] = [...halfRoundings, 'up', 'down'];

interface Cut {
  readonly terms: FlatTerms;
  readonly period: Span;
  /** They tile the period, in its order. */
  readonly parts: readonly [Span, ...Span[]];
}

/** A local day that begins some minutes away from midnight in UTC, as it does in its zone. */
const moment = (day: number, minutes: number): { on: CalendarDate; at: number } => ({
  on: dateOfEpochDay(day),
  at: day * dayMilliseconds + minutes * 60_000,
});

const between = (from: ReturnType<typeof moment>, to: ReturnType<typeof moment>): Span => ({
  start: from.on,
  end: to.on,
  startsAt: instantOf(from.at),
  endsAt: instantOf(to.at),
});

const prices = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'))
  .map(([amount, currency]) => flat(amount, currency));

// Days from 1900 to 2200. The clocks may have moved by an hour between any two of them.
const cuts: fc.Arbitrary<Cut> = fc
  .record({
    terms: prices,
    first: fc.integer({ min: -25_567, max: 84_000 }),
    // Months of 30 days are no measure of anything shorter than a month.
    length: fc.integer({ min: 28, max: 1100 }),
    within: fc.array(fc.integer({ min: 0, max: 1100 }), { maxLength: 6 }),
    offset: fc.integer({ min: -14 * 60, max: 12 * 60 }),
    shifts: fc.array(fc.constantFrom(0, 30, 60), { minLength: 8, maxLength: 8 }),
  })
  .map(({ terms, first, length, within, offset, shifts }) => {
    const inner = within.map((days) => days % length).filter((days) => days > 0);
    const days = [...new Set([0, ...inner, length])].toSorted((one, other) => one - other);
    const moments = days.map((day, index) => moment(first + day, offset + (shifts[index] ?? 0)));
    const parts = moments.slice(1).map((end, index) => between(moments[index] ?? end, end));
    const [from = moment(0, 0), to = from] = [moments[0], moments.at(-1)];
    return { terms, period: between(from, to), parts: parts as [Span, ...Span[]] };
  });

const sum = (fractions: readonly Fraction[]): Fraction =>
  fractions.reduce((total, each) => total.plus(each), Fraction.of(0n));
const total = (amounts: readonly bigint[]): bigint => amounts.reduce((all, each) => all + each, 0n);
const magnitude = (value: Fraction): Fraction =>
  value.compare(Fraction.of(0n)) < 0 ? value.negated() : value;

/** The last `count` parts as one, up to the end of the period. */
const restOf = ({ parts, period }: Cut, count: number): Span => {
  const first = parts.at(-count) ?? parts[0];
  return { ...first, end: period.end, endsAt: period.endsAt };
};

describe('laws of charges', () => {
  test('exact amounts are additive over any cut, however time is counted', () => {
    checkLaw(
      fc.property(cuts, fc.constantFrom(...measured), (cut, countedBy) => {
        const { terms, period, parts } = cut;
        const exactOf = (served: Span) =>
          evaluate(terms, charged(period, served, { countedBy })).exact;

        expect(sum(parts.map(exactOf)).compare(Fraction.of(BigInt(terms.amount)))).toBe(0);
        const rest = restOf(cut, 2);
        expect(sum(parts.slice(-2).map(exactOf)).compare(exactOf(rest))).toBe(0);
      }),
    );
  });

  test('what is rounded, once a line, stays within half a unit a line of what is exact', () => {
    checkLaw(
      fc.property(
        cuts,
        fc.constantFrom(...measured),
        fc.constantFrom(...halfRoundings),
        ({ terms, period, parts }, countedBy, rounding) => {
          const lines = linesOf(terms, period, parts, { countedBy, rounding });
          const exact = sum(lines.map((line) => line.exact));
          const rounded = Fraction.of(total(lines.map((line) => line.amount)));

          const off = magnitude(rounded.minus(exact));
          expect(off.compare(Fraction.of(BigInt(lines.length), 2n))).toBeLessThanOrEqual(0);
        },
      ),
    );
  });

  test('credits never exceed their charge, and the one that uses all up takes the rest', () => {
    checkLaw(
      fc.property(
        cuts,
        fc.constantFrom(...measured),
        fc.constantFrom(...roundings),
        ({ terms, period, parts }, countedBy, rounding) => {
          const [charge, ...credits] = linesOf(terms, period, parts, { countedBy, rounding });
          let left = charge?.amount ?? 0n;
          for (const credit of credits) {
            expect(credit.amount).toBeLessThanOrEqual(0n);
            left += credit.amount;
            expect(left).toBeGreaterThanOrEqual(0n);
          }
          expect(left).toBe(0n);
        },
      ),
    );
  });

  test('a credit is its charge with the sign turned: R(-x) = -R(x)', () => {
    checkLaw(
      fc.property(
        cuts,
        fc.constantFrom(...measured),
        fc.constantFrom(...roundings),
        ({ terms, period, parts: [part] }, countedBy, rounding) => {
          const served = charged(period, part, { countedBy, rounding });
          const charge = evaluate(terms, served);
          const whole = charged(period, period, { countedBy, rounding });
          const credit = evaluate(terms, credited(whole, part, { left: BigInt(terms.amount) }));

          expect(credit.exact.compare(charge.exact.negated())).toBe(0);
          // Rounded up, a part may come to more than is charged for the whole.
          expect(credit.amount).toBe(
            -(charge.amount < BigInt(terms.amount) ? charge.amount : BigInt(terms.amount)),
          );
        },
      ),
    );
  });

  test('an equal price for what is taken back is neutral', () => {
    checkLaw(
      fc.property(cuts, fc.constantFrom(...roundings), ({ terms, period, parts }, rounding) => {
        const rest = parts[parts.length - 1] ?? period;
        const whole = charged(period, period, { rounding });
        const left = BigInt(terms.amount);
        const credit = evaluate(terms, credited(whole, rest, { left }));
        const again = evaluate(terms, charged(period, rest, { rounding }));

        expect(credit.amount + again.amount).toBe(0n);
      }),
    );
  });
});

/** A charge of the period, and credits that take it back part by part, from its end. */
const linesOf = (
  terms: PriceTerms,
  period: Span,
  parts: readonly Span[],
  conventions: { countedBy: CountedBy; rounding: ChargeRounding },
) => {
  const of = charged(period, period, conventions);
  const lines = [evaluate(terms, of)];
  for (const [index, part] of parts.toReversed().entries()) {
    const left = total(lines.map(({ amount }) => amount));
    const takesRest = index === parts.length - 1;
    lines.push(evaluate(terms, credited(of, part, { left, takesRest })));
  }
  return lines;
};

interface Line {
  readonly terms: PriceTerms;
  readonly derivation: Derivation;
}

/** Lines of every kind. */
const anyLines: fc.Arbitrary<Line> = fc
  .record({
    cut: cuts,
    countedBy: fc.constantFrom(...measured, 'none' as const),
    rounding: fc.constantFrom(...roundings),
    quantity: fc.constantFrom('1', '0', '2.5'),
    isProrated: fc.boolean(),
    kind: fc.constantFrom('charge', 'credit', 'rest', 'full'),
    leftShare: fc.bigInt({ min: 0n, max: 100n }),
  })
  .map(({ cut, kind, leftShare, isProrated, ...conventions }) => {
    const { period } = cut;
    const terms = { ...cut.terms, isProrated };
    const of: RecurringDerivation = charged(period, restOf(cut, 2), conventions);
    if (kind === 'charge') return { terms, derivation: of };
    const left = (evaluate(terms, of).amount * leftShare) / 100n;
    const share = kind === 'full' ? 'full' : 'prorated';
    const conditions = { left, takesRest: kind === 'rest', share } as const;
    return { terms, derivation: credited(of, restOf(cut, 1), conditions) };
  });

/** `19.6` or `50/3`. */
const fractionIn = (text: string): Fraction => {
  const [numerator = '', denominator = '1'] = text.split('/');
  const [whole = '', decimals = ''] = numerator.split('.');
  const scale = 10n ** BigInt(decimals.length);
  return Fraction.of(BigInt(whole + decimals), scale * BigInt(denominator));
};

describe('laws of explanations', () => {
  test('the last step has the amount, and the rounding starts from the exact one', () => {
    checkLaw(
      fc.property(anyLines, ({ terms, derivation }) => {
        const { exact, amount } = evaluate(terms, derivation);
        const steps = stepsOf(terms, derivation);
        const rounding = steps.find((step) => step.kind === 'rounding');

        expect(steps.at(-1)?.amount.compare(Fraction.of(amount))).toBe(0);
        expect(rounding?.exact.compare(magnitude(exact))).toBe(0);
      }),
    );
  });

  test('the words say the numbers of their step, and the numbers beside them are the same', () => {
    checkLaw(
      fc.property(anyLines, ({ terms, derivation }) => {
        const steps = stepsOf(terms, derivation);
        const explained = explain(terms, derivation);

        expect(explained.map(({ amount }) => amount)).toEqual(
          steps.map(({ amount }) => inMajorUnits(terms, amount)),
        );
        for (const { text, amount } of explained) {
          const [, said] = /[A-Z]{3} (?<amount>-?[\d./]+)/.exec(text) ?? [];
          if (said === undefined) continue;
          expect(fractionIn(said).compare(fractionIn(amount))).toBe(0);
        }
      }),
    );
  });

  test('who reads the words alone comes to the exact amount', () => {
    checkLaw(
      fc.property(anyLines, ({ terms, derivation }) => {
        const [price, part] = explain(terms, derivation);
        const [, counted, all] = /^(?<counted>\d+) of (?<all>\d+) /.exec(part?.text ?? '') ?? [];
        if (counted === undefined || all === undefined) return;

        const share = Fraction.of(BigInt(counted), BigInt(all));
        const exact = fractionIn(price?.amount ?? '').times(share);
        const evaluated = inMajorUnits(terms, magnitude(evaluate(terms, derivation).exact));
        expect(exact.toText()).toBe(evaluated);
      }),
    );
  });

  test('a derivation that was stored and read comes to the same', () => {
    checkLaw(
      fc.property(anyLines, ({ terms, derivation }) => {
        const stored = JSON.parse(JSON.stringify({ terms, derivation })) as Line;

        expect(evaluate(stored.terms, stored.derivation)).toEqual(evaluate(terms, derivation));
        expect(explain(stored.terms, stored.derivation)).toEqual(explain(terms, derivation));
      }),
    );
  });
});
