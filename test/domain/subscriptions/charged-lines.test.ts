import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import { startMark } from '#domain/subscriptions/agreement/mark.ts';
import { chargeOf } from '#domain/subscriptions/settlement/charges.ts';
import { dueBetween } from '#domain/subscriptions/settlement/due.ts';
import { buildSubscription, euros } from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import type { ChangeHistory } from './change-history.ts';
import { exactOf, History } from './history.ts';
import { day, linesOf, tenSeats } from './ten-seats.ts';

// The facts that lines say of what they charge, and of what they take back.

const month = { unit: 'month', count: 1 } as const;
const calls = { kind: 'usage', meterId: buildId('mtr'), unitAmount: '0.1' } as const;
const plans = {
  held: { prices: { calls: { ...calls, isProrated: true } }, interval: month },
  counted: { prices: { calls: { ...calls, isProrated: false } }, interval: month },
};

describe('usage in advance', () => {
  const openingOf = (plan: keyof typeof plans) => tenSeats(plan, { plans }).lines[0]?.derivation;

  test('that is prorated by time says until when it is paid', () => {
    expect(openingOf('held')).toMatchObject({
      served: { end: '2026-06-02' },
      paidUntil: { end: '2026-07-01', endsAt: '2026-07-01T00:00:00.000Z' },
    });
  });

  test('that is not is paid for what was used, whenever that was', () => {
    expect(openingOf('counted')).toMatchObject({ served: { end: '2026-06-02' } });
    expect(openingOf('counted')).not.toHaveProperty('paidUntil');
  });
});

describe('usage is of days of its period', () => {
  const tokyo = parseTimeZone('Asia/Tokyo');
  const utc = parseTimeZone('UTC');
  const evening = parseInstant('2026-06-30T18:00:00Z');
  const lastDays = ({ lines }: ChangeHistory) => {
    const { servicePeriod } = lines.at(-1) ?? {};
    return servicePeriod && [servicePeriod.start, servicePeriod.end];
  };

  test('where another zone is in the next one already', () => {
    const history = tenSeats('counted', { plans, billed: 'in_arrears' });

    history.change(evening, 'now', { timeZone: tokyo });
    history.run(day('08-01'));

    const [, july] = history.lines.filter(({ startsAt, endsAt }) => startsAt < endsAt);
    expect(july?.servicePeriod).toEqual({ start: '2026-07-01', end: '2026-08-01' });
  });

  test('where another zone is still in the one before', () => {
    const history = tenSeats('counted', {
      plans,
      billed: 'in_arrears',
      zone: tokyo,
      policy: { dayOfChange: 'old' },
    });

    history.change(evening, 'now', { timeZone: utc });
    history.run(day('07-01'));

    expect(lastDays(history)).toEqual(['2026-07-01', '2026-07-01']);
  });
});

test('the line of a minimum commitment is told from those of usage', () => {
  const plan = buildPlan(buildId('prod'), {
    minimumCommitment: euros(5000n),
    prices: [{ name: 'calls', model: 'per_unit', ...calls }],
  }).activate(someday);
  const version = firstVersionOf(plan).facts;
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const { facts } = buildSubscription(buildId('cus'), plan, {});
  const agreement = agreementOf(facts, new Terms([version], sha256));

  const dues = dueBetween(agreement, null, parseInstant('2027-01-01T00:00:00Z'));

  expect(dues.slice(0, 2).map((due) => chargeOf(agreement, due, 'run').kind)).toEqual([
    'usage',
    'commitment',
  ]);
});

describe('credits', () => {
  test('of a charge come to it exactly, where they take it back in two parts', () => {
    const start = startMark(day('06-01'), parseTimeZone('UTC'));
    const history = new History({ start, policy: { dayOfEnd: 'free' } });

    history.cancel(day('06-01'), { on: '2026-06-21' });
    history.cancel(day('06-01'), 'now');

    expect(history.lines.map(({ amount }) => amount.minor)).toEqual([3000n, -1000n, -2000n]);
    expect(exactOf(history.lines).toText()).toBe('0');
  });

  test('are of days of their charge, where seconds are counted', () => {
    const history = tenSeats('team', { policy: { countedBy: 'second' } }, '2026-05-01');
    const twelve = { quantities: { seat: '12' } };
    history.change(day('05-03'), { at: '2026-06-09T18:00:00Z' }, twelve);

    history.cancel(parseInstant('2026-06-09T12:00:00Z'), 'now');

    // Six of 720 hours at EUR 30.00: of the ninth, on which the charge ends.
    expect(linesOf(history, 1)).toEqual(['seat 06-01/06-09 8.75', 'seat 06-09/06-09 -0.25']);
  });
});

describe('what is owed whole', () => {
  const whole = (plan: string) =>
    tenSeats(plan, {
      isProrated: false,
      billed: 'in_arrears',
      plans: {
        late: { prices: { seat: '3' }, interval: month },
        soon: { prices: { seat: { unitAmount: '5', billed: 'in_advance' } }, interval: month },
        quarterly: { prices: { seat: '8' }, interval: { unit: 'month', count: 3 } },
      },
    });

  test('in arrears is not joined with what was charged in advance', () => {
    const history = whole('soon');

    history.change(day('06-11'), 'now', { plan: 'late' });
    const dues = dueBetween(history.agreement, day('06-11'), day('07-01'));

    expect(dues).toMatchObject([{ from: { on: '2026-06-11' }, isJoined: false }]);
  });

  test('is not joined with a longer period that begins on the same day', () => {
    const history = whole('late');
    const anchorOn = parseCalendarDate('2026-06-01');

    history.change(day('06-11'), 'now', { plan: 'quarterly', anchorOn });
    const dues = dueBetween(history.agreement, null, day('09-01'));

    expect(
      dues.map(({ from, until, isJoined }) => [from.on.slice(5), until.on.slice(5), isJoined]),
    ).toEqual([
      ['06-01', '06-11', false],
      ['06-11', '09-01', false],
    ]);
  });
});

test('a change ahead that charges nothing has arrears charged as far as they go', () => {
  const history = tenSeats('team', { billed: 'in_arrears' }, '2026-05-01');
  const terms = { charge: 'none' } as const;

  history.change(day('05-03'), { on: '2026-06-16' }, { quantities: { seat: '12' }, terms });
  history.run(day('07-01'));

  expect(linesOf(history, 1)).toEqual(['seat 06-01/06-16 15.00', 'seat 06-16/07-01 18.00']);
});
