import { describe, expect, test } from 'vitest';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { CalendarLength } from '#domain/shared/time.ts';
import { parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import { changedPlan } from '#domain/subscriptions/changes/changed-plan.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import { buildId, buildPlan, buildPrice, someday } from '../../../src/testing/builders.ts';
import { change, facts, first, on, segment } from './segment-builders.ts';

// By months from the 31st of January on, and changed on Wednesday, the 15th of April 2026.

const month = { unit: 'month', count: 1 } as const;
const today = '2026-04-15';

/** The version of another plan with this interval. */
const every = (interval: CalendarLength): PlanVersion =>
  firstVersionOf(buildPlan(buildId('prod'), { interval, prices: [buildPrice()] }).activate(someday))
    .facts;

interface Situation {
  readonly agreed?: Partial<SubscriptionFacts>;
  readonly base?: Partial<SubscriptionSegment>;
}

const agreedOn31st: Partial<SubscriptionFacts> = {
  start: on('2026-01-31'),
  interval: month,
  anchorOn: parseCalendarDate('2026-01-31'),
  anchorDay: 31,
};

const changed = (
  version: PlanVersion | null,
  given: Partial<SubscriptionChange> = {},
  { agreed = {}, base = {} }: Situation = {},
) =>
  changedPlan(
    facts({ ...agreedOn31st, ...agreed }),
    segment('2026-01-31', base),
    change(today, { planVersionId: version?.id ?? null, ...given }),
    version,
  );

const anchorOf = (...given: Parameters<typeof changed>) => {
  const { plan } = changed(...given);
  return `${plan?.anchorOn}, ${plan?.anchorDay}`;
};

describe('another plan', () => {
  test('is named with its version and its interval', () => {
    const yearly = every({ unit: 'year', count: 2 });

    expect(changed(yearly).plan).toEqual({
      planId: yearly.planId,
      planVersion: yearly.number,
      interval: { unit: 'year', count: 2 },
      anchorOn: today,
      anchorDay: 15,
      timeZone: 'UTC',
    });
  });

  test.each<readonly [SubscriptionChange['cycle'], CalendarLength, string]>([
    ['keep', month, '2026-01-31, 31'],
    ['keep', { unit: 'year', count: 1 }, '2026-01-31, 31'],
    ['restart', month, '2026-01-31, 31'],
    ['restart', { unit: 'month', count: 3 }, '2026-04-15, 15'],
    ['restart', { unit: 'year', count: 1 }, '2026-04-15, 15'],
    // The last date with the same day: the end of March.
    ['same_day', month, '2026-03-31, 31'],
    ['same_day', { unit: 'year', count: 1 }, '2026-03-31, 31'],
  ])('by %s, to every %j, has periods from %s on', (cycle, interval, anchor) => {
    expect(anchorOf(every(interval), { cycle })).toBe(anchor);
  });

  test('of weeks and days begins on the last same weekday, or that day', () => {
    const ofPeriods = (unit: 'week' | 'day') => ({
      // A Monday.
      agreed: {
        interval: { unit, count: 2 },
        anchorOn: parseCalendarDate('2026-02-02'),
        anchorDay: 2,
      },
    });
    const twoWeeks = every({ unit: 'week', count: 2 });

    expect(anchorOf(twoWeeks, { cycle: 'same_day' }, ofPeriods('week'))).toBe('2026-04-13, 13');
    expect(anchorOf(twoWeeks, { cycle: 'same_day' }, ofPeriods('day'))).toBe('2026-04-15, 15');
    expect(anchorOf(twoWeeks, { cycle: 'restart' }, ofPeriods('week'))).toBe('2026-02-02, 2');
    expect(anchorOf(twoWeeks, { cycle: 'restart' }, ofPeriods('day'))).toBe('2026-04-15, 15');
  });

  test('follows on the plan that the segment before agreed to', () => {
    const plan = {
      planId: buildId('plan'),
      planVersion: 7,
      interval: { unit: 'year', count: 1 } as const,
      anchorOn: parseCalendarDate('2026-02-10'),
      anchorDay: 10,
      timeZone: parseTimeZone('Europe/Vienna'),
    };

    expect(changed(null, {}, { base: { plan } }).plan).toEqual(plan);
    expect(anchorOf(every(month), { cycle: 'keep' }, { base: { plan } })).toBe('2026-02-10, 10');
    expect(anchorOf(every(month), { cycle: 'restart' }, { base: { plan } })).toBe('2026-04-15, 15');
  });
});

describe('a change that leaves the plan', () => {
  test('leaves its periods, whatever the cycle', () => {
    for (const cycle of ['keep', 'restart', 'same_day'] as const) {
      expect(changed(null, { cycle }).plan).toMatchObject({
        planId: first.planId,
        planVersion: 1,
        interval: month,
        anchorOn: '2026-01-31',
        anchorDay: 31,
        timeZone: 'UTC',
      });
    }
  });

  test('moves the periods to a day, and to the days of a zone, where it says so', () => {
    const { plan } = changed(null, {
      anchorOn: parseCalendarDate('2026-04-20'),
      timeZone: parseTimeZone('Asia/Tokyo'),
    });

    expect(plan).toMatchObject({ anchorOn: '2026-04-20', anchorDay: 20, timeZone: 'Asia/Tokyo' });
  });

  test('keeps the trial that there is, and brings none', () => {
    const trialEnd = on('2026-04-20');

    expect(changed(null, {}, { base: { trialEnd } })).toMatchObject({
      trialEnd,
      plan: { anchorOn: '2026-01-31' },
    });
    expect(changed(null)).not.toHaveProperty('trialEnd');
  });
});

describe('the trial of a new plan', () => {
  const other = every(month);
  const inTrial = { base: { trialEnd: on('2026-04-20') } };
  const trialEndOf = (...given: Parameters<typeof changed>) => changed(...given).trialEnd?.on;

  test('is counted from the start on', () => {
    expect(trialEndOf(other, { trialDays: 90 }, inTrial)).toBe('2026-05-01');
    expect(trialEndOf(other, { trialDays: 90 })).toBe('2026-05-01');
  });

  test('ends with the change, where there is none or it would be over', () => {
    expect(trialEndOf(other, { trialDays: 0 }, inTrial)).toBe(today);
    expect(trialEndOf(other, { trialDays: 10 }, inTrial)).toBe(today);
    // 74 days after the start it is the day of the change.
    expect(trialEndOf(other, { trialDays: 74 }, inTrial)).toBe(today);
    expect(trialEndOf(other, { trialDays: 75 }, inTrial)).toBe('2026-04-16');
  });

  test('changes nothing of a trial that is over', () => {
    const over = { base: { trialEnd: on('2026-03-01') } };

    expect(trialEndOf(other, { trialDays: 0 }, over)).toBe('2026-03-01');
    expect(trialEndOf(other, { trialDays: 10 }, over)).toBe('2026-03-01');
    expect(trialEndOf(other, { trialDays: 0 }, { base: { trialEnd: on(today) } })).toBe(today);
    expect(changed(other, { trialDays: 0 })).not.toHaveProperty('trialEnd');
  });

  test('has no day that lies before the change', () => {
    const effective = { on: parseCalendarDate('2026-04-17'), at: on(today).at };

    expect(trialEndOf(other, { trialDays: 75, effective })).toBe('2026-04-17');
  });

  test('has the periods follow its end, as long as a trial goes on', () => {
    expect(anchorOf(other, { trialDays: 90 })).toBe('2026-05-01, 1');
    expect(anchorOf(other, { trialDays: null }, inTrial)).toBe('2026-04-20, 20');
    expect(anchorOf(other, { trialDays: 0 }, inTrial)).toBe('2026-04-15, 15');
    expect(anchorOf(other, { trialDays: 0 })).toBe('2026-01-31, 31');
    const over = { base: { trialEnd: on(today) } };
    expect(anchorOf(other, { trialDays: null }, over)).toBe('2026-01-31, 31');
  });

  test('has them follow the alignment, and nothing where they follow the start', () => {
    const calendar = { ...inTrial, agreed: { alignment: 'calendar' as const } };
    const fromStart = {
      ...inTrial,
      agreed: { policy: { ...standardPolicy, alignFrom: 'start' as const } },
    };

    expect(anchorOf(other, {}, calendar)).toBe('2026-01-01, 1');
    expect(anchorOf(other, {}, fromStart)).toBe('2026-01-31, 31');
  });

  test('gives way to a day that the change names', () => {
    const anchorOn = parseCalendarDate('2026-04-22');

    expect(anchorOf(other, { anchorOn }, inTrial)).toBe('2026-04-22, 22');
  });
});
