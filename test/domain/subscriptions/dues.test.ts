import { describe, expect, test } from 'vitest';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf, parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import { asCharged, dueBetween, nextDueAt } from '#domain/subscriptions/settlement/due.ts';
import { agree } from './history.ts';
import type { Lived } from './lived.ts';
import { day, tenSeats } from './ten-seats.ts';

// EUR 30.00 a month from the first of June 2026 on, in UTC.

const utc = parseTimeZone('UTC');
const markOf = (text: string) => markOn(parseCalendarDate(`2026-${text}`), utc);
const advance = agree({ start: markOf('06-01') });
const arrears = agree({ start: markOf('06-01'), billed: 'in_arrears' });
const month = { unit: 'month', count: 1 } as const;
const twelve = { quantities: { seat: '12' } };

const shown = (agreement: Agreement, after: Instant | null, until: Instant) =>
  dueBetween(agreement, after, until).map(
    ({ item, from, until: ends }) =>
      `${item.name} ${item.quantity}, ${from.on.slice(5)} to ${ends.on.slice(5)}`,
  );

describe('what is due', () => {
  test('is a period, at its moment', () => {
    const [june] = dueBetween(advance, null, day('06-01'));
    const [july] = dueBetween(arrears, day('07-01'), day('08-01'));

    const facts = { cause: 'run', begunBy: null, uncutUntil: null, isJoined: false };
    expect(june).toEqual({
      ...facts,
      at: day('06-01'),
      phase: 'advance',
      item: advance.segments[0]?.items[0],
      period: {
        index: 0,
        start: '2026-06-01',
        end: '2026-07-01',
        startsAt: day('06-01'),
        endsAt: day('07-01'),
      },
      from: markOf('06-01'),
      until: markOf('07-01'),
    });
    expect(july).toMatchObject({
      ...facts,
      at: day('08-01'),
      phase: 'arrears',
      period: { index: 1, start: '2026-07-01', end: '2026-08-01' },
    });
  });

  test('is after one instant, and up to another', () => {
    expect(shown(advance, null, day('07-31'))).toHaveLength(2);
    expect(shown(advance, null, day('08-01'))).toHaveLength(3);
    expect(shown(advance, day('06-01'), day('08-01'))).toHaveLength(2);
    expect(shown(advance, instantOf(day('07-01') - 1), day('07-01'))).toHaveLength(1);
    expect(shown(advance, day('07-01'), day('07-31'))).toEqual([]);
    expect(shown(arrears, day('06-30'), day('07-01'))).toHaveLength(1);
  });

  test('is next at the first of those moments, if there is one', () => {
    expect(nextDueAt(advance, null)).toBe(day('06-01'));
    expect(nextDueAt(advance, day('06-01'))).toBe(day('07-01'));
    expect(nextDueAt(advance, day('06-30'))).toBe(day('07-01'));
    expect(nextDueAt(arrears, null)).toBe(day('07-01'));
    const ended = agree({ start: markOf('06-01'), end: markOf('06-16') });
    expect(nextDueAt(ended, null)).toBe(day('06-01'));
    expect(nextDueAt(ended, day('06-01'))).toBeNull();
    const used = agree({ start: markOf('06-01'), end: markOf('06-16'), billed: 'in_arrears' });
    expect(nextDueAt(used, day('06-01'))).toBe(day('06-16'));
    expect(nextDueAt(used, day('06-16'))).toBeNull();
  });

  test('ends before anything begins, at one moment', () => {
    const plans = {
      both: {
        prices: { now: { unitAmount: '1' }, late: { unitAmount: '1', billed: 'in_arrears' } },
        interval: month,
      },
    } as const;
    const { agreement } = tenSeats('both', { plans });

    const dues = dueBetween(agreement, day('06-01'), day('07-01'));

    expect(dues.map(({ item, phase }) => `${item.name} ${phase}`)).toEqual([
      'late arrears',
      'now advance',
    ]);
  });

  test('is a part of the first period, where others begin on another day', () => {
    const calendar = agree({ start: markOf('06-16'), alignment: 'calendar' });

    expect(shown(calendar, null, day('07-01'))).toEqual([
      'Seat 1, 06-16 to 07-01',
      'Seat 1, 07-01 to 08-01',
    ]);
    expect(dueBetween(calendar, null, day('06-16'))[0]).toMatchObject({
      period: { start: '2026-06-01', end: '2026-07-01' },
      begunBy: null,
      cause: 'run',
    });
  });

  test('once is due where its item begins, and not later', () => {
    const { agreement } = tenSeats('equipped');
    const once = (after: Instant | null) =>
      shown(agreement, after, day('09-01')).filter((text) => text.startsWith('setup'));

    expect(once(null)).toEqual(['setup 1, 06-01 to 07-01']);
    expect(once(day('06-01'))).toEqual([]);
  });
});

describe('what is due of a change', () => {
  const changed = (terms: object = {}) => {
    const history = tenSeats('team', {}, '2026-05-01');
    history.change(day('05-03'), { on: '2026-06-16' }, { ...twelve, terms });
    const [, segment] = history.facts.segments;
    return { agreement: history.agreement, begunBy: segment?.begunBy };
  };

  test('within a period is cut there, and begins by the change', () => {
    const { agreement, begunBy } = changed();

    const [before, after, july] = dueBetween(agreement, day('05-01'), day('07-01'));

    expect(before).toMatchObject({ until: markOf('06-16'), cause: 'run', begunBy: null });
    expect(after).toMatchObject({ from: markOf('06-16'), cause: begunBy?.id, begunBy });
    // The run charges what begins with its period, whatever agreed to it.
    expect(july).toMatchObject({ cause: 'run', begunBy: null });
  });

  test('that charges nothing is charged as if it were not announced', () => {
    const { agreement } = changed({ charge: 'none' });

    const [before] = dueBetween(agreement, day('05-01'), day('06-01'));

    expect(before).toMatchObject({ until: markOf('06-16'), uncutUntil: markOf('07-01') });
    expect(before && asCharged(before).until).toEqual(markOf('07-01'));
    const [cut] = dueBetween(changed().agreement, day('05-01'), day('06-01'));
    expect(cut?.uncutUntil).toBeNull();
    expect(cut && asCharged(cut)).toEqual(cut);
  });

  test('is looked at where it takes effect, until it has', () => {
    const { agreement } = changed();

    expect(nextDueAt(agreement, day('06-01'))).toBe(day('06-16'));
    expect(nextDueAt(agreement, day('06-16'))).toBe(day('07-01'));
  });

  test('that is a pause is looked at where it begins, though nothing falls due there', () => {
    const history = tenSeats('team', {}, '2026-05-01');
    history.pause(day('05-03'), { at: '2026-06-16T00:00:00Z' });

    expect(nextDueAt(history.agreement, day('06-01'))).toBe(day('06-16'));
    expect(nextDueAt(history.agreement, day('06-16'))).toBeNull();
  });
});

test('the next of what is due is the first of all prices, in whatever order they stand', () => {
  const domain = { unitAmount: '12', interval: { unit: 'year', count: 1 } } as const;
  const nextOf = (prices: Lived['plans'][string]['prices']) =>
    nextDueAt(
      tenSeats('mixed', { plans: { mixed: { prices, interval: month } } }).agreement,
      day('06-01'),
    );

  expect(nextOf({ domain, seat: '3' })).toBe(day('07-01'));
  expect(nextOf({ seat: '3', domain })).toBe(day('07-01'));
});

describe('what is owed whole', () => {
  const whole = () => {
    const history = tenSeats('team', { billed: 'in_arrears', isProrated: false });
    history.change(day('06-05'), { on: '2026-06-11' }, twelve);
    history.change(day('06-06'), { on: '2026-06-21' }, { quantities: { seat: '5' } });
    return history.agreement;
  };

  test('is joined when the last of its agreements ends, and by itself later', () => {
    const dues = dueBetween(whole(), null, day('08-01'));

    expect(dues).toMatchObject([
      { at: day('07-01'), item: { quantity: '12' }, from: markOf('06-01'), isJoined: true },
      { at: day('08-01'), item: { quantity: '5' }, from: markOf('07-01'), isJoined: false },
    ]);
  });

  test('is not joined with periods that begin on other days', () => {
    const history = tenSeats('team', { billed: 'in_arrears', isProrated: false });
    history.change(day('06-11'), 'now', { anchorOn: parseCalendarDate('2026-06-11') });

    const dues = dueBetween(history.agreement, null, day('07-11'));

    expect(dues).toMatchObject([
      { at: day('06-11'), from: markOf('06-01'), isJoined: false },
      { at: day('07-11'), from: markOf('06-11'), isJoined: false },
    ]);
  });

  test('is joined with what was agreed of the same price, and for some time', () => {
    const history = tenSeats('supported', { billed: 'in_arrears', isProrated: false });
    history.change(day('06-05'), 'now', { quantities: { seat: '50' } });
    history.change(day('06-05'), { at: '2026-06-05T09:00:00Z' }, twelve);
    history.change(day('06-06'), { on: '2026-06-11' }, { quantities: { support: null } });
    history.change(day('06-07'), { on: '2026-06-21' }, { quantities: { seat: '5' } });

    const dues = dueBetween(history.agreement, null, day('07-01'));

    expect(dues).toMatchObject([
      { at: day('06-11'), item: { name: 'support' }, isJoined: false },
      { at: day('07-01'), item: { name: 'seat', quantity: '12' }, isJoined: true },
    ]);
  });
});
