import { describe, expect, test } from 'vitest';
import type { Feature } from '#domain/catalog/feature.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import type { ServedPeriod } from '#domain/subscriptions/agreement/current-period.ts';
import { currentPeriod, limitPeriod } from '#domain/subscriptions/agreement/current-period.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import { planAt } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { givesAccess, grantedBy } from '#domain/subscriptions/entitlements.ts';
import { buildSubscription } from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';

const plan = buildPlan(buildId('prod')).activate(someday);
const on = (day: string): Mark => ({
  on: parseCalendarDate(day),
  at: parseInstant(`${day}T00:00:00Z`),
});
const at = (day: string): Instant => parseInstant(`${day}T12:00:00Z`);

/** By months from the tenth of a month on, as it is agreed from March on. */
const facts = (given: Partial<SubscriptionFacts> = {}): SubscriptionFacts =>
  buildSubscription(buildId('cus'), plan, {
    start: on('2026-03-10'),
    anchorOn: parseCalendarDate('2026-03-10'),
    anchorDay: 10,
    segments: [segment('2026-03-10')],
    ...given,
  }).facts;

const segment = (day: string, given: Partial<SubscriptionSegment> = {}): SubscriptionSegment => ({
  from: on(day),
  planVersionId: buildId('ver'),
  items: [{ id: buildId('si'), priceId: buildId('price'), quantity: '1' }],
  ...given,
});

const shown = (period: ServedPeriod | null) => period && `${period.start} to ${period.end}`;
const current = (given: Partial<SubscriptionFacts>, day: string) =>
  shown(currentPeriod(facts(given), at(day)));
const limited = (given: Partial<SubscriptionFacts>, day: string, days: number | null = null) =>
  shown(limitPeriod(facts(given), days === null ? null : { unit: 'day', count: days }, at(day)));

describe('the current period', () => {
  test('is the natural one, by the anchor', () => {
    expect(current({}, '2026-05-09')).toBe('2026-04-10 to 2026-05-10');
    expect(current({}, '2026-05-10')).toBe('2026-05-10 to 2026-06-10');
  });

  test('is none before the start, after the end, and in a pause', () => {
    const paused = [segment('2026-03-10'), segment('2026-04-01', { isPaused: true })];

    expect(current({}, '2026-03-09')).toBeNull();
    expect(current({ end: on('2026-05-01') }, '2026-05-01')).toBeNull();
    expect(current({ segments: paused }, '2026-04-02')).toBeNull();
  });

  test('begins with the start, and ends with the end', () => {
    const start = on('2026-03-20');
    const given = { start, segments: [segment('2026-03-20')], end: on('2026-04-15') };

    expect(current(given, '2026-03-25')).toBe('2026-03-20 to 2026-04-10');
    expect(current(given, '2026-04-12')).toBe('2026-04-10 to 2026-04-15');
  });

  test('is the trial, as long as that lasts', () => {
    const trialEnd = on('2026-04-05');
    const trialing = [segment('2026-03-10', { trialEnd })];

    expect(current({ segments: trialing }, '2026-04-04')).toBe('2026-03-10 to 2026-04-05');
    expect(current({ segments: trialing }, '2026-04-05')).toBe('2026-03-10 to 2026-04-10');
    expect(current({ segments: trialing, end: on('2026-03-20') }, '2026-03-12')).toBe(
      '2026-03-10 to 2026-03-20',
    );
  });

  test('is a trial that is longer than a period, although periods are moved in it', () => {
    const trialEnd = on('2026-05-20');
    const anchor = { anchorOn: parseCalendarDate('2026-04-15'), anchorDay: 15 };
    const moved = { ...planAt(facts(), at('2026-03-10')), ...anchor };
    const kept = [segment('2026-03-10', { trialEnd })];
    const segments = [...kept, segment('2026-04-15', { plan: moved, trialEnd })];

    expect(current({ segments: kept }, '2026-04-15')).toBe('2026-03-10 to 2026-05-20');
    expect(current({ segments }, '2026-04-02')).toBe('2026-03-10 to 2026-05-20');
    expect(current({ segments }, '2026-05-01')).toBe('2026-03-10 to 2026-05-20');
  });

  test('is cut where periods are moved, on both sides', () => {
    const moved = {
      ...planAt(facts(), at('2026-03-10')),
      anchorOn: parseCalendarDate('2026-05-01'),
      anchorDay: 1,
    };
    const segments = [segment('2026-03-10'), segment('2026-05-01', { plan: moved })];

    expect(current({ segments }, '2026-04-20')).toBe('2026-04-10 to 2026-05-01');
    expect(current({ segments }, '2026-05-20')).toBe('2026-05-01 to 2026-06-01');
    expect(current({ segments, end: on('2026-04-25') }, '2026-04-20')).toBe(
      '2026-04-10 to 2026-04-25',
    );
    const late = [segment('2026-03-10'), segment('2026-05-20', { plan: moved })];
    expect(current({ segments: late }, '2026-05-25')).toBe('2026-05-20 to 2026-06-01');
  });

  test('is not cut where another change keeps them', () => {
    const segments = [segment('2026-03-10'), segment('2026-04-20')];

    expect(current({ segments }, '2026-04-15')).toBe('2026-04-10 to 2026-05-10');
    expect(current({ segments }, '2026-04-25')).toBe('2026-04-10 to 2026-05-10');
  });
});

describe('the period of a limit', () => {
  test('is that of the plan, or of a length of its own from the same anchor', () => {
    expect(limited({}, '2026-04-15')).toBe('2026-04-10 to 2026-05-10');
    expect(limited({}, '2026-03-17', 7)).toBe('2026-03-17 to 2026-03-24');
  });

  test('of a trial is the trial, and cuts those of a length of their own', () => {
    const trialEnd = on('2026-03-20');
    const segments = [segment('2026-03-10', { trialEnd })];

    expect(limited({ segments }, '2026-03-12')).toBe('2026-03-10 to 2026-03-20');
    expect(limited({ segments }, '2026-03-18', 7)).toBe('2026-03-17 to 2026-03-20');
    expect(limited({ segments }, '2026-03-21', 7)).toBe('2026-03-20 to 2026-03-24');
    expect(limited({ segments }, '2026-03-25')).toBe('2026-03-20 to 2026-04-10');
    const long = [segment('2026-03-10', { trialEnd: on('2026-05-20') })];
    expect(limited({ segments: long }, '2026-04-15')).toBe('2026-03-10 to 2026-05-20');
    expect(limited({ segments, end: on('2026-03-15') }, '2026-03-12')).toBe(
      '2026-03-10 to 2026-03-15',
    );
  });
});

test('features are given while a subscription runs, and in no pause', () => {
  const paused = [segment('2026-03-10'), segment('2026-04-01', { isPaused: true })];
  const trialing = [segment('2026-03-10', { trialEnd: on('2026-04-01') })];
  const gives = (given: Partial<SubscriptionFacts>, day: string) =>
    givesAccess(facts(given), at(day));

  expect(gives({}, '2026-03-09')).toBe(false);
  expect(gives({}, '2026-03-10')).toBe(true);
  expect(gives({ segments: trialing }, '2026-03-11')).toBe(true);
  expect(gives({ segments: paused }, '2026-04-02')).toBe(false);
  expect(gives({ end: on('2026-05-01') }, '2026-05-02')).toBe(false);
});

describe('the features of a customer', () => {
  const meterId = buildId('mtr');
  const limitOf = (limit: string | null, given: object = {}): Feature => ({
    code: 'calls',
    kind: 'limit',
    meterId,
    limit,
    interval: null,
    ...given,
  });
  const giving = (day: string, ...features: readonly Feature[]) => ({
    facts: facts({ start: on(day), segments: [segment(day)] }),
    features,
  });
  const now = at('2026-05-20');

  test('are those of all subscriptions, by their codes', () => {
    const one = giving('2026-04-01', { code: 'sso', kind: 'boolean' });
    const other = giving(
      '2026-05-01',
      { code: 'support', kind: 'value', value: 'by phone' },
      { code: 'sso', kind: 'boolean' },
      { code: 'api', kind: 'boolean' },
    );

    expect(grantedBy([one, other], now)).toEqual([
      { feature: 'api', kind: 'boolean', subscriptionIds: [other.facts.id] },
      { feature: 'sso', kind: 'boolean', subscriptionIds: [other.facts.id, one.facts.id] },
      {
        feature: 'support',
        kind: 'value',
        value: 'by phone',
        subscriptionIds: [other.facts.id],
      },
    ]);
    expect(grantedBy([], now)).toEqual([]);
  });

  test('are as the newest subscription says, where another says otherwise', () => {
    const value = (text: string): Feature => ({ code: 'support', kind: 'value', value: text });
    const [old, young] = [giving('2026-04-01', value('none')), giving('2026-05-01', value('best'))];
    const [kind, meter] = [
      giving('2026-05-10', { code: 'calls', kind: 'boolean' }),
      giving('2026-05-12', limitOf('5', { meterId: buildId('mtr') })),
    ];
    const counted = giving('2026-05-15', limitOf('7'));

    expect(grantedBy([old, young], now)).toMatchObject([{ value: 'best' }]);
    expect(grantedBy([young, old], now)).toMatchObject([{ value: 'best' }]);
    expect(grantedBy([kind, meter, counted], now)).toMatchObject([
      { kind: 'limit', meterId, subscriptionIds: [counted.facts.id] },
    ]);
    expect(
      grantedBy([counted, giving('2026-05-16', { code: 'calls', kind: 'boolean' })], now),
    ).toMatchObject([{ kind: 'boolean' }]);
  });

  test('of another kind count for nothing beside those of the newest subscription', () => {
    const value: Feature = { code: 'support', kind: 'value', value: 'by phone' };
    const [old, young] = [
      giving('2026-04-01', value),
      giving('2026-05-01', { code: 'support', kind: 'boolean' }),
    ];

    expect(grantedBy([old, young], now)).toEqual([
      { feature: 'support', kind: 'boolean', subscriptionIds: [young.facts.id] },
    ]);
  });

  test('are told in the order of their codes', () => {
    const has = (code: string): Feature => ({ code, kind: 'boolean' });
    const all = giving('2026-05-01', has('c'), has('a'), has('d'), has('b'));

    expect(grantedBy([all], now).map(({ feature }) => feature)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('of two that began at once are those of the later id', () => {
    const value = (text: string): Feature => ({ code: 'support', kind: 'value', value: text });
    const [first, second] = [giving('2026-05-01', value('a')), giving('2026-05-01', value('b'))];

    expect(grantedBy([first, second], now)).toMatchObject([{ value: 'b' }]);
    expect(grantedBy([second, first], now)).toMatchObject([{ value: 'b' }]);
  });

  test('add limits up for each period, the longest ago first', () => {
    const [one, same, later] = [
      giving('2026-03-10', limitOf('5')),
      giving('2026-03-10', limitOf('2.5')),
      giving('2026-05-15', limitOf('1')),
    ];

    const [granted] = grantedBy([later, one, same], now);

    expect(granted?.kind === 'limit' && granted.parts).toEqual([
      { limit: fractionOf('7.5'), period: limitPeriod(one.facts, null, now) },
      { limit: fractionOf('1'), period: limitPeriod(later.facts, null, now) },
    ]);
    const [endless] = grantedBy([one, giving('2026-03-10', limitOf(null))], now);
    expect(endless?.kind === 'limit' && endless.parts.map(({ limit }) => limit)).toEqual([null]);
  });
});

test('an instant is in one period of a limit, whatever its length', () => {
  const given = facts({
    segments: [segment('2026-03-10', { trialEnd: on('2026-03-25') }), segment('2026-04-17')],
    end: on('2026-06-20'),
  });
  const hour = 3_600_000;
  for (const interval of [null, { unit: 'day', count: 5 }, { unit: 'month', count: 2 }] as const) {
    for (
      let time = on('2026-03-10').at;
      time < on('2026-06-20').at;
      time = instantOf(time + 7 * hour)
    ) {
      const { startsAt, endsAt } = limitPeriod(given, interval, time);
      expect(startsAt <= time && time < endsAt).toBe(true);
      expect(limitPeriod(given, interval, startsAt).startsAt).toBe(startsAt);
    }
  }
});
