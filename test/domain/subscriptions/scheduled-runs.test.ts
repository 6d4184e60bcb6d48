import { describe, expect, test } from 'vitest';
import type { SettledMoment } from '#domain/subscriptions/settlement.ts';
import { day, linesOf, tenSeats } from './ten-seats.ts';

// One run settles several changes that lie ahead, moment by moment.

const seats = (seat: string) => ({ quantities: { seat } });
const noSupport = { quantities: { support: null } } as const;
const keepPaid = { decrease: 'keep_paid' } as const;

/** Each moment: its day, what the run charges, and what the change charges and credits. */
const shown = (moments: readonly SettledMoment[]) =>
  moments.map(({ at, charges, change }) => [
    new Date(at).toISOString().slice(5, 10),
    charges.map(({ amount }) => amount.toDecimal()),
    (change?.charges ?? []).map(({ amount }) => amount.toDecimal()),
    (change?.credits ?? []).map(({ line }) => line.amount.toDecimal()),
  ]);

describe('a run with several changes ahead', () => {
  test('settles those whose time has come, and no others', () => {
    const history = tenSeats('supported');
    history.change(day('06-03'), { on: '2026-06-11' }, seats('5'));
    history.change(day('06-04'), { on: '2026-06-21' }, noSupport);

    expect(shown(history.run(day('06-11')))).toEqual([['06-11', [], ['10.00'], ['-20.00']]]);
    expect(shown(history.run(day('06-20')))).toEqual([]);
    expect(shown(history.run(day('06-21')))).toEqual([['06-21', [], [], ['-5.00']]]);
  });

  test('settles them in the order of their moments, with what falls due among them', () => {
    const history = tenSeats('supported');
    history.change(day('06-03'), { on: '2026-06-11' }, noSupport);
    history.change(day('06-04'), { on: '2026-07-11' }, seats('0'));

    expect(shown(history.run(day('08-01')))).toEqual([
      ['06-11', [], [], ['-10.00']],
      ['07-01', ['9.68'], [], []],
      ['07-11', [], ['0.00'], []],
      ['08-01', ['0.00'], [], []],
    ]);
  });

  test('comes to the same in one run and in a run a day', () => {
    const [once, daily] = [tenSeats('supported'), tenSeats('supported')];
    for (const history of [once, daily]) {
      history.change(day('06-03'), { on: '2026-06-11' }, seats('5'));
      history.change(day('06-04'), { on: '2026-06-21' }, noSupport);
      history.change(day('06-05'), { on: '2026-07-11' }, seats('20'));
    }

    once.run(day('08-01'));
    for (let at = day('06-05'); at < day('08-01'); at = (at + 86_400_000) as typeof at) {
      daily.run(at);
    }
    daily.run(day('08-01'));

    expect(linesOf(daily)).toEqual(linesOf(once));
  });

  test('leaves a part in arrears that another change begun to the run', () => {
    const history = tenSeats('team', { billed: 'in_arrears' });
    history.change(day('06-03'), { on: '2026-06-11' }, seats('15'));
    history.change(day('06-04'), { on: '2026-06-21' }, seats('20'));

    expect(shown(history.run(day('06-21')))).toEqual([
      ['06-11', ['10.00'], [], []],
      ['06-21', ['15.00'], [], []],
    ]);
  });
});

describe('a change ahead that charges nothing', () => {
  test('makes no lines, where what it charges is what it credits', () => {
    const history = tenSeats();
    history.change(
      day('06-03'),
      { on: '2026-06-16' },
      { plan: 'twin', quantities: { chair: '10' }, terms: { charge: 'none' } },
    );

    expect(shown(history.run(day('06-16')))).toEqual([]);
    expect(shown(history.run(day('07-01')))).toEqual([['07-01', ['30.00'], [], []]]);
  });
});

describe('a price that stayed paid in a pause ahead', () => {
  const paused = (plan?: string) => {
    const history = tenSeats('supported');
    history.pause(day('06-03'), { at: '2026-06-06T00:00:00Z' }, keepPaid);
    if (plan !== undefined) history.change(day('06-04'), { on: '2026-06-11' }, { plan });
    history.resume(day('06-05'), { at: '2026-06-16T00:00:00Z' }, keepPaid);
    return history;
  };

  test('is credited from its end on, where another plan lacks it then', () => {
    const history = paused('team');

    const moments = history.run(day('06-16'));

    expect(moments.at(-1)?.at).toBe(day('06-16'));
    expect(shown(moments)).toEqual([['06-16', [], [], ['-7.50']]]);
  });

  test('stays paid where the plan is the same', () => {
    expect(shown(paused().run(day('06-16')))).toEqual([]);
  });
});

test('of two changes ahead on one day, the last is charged for it, and nothing twice', () => {
  const history = tenSeats();
  history.change(day('06-03'), { at: '2026-06-16T09:00:00Z' }, seats('12'));
  history.change(day('06-03'), { at: '2026-06-16T15:00:00Z' }, seats('20'));

  history.run(day('06-17'));

  expect(linesOf(history, 1)).toEqual(['seat 06-16/07-01 -15.00', 'seat 06-16/07-01 30.00']);
});
