import { describe, expect, test } from 'vitest';
import { instantOf, parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import type { SettledMoment } from '#domain/subscriptions/settlement/settlement.ts';
import { newCursor, settle } from '#domain/subscriptions/settlement/settlement.ts';
import { agree } from './history.ts';
import { day, tenSeats } from './ten-seats.ts';

// The charges of one moment stand on one document, and the money of a change stands together.

const twelve = { quantities: { seat: '12' } };

const shown = (moments: readonly SettledMoment[]) =>
  moments.map(({ at, charges, change }) => [
    new Date(at).toISOString().slice(5, 10),
    charges.map(({ amount }) => amount.toDecimal()),
    change && [
      change.charges.map(({ amount }) => amount.toDecimal()),
      change.credits.map(({ line }) => line.amount.toDecimal()),
    ],
  ]);

describe('a change that lies ahead', () => {
  test('within a period charges and credits by itself', () => {
    const history = tenSeats();
    history.change(day('06-03'), { on: '2026-06-16' }, twelve);

    const moments = history.run(day('07-01'));

    expect(shown(moments)).toEqual([
      ['06-16', [], [['18.00'], ['-15.00']]],
      ['07-01', ['36.00'], undefined],
    ]);
    expect(moments[0]?.change?.by).toEqual(history.facts.segments[1]?.begunBy);
  });

  test('to a price that ends with it credits, and charges nothing', () => {
    const history = tenSeats('supported');
    history.change(day('06-03'), { on: '2026-06-16' }, { quantities: { support: null } });

    expect(shown(history.run(day('06-16')))).toEqual([['06-16', [], [[], ['-7.50']]]]);
  });

  test('at the end of a period is charged with the period', () => {
    const history = tenSeats();
    history.change(day('06-03'), 'period_end', twelve);

    expect(shown(history.run(day('07-01')))).toEqual([['07-01', ['36.00'], undefined]]);
  });

  test('leaves what others are charged at its moment to the run', () => {
    const history = tenSeats('supported', { billed: 'in_arrears' });
    history.change(day('06-03'), { on: '2026-06-16' }, twelve);

    expect(shown(history.run(day('07-01')))).toEqual([
      ['06-16', ['15.00'], undefined],
      ['07-01', ['15.00', '18.00'], undefined],
    ]);
  });

  test('that charges nothing makes no moment of its own', () => {
    const history = tenSeats();
    history.change(day('06-03'), { on: '2026-06-16' }, { ...twelve, terms: { charge: 'none' } });

    expect(history.run(day('06-16'))).toEqual([]);
    expect(history.cursor).toMatchObject({
      settledThrough: day('06-16'),
      nextDueAt: day('07-01'),
    });
  });

  test('names its credits and charges, as lines that wait stand by their ids', () => {
    const history = tenSeats();
    history.change(day('06-03'), { on: '2026-06-16' }, twelve);

    const [moment] = history.run(day('06-16'));

    const lines = [
      ...(moment?.change?.charges ?? []),
      ...(moment?.change?.credits.map(({ line }) => line) ?? []),
    ];
    expect(lines.map(({ id }) => id)).toEqual([
      expect.stringMatching(/^line_/),
      expect.stringMatching(/^line_/),
    ]);
    expect(lines[0]?.id).not.toBe(lines[1]?.id);
  });

  test('is not seen again once it was settled, nor before its time', () => {
    const history = tenSeats();
    history.change(day('06-03'), { on: '2026-06-16' }, twelve);

    expect(history.run(instantOf(day('06-16') - 1))).toEqual([]);
    expect(history.run(day('06-16'))).toHaveLength(1);
    expect(history.run(day('06-16'))).toEqual([]);
    expect(history.run(instantOf(day('06-16') + 1))).toEqual([]);
  });
});

describe('the cursor of what is settled', () => {
  const { agreement } = tenSeats();

  test('begins before everything', () => {
    expect(newCursor).toEqual({ settledThrough: null, nextDueAt: null, noticedThrough: null });
    expect(shown(settle(agreement, newCursor, day('07-01')).moments)).toEqual([
      ['06-01', ['30.00'], undefined],
      ['07-01', ['30.00'], undefined],
    ]);
  });

  test('keeps what was told of the next invoice', () => {
    const noticedThrough = day('07-01');

    const { cursor } = settle(agreement, { ...newCursor, noticedThrough }, day('06-15'));

    expect(cursor).toEqual({
      settledThrough: day('06-15'),
      nextDueAt: day('07-01'),
      noticedThrough,
    });
  });

  test('is due next where a change takes effect, although nothing falls due then', () => {
    const history = tenSeats();
    const less = { quantities: { seat: '5' }, terms: { decrease: 'keep_paid' } } as const;

    history.change(day('06-03'), { on: '2026-06-16' }, less);

    expect(history.cursor.nextDueAt).toBe(day('06-16'));
    history.run(day('06-16'));
    expect(history.cursor.nextDueAt).toBe(day('07-01'));
  });
});

describe('a line', () => {
  test('says all that it follows from', () => {
    const history = tenSeats();
    const { facts } = history;
    const [item] = facts.segments[0]?.items ?? [];

    expect(history.lines).toMatchObject([
      {
        customerId: facts.customerId,
        subscriptionId: facts.id,
        itemId: item?.id,
        priceId: item?.priceId,
        kind: 'recurring',
        part: '',
        cause: 'run',
        currency: 'EUR',
        amount: { minor: 3000n },
        description: 'seat',
        servicePeriod: { start: '2026-06-01', end: '2026-07-01' },
        startsAt: day('06-01'),
        endsAt: day('07-01'),
        timeZone: 'UTC',
        quantity: '10',
        taxRateIds: null,
        corrects: null,
        credited: { minor: 0n },
        derivation: {
          version: 2,
          kind: 'recurring',
          countedBy: 'day',
          rounding: 'half_up',
          quantity: '10',
          timeZone: 'UTC',
          period: { start: '2026-06-01', end: '2026-07-01' },
          served: { start: '2026-06-01', end: '2026-07-01' },
        },
      },
    ]);
    expect(history.lines[0]?.termsHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('of a credit says what it takes back, and its charge how much', () => {
    const history = tenSeats();

    history.cancel(day('06-10'), { on: '2026-06-21' });

    const [charge, credit] = history.lines;
    expect(charge?.credited.minor).toBe(1000n);
    expect(credit).toMatchObject({
      kind: 'credit',
      corrects: charge?.id,
      itemId: charge?.itemId,
      description: 'seat',
      quantity: '10',
      termsHash: charge?.termsHash,
      servicePeriod: { start: '2026-06-21', end: '2026-07-01' },
      startsAt: day('06-21'),
      endsAt: day('07-01'),
      credited: { minor: 0n },
      derivation: {
        kind: 'credit',
        of: charge?.derivation,
        unused: { start: '2026-06-21', end: '2026-07-01' },
        left: '3000',
        takesRest: false,
        share: 'prorated',
      },
    });
    expect(credit?.cause).not.toBe('run');
  });

  test('of a credit takes the rest where nothing stays used, and the whole of a whole', () => {
    const [whole, inParts] = [tenSeats(), tenSeats()];
    const other = { plan: 'twin', quantities: { chair: '1' } };

    whole.change(day('06-01'), 'now', other);
    inParts.change(day('06-05'), { on: '2026-06-21' }, { quantities: { seat: '5' } });
    inParts.run(day('06-21'));
    inParts.change(day('06-21'), 'now', other);

    expect(whole.lines.at(-1)?.derivation).toMatchObject({
      left: '3000',
      takesRest: true,
      share: 'full',
    });
    expect(inParts.lines.at(-1)?.derivation).toMatchObject({
      left: '500',
      takesRest: true,
      share: 'full',
    });
  });
});

test('charges that are too many are made up to the first one too many', () => {
  const start = markOn(parseCalendarDate('1970-01-01'), parseTimeZone('UTC'));
  const agreement = agree({ start, interval: { unit: 'day', count: 1 } });

  const { moments } = settle(agreement, newCursor, day('06-01'), 100);

  expect(moments.flatMap(({ charges }) => charges)).toHaveLength(101);
});
