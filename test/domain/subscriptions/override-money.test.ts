import { describe, expect, test } from 'vitest';
import { day, linesOf, tenSeats } from './ten-seats.ts';

const june = 'seat 06-01/07-01 30.00';
const cheaper = { overrides: { seat: '2' } };
const dearer = { overrides: { seat: '4' } };

describe('other amounts of an item', () => {
  test('settle the rest of the period, as another quantity does', () => {
    const history = tenSeats();

    history.change(day('06-16'), 'now', cheaper);
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([
      june,
      'seat 06-16/07-01 10.00',
      'seat 06-16/07-01 -15.00',
      'seat 07-01/08-01 20.00',
    ]);
  });

  test('stay where a change says nothing of them, and go where it says so', () => {
    const history = tenSeats();
    history.change(day('06-16'), 'now', cheaper);

    history.change(day('06-20'), { on: '2026-07-01' }, { quantities: { seat: '20' } });
    history.change(day('06-20'), { on: '2026-08-01' }, { overrides: { seat: null } });
    history.run(day('08-01'));

    expect(linesOf(history, 3)).toEqual(['seat 07-01/08-01 40.00', 'seat 08-01/09-01 60.00']);
  });

  test('cut no other item', () => {
    const history = tenSeats('supported');

    history.change(day('06-16'), 'now', cheaper);

    expect(linesOf(history, 2)).toEqual(['seat 06-16/07-01 10.00', 'seat 06-16/07-01 -15.00']);
  });

  test('come along to another plan, by the code of the price', () => {
    const history = tenSeats('supported');
    history.change(day('06-01'), 'now', cheaper);
    const before = history.lines.length;

    history.change(day('06-16'), 'now', { plan: 'cheap', overrides: {} });

    expect(linesOf(history, before)).toEqual(['support 06-16/07-01 -7.50']);
  });

  test('that are lower are not credited where what was paid stays paid', () => {
    const history = tenSeats();

    history.change(day('06-16'), 'now', { ...cheaper, terms: { decrease: 'keep_paid' } });
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([june, 'seat 07-01/08-01 20.00']);
  });

  test('are owed whole once they are higher, where nothing is divided by time', () => {
    const history = tenSeats('team', { policy: { countedBy: 'none' } });

    history.change(day('06-11'), 'now', cheaper);
    history.change(day('06-16'), 'now', dearer);

    expect(linesOf(history)).toEqual([june, 'seat 06-16/07-01 40.00', 'seat 06-01/07-01 -30.00']);
  });

  test('in arrears are those of the part that they were agreed for', () => {
    const history = tenSeats('team', { billed: 'in_arrears' });

    history.change(day('06-16'), 'now', cheaper);
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual(['seat 06-01/06-16 15.00', 'seat 06-16/07-01 10.00']);
  });

  test('that lie ahead are settled when their day has come, and can be taken back', () => {
    const history = tenSeats();
    history.change(day('06-03'), { on: '2026-06-16' }, cheaper);
    history.takeBack(day('06-10'));
    history.change(day('06-10'), { on: '2026-06-21' }, dearer);

    history.run(day('06-21'));

    expect(linesOf(history)).toEqual([june, 'seat 06-21/07-01 13.33', 'seat 06-21/07-01 -10.00']);
  });

  test('do not come back with an item that was taken away', () => {
    const history = tenSeats('supported');
    history.change(day('06-01'), 'now', cheaper);
    history.change(day('06-11'), 'now', { quantities: { seat: null } });
    const before = history.lines.length;

    history.change(day('06-21'), 'now', { quantities: { seat: '10' } });

    expect(linesOf(history, before)).toEqual(['seat 06-21/07-01 10.00']);
  });

  test('of a price that is charged once change nothing that was charged', () => {
    const history = tenSeats('equipped');

    history.change(day('06-05'), 'now', { overrides: { setup: '50' } });

    expect(linesOf(history)).toEqual([june, 'setup 06-01/07-01 99.00']);
  });
});
