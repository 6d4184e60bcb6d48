import { describe, expect, test } from 'vitest';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { Instant } from '#domain/shared/time.ts';
import {
  formatInstant,
  parseCalendarDate,
  parseInstant,
  parseTimeZone,
} from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { dayAt, markOn } from '#domain/subscriptions/agreement/mark.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import {
  changeEffective,
  endEffective,
  parseEndReason,
  requireEffective,
  resumeOn,
} from '#domain/subscriptions/changes/effective.ts';
import type { SubscriptionInput } from '#domain/subscriptions/new-subscription.ts';
import { newSubscription } from '#domain/subscriptions/new-subscription.ts';
import type { RunningSubscription } from '#domain/subscriptions/subscription.ts';
import { requireRunning, subscriptionAt } from '#domain/subscriptions/subscription.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const version = firstVersionOf(buildPlan(buildId('prod')).activate(someday)).facts as PlanVersion;
const utc = parseTimeZone('UTC');
const vienna = parseTimeZone('Europe/Vienna');
const noon = (day: string): Instant => parseInstant(`${day}T12:00:00.000Z`);
const now = noon('2026-06-10');
const times = { now, effectiveNow: now };
const limits = { ...times, booksClosedOn: null };

/** One that began at noon of the twentieth of March, seen now. */
const running = (input: SubscriptionInput = {}): RunningSubscription => {
  const made = newSubscription(
    { startsAt: '2026-03-20T12:00:00Z', ...input },
    {
      id: buildId('sub'),
      customerId: buildId('cus'),
      version,
      timeZone: utc,
      trialDays: 0,
      booksClosedOn: null,
      policy: standardPolicy,
      nextItemId: () => buildId('si'),
      now: noon('2026-03-20'),
      effectiveNow: noon('2026-03-20'),
    },
  );
  return requireRunning(subscriptionAt(made.facts, now));
};

const shown = ({ on, at }: Mark): string => `${on}, ${formatInstant(at)}`;
const ending = (effective: EffectiveInput, input: SubscriptionInput = {}) =>
  shown(endEffective(effective, running(input), times));
const changing = (effective: EffectiveInput, input: SubscriptionInput = {}) =>
  shown(changeEffective(effective, running(input), limits));

describe('a subscription ends', () => {
  test.each<readonly [EffectiveInput, string]>([
    ['now', '2026-06-11, 2026-06-10T12:00:00.000Z'],
    ['period_end', '2026-06-20, 2026-06-20T00:00:00.000Z'],
    [{ on: '2026-06-15' }, '2026-06-15, 2026-06-15T00:00:00.000Z'],
    [{ at: '2026-06-15T08:00:00Z' }, '2026-06-16, 2026-06-15T08:00:00.000Z'],
    [{ at: '2026-06-10T12:00:00Z' }, '2026-06-11, 2026-06-10T12:00:00.000Z'],
  ])('%j', (effective, mark) => {
    expect(ending(effective)).toBe(mark);
  });

  test('with its term, of which there is one', () => {
    const term = { unit: 'year', count: 1 } as const;

    expect(ending('term_end', { term })).toBe('2027-03-20, 2027-03-20T00:00:00.000Z');
    expect(refused(() => ending('term_end'))).toEqual(['/effective no_term']);
  });

  test('with its trial, where it is in one', () => {
    expect(ending('period_end', { trialDays: 90 })).toBe('2026-06-18, 2026-06-18T12:00:00.000Z');
  });

  test('where it begins, if it has not begun', () => {
    expect(ending('period_end', { startsAt: '2026-07-01T12:00:00Z' })).toBe(
      '2026-07-01, 2026-07-01T12:00:00.000Z',
    );
  });

  test('now, as the call that repeats a preview means it, although that is past', () => {
    const effectiveNow = noon('2026-06-09');

    expect(endEffective('now', running(), { now, effectiveNow }).at).toBe(effectiveNow);
  });

  test('not in the past', () => {
    expect(refused(() => ending({ on: '2026-06-10' }))).toEqual([
      '/effective/on effective_in_the_past',
    ]);
    expect(refused(() => ending({ at: '2026-06-10T11:59:59.999Z' }))).toEqual([
      '/effective/at effective_in_the_past',
    ]);
    const term = { unit: 'month', count: 1 } as const;
    const over = running({ term, renewal: 'renew' });
    const { facts } = over;
    const ended = { ...facts, term: facts.term && { ...facts.term, renewal: 'end' as const } };
    const late = requireRunning(subscriptionAt({ ...ended, end: null }, now));
    expect(refused(() => endEffective('term_end', late, times))).toEqual([
      '/effective effective_in_the_past',
    ]);
  });

  test('on days that there are', () => {
    expect(refused(() => ending({ on: '2026-06-31' }))).toEqual(['/effective/on invalid_date']);
    expect(refused(() => ending({ at: 'soon' }))).toEqual(['/effective/at invalid_instant']);
  });

  test('for a reason of 500 signs at most, if for any', () => {
    expect([parseEndReason(null), parseEndReason(undefined), parseEndReason(' why ')]).toEqual([
      null,
      null,
      'why',
    ]);
    expect(parseEndReason('x'.repeat(500))).toHaveLength(500);
    expect(refused(() => parseEndReason('x'.repeat(501)))).toEqual([' too_long']);
  });
});

describe('a change takes effect', () => {
  test.each<readonly [EffectiveInput, string]>([
    ['now', '2026-06-10, 2026-06-10T12:00:00.000Z'],
    ['period_end', '2026-06-20, 2026-06-20T00:00:00.000Z'],
    [{ on: '2026-06-15' }, '2026-06-15, 2026-06-15T00:00:00.000Z'],
    [{ at: '2026-06-15T08:00:00Z' }, '2026-06-15, 2026-06-15T08:00:00.000Z'],
    [{ on: '2026-04-20' }, '2026-04-20, 2026-04-20T00:00:00.000Z'],
  ])('%j', (effective, mark) => {
    expect(changing(effective)).toBe(mark);
  });

  test('as far back as the period before the current one, and no further', () => {
    expect(refused(() => changing({ on: '2026-04-19' }))).toEqual(['period_closed']);
    expect(refused(() => changing({ at: '2026-04-19T23:59:59Z' }))).toEqual(['period_closed']);
  });

  test('not before the start, nor before the last change in force', () => {
    const early = { startsAt: '2026-06-05T12:00:00Z' };

    expect(changing({ at: '2026-06-05T12:00:00Z' }, early)).toBe(
      '2026-06-05, 2026-06-05T12:00:00.000Z',
    );
    expect(refused(() => changing({ at: '2026-06-05T11:59:59.999Z' }, early))).toEqual([
      'earlier_than_last_change',
    ]);
    const { facts } = running();
    const [first] = facts.segments;
    if (first === undefined) throw new Error('It agrees to something.');
    const from = { on: parseCalendarDate('2026-06-09'), at: noon('2026-06-08') };
    const changed = requireRunning(
      subscriptionAt({ ...facts, segments: [first, { ...first, from }] }, now),
    );
    expect(refused(() => changeEffective({ on: '2026-06-08' }, changed, limits))).toEqual([
      'earlier_than_last_change',
    ]);
    // The day before belongs to what was agreed before.
    expect(shown(changeEffective({ at: '2026-06-08T13:00:00Z' }, changed, limits))).toBe(
      '2026-06-09, 2026-06-08T13:00:00.000Z',
    );
  });

  test('with the start at the earliest, of what has not begun', () => {
    const later = { startsAt: '2026-07-01T12:00:00Z' };

    expect(changing('now', later)).toBe('2026-07-01, 2026-07-01T12:00:00.000Z');
    expect(changing({ on: '2026-07-05' }, later)).toBe('2026-07-05, 2026-07-05T00:00:00.000Z');
  });

  test('before the end', () => {
    const ends = { endsOn: '2026-06-20' };

    expect(changing({ on: '2026-06-19' }, ends)).toBe('2026-06-19, 2026-06-19T00:00:00.000Z');
    expect(refused(() => changing({ on: '2026-06-20' }, ends))).toEqual(['change_after_end']);
    expect(refused(() => changing('period_end', ends))).toEqual(['change_after_end']);
  });

  test('on no day for which the books are closed', () => {
    const closed = (effective: EffectiveInput, on: string) =>
      refused(() =>
        changeEffective(effective, running(), { ...times, booksClosedOn: parseCalendarDate(on) }),
      );

    expect(closed('now', '2026-06-10')).toEqual(['period_closed']);
    expect(closed('now', '2026-06-09')).toEqual([]);
  });

  test('by the days of the zone that is agreed by then', () => {
    const { facts } = running();
    const [first] = facts.segments;
    if (first === undefined) throw new Error('It agrees to something.');
    const { planId, planVersion, interval, anchorOn, anchorDay } = facts;
    const plan = { planId, planVersion, interval, anchorOn, anchorDay, timeZone: vienna };
    const moved = requireRunning(
      subscriptionAt(
        { ...facts, segments: [first, { ...first, from: markOn(dayAt(utc, now), utc), plan }] },
        now,
      ),
    );

    expect(shown(changeEffective({ on: '2026-06-15' }, moved, limits))).toBe(
      '2026-06-15, 2026-06-14T22:00:00.000Z',
    );
    expect(shown(resumeOn('2026-06-15', moved.facts, { ...markOn(dayAt(utc, now), utc) }))).toBe(
      '2026-06-15, 2026-06-14T22:00:00.000Z',
    );
  });
});

test('a pause ends after it begins', () => {
  const { facts } = running();
  const pause = { on: parseCalendarDate('2026-06-11'), at: now };
  const ends = (on: string) => refused(() => resumeOn(on, facts, pause));

  expect(shown(resumeOn('2026-06-11', facts, pause))).toBe('2026-06-11, 2026-06-11T00:00:00.000Z');
  expect(ends('2026-06-10')).toEqual(['/resumesOn resumes_before_pause']);
  expect(ends('2026-06-32')).toEqual(['/resumesOn invalid_date']);
  const onDay = { on: parseCalendarDate('2026-06-11'), at: parseInstant('2026-06-11T00:00:00Z') };
  expect(refused(() => resumeOn('2026-06-11', facts, onDay))).toEqual([
    '/resumesOn resumes_before_pause',
  ]);
});

test('a time is checked before anybody knows whose it is', () => {
  const given: readonly EffectiveInput[] = [
    'now',
    { on: '2026-06-15' },
    { at: '2026-06-15T10:00:00+02:00' },
  ];

  expect(given.map(requireEffective)).toEqual([
    'now',
    { on: '2026-06-15' },
    { at: '2026-06-15T08:00:00.000Z' },
  ]);
  expect(refused(() => requireEffective({ on: 'x' }))).toEqual(['/effective/on invalid_date']);
  expect(refused(() => requireEffective({ at: 'x' }))).toEqual(['/effective/at invalid_instant']);
});
