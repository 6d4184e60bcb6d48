import { describe, expect, test } from 'vitest';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, parseCalendarDate } from '#domain/shared/time.ts';
import { advanceCharge } from '#domain/subscriptions/settlement/charges.ts';
import { openUncounted } from '#domain/subscriptions/settlement/progress.ts';
import { buildId } from '../../../src/testing/builders.ts';
import type { ChangeHistory } from './change-history.ts';
import { day, tenSeats } from './ten-seats.ts';

// Parts of usage in advance that end where they begin, before anything is counted.

const month = { unit: 'month', count: 1 } as const;
const counted = { kind: 'usage', meterId: buildId('mtr'), isProrated: false } as const;
const calls = { ...counted, unitAmount: '0.1' };
const plans = {
  calls: { prices: { calls, seat: '3' }, interval: month },
  dearer: { prices: { calls: { ...calls, unitAmount: '0.2' }, seat: '3' }, interval: month },
  dearest: { prices: { calls: { ...calls, unitAmount: '0.3' }, seat: '3' }, interval: month },
  both: {
    prices: { calls, mails: { ...calls, meterId: buildId('mtr') }, seat: '3' },
    interval: month,
  },
};
const paid = (plan: keyof typeof plans = 'calls', policy = {}) => tenSeats(plan, { plans, policy });

const isUsage = ({ derivation }: SubscriptionCharge): boolean => derivation.kind === 'usage';

/** The instants to the hour of day, the days that it is said to be of, and its cause. */
const shown = ({ startsAt, endsAt, cause, derivation }: SubscriptionCharge): string => {
  const [start, end] = [startsAt, endsAt].map((at) => formatInstant(at).slice(5, 13));
  const days = derivation.kind === 'usage' ? derivation.served : { start: '', end: '' };
  const said = `${days.start.slice(5)}/${days.end.slice(5)}`;
  return `${start} to ${end}, ${said}: ${cause.replace(/(chg_|0190).*/, 'change')}`;
};
const usageOf = ({ lines }: ChangeHistory, from = 0): readonly string[] =>
  lines.filter(isUsage).slice(from).map(shown);

/** Charges what an event brings, as it comes. */
const use = (history: ChangeHistory, at: Instant): void => {
  const { agreement, lines } = history;
  const recorded = history.recordedAfter(history.facts.start.on);
  for (const due of openUncounted(agreement, at, recorded)) {
    const line = advanceCharge(agreement, due, at, 'usage/5');
    lines.push({ ...line, id: buildId('line'), invoiceId: null, createdAt: at });
  }
};

/** July has begun, and its usage until the eleventh was charged as it came. */
const usedInJuly = (): ChangeHistory => {
  const history = paid();
  history.run(day('07-01'));
  use(history, day('07-11'));
  return history;
};
const toDearer = (history: ChangeHistory, on: string, plan: keyof typeof plans = 'dearer') =>
  history.change(day('07-12'), { on }, { plan });

const openedInJuly = [
  '07-01T00 to 07-01T00, 07-01/07-02: opening/run',
  '07-01T00 to 07-11T00, 07-01/07-12: usage/5',
];
const openedAfterUsed = '07-11T00 to 07-11T00, 07-12/07-12: opening/change';
const givenUpAfterUsed = '07-11T00 to 07-11T00, 07-12/07-12: given-up/change';

describe('a part of usage that was charged as it came', () => {
  test.each(['2026-07-01', '2026-06-16'])('stays charged as far, by a change of %s', (on) => {
    const history = usedInJuly();

    toDearer(history, on);

    expect(usageOf(history, 2)).toEqual([
      ...openedInJuly,
      '07-01T00 to 07-01T00, 07-01/07-01: given-up/change',
      openedAfterUsed,
    ]);
  });

  test('is given up again by a second change that lies before its events', () => {
    const history = usedInJuly();

    toDearer(history, '2026-07-05');
    toDearer(history, '2026-07-08', 'dearest');

    expect(usageOf(history, 2)).toEqual([
      ...openedInJuly,
      '07-01T00 to 07-05T00, 07-01/07-05: change',
      openedAfterUsed,
      givenUpAfterUsed,
      openedAfterUsed,
    ]);
  });

  test('is given up by a pause that lies before its events, and not begun anew', () => {
    const history = usedInJuly();

    toDearer(history, '2026-07-05');
    history.pause(day('07-12'), { on: '2026-07-08' });

    expect(usageOf(history, 4)).toEqual([
      '07-01T00 to 07-05T00, 07-01/07-05: change',
      openedAfterUsed,
      givenUpAfterUsed,
    ]);
  });

  test('goes on to an end that follows a change which was back-dated', () => {
    const history = usedInJuly();

    toDearer(history, '2026-07-05');
    history.cancel(day('07-20'), 'now');

    expect(usageOf(history, 5)).toEqual([
      openedAfterUsed,
      '07-11T00 to 07-20T00, 07-12/07-21: change',
    ]);
  });
});

describe('a part of usage in advance', () => {
  const opened = '07-01T00 to 07-01T00, 07-01/07-02: opening/change';
  const givenUp = '07-01T00 to 07-01T00, 07-01/07-01: given-up/change';

  test('is given up as often as it was begun anew', () => {
    const history = paid();
    history.run(day('07-01'));

    for (const plan of ['dearer', 'calls'] as const) {
      history.change(day('07-01'), { on: '2026-07-01' }, { plan });
    }
    use(history, day('07-11'));
    toDearer(history, '2026-07-01');

    expect(usageOf(history, 3)).toEqual([
      givenUp,
      opened,
      givenUp,
      opened,
      '07-01T00 to 07-11T00, 07-01/07-12: usage/5',
      givenUp,
      openedAfterUsed,
    ]);
  });

  test('is given up by a change that was back-dated over a period, and that period is not', () => {
    const history = paid();
    history.run(day('08-10'));
    const before = usageOf(history);

    history.change(day('08-10'), { on: '2026-07-01' }, { plan: 'dearer' });

    expect(before.slice(2)).toEqual([
      '07-01T00 to 07-01T00, 07-01/07-02: opening/run',
      '07-01T00 to 08-01T00, 07-01/08-01: run',
      '08-01T00 to 08-01T00, 08-01/08-02: opening/run',
    ]);
    expect(usageOf(history, before.length)).toEqual([
      '08-01T00 to 08-01T00, 08-01/08-01: given-up/change',
      '08-01T00 to 08-01T00, 08-01/08-02: opening/change',
    ]);
  });

  test('is not given up where only the end of its period is moved', () => {
    const history = paid();
    history.run(day('07-01'));

    const anchorOn = parseCalendarDate('2026-07-11');
    history.change(day('07-01'), { on: '2026-07-01' }, { anchorOn });
    history.run(day('07-11'));

    expect(usageOf(history, 3)).toEqual([
      opened,
      '07-01T00 to 07-11T00, 07-01/07-11: change',
      '07-11T00 to 07-11T00, 07-11/07-12: opening/run',
    ]);
  });

  test('is given up once, where it is paused, resumed and paused at one instant', () => {
    const history = paid();

    history.pause(day('06-16'), 'now');
    history.resume(day('06-16'), 'now');
    history.pause(day('06-16'), 'now');

    expect(usageOf(history, 1)).toEqual([
      '06-01T00 to 06-16T00, 06-01/06-17: change',
      '06-16T00 to 06-16T00, 06-17/06-17: opening/change',
      '06-16T00 to 06-16T00, 06-17/06-17: given-up/change',
    ]);
  });

  test.each([
    ['billed', '07-01/07-02'],
    ['free', '07-01/07-01'],
  ] as const)('is given up by an end where it begins, whose day is %s', (dayOfEnd, days) => {
    const history = paid('calls', { dayOfEnd });
    history.run(day('07-01'));

    history.cancel(day('07-01'), 'now');

    expect(usageOf(history, 3)).toEqual([`07-01T00 to 07-01T00, ${days}: given-up/change`]);
  });

  test('goes on where another price is given up', () => {
    const history = paid('both');

    history.change(day('06-01'), 'now', { plan: 'calls' });

    const usage = history.lines.filter(isUsage).slice(2);
    expect(usage.map(({ description }) => description)).toEqual(['mails']);
    expect(usage.map(shown)).toEqual(['06-01T00 to 06-01T00, 06-01/06-01: given-up/change']);
  });

  test('that ended before is not given up by what follows', () => {
    const history = paid('both');
    history.change(day('06-11'), 'now', { plan: 'calls' });
    const before = usageOf(history);

    history.change(day('06-11'), 'now', { plan: 'dearer' });

    expect(usageOf(history, before.length)).toEqual([
      '06-01T00 to 06-11T00, 06-01/06-11: change',
      '06-11T00 to 06-11T00, 06-11/06-12: opening/change',
    ]);
  });
});

test('usage in arrears is never given up: nothing was charged for it', () => {
  const history = tenSeats('calls', { plans, billed: 'in_arrears' });

  history.change(day('06-01'), 'now', { plan: 'dearer' });
  history.change(day('06-01'), 'now', { plan: 'dearest' });

  expect(usageOf(history)).toEqual([]);
});
