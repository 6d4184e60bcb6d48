import { describe, expect, test } from 'vitest';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { day, linesOf, tenSeats } from './ten-seats.ts';

const june = 'seat 06-01/07-01 30.00';
const keepPaid = { decrease: 'keep_paid' } as const;
const chargeNone = { charge: 'none' } as const;

describe('less of something that stays paid', () => {
  const fewer = () => {
    const history = tenSeats();
    history.change(day('06-16'), 'now', { quantities: { seat: '5' }, terms: keepPaid });
    return history;
  };

  test('is not credited, and is what the next period costs', () => {
    const history = fewer();

    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([june, 'seat 07-01/08-01 15.00']);
  });

  test('costs nothing again up to what was paid', () => {
    const history = fewer();

    history.change(day('06-18'), 'now', { quantities: { seat: '10' }, terms: keepPaid });
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([june, 'seat 07-01/08-01 30.00']);
  });

  test('is set off once there is more than was paid', () => {
    const history = fewer();

    history.change(day('06-21'), 'now', { quantities: { seat: '12' }, terms: keepPaid });

    expect(linesOf(history)).toEqual([june, 'seat 06-21/07-01 12.00', 'seat 06-21/07-01 -10.00']);
  });

  test('is paid to its end where it is taken away', () => {
    const history = tenSeats('supported');

    history.change(day('06-16'), 'now', { quantities: { support: null }, terms: keepPaid });
    history.run(day('07-01'));

    expect(linesOf(history, 2)).toEqual(['seat 07-01/08-01 30.00']);
  });

  test('is credited where another plan replaces it', () => {
    const history = tenSeats('supported');

    history.change(day('06-16'), 'now', { plan: 'team', terms: keepPaid });

    expect(linesOf(history, 2)).toEqual(['support 06-16/07-01 -7.50']);
  });

  test('stays paid where another plan has it for less', () => {
    const history = tenSeats();

    history.change(day('06-16'), 'now', { plan: 'cheap', terms: keepPaid });
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([june, 'seat 07-01/08-01 20.00']);
  });

  test('is credited where its periods are others', () => {
    const history = tenSeats();

    history.change(day('06-16'), 'now', { plan: 'yearly', terms: keepPaid });

    expect(linesOf(history)).toEqual([june, 'seat 06-16/06-16 300.00', 'seat 06-16/07-01 -15.00']);
  });
});

describe('a change that charges nothing', () => {
  test('of more waits for the next period', () => {
    const history = tenSeats();

    history.change(day('06-16'), 'now', { quantities: { seat: '12' }, terms: chargeNone });
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([june, 'seat 07-01/08-01 36.00']);
  });

  test('of as much makes no lines', () => {
    const history = tenSeats();

    history.change(day('06-16'), 'now', {
      plan: 'twin',
      quantities: { chair: '10' },
      terms: chargeNone,
    });

    expect(linesOf(history)).toEqual([june]);
  });

  test('of less credits all the same', () => {
    const history = tenSeats();

    history.change(day('06-16'), 'now', { quantities: { seat: '5' }, terms: chargeNone });

    expect(linesOf(history, 1)).toEqual(['seat 06-16/07-01 7.50', 'seat 06-16/07-01 -15.00']);
  });

  test('charges ended parts in arrears all the same', () => {
    const history = tenSeats('team', { billed: 'in_arrears' });

    history.change(day('06-16'), 'now', { quantities: { seat: '12' }, terms: chargeNone });
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual(['seat 06-01/06-16 15.00', 'seat 06-16/07-01 18.00']);
  });
});

describe('a change in arrears', () => {
  test('charges the part that ended with it', () => {
    const history = tenSeats('team', { billed: 'in_arrears' });

    history.change(day('06-16'), 'now', { quantities: { seat: '12' } });

    expect(linesOf(history)).toEqual(['seat 06-01/06-16 15.00']);
    expect(history.cursor.nextDueAt).toBe(day('07-01'));
  });

  test('back in a period that was charged charges the difference', () => {
    const history = tenSeats('team', { billed: 'in_arrears' });

    history.change(day('07-05'), { on: '2026-06-16' }, { quantities: { seat: '12' } });

    expect(linesOf(history)).toEqual([june, 'seat 06-16/07-01 18.00', 'seat 06-16/07-01 -15.00']);
  });
});

describe('a change that was back-dated', () => {
  test('is settled from where it takes effect, over the end of a period', () => {
    const history = tenSeats('team', {}, '2026-05-01');

    history.change(day('06-05'), { on: '2026-05-21' }, { quantities: { seat: '12' } });

    expect(linesOf(history)).toEqual([
      'seat 05-01/06-01 30.00',
      june,
      'seat 05-21/06-01 12.77',
      'seat 06-01/07-01 36.00',
      'seat 05-21/06-01 -10.65',
      'seat 06-01/07-01 -30.00',
    ]);
  });

  test('moves the periods where it says so', () => {
    const history = tenSeats();

    history.change(
      day('06-20'),
      { on: '2026-06-16' },
      { anchorOn: parseCalendarDate('2026-06-21') },
    );
    history.run(day('06-21'));

    // Five of the 31 days from the 21st of May, as docs/billing.md has it.
    expect(linesOf(history)).toEqual([
      june,
      'seat 06-16/06-21 4.84',
      'seat 06-16/07-01 -15.00',
      'seat 06-21/07-21 30.00',
    ]);
  });
});

describe('a change of the zone', () => {
  const toTokyo = (countedBy: 'day' | 'second') => {
    const history = tenSeats('team', { policy: { countedBy } });
    // There it is the 17th, at three in the morning.
    const evening = parseInstant('2026-06-16T18:00:00Z');
    history.change(evening, 'now', { timeZone: parseTimeZone('Asia/Tokyo') });
    return linesOf(history, 1);
  };

  test('has each day charged once, where days are counted', () => {
    expect(toTokyo('day')).toEqual(['seat 06-16/07-01 15.00', 'seat 06-16/07-01 -15.00']);
  });

  test('goes on to the second on its own day, up to the midnight of the new zone', () => {
    expect(toTokyo('second')).toEqual(['seat 06-17/07-01 13.88', 'seat 06-17/07-01 -14.25']);
  });
});

test('a level of nothing is replaced, although no credit says so', () => {
  const history = tenSeats();

  history.change(day('06-11'), 'now', { quantities: { seat: '0' } });
  history.change(day('06-21'), 'now', { quantities: { seat: '12' } });

  expect(linesOf(history, 1)).toEqual([
    'seat 06-11/07-01 0.00',
    'seat 06-11/07-01 -20.00',
    'seat 06-21/07-01 12.00',
  ]);
});

describe('a one-time price', () => {
  test('is charged once, and never credited', () => {
    const history = tenSeats('equipped');

    history.change(day('06-05'), 'now', { quantities: { setup: '3' } });
    history.change(day('06-10'), 'now', { plan: 'team' });
    history.cancel(day('06-16'), { on: '2026-06-16' });

    expect(linesOf(history)).toEqual([june, 'setup 06-01/07-01 99.00', 'seat 06-16/07-01 -15.00']);
  });

  test('that a change adds is charged whole', () => {
    const history = tenSeats();

    history.change(day('06-16'), 'now', { plan: 'equipped', quantities: { setup: '2' } });
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([june, 'setup 06-16/07-01 198.00', 'seat 07-01/08-01 30.00']);
  });
});

test('a change on the last day of a period is settled for that day', () => {
  const history = tenSeats();

  history.change(day('06-30'), 'now', { quantities: { seat: '12' } });

  expect(linesOf(history, 1)).toEqual(['seat 06-30/07-01 1.20', 'seat 06-30/07-01 -1.00']);
});
