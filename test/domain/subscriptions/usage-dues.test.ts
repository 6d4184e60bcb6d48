import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import { closedAfterDays } from '#domain/metering/usage-life.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { runsOf } from '#domain/subscriptions/agreement/runs.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { chargeOf, progressiveCharge } from '#domain/subscriptions/settlement/charges.ts';
import { uncounted, uncountedSinceBegun } from '#domain/subscriptions/settlement/counted-usage.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import {
  dueBetween,
  nextDueAt,
  openUsage,
  settledBetween,
} from '#domain/subscriptions/settlement/due.ts';
import { openUncounted, within } from '#domain/subscriptions/settlement/progress.ts';
import { buildSubscription, euros } from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';

const plan = buildPlan(buildId('prod'), {
  minimumCommitment: euros(5000n),
  prices: [
    { name: 'calls', kind: 'usage', meterId: buildId('mtr'), model: 'per_unit', unitAmount: '1' },
    { name: 'setup', kind: 'one_time', model: 'per_unit', unitAmount: '99' },
  ],
}).activate(someday);
const version: PlanVersion = firstVersionOf(plan).facts;
const terms = new Terms([version], (text) => createHash('sha256').update(text).digest('hex'));
const items = version.terms.prices.map(({ id: priceId }) => ({
  id: buildId('si'),
  priceId,
  quantity: '1',
}));

const on = (day: string): Mark => ({
  on: parseCalendarDate(day),
  at: parseInstant(`${day}T00:00:00Z`),
});
const segment = (day: string, given: Partial<SubscriptionSegment> = {}): SubscriptionSegment => ({
  from: on(day),
  planVersionId: version.id,
  items,
  ...given,
});
const agreed = (given: Partial<SubscriptionFacts> = {}): Agreement =>
  agreementOf(
    buildSubscription(buildId('cus'), plan, {
      start: on('2026-03-10'),
      anchorOn: parseCalendarDate('2026-03-10'),
      anchorDay: 10,
      segments: [segment('2026-03-10')],
      ...given,
    }).facts,
    terms,
  );
const at = (day: string): Instant => on(day).at;

const shown = (dues: readonly Due[]) =>
  dues.map(({ item, from, until, at: moment }) => {
    const days = (moment - at('2026-03-10')) / dayMilliseconds;
    return `${item.name} ${from.on} to ${until.on}, day ${days}`;
  });

const ended = agreed({ end: on('2026-04-20') });
const closesAt = later(at('2026-04-20'), closedAfterDays * dayMilliseconds);

describe('usage of an item that ended', () => {
  const late = (agreement: Agreement, after: Instant | null, until: Instant) =>
    settledBetween(agreement, after, until).filter(({ from, until: ends }) => from.at === ends.at);

  test('is asked for once more, when none of it comes any more', () => {
    const [closing, ...others] = late(ended, null, closesAt);

    expect(others).toEqual([]);
    expect(closing).toMatchObject({
      at: closesAt,
      phase: 'arrears',
      item: { name: 'calls' },
      from: on('2026-04-20'),
      until: on('2026-04-20'),
      period: { start: '2026-04-10', end: '2026-05-10', index: 1 },
      cause: 'run',
      begunBy: null,
      uncutUntil: null,
      isJoined: false,
    });
    expect(nextDueAt(ended, at('2026-04-20'))).toBe(closesAt);
  });

  test('is asked for at that moment, neither sooner nor twice', () => {
    expect(late(ended, null, later(closesAt, -1))).toEqual([]);
    expect(late(ended, later(closesAt, -1), closesAt)).toHaveLength(1);
    expect(late(ended, closesAt, later(closesAt, 9))).toEqual([]);
    expect(nextDueAt(ended, closesAt)).toBeNull();
  });

  test('is not asked for where it goes on, or had no length', () => {
    expect(late(agreed(), null, later(closesAt, dayMilliseconds * 999))).toEqual([]);
    const never = agreed({ end: on('2026-03-10') });
    expect(late(never, null, later(closesAt, dayMilliseconds * 999))).toEqual([]);
  });
});

describe('what falls due', () => {
  test('is charged by moment: what ends before what begins', () => {
    expect(shown(settledBetween(ended, null, closesAt))).toEqual([
      'setup 2026-03-10 to 2026-04-10, day 0',
      'calls 2026-03-10 to 2026-04-10, day 31',
      'Minimum commitment 2026-03-10 to 2026-04-10, day 31',
      'calls 2026-04-10 to 2026-04-20, day 41',
      'Minimum commitment 2026-04-10 to 2026-04-20, day 41',
      'calls 2026-04-20 to 2026-04-20, day 77',
    ]);
  });

  test('once is charged once, however often its item is agreed anew', () => {
    const paused = [
      segment('2026-03-10'),
      segment('2026-03-15', { isPaused: true }),
      segment('2026-03-20'),
    ];

    const dues = dueBetween(agreed({ segments: paused }), null, at('2026-06-10'));

    expect(dues.filter(({ item }) => item.kind === 'one_time')).toHaveLength(1);
    const replaced = [segment('2026-03-10'), segment('2026-03-10', { from: on('2026-03-10') })];
    const again = dueBetween(agreed({ segments: replaced }), null, at('2026-06-10'));
    expect(again.filter(({ item }) => item.kind === 'one_time')).toHaveLength(1);
  });
});

describe('usage that is open', () => {
  test('is that of the period that an instant lies in, without the commitment', () => {
    expect(shown(openUsage(agreed(), at('2026-04-15')))).toEqual([
      'calls 2026-04-10 to 2026-05-10, day 61',
    ]);
    expect(openUsage(agreed(), at('2026-03-09'))).toEqual([]);
    expect(openUsage(ended, at('2026-04-20'))).toEqual([]);
    expect(openUncounted(agreed(), at('2026-04-15'), [])).toHaveLength(1);
  });

  test('is within a period where its own periods are', () => {
    const [due] = openUsage(agreed(), at('2026-04-15'));
    if (due === undefined) throw new Error('Usage is open.');
    const { period } = due;

    expect(within(period, [due])).toEqual([due]);
    expect(within({ ...period, startsAt: later(period.startsAt, 1) }, [due])).toEqual([]);
    expect(within({ ...period, endsAt: later(period.endsAt, -1) }, [due])).toEqual([]);
  });

  test('is charged up to and with an instant', () => {
    const agreement = agreed();
    const [due] = openUsage(agreement, at('2026-04-15'));
    if (due === undefined) throw new Error('Usage is open.');
    const noon = parseInstant('2026-04-15T12:00:00Z');

    const charge = progressiveCharge(agreement, due, noon, 'threshold/100');
    const last = progressiveCharge(agreement, due, later(due.until.at, -1), 'threshold/100');

    expect(charge).toMatchObject({
      cause: 'threshold/100',
      endsAt: later(noon, 1),
      servicePeriod: { start: '2026-04-10', end: '2026-04-16' },
      derivation: { isProgressive: true },
    });
    expect(last).toMatchObject({ endsAt: due.until.at, servicePeriod: { end: '2026-05-10' } });
    const after = progressiveCharge(agreement, due, later(due.until.at, 5), 'threshold/100');
    expect(after).toMatchObject({ endsAt: due.until.at, servicePeriod: { end: '2026-05-10' } });
    const almost = progressiveCharge(agreement, due, later(due.until.at, -2), 'threshold/100');
    expect(almost).toMatchObject({
      endsAt: later(due.until.at, -1),
      servicePeriod: { end: '2026-05-10' },
    });
  });
});

describe('usage that lines were made of already', () => {
  const agreement = agreed();
  const runs = runsOf(agreement);
  const [due] = openUsage(agreement, at('2026-04-15'));
  if (due === undefined) throw new Error('Usage is open.');
  const line = (from: string, until: string, given: Partial<SubscriptionCharge> = {}) => {
    const [begins, ends] = [on(from), on(until)];
    const made = chargeOf(agreement, due, 'run');
    const served = { ...due.period, start: begins.on, end: ends.on };
    const stored = {
      ...made,
      derivation: { ...made.derivation, served },
      id: buildId('line'),
      startsAt: begins.at,
      endsAt: ends.at,
      servicePeriod: { start: begins.on, end: ends.on },
      invoiceId: null,
      createdAt: someday,
    };
    return { charge: { ...stored, ...given } as SubscriptionCharge, terms: due.item.terms };
  };
  const left = (...recorded: readonly ReturnType<typeof line>[]) =>
    uncounted(due, recorded, runs, due.from)?.from.on;

  test('is not charged again', () => {
    expect(left()).toBe('2026-04-10');
    expect(left(line('2026-04-10', '2026-04-20'))).toBe('2026-04-20');
    expect(left(line('2026-04-10', '2026-04-20'), line('2026-04-12', '2026-04-15'))).toBe(
      '2026-04-20',
    );
    expect(left(line('2026-04-10', '2026-05-10'))).toBeUndefined();
  });

  test('is that of the same time, by the same item or the same meter', () => {
    const other = { itemId: buildId('si') };

    expect(left(line('2026-03-10', '2026-04-10'))).toBe('2026-04-10');
    expect(left(line('2026-05-10', '2026-06-10'))).toBe('2026-04-10');
    expect(left(line('2026-04-10', '2026-04-20', other))).toBe('2026-04-20');
    const ofOtherMeter = line('2026-04-10', '2026-04-20', other);
    const counted = { ...ofOtherMeter.terms, meterId: buildId('mtr') };
    expect(left({ ...ofOtherMeter, terms: counted })).toBe('2026-04-10');
    const flat = line('2026-04-10', '2026-04-20');
    const derivation = { ...flat.charge.derivation, kind: 'recurring' } as never;
    expect(left({ ...flat, charge: { ...flat.charge, derivation } })).toBe('2026-04-10');
  });

  test('is counted again where it was charged at a threshold of this very period', () => {
    const progressive = (from: string, given: object = {}) => {
      const made = line(from, '2026-04-20');
      const served = { end: '2026-04-20' };
      const derivation = { ...made.charge.derivation, served, isProgressive: true } as never;
      return { ...made, charge: { ...made.charge, derivation, ...given } };
    };

    expect(left(progressive('2026-04-10'))).toBe('2026-04-10');
    expect(left(progressive('2026-04-10', { termsHash: 'other' }))).toBe('2026-04-20');
    expect(left(progressive('2026-04-10', { itemId: buildId('si') }))).toBe('2026-04-20');
    expect(left(progressive('2026-04-09'))).toBe('2026-04-20');
  });

  test('matters only if it began before what its time charges', () => {
    const since = (...recorded: readonly ReturnType<typeof line>[]) =>
      uncountedSinceBegun(due, recorded, runs)?.from.on;

    expect(since(line('2026-04-10', '2026-04-20'))).toBe('2026-04-10');
    expect(since(line('2026-04-09', '2026-04-20'))).toBe('2026-04-20');
    expect(since()).toBe('2026-04-10');
    const ofNoTime = { ...due, until: due.from };
    expect(uncountedSinceBegun(ofNoTime, [line('2026-04-09', '2026-04-20')], runs)).toBe(ofNoTime);
  });
});
