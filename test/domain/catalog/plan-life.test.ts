import { describe, expect, it } from 'vitest';

import type { Plan } from '#domain/catalog/plan.ts';
import { DraftPlan, planOf } from '#domain/catalog/plan.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import { flatAmountOf } from '../../../src/testing/builders.ts';
import { toSnapshot } from '../to-snapshot.ts';
import {
  draftPlan,
  drawing,
  faultsOf,
  monday,
  planId,
  planInput,
  seat,
  support,
  tuesday,
  wednesday,
} from './builders.ts';

describe('the life of a plan', () => {
  const live = (): readonly Plan[] => {
    const created = DraftPlan.create(planId, planInput({ prices: [] }), drawing(), monday);
    const priced = created.change({ prices: [seat, support] }, drawing(), monday);
    const active = priced.activate(tuesday);
    const renamed = active.change({ name: 'Team' }, tuesday);
    const archived = renamed.archive(wednesday);
    return [created, priced, active, renamed, archived, archived.restore(wednesday)];
  };

  const last = ({ events }: Plan): DomainEvent | undefined => events.at(-1);

  it('is told by its events, in order', () => {
    const types = live()
      .at(-1)
      ?.events.map(({ type }) => type);

    expect(types).toEqual([
      'plan.created',
      'plan.updated',
      'plan.activated',
      'plan.updated',
      'plan.archived',
      'plan.restored',
    ]);
  });

  it('is told without a gap: each event begins where the one before it ended', () => {
    const plans = live();

    const befores = plans.map((plan) => last(plan)?.before);
    const afters = plans.map((plan) => last(plan)?.after);
    expect(befores).toEqual([null, ...afters.slice(0, -1)]);
  });

  it('is told truly: each event ends in the state that the plan is in', () => {
    for (const plan of live()) {
      const { terms, activatedAt: _at, publishedVersion: _version, ...facts } = plan.facts;
      expect(last(plan)?.after).toEqual({
        ...toSnapshot(facts),
        version: 1,
        status: plan.status,
        currency: terms.currency,
        interval: { unit: terms.interval.unit, count: terms.interval.count },
        trialDays: terms.trial.days,
        minimumCommitment: null,
        usageThresholds: null,
        features: terms.features,
        billingPolicy: null,
        prices: terms.prices.map((price) => ({
          ...price,
          amount: { amount: Number(flatAmountOf(price)), currency: terms.currency },
        })),
      });
    }
  });

  it('is told in plain JSON', () => {
    const events = live().at(-1)?.events;

    const told: unknown = JSON.parse(JSON.stringify(events));

    expect(told).toStrictEqual(events);
  });

  it('is read back from its facts, state and all', () => {
    for (const plan of live()) {
      const stored = planOf(plan.facts);

      expect(stored).toBeInstanceOf(plan.constructor);
      expect(stored.facts).toEqual(plan.facts);
      expect(stored.events).toEqual([]);
    }
  });

  it('is taken as it was stored when it is read back', () => {
    const facts = { ...draftPlan().facts, name: '' };

    const read = planOf(facts);

    expect(read.facts).toEqual(facts);
    expect(faultsOf(() => draftPlan().change({ name: '' }, drawing(), tuesday))).toEqual([
      '/name too_short',
    ]);
  });
});
