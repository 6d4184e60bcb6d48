import { describe, expect, test } from 'vitest';
import { day, linesOf, tenSeats } from './ten-seats.ts';

// Ten seats at EUR 3.00, paused on the tenth of June, whose day is billed.

const june = 'seat 06-01/07-01 30.00';
const keepPaid = { decrease: 'keep_paid' } as const;
const nothingGivenBack = { ...keepPaid, charge: 'none' } as const;
const twelve = { quantities: { seat: '12' } };

const paused = (plan?: string, given: Parameters<typeof tenSeats>[1] = {}) => {
  const history = tenSeats(plan, given);
  history.pause(day('06-10'), 'now');
  return history;
};

const keptPaid = (plan?: string) => {
  const history = tenSeats(plan);
  history.pause(day('06-10'), 'now', nothingGivenBack);
  return history;
};

describe('a pause', () => {
  test('is credited, and what is left of the period is charged when it ends', () => {
    const history = paused();

    history.resume(day('06-21'), 'now');

    expect(linesOf(history)).toEqual([june, 'seat 06-11/07-01 -20.00', 'seat 06-21/07-01 10.00']);
  });

  test('has nothing fall due as long as nobody says when it ends', () => {
    const history = paused();

    history.run(day('09-01'));

    expect(linesOf(history, 2)).toEqual([]);
    expect(history.cursor.nextDueAt).toBeNull();
  });

  test('ends by itself on the day that was said', () => {
    const history = paused();

    history.resume(day('06-11'), { on: '2026-07-11' });
    const { nextDueAt } = history.cursor;
    history.run(day('07-11'));

    expect(nextDueAt).toBe(day('07-11'));
    // 21 of 31 days.
    expect(linesOf(history, 2)).toEqual(['seat 07-11/08-01 20.32']);
  });

  test('has the used part charged when it begins, in arrears', () => {
    const history = paused('team', { billed: 'in_arrears' });

    history.resume(day('06-21'), 'now');
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual(['seat 06-01/06-11 10.00', 'seat 06-21/07-01 10.00']);
  });

  test('that lies ahead is settled when it begins', () => {
    const history = tenSeats();

    history.pause(day('06-03'), { on: '2026-06-11' });
    history.run(day('06-11'));

    expect(linesOf(history)).toEqual([june, 'seat 06-11/07-01 -20.00']);
  });

  test('does not bring back what is charged once', () => {
    const history = paused('equipped');

    history.resume(day('06-21'), 'now');

    expect(linesOf(history)).toEqual([
      june,
      'setup 06-01/07-01 99.00',
      'seat 06-11/07-01 -20.00',
      'seat 06-21/07-01 10.00',
    ]);
  });
});

describe('a pause that gives nothing back', () => {
  test('leaves the period paid, before it and after it', () => {
    const history = keptPaid();

    history.resume(day('06-21'), 'now', keepPaid);
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([june, 'seat 07-01/08-01 30.00']);
  });

  test('charges nothing of the periods that it takes in', () => {
    const history = keptPaid();

    history.resume(day('07-11'), 'now', keepPaid);

    expect(linesOf(history)).toEqual([june, 'seat 07-11/08-01 20.32']);
  });

  test('leaves what falls due after it was decided charged to the end of its period', () => {
    const history = tenSeats('team', {}, '2026-05-01');

    history.pause(day('05-10'), { on: '2026-06-11' }, nothingGivenBack);
    history.run(day('06-20'));

    expect(linesOf(history, 1)).toEqual([june]);
  });

  test('has more set off against what stayed paid', () => {
    const history = keptPaid();

    history.change(day('06-15'), 'now', { ...twelve, terms: keepPaid });
    history.resume(day('06-21'), 'now', keepPaid);

    expect(linesOf(history)).toEqual([june, 'seat 06-21/07-01 12.00', 'seat 06-21/07-01 -10.00']);
  });

  test('has it set off, too, where it ends by itself', () => {
    const history = keptPaid();

    history.change(day('06-15'), 'now', { ...twelve, terms: keepPaid });
    history.resume(day('06-16'), { on: '2026-06-21' }, keepPaid);
    history.run(day('06-21'));

    expect(linesOf(history)).toEqual([june, 'seat 06-21/07-01 12.00', 'seat 06-21/07-01 -10.00']);
  });

  test('leaves less as it is', () => {
    const history = keptPaid();

    history.change(day('06-15'), 'now', { quantities: { seat: '5' }, terms: keepPaid });
    history.resume(day('06-16'), { on: '2026-06-21' }, keepPaid);
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([june, 'seat 07-01/08-01 15.00']);
  });

  test('has it credited where it ends with another plan', () => {
    const [byHand, byItself] = [keptPaid(), keptPaid()];

    for (const history of [byHand, byItself]) {
      history.change(day('06-15'), 'now', {
        plan: 'twin',
        quantities: { chair: '10' },
        terms: keepPaid,
      });
    }
    byHand.resume(day('06-21'), 'now', keepPaid);
    byItself.resume(day('06-16'), { on: '2026-06-21' }, keepPaid);
    byItself.run(day('06-21'));

    const lines = [june, 'chair 06-21/07-01 10.00', 'seat 06-21/07-01 -10.00'];
    expect(linesOf(byHand)).toEqual(lines);
    expect(linesOf(byItself)).toEqual(lines);
  });
});

describe('a period that is owed whole', () => {
  const whole = (billed: 'in_advance' | 'in_arrears', countedBy: 'day' | 'none' = 'none') =>
    tenSeats('team', { billed, policy: { countedBy }, isProrated: countedBy === 'none' });

  test.each(['day', 'none'] as const)('is paid at the higher level, counted by %s', (countedBy) => {
    const history = whole('in_advance', countedBy);

    history.change(day('06-11'), 'now', { quantities: { seat: '5' } });
    history.change(day('06-16'), 'now', { quantities: { seat: '12' } });
    history.change(day('06-21'), 'now', { quantities: { seat: '8' } });
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([
      june,
      'seat 06-16/07-01 36.00',
      'seat 06-01/07-01 -30.00',
      'seat 07-01/08-01 24.00',
    ]);
  });

  test('in arrears is owed once, when it ends, at the highest level', () => {
    const [more, fewer] = [whole('in_arrears'), whole('in_arrears')];

    more.change(day('06-16'), 'now', { quantities: { seat: '12' } });
    fewer.change(day('06-16'), 'now', { quantities: { seat: '5' } });
    for (const history of [more, fewer]) history.run(day('08-01'));

    expect(linesOf(more)).toEqual(['seat 06-01/07-01 36.00', 'seat 07-01/08-01 36.00']);
    expect(linesOf(fewer)).toEqual(['seat 06-01/07-01 30.00', 'seat 07-01/08-01 15.00']);
  });

  test('in arrears is owed with its end, of all that was agreed before', () => {
    const history = whole('in_arrears');

    history.change(day('06-11'), 'now', { quantities: { seat: '5' } });
    history.cancel(day('06-20'), { on: '2026-06-21' });
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual(['seat 06-01/06-21 30.00']);
  });

  test('in arrears is owed once, although a pause lies in it', () => {
    const history = whole('in_arrears');

    history.pause(day('06-10'), 'now');
    history.resume(day('06-21'), 'now');
    history.run(day('08-01'));

    expect(linesOf(history)).toEqual(['seat 06-01/06-11 30.00', 'seat 07-01/08-01 30.00']);
  });

  test('in arrears is not joined with what ended before it, or begins after it', () => {
    const history = whole('in_arrears');

    history.change(day('06-20'), { on: '2026-07-01' }, { quantities: { seat: '5' } });
    history.run(day('08-01'));

    expect(linesOf(history)).toEqual([june, 'seat 07-01/08-01 15.00']);
  });

  test('of which nothing was used is credited', () => {
    const history = whole('in_advance');

    history.change(day('06-01'), 'now', { plan: 'twin' });

    expect(linesOf(history)).toEqual([june, 'chair 06-01/07-01 3.00', 'seat 06-01/07-01 -30.00']);
  });

  test('that a pause cuts stays paid, and is not paid again', () => {
    const history = whole('in_advance');

    history.pause(day('06-10'), 'now');
    history.resume(day('06-21'), 'now');

    expect(linesOf(history)).toEqual([june]);
  });
});
