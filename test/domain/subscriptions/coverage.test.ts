import { describe, expect, test } from 'vitest';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import { chargeOf } from '#domain/subscriptions/settlement/charges.ts';
import { uncharged } from '#domain/subscriptions/settlement/coverage.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import { dueBetween } from '#domain/subscriptions/settlement/due.ts';
import { standingCharges } from '#domain/subscriptions/settlement/standing.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { day, linesOf, tenSeats } from './ten-seats.ts';

// The parts of June that are still to be charged, of ten seats at EUR 3.00 a month each.

const on = (text: string): Mark => markOn(parseCalendarDate(`2026-${text}`), parseTimeZone('UTC'));

const juneOf = (policy: Partial<BillingPolicy> = {}) => {
  const { agreement } = tenSeats('team', { policy });
  const [due] = dueBetween(agreement, null, day('06-01'));
  if (due === undefined) throw new Error('June is due.');
  const chargedFor = (from: Mark, until: Mark, given: Partial<SubscriptionCharge> = {}) => {
    const made = chargeOf(agreement, { ...due, from, until }, 'run');
    const stored = { id: buildId('line'), invoiceId: null, createdAt: day('06-01') };
    return { charge: { ...made, ...stored, ...given }, terms: due.item.terms };
  };
  const openOf = (asked: Due, ...recorded: readonly ReturnType<typeof chargedFor>[]) =>
    uncharged(agreement, asked, standingCharges(recorded));
  return { due, chargedFor, openOf };
};
const shown = (dues: readonly Due[]) =>
  dues.map(({ from, until }) => `${from.on.slice(5)}/${until.on.slice(5)}`);

describe('the open parts of a period', () => {
  const { due, chargedFor, openOf } = juneOf();

  test('lie before, between and behind what is charged, in order of time', () => {
    const [first, second] = [
      chargedFor(on('06-05'), on('06-11')),
      chargedFor(on('06-21'), on('06-26')),
    ];

    expect(shown(openOf(due))).toEqual(['06-01/07-01']);
    for (const recorded of [
      [first, second],
      [second, first],
    ]) {
      expect(shown(openOf(due, ...recorded))).toEqual([
        '06-01/06-05',
        '06-11/06-21',
        '06-26/07-01',
      ]);
    }
  });

  test('lie within what is due, whatever is charged beside it', () => {
    const part = { ...due, from: on('06-11'), until: on('06-21') };
    const beside = [chargedFor(on('06-01'), on('06-05')), chargedFor(on('06-26'), on('07-01'))];
    const next = [chargedFor(on('06-01'), on('06-11')), chargedFor(on('06-21'), on('07-01'))];

    expect(shown(openOf(part, ...beside))).toEqual(['06-11/06-21']);
    expect(shown(openOf(part, ...next))).toEqual(['06-11/06-21']);
    expect(shown(openOf(part, chargedFor(on('06-05'), on('06-26'))))).toEqual([]);
  });

  test('are all of it, where other periods are charged', () => {
    const charged = chargedFor(on('06-01'), on('07-01'));
    const ofPeriod = (start: string, end: string) => {
      const days = { start: `2026-${start}`, end: `2026-${end}` };
      const period = { ...due.period, ...days, startsAt: `${days.start}T00:00:00Z` };
      const ended = { ...period, endsAt: `${days.end}T00:00:00Z` };
      const derivation = { ...charged.charge.derivation, period: ended };
      return { ...charged, charge: { ...charged.charge, derivation } as SubscriptionCharge };
    };

    expect(shown(openOf(due, ofPeriod('06-01', '07-01')))).toEqual([]);
    expect(shown(openOf(due, ofPeriod('06-01', '09-01')))).toEqual(['06-01/07-01']);
    expect(shown(openOf(due, ofPeriod('04-01', '07-01')))).toEqual(['06-01/07-01']);
  });

  test('begin at the day of their instant, where seconds are counted', () => {
    const seconds = juneOf({ countedBy: 'second' });
    const noon = { on: parseCalendarDate('2026-06-11'), at: parseInstant('2026-06-10T12:00:00Z') };

    const [open] = seconds.openOf(seconds.due, seconds.chargedFor(on('06-01'), noon));

    expect(open?.from).toEqual({ ...noon, on: '2026-06-10' });
  });
});

const month = { unit: 'month', count: 1 } as const;
const plansOf = (prices: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(prices).map(([name, seat]) => [name, { prices: { seat }, interval: month }]),
  );
const keepPaid = { decrease: 'keep_paid' } as const;

describe('what was charged at nothing', () => {
  test('is charged where another quantity is agreed to', () => {
    const history = tenSeats();
    history.change(day('06-01'), 'now', { quantities: { seat: '0' } });

    history.change(day('06-11'), 'now', { quantities: { seat: '10' } });

    expect(linesOf(history, 1)).toEqual([
      'seat 06-01/07-01 0.00',
      'seat 06-01/07-01 -30.00',
      'seat 06-11/07-01 20.00',
    ]);
  });

  test('is charged where other terms are agreed to', () => {
    const history = tenSeats('free', { plans: plansOf({ free: '0', team: '3' }) });

    history.change(day('06-11'), 'now', { plan: 'team' });

    expect(linesOf(history)).toEqual(['seat 06-01/07-01 0.00', 'seat 06-11/07-01 20.00']);
  });

  test('stays so, where it is agreed to as before', () => {
    const history = tenSeats('free', { plans: plansOf({ free: '0' }) });

    history.cancel(day('06-05'), { on: '2026-06-21' });
    history.uncancel(day('06-06'));

    expect(linesOf(history)).toEqual(['seat 06-01/07-01 0.00']);
  });
});

describe('what is paid stays paid', () => {
  const plans = {
    ...plansOf({ team: '3', dear: '6' }),
    bought: {
      prices: {
        seat: {
          kind: 'one_time',
          unitAmount: '1',
          billed: 'in_advance',
          isProrated: undefined,
        },
      },
      interval: month,
    },
    yearly: { prices: { seat: '1' }, interval: { unit: 'year', count: 1 } },
    quarterly: { prices: { seat: '1' }, interval: { unit: 'month', count: 3 } },
  } as const;

  test('and what is owed once is charged beside it', () => {
    const history = tenSeats('team', { plans });

    history.change(day('06-16'), 'now', { plan: 'bought', terms: keepPaid });

    expect(linesOf(history, 1)).toEqual(['seat 06-16/07-01 10.00']);
  });

  test.each([
    ['yearly', '08-16/08-16'],
    ['quarterly', '08-16/11-16'],
  ] as const)('only in periods of its own length, and not by a %s plan', (plan, days) => {
    const history = tenSeats('team', { plans });
    history.run(day('08-01'));

    history.change(day('08-16'), 'now', { plan, terms: keepPaid });

    expect(linesOf(history, 3)).toEqual([`seat ${days} 10.00`, 'seat 08-16/09-01 -15.48']);
  });
});

test('what is charged once is not charged again, where its plan changes on the very day', () => {
  const setup = {
    kind: 'one_time',
    unitAmount: '99',
    billed: 'in_advance',
    isProrated: undefined,
  } as const;
  const plans = {
    monthly: { prices: { setup }, interval: month },
    yearly: { prices: { setup }, interval: { unit: 'year', count: 1 } as const },
  };
  const history = tenSeats('monthly', { plans });

  history.change(parseInstant('2026-06-01T12:00:00Z'), 'now', { plan: 'yearly' });

  expect(linesOf(history)).toEqual(['setup 06-01/07-01 99.00']);
});
