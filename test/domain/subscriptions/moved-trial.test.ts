import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import {
  extendedTrialEnd,
  moveTrial,
  requireTrial,
  termAfterTrial,
} from '#domain/subscriptions/changes/move-trial.ts';
import { requireRunning, subscriptionAt } from '#domain/subscriptions/subscription.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import { buildSubscription, euros } from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { buildChange } from '../../../src/testing/change-builders.ts';
import { refused } from '../refused.ts';

const price = (name: string, given: object = {}) => ({
  name,
  code: name,
  model: 'per_unit' as const,
  unitAmount: '10',
  ...given,
});
const plan = buildPlan(buildId('prod'), {
  minimumCommitment: euros(5000n),
  prices: [
    price('seats', { inTrial: 'charged' }),
    price('support', { interval: { unit: 'year', count: 1 } }),
    price('setup', { kind: 'one_time' }),
  ],
}).activate(someday);
const version: PlanVersion = firstVersionOf(plan).facts;
const terms = new Terms([version], (text) => createHash('sha256').update(text).digest('hex'));
const items = version.terms.prices.map(({ id: priceId }) => ({
  id: buildId('si'),
  priceId,
  quantity: '2',
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
const facts = (given: Partial<SubscriptionFacts> = {}): SubscriptionFacts =>
  buildSubscription(buildId('cus'), plan, {
    start: on('2026-03-10'),
    anchorOn: parseCalendarDate('2026-03-10'),
    anchorDay: 10,
    segments: [segment('2026-03-10')],
    ...given,
  }).facts;

const trialEnd = on('2026-04-10');
const inTrial = [segment('2026-03-10', { trialEnd })];
const now: Instant = on('2026-03-20').at;

describe('a trial', () => {
  const endAt = (given: Partial<SubscriptionFacts>, at: Instant) => {
    const running = requireRunning(subscriptionAt(facts(given), at));
    return refused(() => requireTrial(running, at));
  };

  test('is one that the subscription is in, or will be in once it has begun', () => {
    const running = requireRunning(subscriptionAt(facts({ segments: inTrial }), now));

    expect(requireTrial(running, now)).toEqual(trialEnd);
    expect(endAt({ segments: inTrial }, on('2026-03-01').at)).toEqual([]);
    expect(endAt({}, now)).toEqual(['not_in_trial']);
    expect(endAt({ segments: inTrial }, trialEnd.at)).toEqual(['not_in_trial']);
    const atStart = [segment('2026-03-10', { trialEnd: on('2026-03-10') })];
    expect(endAt({ segments: atStart }, on('2026-03-01').at)).toEqual(['not_in_trial']);
  });

  test('is extended to a later instant, of 730 days from the start at most', () => {
    const extended = (text: string) => extendedTrialEnd(text, facts(), trialEnd);

    expect(extended('2026-04-10T00:00:00.001Z')).toMatchObject({ on: '2026-04-10' });
    expect(extended('2028-03-09T00:00:00Z')).toMatchObject({ on: '2028-03-09' });
    expect(refused(() => extended('2026-04-10T00:00:00Z'))).toEqual([' trial_not_extended']);
    expect(refused(() => extended('2028-03-09T00:00:00.001Z'))).toEqual([' trial_too_long']);
    expect(refused(() => extended('soon'))).toEqual([' invalid_instant']);
  });
});

describe('a trial that is moved', () => {
  const moved = (given: Partial<SubscriptionFacts>, end = on('2026-05-05')) =>
    moveTrial(facts(given), end, { scheduled: [], now, versionOf: () => version }).segments;

  test('moves the periods that are aligned to its end along', () => {
    const [first, ...others] = moved({ segments: inTrial });

    expect(others).toEqual([]);
    expect(first).toMatchObject({
      trialEnd: on('2026-05-05'),
      items,
      plan: { anchorOn: '2026-05-05', anchorDay: 5, planId: plan.facts.id },
    });
    const policy = { ...standardPolicy, alignFrom: 'start' } as const;
    expect(moved({ segments: inTrial, policy })[0]).toMatchObject({
      trialEnd: on('2026-05-05'),
      plan: { anchorOn: '2026-03-10', anchorDay: 10 },
    });
  });

  test('leaves segments as they are whose trial is over, or that have none', () => {
    const over = segment('2026-03-10', { trialEnd: on('2026-03-20') });
    const second = segment('2026-03-15', { trialEnd });

    const segments = moved({ segments: [over, second] });

    expect(segments[0]).toBe(over);
    expect(segments[1]?.trialEnd).toEqual(on('2026-05-05'));
    const none = segment('2026-03-10');
    expect(moved({ segments: [none] })).toEqual([none]);
  });

  test('ends no earlier than its segment begins', () => {
    const second = segment('2026-03-18', { trialEnd });

    expect(moved({ segments: [...inTrial, second] }, on('2026-03-17'))[1]?.trialEnd).toEqual(
      on('2026-03-18'),
    );
  });

  test('takes changes that lie ahead along, built on what is agreed by then', () => {
    const change = buildChange(buildId('sub'), {
      effective: on('2026-04-01'),
      items: [
        {
          priceId: items[0]?.priceId ?? buildId('price'),
          quantity: '9',
          isIncluded: true,
          itemId: buildId('si'),
        },
      ],
    });
    const { id, decrease, charge, creditAs } = change;
    const begunBy = { id, decrease, charge, creditAs, isOtherPlan: false };
    const ahead = segment('2026-04-01', { trialEnd, begunBy });
    const versionOf = () => version;

    const { segments, takenBack } = moveTrial(
      facts({ segments: [...inTrial, ahead] }),
      on('2026-05-05'),
      { scheduled: [change], now, versionOf },
    );

    expect(takenBack).toEqual([]);
    expect(segments.map((each) => each.trialEnd)).toEqual([on('2026-05-05'), on('2026-05-05')]);
    expect(segments[1]?.items[0]?.quantity).toBe('9');
    const [current] = moveTrial(
      facts({
        segments: [segment('2026-03-10', { trialEnd }), segment('2026-03-20', { trialEnd })],
      }),
      on('2026-05-05'),
      { scheduled: [], now, versionOf },
    ).segments.slice(1);
    expect(current?.trialEnd).toEqual(on('2026-05-05'));
  });

  test('moves a term that begins with its end, and the end that the term brings', () => {
    const length = { unit: 'month', count: 1 } as const;
    const term = { length, renewal: 'end', startsOn: trialEnd.on } as const;
    const termOf = (given: Partial<SubscriptionFacts>) => {
      const { term: after, end } = termAfterTrial(facts({ term, ...given }), on('2026-05-05'));
      return [after?.startsOn, end?.on];
    };

    expect(termOf({ end: on('2026-05-10') })).toEqual(['2026-05-05', '2026-06-05']);
    expect(termOf({ end: on('2026-05-09') })).toEqual(['2026-05-05', '2026-05-09']);
    expect(termOf({ end: null })).toEqual(['2026-05-05', undefined]);
    const renewed = { term: { ...term, renewal: 'renew' } as const, end: on('2026-05-10') };
    expect(termOf(renewed)).toEqual(['2026-05-05', '2026-05-10']);
    const policy = { ...standardPolicy, alignFrom: 'start' } as const;
    expect(termOf({ end: on('2026-05-10'), policy })).toEqual(['2026-04-10', '2026-05-10']);
    expect(termOf({ term: null, end: on('2026-05-10') })).toEqual([undefined, '2026-05-10']);
  });
});

describe('what is agreed to', () => {
  const agreed = (given: Partial<SubscriptionFacts>) => agreementOf(facts(given), terms).segments;
  const shown = (given: Partial<SubscriptionFacts>) =>
    agreed(given).map(
      (each) =>
        `${each.from.on} to ${each.until?.on}: ${each.items.map(({ name }) => name).join()}`,
    );
  const all = 'seats,support,setup,Minimum commitment';

  test('is each price on its own grid, and last the minimum commitment', () => {
    const [only] = agreed({});

    expect(shown({})).toEqual([`2026-03-10 to undefined: ${all}`]);
    expect(only?.items.map(({ grid, quantity }) => [grid.unit, grid.count, quantity])).toEqual([
      ['month', 1, '2'],
      ['year', 1, '2'],
      ['month', 1, '2'],
      ['month', 1, '1'],
    ]);
    expect(only?.items.at(-1)).toMatchObject({
      kind: 'usage',
      billed: 'in_arrears',
      terms: { model: 'commitment', amount: '5000' },
      priceId: items[0]?.priceId,
    });
    const known = facts();
    expect(agreementOf(known, terms).segments[0]?.items.at(-1)?.id).toBe(
      idFromUuid('si', uuidOf(known.id)),
    );
  });

  test('in a trial is only what is charged in it', () => {
    expect(shown({ segments: inTrial })).toEqual([
      '2026-03-10 to 2026-04-10: seats,setup',
      `2026-04-10 to undefined: ${all}`,
    ]);
    const over = [segment('2026-03-10', { trialEnd: on('2026-03-10') })];
    expect(shown({ segments: over })).toEqual([`2026-03-10 to undefined: ${all}`]);
    expect(shown({ segments: inTrial, end: on('2026-04-01') })).toEqual([
      '2026-03-10 to 2026-04-01: seats,setup',
    ]);
    expect(shown({ segments: inTrial, end: trialEnd })).toEqual([
      '2026-03-10 to 2026-04-10: seats,setup',
    ]);
    const nextDay = { ...trialEnd, on: parseCalendarDate('2026-04-11') };
    expect(shown({ segments: inTrial, end: nextDay })).toHaveLength(2);
  });

  test('in a pause is nothing, and behind the end neither', () => {
    const paused = [
      segment('2026-03-10'),
      segment('2026-04-01', { isPaused: true }),
      segment('2026-05-01'),
    ];

    expect(shown({ segments: paused })).toEqual([
      `2026-03-10 to 2026-04-01: ${all}`,
      '2026-04-01 to 2026-05-01: ',
      `2026-05-01 to undefined: ${all}`,
    ]);
    expect(shown({ segments: paused, end: on('2026-05-01') })).toEqual([
      `2026-03-10 to 2026-04-01: ${all}`,
      '2026-04-01 to 2026-05-01: ',
    ]);
  });

  test('up to what was billed elsewhere is nothing, nor what was charged once there', () => {
    const billedThrough = parseCalendarDate('2026-04-20');

    expect(shown({ billedThrough })).toEqual([
      '2026-03-10 to 2026-04-20: ',
      '2026-04-20 to undefined: seats,support,Minimum commitment',
    ]);
    const later = [segment('2026-03-10', { items: items.slice(0, 1) }), segment('2026-04-20')];
    expect(shown({ billedThrough, segments: later })).toEqual([
      '2026-03-10 to 2026-04-20: ',
      `2026-04-20 to undefined: ${all}`,
    ]);
  });

  test('after a change knows the change that it begins with, also after its trial', () => {
    const { id, decrease, charge, creditAs } = buildChange(buildId('sub'));
    const begunBy = { id, decrease, charge, creditAs, isOtherPlan: false };
    const changed = segment('2026-03-20', { trialEnd, begunBy });

    const segments = agreed({ segments: [...inTrial, changed] });

    expect(segments.map((each) => [each.begunBy?.id, each.agreedBy])).toEqual([
      [undefined, undefined],
      [id, undefined],
      [undefined, id],
    ]);
    expect(formatInstant(segments[2]?.from.at ?? now)).toBe('2026-04-10T00:00:00.000Z');
  });
});
