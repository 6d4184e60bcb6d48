import { describe, expect, test } from 'vitest';
import { parseInstant } from '#domain/shared/time.ts';
import type { SettledMoment } from '#domain/subscriptions/settlement/settlement.ts';
import { buildId } from '../../../src/testing/builders.ts';
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

  test('is credited when the plan changes an hour after the pause ends, and not sooner', () => {
    const history = tenSeats();
    history.change(day('06-03'), { at: '2026-06-16T01:00:00Z' }, { plan: 'yearly' });
    history.pause(day('06-04'), { at: '2026-06-06T00:00:00Z' }, keepPaid);
    history.resume(day('06-05'), { at: '2026-06-16T00:00:00Z' }, keepPaid);

    const moments = history.run(day('06-17'));

    expect(shown(moments)).toEqual([['06-16', ['300.00'], [], ['-15.00']]]);
    expect(moments.map(({ at }) => at)).toEqual([parseInstant('2026-06-16T01:00:00Z')]);
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

  expect(linesOf(history, 1)).toEqual(['seat 06-16/07-01 30.00', 'seat 06-16/07-01 -15.00']);
});

describe('two changes on the day from which a charge in place of another change counts', () => {
  const plans = Object.fromEntries(
    Object.entries({ small: '31', large: '62', huge: '93' }).map(([name, base]) => [
      name,
      { prices: { base }, interval: { unit: 'month', count: 1 } as const },
    ]),
  );
  const small = () => tenSeats('small', { plans });
  const [ten, eleven] = [10, 11].map((hour) => parseInstant(`2026-07-01T${hour}:00:00Z`));
  if (ten === undefined || eleven === undefined) throw new Error('They are instants.');
  const changeTwice = (history: ReturnType<typeof small>) => {
    history.change(ten, 'now', { plan: 'small' });
    history.change(ten, { at: '2026-07-01T11:00:00Z' }, { plan: 'large' });
    history.run(eleven);
  };

  test('replace what was charged for that day', () => {
    const history = small();
    history.change(day('06-10'), { at: '2026-07-01T12:00:00Z' }, { plan: 'huge' });

    changeTwice(history);

    expect(linesOf(history, 1)).toEqual([
      'base 07-01/08-01 31.00',
      'base 07-01/08-01 62.00',
      'base 07-01/08-01 -31.00',
    ]);
  });

  test('replace what was charged for a later day of the period, too', () => {
    const history = small();
    history.change(day('06-10'), { on: '2026-07-11' }, { plan: 'huge' });
    history.run(day('07-01'));

    changeTwice(history);

    expect(linesOf(history, 1)).toEqual([
      'base 07-01/07-11 10.00',
      'base 07-11/08-01 21.00',
      'base 07-01/08-01 62.00',
      'base 07-01/07-11 -10.00',
      'base 07-11/08-01 -21.00',
    ]);
  });
});

describe('usage that begins with a change ahead', () => {
  const calls = { kind: 'usage', meterId: buildId('mtr'), isProrated: false } as const;
  const month = { unit: 'month', count: 1 } as const;
  const plans = {
    team: { prices: { seat: '3' }, interval: month },
    calls: { prices: { seat: '4', calls: { ...calls, unitAmount: '0.1' } }, interval: month },
  };

  test('in advance falls due whatever the change charges', () => {
    const history = tenSeats('team', { plans });
    history.change(day('06-03'), { on: '2026-06-16' }, { plan: 'calls' });

    const [moment] = history.run(day('06-16'));

    expect(moment?.charges.map(({ derivation }) => derivation.kind)).toEqual(['usage']);
    expect(moment?.change?.charges.map(({ amount }) => amount.toDecimal())).toEqual(['20.00']);
  });
});

describe('a price that was taken away and stays paid', () => {
  const without = () => {
    const history = tenSeats('supported');
    history.change(day('06-03'), 'now', { ...noSupport, terms: keepPaid });
    return history;
  };

  test('stays so through a pause that ends with the same plan', () => {
    const history = without();

    history.pause(day('06-06'), 'now', keepPaid);
    history.resume(day('06-16'), 'now', keepPaid);

    expect(linesOf(history, 2)).toEqual([]);
  });

  test('stays so through a move to another plan that lacks it, too', () => {
    const history = without();

    history.change(day('06-16'), 'now', { plan: 'team', terms: keepPaid });

    expect(linesOf(history, 2)).toEqual([]);
  });

  test('stays so through a move that lies ahead', () => {
    const history = without();
    history.change(day('06-11'), { on: '2026-06-16' }, { plan: 'team', terms: keepPaid });

    history.run(day('06-16'));

    expect(linesOf(history, 2)).toEqual([]);
  });
});
