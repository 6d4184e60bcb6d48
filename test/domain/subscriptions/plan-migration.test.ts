import { describe, expect, test } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import type { Effective } from '#domain/subscriptions/changes/effective.ts';
import { PriceCodesUnmatched, SubscriptionEnded } from '#domain/subscriptions/errors.ts';
import {
  planMigrationOf,
  RunningPlanMigration,
  requireSubscriptions,
} from '#domain/subscriptions/plan-migration.ts';
import { refusalOf } from '#domain/subscriptions/refusal.ts';
import { buildId, nextDay, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const started = (effective: Effective = 'now') =>
  RunningPlanMigration.start(
    {
      id: buildId('mig'),
      planId: buildId('plan'),
      planVersionId: buildId('ver'),
      toVersion: 3,
      fromVersions: [1, 2],
      effective,
      effectiveNow: someday,
      total: 7,
    },
    someday,
  );
const report = { moved: 4, unchanged: 2, refused: 1 };

describe('a migration', () => {
  test('is under way once it is started, and says so', () => {
    const migration = started({ on: parseCalendarDate('2026-12-01') });
    const { id, planId } = migration.facts;

    expect(migration.status).toBe('running');
    expect(migration.events).toEqual([
      {
        type: 'plan.migration_started',
        subjectId: id,
        occurredAt: someday,
        before: null,
        after: {
          id,
          version: 1,
          planId,
          toVersion: 3,
          fromVersions: [1, 2],
          effective: { on: '2026-12-01' },
          total: 7,
          report: null,
          status: 'running',
          createdAt: '2026-11-19T23:06:40.000Z',
          updatedAt: '2026-11-19T23:06:40.000Z',
          completedAt: null,
        },
      },
    ]);
  });

  test('is over once it is completed, and says what became of all', () => {
    const running = planMigrationOf({ ...started().facts, version: 1 });
    if (running.status !== 'running') throw new Error('It is under way.');

    const completed = running.complete(report, nextDay);

    expect(completed).toMatchObject({
      status: 'completed',
      facts: { report, updatedAt: nextDay, completedAt: nextDay, createdAt: someday },
    });
    expect(completed.events).toEqual([
      expect.objectContaining({
        type: 'plan.migration_completed',
        before: expect.objectContaining({ version: 1, status: 'running', effective: 'now' }),
        after: expect.objectContaining({
          version: 2,
          status: 'completed',
          report,
          completedAt: '2026-11-20T23:06:40.000Z',
        }),
      }),
    ]);
    const { facts } = completed;
    expect(planMigrationOf(facts)).toEqual({ status: 'completed', facts, events: [] });
    const again = planMigrationOf(running.facts);
    expect(again).toEqual({ status: 'running', facts: running.facts, events: [] });
  });

  test('that is completed before it was stored tells both, in order', () => {
    const types = started()
      .complete(report, nextDay)
      .events.map(({ type }) => type);

    expect(types).toEqual(['plan.migration_started', 'plan.migration_completed']);
  });
});

test('a migration names subscriptions that there are, each once', () => {
  const [one, other, unknown] = [buildId('sub'), buildId('sub'), buildId('sub')];
  const known = new Set([one, other]);

  expect(refused(() => requireSubscriptions([one, other], known))).toEqual([]);
  expect(refused(() => requireSubscriptions([one, unknown, one, unknown], known))).toEqual([
    '/subscriptionIds/1 unknown_subscription',
    '/subscriptionIds/2 duplicate_subscription',
    '/subscriptionIds/3 duplicate_subscription',
  ]);
});

describe('the refusal of one subscription among many', () => {
  test('has the code and the sentence of what was thrown', () => {
    const ended = new SubscriptionEnded();

    expect(refusalOf(ended)).toEqual({
      code: 'subscription_ended',
      detail: ended.message,
      priceCodes: [],
    });
  });

  test('has those of the first fault of the input', () => {
    const faults = [
      { pointer: '/a', code: 'no_term', detail: 'There is none.' },
      { pointer: '/b', code: 'other', detail: 'Another.' },
    ];

    expect(refusalOf(new InvalidValue(faults))).toEqual({
      code: 'no_term',
      detail: 'There is none.',
      priceCodes: [],
    });
  });

  test('names the prices that the version lacks', () => {
    expect(refusalOf(new PriceCodesUnmatched(['seats', 'calls']))).toMatchObject({
      code: 'price_codes_unmatched',
      priceCodes: ['seats', 'calls'],
    });
  });
});
