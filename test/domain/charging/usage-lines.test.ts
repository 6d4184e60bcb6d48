import { describe, expect, test } from 'vitest';
import { spansOf } from '#domain/charging/counted-spans.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import {
  countedCharges,
  groupsOf,
  isClosing,
  isLate,
  isOfSamePeriod,
  isProgressive,
  isUncounted,
  isUsage,
} from '#domain/charging/counted-usage.ts';
import type { Span } from '#domain/charging/derivation.ts';
import { invoicedThreshold, thresholdCause, usageIn } from '#domain/charging/progressive-usage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { emptyPart } from '#domain/charging/usage-parts.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { parseInstant } from '#domain/shared/time.ts';
import { buildCharge, euros } from '../../../src/testing/billing-builders.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { charged, span } from './builders.ts';
import {
  byRegion,
  counting,
  derived,
  firstHalf,
  june,
  part,
  perUnit,
  secondHalf,
  shown,
  subscription,
  waiting,
} from './usage-builders.ts';

describe('a line of usage', () => {
  const counted = { events: 3, position: '7' };

  test('is told from others, and waits until it is counted', () => {
    const line = waiting(june);
    const done = waiting(june, { derivation: derived(june, { counted }) });
    const flat = buildCharge(subscription);

    expect([line, done, flat].map(isUsage)).toEqual([true, true, false]);
    expect([line, done, flat].map(isUncounted)).toEqual([true, false, false]);
  });

  test('that only asks for late usage is for no time of its own', () => {
    const nothing = span('2026-07-01', '2026-07-01');
    const closing = waiting(nothing);
    const done = waiting(nothing, { derivation: derived(nothing, { counted }) });
    const flat = buildCharge(subscription, {
      derivation: charged(june),
      startsAt: june.endsAt,
      endsAt: june.endsAt,
    });

    expect([closing, done, waiting(june), flat].map(isClosing)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('knows whether its part of the period went on', () => {
    const progressive = waiting(june, { derivation: derived(june, { isProgressive: true }) });

    expect([progressive, waiting(june), buildCharge(subscription)].map(isProgressive)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('is late where it corrects another', () => {
    const corrects = buildId('line');

    expect(isLate({ kind: 'usage', corrects })).toBe(true);
    expect(isLate({ kind: 'commitment', corrects })).toBe(true);
    expect(isLate({ kind: 'credit', corrects })).toBe(false);
    expect(isLate({ kind: 'usage', corrects: null })).toBe(false);
  });

  test('adds up with those of its item, terms and period, and with no others', () => {
    const line = waiting(firstHalf);
    const { itemId, termsHash } = line;
    const same = waiting(secondHalf, { itemId, termsHash });
    const july = span('2026-07-01', '2026-08-01');
    const sooner = span('2026-05-01', '2026-07-01');
    const longer = span('2026-06-01', '2026-08-01');
    const ofPeriod = (period: Span) => ({ ...derived(june), period: charged(period).period });

    expect(isOfSamePeriod(line, same)).toBe(true);
    const others = [
      { ...same, itemId: buildId('si') },
      { ...same, termsHash: 'other' },
      ...[july, sooner, longer].map((period) => ({ ...same, derivation: ofPeriod(period) })),
    ];
    expect(others.map((other) => isOfSamePeriod(line, other))).toEqual(others.map(() => false));
  });
});

describe('the parts of a period that a line counts', () => {
  const days = (line: UsageCharge, earlier: readonly UsageCharge[]) =>
    spansOf(line, earlier).map(({ start, end }) => `${start} to ${end}`);

  test('are its own and those before it, in order of time', () => {
    const [first, last] = [waiting(firstHalf), waiting(span('2026-06-20', '2026-07-01'))];

    expect(days(last, [first])).toEqual(['2026-06-01 to 2026-06-16', '2026-06-20 to 2026-07-01']);
    expect(days(first, [last])).toEqual(['2026-06-01 to 2026-06-16', '2026-06-20 to 2026-07-01']);
    expect(days(waiting(secondHalf), [first])).toEqual([
      '2026-06-01 to 2026-06-16',
      '2026-06-16 to 2026-07-01',
    ]);
  });

  test('are one where they overlap, as each instant is counted once', () => {
    const inner = waiting(span('2026-06-03', '2026-06-05'));
    const across = waiting(span('2026-06-10', '2026-06-20'));

    expect(days(waiting(june), [waiting(firstHalf)])).toEqual(['2026-06-01 to 2026-07-01']);
    expect(days(inner, [waiting(firstHalf)])).toEqual(['2026-06-01 to 2026-06-16']);
    expect(days(across, [waiting(firstHalf), inner])).toEqual(['2026-06-01 to 2026-06-20']);
  });
});

describe('lines that are counted', () => {
  test('say how much was used, of how many events, in which parts of the period', () => {
    const charge = waiting(firstHalf);
    const id = buildId('line');

    const lines = countedCharges(charge, {
      ...counting(perUnit, [part(null, 30n)], [], charge),
      idOf: () => id,
    });

    expect(lines).toEqual([
      {
        ...charge,
        id,
        quantity: '30',
        amount: euros(300n),
        derivation: {
          ...charge.derivation,
          quantity: '30',
          counted: { events: 30, position: '7' },
          spans: [charge.derivation.served],
        },
      },
    ]);
  });

  test('are one for each group, named by its values', () => {
    const parts = [part('eu', 2n), part('us', 3n)];

    const lines = countedCharges(waiting(june), counting(byRegion, parts));

    expect(shown(lines)).toEqual(['Calls (region: "eu"): 2, 20', 'Calls (region: "us"): 3, 30']);
    expect(lines.map(({ derivation }) => derivation.group)).toEqual([
      { region: 'eu' },
      { region: 'us' },
    ]);
  });

  test('are one of nothing where no group was used', () => {
    const lines = countedCharges(waiting(june), counting(byRegion, []));

    expect(shown(lines)).toEqual(['Calls: 0, 0']);
    expect(lines[0]?.derivation).toMatchObject({ quantity: '0', counted: { events: 0 } });
  });

  test('charge what came to it since the lines before, and leave out groups without news', () => {
    const earlier = countedCharges(
      waiting(firstHalf),
      counting(byRegion, [part('eu', 2n), part('us', 3n)]),
    );
    const parts = [part('eu', 2n), part('us', 5n), part('asia', 0n)];

    const lines = countedCharges(waiting(secondHalf), counting(byRegion, parts, earlier));

    expect(shown(lines)).toEqual(['Calls (region: "us"): 5, 20', 'Calls (region: "asia"): 0, 0']);
    expect(lines.map(({ derivation }) => derivation.before)).toEqual(['30', '0']);
  });

  test.each([
    [{ minimum: '100' }, 'Calls (minimum): 1, 50'],
    [{ maximum: '40' }, 'Calls (maximum): 1, -10'],
    [{ minimum: '100', maximum: '200' }, 'Calls (minimum and maximum): 1, 50'],
  ])('keep the bounds %j of all groups by a line of their own', (bounds, bound) => {
    const terms = { ...byRegion, ...bounds };

    const lines = countedCharges(waiting(june), counting(terms, [part('eu', 2n), part('us', 3n)]));

    expect(shown(lines).at(-1)).toBe(bound);
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)?.derivation).toMatchObject({
      quantity: '0.5',
      isBoundOfParts: true,
      counted: { events: 5 },
    });
    expect(lines.at(-1)?.derivation.group).toBeUndefined();
  });

  test('have no line for a bound that is kept, nor for one of a price without groups', () => {
    const terms = { ...byRegion, minimum: '10', maximum: '1000' };
    const bounded = { ...perUnit, minimum: '100' };

    expect(shown(countedCharges(waiting(june), counting(terms, [part('eu', 2n)])))).toEqual([
      'Calls (region: "eu"): 2, 20',
    ]);
    expect(shown(countedCharges(waiting(june), counting(bounded, [part(null, 2n)])))).toEqual([
      'Calls: 2, 100',
    ]);
    expect(shown(countedCharges(waiting(june), counting({ ...terms, minimum: '50' }, [])))).toEqual(
      ['Calls (minimum and maximum): 1, 50'],
    );
  });

  test('show a quantity that no decimal ends with twelve digits', () => {
    const thirds = { group: {}, events: 1, quantity: Fraction.of(2n, 3n) };

    const [line] = countedCharges(waiting(june), counting(perUnit, [thirds]));

    expect(line?.quantity).toBe('0.666666666667');
    expect(line?.derivation.quantity).toBe('2/3');
  });
});

test('a part of nothing has a sum of its events where the price needs them', () => {
  const dynamic: PriceTerms = {
    ...perUnit,
    model: 'dynamic',
    amountProperty: 'price',
  };

  expect(emptyPart(perUnit, { region: 'eu' })).toEqual({
    group: { region: 'eu' },
    events: 0,
    quantity: Fraction.of(0n),
  });
  expect(emptyPart(dynamic, {}).eventBasis).toBeDefined();
});

test('the values of a matrix are its groups; other prices have those that they name', () => {
  const matrix: PriceTerms = {
    ...perUnit,
    model: 'matrix',
    dimensions: ['region', 'tier'],
    cells: [],
    defaultUnitAmount: null,
  };

  expect([matrix, byRegion, perUnit].map(groupsOf)).toEqual([['region', 'tier'], ['region'], []]);
});

describe('usage on the way to a threshold', () => {
  const inMay = parseInstant('2026-05-31T23:59:59.999Z');
  const inJune = parseInstant('2026-06-01T00:00:00.001Z');
  const { startsAt, endsAt } = june;
  const used = (minor: bigint, cause = 'run', given: Partial<UsageCharge> = {}) =>
    waiting(june, { amount: euros(minor), cause, ...given });

  test('is the sum of the lines of usage whose periods lie in the period', () => {
    const lines = [
      used(100n),
      used(20n, thresholdCause(50n)),
      used(3n, 'run', { kind: 'commitment' }),
      used(4n, buildId('line')),
      buildCharge(subscription, { amount: euros(5n) }),
    ];

    expect(usageIn(june, lines)).toBe(120n);
    expect(usageIn({ startsAt: inMay, endsAt }, lines)).toBe(120n);
    expect(usageIn({ startsAt: inJune, endsAt }, lines)).toBe(0n);
    expect(usageIn({ startsAt, endsAt: inJune }, lines)).toBe(0n);
  });

  test('has reached the highest threshold that a line was made at', () => {
    const lines = [
      used(1n, thresholdCause(50n)),
      used(1n, thresholdCause(2000n)),
      used(1n, thresholdCause(100n)),
      used(1n),
    ];

    expect(thresholdCause(50n)).toBe('threshold/50');
    expect(invoicedThreshold(june, lines)).toBe(2000n);
    expect(invoicedThreshold(june, [used(1n)])).toBeNull();
    expect(invoicedThreshold({ startsAt: inJune, endsAt }, lines)).toBeNull();
  });
});
