import { describe, expect, test } from 'vitest';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, parseInstant } from '#domain/shared/time.ts';
import { advanceCharge } from '#domain/subscriptions/settlement/charges.ts';
import { dueBetween } from '#domain/subscriptions/settlement/due.ts';
import { buildId } from '../../../src/testing/builders.ts';
import type { ChangeHistory } from './change-history.ts';
import { day, tenSeats } from './ten-seats.ts';

// The lines of usage that changes, pauses and ends make, before anything is counted.

const month = { unit: 'month', count: 1 } as const;
const counted = { kind: 'usage', meterId: buildId('mtr'), isProrated: false } as const;
const plans = {
  calls: { prices: { calls: { ...counted, unitAmount: '0.1' }, seat: '3' }, interval: month },
  dearer: { prices: { calls: { ...counted, unitAmount: '0.2' }, seat: '3' }, interval: month },
  quarterly: {
    prices: { calls: { ...counted, unitAmount: '0.1' }, seat: '9' },
    interval: { unit: 'month', count: 3 } as const,
  },
  seats: { prices: { seat: '3' }, interval: month },
};

const using = (billed: 'in_advance' | 'in_arrears' = 'in_arrears') =>
  tenSeats('calls', { billed, plans });

const noon = (date: string) => parseInstant(`2026-${date}T12:00:00Z`);

/** Instants to the hour, and what made it: the run, or a change. */
const shown = ({ startsAt, endsAt, cause }: SubscriptionCharge): string => {
  const [start, end] = [startsAt, endsAt].map((at) => formatInstant(at).slice(5, 13));
  return `${start} to ${end}: ${cause.replace(/(chg_|0190).*/, 'change')}`;
};
const usageOf = ({ lines }: ChangeHistory): readonly string[] =>
  lines.filter(({ derivation }) => derivation.kind === 'usage').map(shown);

describe('usage in arrears', () => {
  test('falls due with its period, whole where only other prices change', () => {
    const history = using();

    history.change(noon('06-16'), 'now', { quantities: { seat: '12' } });
    history.run(day('07-01'));

    expect(usageOf(history)).toEqual(['06-01T00 to 07-01T00: run']);
  });

  test('falls due up to the instant of a change of its terms, and from there on', () => {
    const history = using();

    history.change(noon('06-16'), 'now', { plan: 'dearer' });
    const atOnce = usageOf(history);
    history.run(day('07-01'));

    expect(atOnce).toEqual(['06-01T00 to 06-16T12: change']);
    expect(usageOf(history)).toEqual([...atOnce, '06-16T12 to 07-01T00: change']);
  });

  test('is dated within its period, whatever day a change is said to be of', () => {
    const history = tenSeats('calls', {
      billed: 'in_arrears',
      plans,
      policy: { dayOfChange: 'old' },
    });

    history.change(noon('06-16'), 'now', { plan: 'dearer' });
    history.change(noon('06-30'), 'now', { plan: 'calls' });
    history.run(day('07-01'));

    const dated = history.lines
      .filter(({ derivation }) => derivation.kind === 'usage')
      .map(({ servicePeriod: { start, end } }) => `${start.slice(5)} to ${end.slice(5)}`);
    expect(dated).toEqual(['06-01 to 06-17', '06-17 to 07-01', '07-01 to 07-01']);
  });

  test('that a change lies ahead of falls due when that takes effect', () => {
    const history = using();

    history.change(day('06-03'), { at: '2026-06-16T12:00:00Z' }, { plan: 'dearer' });
    history.run(day('07-01'));

    expect(usageOf(history)).toEqual(['06-01T00 to 06-16T12: run', '06-16T12 to 07-01T00: change']);
  });

  test('is not counted again, where a change is back-dated to before its period ended', () => {
    const history = using();

    history.change(noon('07-05'), { at: '2026-06-16T12:00:00Z' }, { plan: 'dearer' });
    history.run(day('08-01'));

    expect(usageOf(history)).toEqual([
      '06-01T00 to 07-01T00: run',
      // 36 days after the old terms ended: for what came late of them.
      '06-16T12 to 06-16T12: run',
      '07-01T00 to 08-01T00: change',
    ]);
  });

  test('is not counted again by a longer period that begins before the charged one ended', () => {
    const history = using();

    history.change(noon('07-05'), { at: '2026-06-16T12:00:00Z' }, { plan: 'quarterly' });
    history.run(day('09-16'));

    expect(usageOf(history).at(-1)).toBe('07-01T00 to 09-16T00: change');
  });

  test('falls due with a pause, and not in it', () => {
    const history = using();

    history.pause(noon('06-10'), 'now');
    history.resume(noon('06-21'), 'now');
    history.run(day('07-01'));

    expect(usageOf(history)).toEqual([
      '06-01T00 to 06-10T12: change',
      '06-21T12 to 07-01T00: change',
    ]);
  });

  test('falls due with the end, and with the plan that has it', () => {
    const [ended, moved] = [using(), using()];

    ended.cancel(noon('06-16'), 'now');
    moved.change(noon('06-16'), 'now', { plan: 'seats' });

    for (const history of [ended, moved]) {
      history.run(day('07-01'));
      expect(usageOf(history)).toEqual(['06-01T00 to 06-16T12: change']);
    }
  });
});

describe('usage in advance', () => {
  test('is due where its period begins, for what is there, and where it ends', () => {
    const history = using('in_advance');

    history.run(day('07-01'));

    expect(usageOf(history)).toEqual([
      '06-01T00 to 06-01T00: opening/run',
      '06-01T00 to 07-01T00: run',
      '07-01T00 to 07-01T00: opening/run',
    ]);
    const [opening, closing] = history.lines.filter(({ description }) => description === 'calls');
    expect(opening).toMatchObject({
      endsAt: day('06-01') + 1,
      servicePeriod: { start: '2026-06-01', end: '2026-07-01' },
      derivation: { isProgressive: true, served: { end: '2026-06-02' } },
    });
    expect(closing?.derivation).not.toHaveProperty('isProgressive');
  });

  test('is due at a change of its terms: the part that ends, and what is there then', () => {
    const [now, ahead] = [using('in_advance'), using('in_advance')];

    now.change(noon('06-16'), 'now', { plan: 'dearer' });
    ahead.change(day('06-03'), { at: '2026-06-16T12:00:00Z' }, { plan: 'dearer' });
    ahead.run(noon('06-16'));

    expect(usageOf(now).slice(1)).toEqual([
      '06-01T00 to 06-16T12: change',
      '06-16T12 to 06-16T12: opening/change',
    ]);
    expect(usageOf(ahead).slice(1)).toEqual([
      '06-01T00 to 06-16T12: run',
      '06-16T12 to 06-16T12: opening/change',
    ]);
  });

  test('is paid for from the day of a change to the end of the period', () => {
    const history = using('in_advance');

    history.change(noon('06-16'), 'now', { plan: 'dearer' });

    expect(history.lines.at(-1)).toMatchObject({
      servicePeriod: { start: '2026-06-16', end: '2026-07-01' },
    });
  });

  test('is paid for from the next day on, where the day of a change counts to what was', () => {
    const history = tenSeats('calls', { plans, policy: { dayOfChange: 'old' } });

    history.change(noon('06-16'), 'now', { plan: 'dearer' });

    const opened = history.lines.findLast(({ derivation }) => derivation.kind === 'usage');
    expect(opened).toMatchObject({
      startsAt: noon('06-16'),
      servicePeriod: { start: '2026-06-17', end: '2026-07-01' },
    });
  });

  test('is due anew where a pause ends, and not once it has ended', () => {
    const [paused, ended] = [using('in_advance'), using('in_advance')];

    paused.pause(noon('06-10'), 'now');
    paused.resume(noon('06-21'), 'now');
    ended.cancel(noon('06-10'), 'now');
    ended.run(day('07-01'));

    expect(usageOf(paused).slice(1)).toEqual([
      '06-01T00 to 06-10T12: change',
      '06-21T12 to 06-21T12: opening/change',
    ]);
    expect(usageOf(ended).slice(1)).toEqual(['06-01T00 to 06-10T12: change']);
  });

  test('is paid for from the day on that its events come', () => {
    const { agreement } = using('in_advance');
    const [due] = dueBetween(agreement, null, day('06-01'));
    if (due === undefined) throw new Error('Usage is due.');
    const servedAt = (at: Instant) => {
      const { servicePeriod } = advanceCharge(agreement, due, at, 'usage/5');
      return `${servicePeriod.start} to ${servicePeriod.end}`;
    };

    expect([day('06-01'), noon('06-16'), noon('06-30')].map(servedAt)).toEqual([
      '2026-06-01 to 2026-07-01',
      '2026-06-16 to 2026-07-01',
      '2026-06-30 to 2026-07-01',
    ]);
    expect(advanceCharge(agreement, due, noon('06-16'), 'usage/5')).toMatchObject({
      cause: 'usage/5',
      endsAt: noon('06-16') + 1,
      derivation: { isProgressive: true, served: { end: '2026-06-17' } },
    });
  });

  test('goes on where an end that lies ahead is moved, and is not opened again', () => {
    const history = using('in_advance');

    history.cancel(noon('06-10'), { on: '2026-06-16' });
    history.cancel(noon('06-11'), { on: '2026-06-21' });
    history.run(day('07-01'));

    expect(usageOf(history)).toEqual([
      '06-01T00 to 06-01T00: opening/run',
      '06-01T00 to 06-21T00: run',
    ]);
  });
});

describe('usage in advance that a change takes back where it begins', () => {
  const dearer = { plan: 'dearer' };

  test('ends at once, and falls due anew', () => {
    const history = using('in_advance');

    history.change(day('06-01'), 'now', dearer);

    expect(usageOf(history)).toEqual([
      '06-01T00 to 06-01T00: opening/run',
      '06-01T00 to 06-01T00: given-up/change',
      '06-01T00 to 06-01T00: opening/change',
    ]);
  });

  test('ends where the change is back-dated to its beginning, or before', () => {
    const [there, before] = [using('in_advance'), using('in_advance')];
    for (const history of [there, before]) history.run(day('07-10'));

    there.change(day('07-10'), { on: '2026-07-01' }, dearer);
    before.change(day('07-10'), { on: '2026-06-16' }, dearer);

    expect(usageOf(there).slice(3)).toEqual([
      '07-01T00 to 07-01T00: given-up/change',
      '07-01T00 to 07-01T00: opening/change',
    ]);
    expect(usageOf(before).slice(3)).toEqual([
      '07-01T00 to 07-01T00: given-up/change',
      '07-01T00 to 07-01T00: opening/change',
    ]);
  });

  test('goes on where only the seats change, or it began before', () => {
    const [seats, later] = [using('in_advance'), using('in_advance')];

    seats.change(day('06-01'), 'now', { quantities: { seat: '12' } });
    later.change(noon('06-01'), 'now', dearer);

    expect(usageOf(seats).slice(1)).toEqual([]);
    expect(usageOf(later).slice(1)).toEqual([
      '06-01T00 to 06-01T12: change',
      '06-01T12 to 06-01T12: opening/change',
    ]);
  });
});
