import { describe, expect, test } from 'vitest';
import { day, linesOf, tenSeats } from './ten-seats.ts';

// Items that end by themselves, at a day of their own: in June, of 30 days.

const june = ['seat 06-01/07-01 30.00', 'support 06-01/07-01 15.00'];
const until = (on: string | null) => ({
  ends: { support: on === null ? null : `2026-${on}` },
});
const supported = (...given: [object?, string?]) => tenSeats('supported', ...given);

describe('an end that an item is given', () => {
  test('gives back at once what was paid for the time behind it', () => {
    const history = supported();

    history.change(day('06-05'), 'now', until('06-21'));
    history.run(day('08-01'));

    expect(linesOf(history)).toEqual([
      ...june,
      'support 06-21/07-01 -5.00',
      'seat 07-01/08-01 30.00',
      'seat 08-01/09-01 30.00',
    ]);
  });

  test('that lies in a later period has that charged up to it', () => {
    const history = supported();

    history.change(day('06-05'), 'now', until('07-16'));
    history.run(day('08-01'));

    expect(linesOf(history, 2)).toEqual([
      'seat 07-01/08-01 30.00',
      'support 07-01/07-16 7.26',
      'seat 08-01/09-01 30.00',
    ]);
  });

  test('is moved later and earlier, or taken away', () => {
    const history = supported();
    history.change(day('06-05'), 'now', until('06-21'));

    history.change(day('06-06'), 'now', until('06-26'));
    history.change(day('06-07'), 'now', until('06-16'));
    history.change(day('06-08'), 'now', until(null));

    expect(linesOf(history, 3)).toEqual([
      'support 06-21/06-26 2.50',
      'support 06-16/06-21 -2.50',
      'support 06-21/06-26 -2.50',
      'support 06-16/07-01 7.50',
    ]);
    expect(history.exact.toText()).toBe('4500');
  });

  test('in arrears is where its last part is charged', () => {
    const history = supported({ billed: 'in_arrears' });

    history.change(day('06-05'), 'now', until('06-21'));
    history.run(day('06-21'));
    const atEnd = linesOf(history);
    history.run(day('08-01'));

    expect(atEnd).toEqual(['support 06-01/06-21 10.00']);
    expect(linesOf(history, 1)).toEqual(['seat 06-01/07-01 30.00', 'seat 07-01/08-01 30.00']);
  });

  test.each([
    ['06-11', '06-21'],
    ['06-21', '06-11'],
  ] as const)('is each of several prices’ own: %s and %s', (seat, support) => {
    const history = supported({ billed: 'in_arrears' });
    const ends = { seat: `2026-${seat}`, support: `2026-${support}` };

    history.change(day('06-05'), 'now', { ends });
    history.run(day('08-01'));

    const money = { '06-11': ['10.00', '5.00'], '06-21': ['20.00', '10.00'] };
    expect(linesOf(history).toSorted()).toEqual([
      `seat 06-01/${seat} ${money[seat][0]}`,
      `support 06-01/${support} ${money[support][1]}`,
    ]);
  });

  test('credits nothing where what is paid stays paid, or nothing is divided', () => {
    const kept = supported();
    const whole = supported({ policy: { countedBy: 'none' } });

    kept.change(day('06-05'), 'now', { ...until('06-21'), terms: { decrease: 'keep_paid' } });
    whole.change(day('06-05'), 'now', until('06-21'));
    for (const history of [kept, whole]) history.run(day('07-01'));

    expect([kept, whole].map((history) => linesOf(history))).toEqual(
      [1, 2].map(() => [...june, 'seat 07-01/08-01 30.00']),
    );
  });

  test('lies no further than the subscription', () => {
    const history = supported();
    history.change(day('06-05'), 'now', until('06-21'));

    history.cancel(day('06-10'), { on: '2026-06-16' });

    expect(linesOf(history, 3)).toEqual(['seat 06-16/07-01 -15.00', 'support 06-16/06-21 -2.50']);
  });

  test('by a change that lies ahead is known at once, until that is taken back', () => {
    const history = supported();

    history.change(day('06-05'), { on: '2026-06-11' }, until('06-21'));
    const made = linesOf(history, 2);
    history.takeBack(day('06-06'));

    expect(made).toEqual(['support 06-21/07-01 -5.00']);
    expect(linesOf(history, 3)).toEqual(['support 06-21/07-01 5.00']);
  });

  test('comes along with the item to another plan', () => {
    const history = tenSeats();

    history.change(day('06-05'), 'now', { ends: { seat: '2026-06-21' } });
    history.change(day('06-11'), 'now', { plan: 'cheap' });
    history.run(day('08-01'));

    expect(linesOf(history, 1)).toEqual([
      'seat 06-21/07-01 -10.00',
      'seat 06-11/06-21 6.67',
      'seat 06-11/06-21 -10.00',
    ]);
    expect(history.cursor.nextDueAt).toBeNull();
  });
});

describe('an item that has ended', () => {
  const ended = (given: object = {}) => {
    const history = supported(given);
    history.change(day('06-05'), 'now', until('06-21'));
    history.run(day('06-22'));
    return history;
  };

  test('begins anew with a change that says so, and not before', () => {
    const history = ended();

    history.change(day('06-26'), 'now', until(null));

    expect(linesOf(history, 3)).toEqual(['support 06-26/07-01 2.50']);
  });

  test('begins anew at its end without being charged twice, in arrears either', () => {
    const history = ended({ billed: 'in_arrears' });

    history.change(day('06-26'), { on: '2026-06-21' }, until(null));
    history.run(day('07-01'));

    expect(linesOf(history)).toEqual([
      'support 06-01/06-21 10.00',
      'seat 06-01/07-01 30.00',
      'support 06-21/07-01 5.00',
    ]);
  });

  test('does not begin again with another version of what is agreed to', () => {
    const history = ended();

    history.change(day('06-26'), 'now', { quantities: { seat: '5' } });
    history.run(day('07-01'));

    expect(linesOf(history, 3).filter((line) => line.startsWith('support'))).toEqual([]);
  });

  test('gives nothing back, and is charged nothing, whatever changes', () => {
    const history = ended();

    history.pause(day('06-23'), 'now');
    history.resume(day('06-26'), 'now');
    history.cancel(day('06-28'), { on: '2026-06-29' });

    expect(linesOf(history).filter((line) => line.startsWith('support'))).toEqual([
      june[1],
      'support 06-21/07-01 -5.00',
    ]);
  });
});

test('a change that charges nothing leaves an item charged up to its own end', () => {
  const history = supported();
  history.change(day('06-05'), 'now', until('07-21'));

  history.change(
    day('06-06'),
    { on: '2026-07-11' },
    {
      quantities: { support: '2' },
      terms: { charge: 'none' },
    },
  );
  history.run(day('07-11'));

  expect(linesOf(history, 2)).toEqual(['seat 07-01/08-01 30.00', 'support 07-01/07-21 9.68']);
});

test('what stayed paid behind an end is set off where more of the item comes back', () => {
  const history = supported();
  history.change(day('06-05'), 'now', { ...until('06-11'), terms: { decrease: 'keep_paid' } });
  const ahead = { quantities: { support: '2' }, ends: { support: null } };

  history.change(day('06-12'), { on: '2026-06-21' }, ahead);
  history.run(day('06-21'));

  expect(linesOf(history, 2)).toEqual(['support 06-21/07-01 -5.00', 'support 06-21/07-01 10.00']);
});

test('what lies behind an earlier end is given back at once, though the item comes back', () => {
  const history = supported();
  history.change(day('06-05'), 'now', until('06-21'));
  history.change(day('06-06'), 'now', until('06-26'));
  history.change(day('06-07'), { on: '2026-06-28' }, until(null));

  history.change(day('06-08'), 'now', until('06-16'));

  expect(linesOf(history, 3)).toEqual([
    'support 06-21/06-26 2.50',
    'support 06-16/06-21 -2.50',
    'support 06-21/06-26 -2.50',
  ]);
});

test('what stays paid behind an end does so where another item changes on the same day', () => {
  const history = supported();
  history.change(day('06-05'), 'now', { ...until('06-11'), terms: { decrease: 'keep_paid' } });
  history.change(day('06-06'), { on: '2026-06-11' }, { quantities: { seat: '12' } });

  history.run(day('06-11'));

  expect(linesOf(history, 2)).toEqual(['seat 06-11/07-01 24.00', 'seat 06-11/07-01 -20.00']);
});

test('what was credited between two charges of a period is charged with what goes on', () => {
  const history = supported({ policy: { cycle: 'same_day' } });
  history.change(day('06-05'), 'now', until('07-11'));
  history.change(day('07-05'), 'now', until(null));

  history.change(day('07-06'), 'now', { plan: 'supported' });

  const support = linesOf(history).filter((line) => line.startsWith('support 07'));
  expect(support).toEqual([
    'support 07-01/07-11 4.84',
    'support 07-11/08-01 10.16',
    'support 07-06/07-11 2.42',
    'support 07-06/07-11 -2.42',
  ]);
  expect(history.exact.toText()).toBe('9000');
});
