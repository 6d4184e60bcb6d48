import { describe, expect, test } from 'vitest';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { pauseAt, pauseShownAt, pausesOf } from '#domain/subscriptions/agreement/pause.ts';
import { planAt, segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { trialStartAt } from '#domain/subscriptions/agreement/trial.ts';
import type { RunningSubscription } from '#domain/subscriptions/subscription.ts';
import { changeTexts, requireRunning, subscriptionAt } from '#domain/subscriptions/subscription.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';
import { built, day, from, mark, plan } from './life-builders.ts';

/** As it is read, at an instant, from where it is stored. */
const stored = (given: Partial<SubscriptionFacts>, now: Instant): RunningSubscription =>
  requireRunning(subscriptionAt({ ...built(given).facts, version: 1 }, now));

const states: readonly (readonly [string, Partial<SubscriptionFacts>])[] = [
  ['scheduled', { start: mark(9), segments: [from(9)] }],
  ['trialing', { segments: [from(0, { trialEnd: mark(9) })] }],
  ['active', {}],
  ['paused', { segments: [from(0), from(1, { isPaused: true })] }],
];

describe('the state of a subscription', () => {
  const statusAt = (given: Partial<SubscriptionFacts>, nth: number) =>
    subscriptionAt(built(given).facts, day(nth)).status;

  test('follows from the time', () => {
    const given = {
      start: mark(1),
      segments: [from(1, { trialEnd: mark(3) }), from(5, { isPaused: true }), from(7)],
      end: mark(9),
    };

    const statuses = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => statusAt(given, nth));

    expect(statuses).toEqual([
      'scheduled',
      'trialing',
      'trialing',
      'active',
      'active',
      'paused',
      'paused',
      'active',
      'active',
      'ended',
    ]);
  });

  test('is over where it ends where it begins, even before', () => {
    expect(statusAt({ start: mark(5), segments: [from(5)], end: mark(5) }, 1)).toBe('ended');
    expect(statusAt({ start: mark(5), segments: [from(5)], end: mark(6) }, 1)).toBe('scheduled');
  });

  test('is asked for before it is changed', () => {
    const ended = subscriptionAt(built({ end: mark(1) }).facts, day(2));

    expect(refused(() => requireRunning(ended))).toEqual(['subscription_ended']);
  });
});

describe.each(states)('a subscription that is %s', (status, given) => {
  const running = () => stored(given, day(2));

  test('is canceled to a mark, for a reason', () => {
    expect(running().status).toBe(status);

    const canceled = running().cancel(mark(20), 'too dear', day(2));

    expect(canceled.facts).toMatchObject({
      end: mark(20),
      endReason: 'too dear',
      updatedAt: day(2),
    });
    expect(canceled.status).toBe(status);
    expect(canceled.events).toMatchObject([
      {
        type: 'subscription.canceled',
        subjectId: canceled.facts.id,
        occurredAt: day(2),
        before: { version: 1, endsAt: null, endReason: null },
        after: { version: 2, endsAt: formatInstant(day(20)), endReason: 'too dear' },
      },
    ]);
  });

  test('goes on where its end is taken back, and has one to take back', () => {
    const canceled = requireRunning(running().cancel(mark(20), 'too dear', day(2)));

    const goesOn = canceled.uncancel(day(3));

    expect(goesOn.facts).toMatchObject({ end: null, endReason: null, updatedAt: day(3) });
    expect(
      goesOn.events.map(({ type, before, after }) => [
        type,
        before?.['version'],
        after?.['version'],
      ]),
    ).toEqual([
      ['subscription.canceled', 1, 2],
      ['subscription.uncanceled', 2, 2],
    ]);
    expect(refused(() => running().uncancel(day(3)))).toEqual(['subscription_not_canceled']);
  });

  test('has other texts, and stays itself where they are those that it has', () => {
    const before = running();
    const { facts } = before;
    const changes = { name: ' Ten seats ', purchaseOrder: 'PO 1', metadata: { soldBy: 'Grace' } };

    const changed = changeTexts(before, changes, day(3));
    const again = changeTexts(changed, { ...changes, externalId: null }, day(4));
    const cleared = changeTexts(changed, { name: null, metadata: {} }, day(4));

    expect(changed.facts).toEqual({
      ...facts,
      name: 'Ten seats',
      purchaseOrder: 'PO 1',
      metadata: { soldBy: 'Grace' },
      updatedAt: day(3),
    });
    expect(changed.events).toMatchObject([
      {
        type: 'subscription.updated',
        subjectId: facts.id,
        occurredAt: day(3),
        before: { version: 1, name: null },
        after: { version: 2, name: 'Ten seats', purchaseOrder: 'PO 1' },
      },
    ]);
    expect(again).toBe(changed);
    expect(cleared.facts).toMatchObject({ name: null, purchaseOrder: 'PO 1', metadata: {} });
    expect(
      refused(() => changeTexts(before, { name: ' ', externalId: '' }, day(3))).toSorted(),
    ).toEqual(['/externalId too_short', '/name too_short']);
  });

  test('agrees to other segments, by an event of their own', () => {
    const { facts } = running();
    const segments = [...facts.segments, from(12)];

    const agreed = running().agree({ segments, type: 'subscription.changed' }, day(2));

    expect(agreed.facts.segments.map(({ from: { at } }) => at)).toEqual(
      segments.map(({ from: { at } }) => at),
    );
    expect(agreed.facts.segments.map((each) => each.plan?.planId)).toEqual(
      segments.map(() => plan.facts.id),
    );
    expect(agreed.events).toMatchObject([
      { type: 'subscription.changed', before: { version: 1 }, after: { version: 2 } },
    ]);
    const bound = { term: null, end: mark(30) };
    const ends = running().agree({ segments, type: 'subscription.trial_extended', bound }, day(2));
    expect(ends.facts.end).toEqual(mark(30));
  });
});

describe('a cancellation', () => {
  test('before the start ends it where it begins', () => {
    const scheduled = stored({ start: mark(9), segments: [from(9)] }, day(0));

    const canceled = scheduled.cancel(mark(5), null, day(0));

    expect(canceled.facts.end).toEqual(mark(9));
    expect(canceled.status).toBe('ended');
    expect(scheduled.cancel(mark(9), null, day(0)).facts.end).toEqual(mark(9));
    expect(scheduled.cancel(mark(10), null, day(0)).facts.end).toEqual(mark(10));
  });

  test('that is taken back leaves the end of the term', () => {
    const term = {
      length: { unit: 'day', count: 10 },
      renewal: 'end',
      startsOn: mark(0).on,
    } as const;
    const termEnd = {
      on: mark(10).on,
      at: instantOf(Date.parse(`${mark(10).on}T00:00:00Z`)),
    };
    const bound = stored({ term, end: mark(5) }, day(1));

    expect(bound.uncancel(day(1)).facts.end).toEqual(termEnd);
    const atTerm = stored({ term, end: termEnd }, day(1));
    expect(refused(() => atTerm.uncancel(day(1)))).toEqual(['subscription_not_canceled']);
    const beyond = stored({ term, end: mark(30) }, day(15));
    expect(beyond.uncancel(day(15)).facts.end).toBeNull();
    const renewed = stored({ term: { ...term, renewal: 'renew' }, end: mark(5) }, day(1));
    expect(renewed.uncancel(day(1)).facts.end).toBeNull();
  });
});

describe('the pauses of a subscription', () => {
  const segments = [
    from(0),
    from(2, { isPaused: true }),
    from(3, { isPaused: true }),
    from(5),
    from(8, { isPaused: true }),
  ];

  test('begin where it is paused, and end where it goes on', () => {
    expect(pausesOf({ segments, end: null })).toEqual([
      { from: mark(2), until: mark(5) },
      { from: mark(8), until: null },
    ]);
    expect(pausesOf({ segments, end: mark(8) })).toEqual([{ from: mark(2), until: mark(5) }]);
    expect(pausesOf({ segments: [from(0)], end: null })).toEqual([]);
  });

  test('are shown by the one in force, else by the next one', () => {
    const facts = { segments, end: null };

    expect(pauseAt(facts, day(0))?.from).toEqual(mark(2));
    expect(pauseAt(facts, day(4))?.from).toEqual(mark(2));
    expect(pauseAt(facts, day(5))?.from).toEqual(mark(8));
    expect(pauseShownAt(facts, day(4))).toEqual({ startsAt: day(2), resumesAt: day(5) });
    expect(pauseShownAt(facts, day(9))).toEqual({ startsAt: day(8), resumesAt: null });
    expect(pauseShownAt({ segments: [from(0)], end: null }, day(0))).toBeNull();
  });
});

describe('the segments of a subscription', () => {
  test('are in force from their mark on; before the start the first one is', () => {
    const segments = [from(1), from(5)];

    expect([0, 1, 4, 5].map((nth) => segmentAt(segments, day(nth))?.from.at)).toEqual([
      day(1),
      day(1),
      day(1),
      day(5),
    ]);
    expect(segmentAt([], day(0))).toBeUndefined();
  });

  test('say their own plan, or that of the subscription', () => {
    const other = { planId: buildId('plan'), planVersion: 4 };
    const { facts } = built();
    const own = { ...planAt(facts, day(0)), ...other };
    const segments = [from(0), from(5, { plan: own })];

    expect(planAt({ ...facts, segments }, day(1)).planId).toBe(plan.facts.id);
    expect(planAt({ ...facts, segments }, day(5))).toEqual(own);
  });

  test('that keep a trial do not begin it anew', () => {
    const trialEnd = mark(9);
    const segments = [from(0, { trialEnd }), from(3, { trialEnd }), from(5, { trialEnd })];

    expect(trialStartAt(segments, day(6))).toEqual(mark(0));
    expect(trialStartAt(segments, day(9))).toBeNull();
    expect(trialStartAt([from(0), from(4, { trialEnd })], day(5))).toEqual(mark(4));
    const ended = [from(0, { trialEnd: mark(2) }), from(4, { trialEnd })];
    expect(trialStartAt(ended, day(5))).toEqual(mark(4));
  });
});
