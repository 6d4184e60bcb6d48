import { describe, expect, test } from 'vitest';
import { day, linesOf, tenSeats } from './ten-seats.ts';

// Ten seats at EUR 3.00 from the first of May on, and twelve from the 16th of June on.

const may = 'seat 05-01/06-01 30.00';
const onThe16th = { on: '2026-06-16' };
const twelve = { quantities: { seat: '12' } };
const keepPaid = { decrease: 'keep_paid' } as const;
const chargeNone = { charge: 'none' } as const;
const fromMay = (plan?: string, given: Parameters<typeof tenSeats>[1] = {}) =>
  tenSeats(plan, given, '2026-05-01');

describe('a change ahead, in a period that is paid', () => {
  test('is settled when its time has come, by the change', () => {
    const history = tenSeats();

    history.change(day('06-03'), onThe16th, twelve);
    history.run(day('06-15'));
    const meanwhile = linesOf(history, 1);
    const { nextDueAt } = history.cursor;
    history.run(day('06-16'));

    expect(meanwhile).toEqual([]);
    expect(nextDueAt).toBe(day('06-16'));
    expect(linesOf(history, 1)).toEqual(['seat 06-16/07-01 18.00', 'seat 06-16/07-01 -15.00']);
    const [run, ...byChange] = history.lines.map(({ cause }) => cause);
    expect(run).toBe('run');
    const { begunBy } = history.facts.segments[1] ?? {};
    expect(byChange).toEqual([begunBy?.id, begunBy?.id]);
  });

  test('is settled once, whenever the run comes', () => {
    const [early, late] = [tenSeats(), tenSeats()];

    for (const history of [early, late]) history.change(day('06-03'), onThe16th, twelve);
    for (const text of ['06-16', '06-17', '07-01', '07-02']) early.run(day(text));
    late.run(day('07-02'));

    expect(linesOf(early)).toEqual(linesOf(late));
    expect(linesOf(late, 3)).toEqual(['seat 07-01/08-01 36.00']);
  });

  test('that charges nothing, and is not less, makes no lines', () => {
    const history = tenSeats();

    history.change(day('06-03'), onThe16th, { ...twelve, terms: chargeNone });
    history.run(day('07-01'));

    expect(linesOf(history, 1)).toEqual(['seat 07-01/08-01 36.00']);
  });

  test('that charges nothing credits what is less', () => {
    const history = tenSeats();

    history.change(day('06-03'), onThe16th, { quantities: { seat: '5' }, terms: chargeNone });
    history.run(day('06-16'));

    expect(linesOf(history, 1)).toEqual(['seat 06-16/07-01 7.50', 'seat 06-16/07-01 -15.00']);
  });

  test('to less that stays paid makes none until the period ends', () => {
    const history = tenSeats();

    history.change(day('06-03'), onThe16th, { quantities: { seat: '5' }, terms: keepPaid });
    history.run(day('07-01'));

    expect(linesOf(history, 1)).toEqual(['seat 07-01/08-01 15.00']);
  });

  test('to another plan credits what that lacks', () => {
    const history = tenSeats('supported');

    history.change(day('06-03'), onThe16th, { plan: 'team', terms: keepPaid });
    history.run(day('06-16'));

    expect(linesOf(history, 2)).toEqual(['support 06-16/07-01 -7.50']);
  });

  test('of one price leaves the others as they are', () => {
    const history = tenSeats('supported');

    history.change(day('06-03'), onThe16th, { quantities: { support: '2' } });
    history.run(day('06-16'));

    expect(linesOf(history, 2)).toEqual(['support 06-16/07-01 15.00', 'support 06-16/07-01 -7.50']);
  });
});

describe('a change ahead, in a period that is not paid yet', () => {
  test('has the period charged up to it, and the rest with it', () => {
    const history = fromMay();

    history.change(day('05-03'), onThe16th, twelve);
    history.run(day('06-01'));
    const firstPart = linesOf(history, 1);
    history.run(day('06-16'));

    expect(firstPart).toEqual(['seat 06-01/06-16 15.00']);
    expect(linesOf(history)).toEqual([may, ...firstPart, 'seat 06-16/07-01 18.00']);
  });

  test('that is taken back has the rest of it charged', () => {
    const history = fromMay();
    history.change(day('05-03'), onThe16th, twelve);

    history.takeBack(day('06-10'));
    history.run(day('06-20'));

    expect(linesOf(history)).toEqual([may, 'seat 06-01/06-16 15.00', 'seat 06-16/07-01 15.00']);
  });

  test('that charges nothing leaves the period charged to its end', () => {
    const history = fromMay();

    history.change(day('05-03'), onThe16th, { ...twelve, terms: chargeNone });
    for (const text of ['06-01', '06-16', '07-01']) history.run(day(text));

    expect(linesOf(history, 1)).toEqual(['seat 06-01/07-01 30.00', 'seat 07-01/08-01 36.00']);
  });

  test('that charges nothing leaves it charged to the end of the subscription', () => {
    const history = fromMay();

    history.change(day('05-03'), onThe16th, { ...twelve, terms: chargeNone });
    history.cancel(day('05-04'), { on: '2026-06-21' });
    for (const text of ['06-01', '06-16', '07-01']) history.run(day(text));

    expect(linesOf(history, 1)).toEqual(['seat 06-01/06-21 20.00']);
  });

  test('in arrears has both parts charged as they end', () => {
    const history = fromMay('team', { billed: 'in_arrears' });

    history.change(day('05-03'), onThe16th, twelve);
    for (const text of ['06-01', '06-16', '07-01']) history.run(day(text));

    expect(linesOf(history)).toEqual([may, 'seat 06-01/06-16 15.00', 'seat 06-16/07-01 18.00']);
    expect(history.lines.map(({ cause }) => cause === 'run')).toEqual([true, true, false]);
  });

  test('follows another one, each settled in its turn', () => {
    const history = fromMay();

    history.change(day('05-03'), { on: '2026-06-11' }, { quantities: { seat: '5' } });
    history.change(day('05-04'), { on: '2026-06-21' }, { quantities: { seat: '20' } });
    history.run(day('07-01'));

    expect(linesOf(history, 1)).toEqual([
      'seat 06-01/06-11 10.00',
      'seat 06-11/06-21 5.00',
      'seat 06-21/07-01 20.00',
      'seat 07-01/08-01 60.00',
    ]);
  });

  test('on the day that a period begins leaves periods whole', () => {
    const history = tenSeats();

    history.change(day('06-03'), 'period_end', twelve);
    history.run(day('07-01'));

    expect(linesOf(history, 1)).toEqual(['seat 07-01/08-01 36.00']);
  });
});
