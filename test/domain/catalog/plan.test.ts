import { describe, expect, expectTypeOf, it } from 'vitest';
import { PlanTermsFixed, PlanWithoutPrice } from '#domain/catalog/errors.ts';
import type { PlanChanges } from '#domain/catalog/plan.ts';
import { ActivePlan, ArchivedPlan, DraftPlan } from '#domain/catalog/plan.ts';

import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import { versioned } from '../to-snapshot.ts';
import {
  activePlan,
  draftPlan,
  drawing,
  euro,
  faultsOf,
  monday,
  planId,
  planInput,
  priceId,
  productId,
  seat,
  support,
  tuesday,
  wednesday,
} from './builders.ts';

const yen = parseCurrencyCode('JPY');

const snapshot = {
  id: planId,
  productId,
  code: 'team-monthly',
  name: 'Team, monthly',
  description: null,
  currency: 'EUR',
  interval: { unit: 'month', count: 1 },
  trialDays: 14,
  prices: [
    {
      id: priceId(1),
      name: 'Seat',
      kind: 'recurring',
      model: 'flat',
      amount: { amount: 4900, currency: 'EUR' },
      billed: 'in_advance',
      code: 'seat',
      interval: null,
      isOptional: false,
      isProrated: true,
      inTrial: 'free',
    },
  ],
  minimumCommitment: null,
  usageThresholds: null,
  features: [],
  billingPolicy: null,
  metadata: {},
  status: 'draft',
  createdAt: monday,
  updatedAt: monday,
  archivedAt: null,
};

describe('a draft', () => {
  it('is created with its facts checked, and says so in plain JSON', () => {
    const draft = DraftPlan.create(
      planId,
      planInput({ name: ' Team, monthly ' }),
      drawing(),
      monday,
    );

    expect(draft).toMatchObject({
      status: 'draft',
      facts: { version: 0, productId, name: 'Team, monthly', activatedAt: null, archivedAt: null },
    });
    expect(draft.events).toEqual([
      {
        type: 'plan.created',
        subjectId: planId,
        occurredAt: monday,
        before: null,
        after: versioned(1, snapshot),
      },
    ]);
  });

  it('changes its description and its terms in one step, which is one event', () => {
    const changes = { name: 'Team', trialDays: 0, interval: { unit: 'year', count: 1 } } as const;

    const changed = draftPlan().change(changes, drawing(7), tuesday);

    expect(changed.facts).toMatchObject({ version: 1, name: 'Team', updatedAt: tuesday });
    expect(changed.facts.terms).toMatchObject({
      trial: { days: 0 },
      interval: { unit: 'year', count: 1 },
      prices: [{ id: priceId(1) }],
    });
    expect(changed.events).toEqual([
      {
        type: 'plan.updated',
        subjectId: planId,
        occurredAt: tuesday,
        before: versioned(1, snapshot),
        after: versioned(2, { ...snapshot, ...changes, updatedAt: tuesday }),
      },
    ]);
  });

  it.each<[string, PlanChanges]>([
    ['nothing', {}],
    ['only what is absent', { name: undefined, prices: undefined }],
    ['what it is already', { code: 'team-monthly', description: null, prices: [seat] }],
  ])('that is told %s stays as it is', (_, changes) => {
    const draft = draftPlan();

    const changed = draft.change(changes, drawing(7), tuesday);

    expect(changed).toBe(draft);
  });

  it('keeps its product, whatever it is told', () => {
    const changes = { productId: 'prod_other' } as PlanChanges;

    const changed = draftPlan().change(changes, drawing(7), tuesday);

    expect(changed.facts.productId).toBe(productId);
  });

  it('may lose every price', () => {
    const changed = draftPlan().change({ prices: [] }, drawing(7), tuesday);

    expect(changed.facts.terms.prices).toEqual([]);
  });

  it('goes on offer', () => {
    const active = draftPlan().activate(tuesday);

    expect(active).toMatchObject({
      status: 'active',
      facts: { version: 1, activatedAt: tuesday, updatedAt: tuesday, archivedAt: null },
    });
    expect(active.events).toEqual([
      {
        type: 'plan.activated',
        subjectId: planId,
        occurredAt: tuesday,
        before: versioned(1, snapshot),
        after: versioned(2, { ...snapshot, status: 'active', updatedAt: tuesday }),
      },
    ]);
  });

  it('without a price cannot go on offer', () => {
    const draft = draftPlan({ prices: [] });

    const activating = () => draft.activate(tuesday);

    expect(activating).toThrow(PlanWithoutPrice);
  });
});

describe('an active plan', () => {
  it('changes how it is called and described', () => {
    const active = activePlan();

    const changed = active.change({ name: 'Team', metadata: { a: 'b' } }, tuesday);

    expect(changed).toBeInstanceOf(ActivePlan);
    expect(changed.facts).toEqual({
      ...active.facts,
      name: 'Team',
      metadata: { a: 'b' },
      updatedAt: tuesday,
    });
    expect(changed.events).toEqual([
      {
        type: 'plan.updated',
        subjectId: planId,
        occurredAt: tuesday,
        before: versioned(1, { ...snapshot, status: 'active' }),
        after: versioned(2, {
          ...snapshot,
          status: 'active',
          name: 'Team',
          metadata: { a: 'b' },
          updatedAt: tuesday,
        }),
      },
    ]);
  });

  it.each<[string, PlanChanges]>([
    ['another interval', { interval: { unit: 'month', count: 2 } }],
    ['another unit of time', { interval: { unit: 'year', count: 1 } }],
    ['another trial', { trialDays: 13 }],
    ['usage thresholds', { usageThresholds: { amounts: [Money.of(1n, euro)] } }],
    ['a minimum commitment', { minimumCommitment: Money.of(1n, euro) }],
    ['another currency', { currency: 'JPY', prices: [] }],
    ['another currency alone', { currency: 'JPY' }],
    ['a price in another currency', { prices: [{ ...seat, amount: Money.of(1n, yen) }] }],
    ['a price that it never had', { prices: [{ ...seat, id: priceId(6) }] }],
    ['one price more', { prices: [{ ...seat, id: priceId(1) }, support] }],
    ['no price', { prices: [] }],
    ['another amount', { prices: [{ ...seat, id: priceId(1), amount: Money.of(1n, euro) }] }],
    ['another name of a price', { prices: [{ ...seat, id: priceId(1), name: 'User' }] }],
    ['another time of billing', { prices: [{ ...seat, id: priceId(1), billed: 'in_arrears' }] }],
    ['a new name and a new trial', { name: 'Team', trialDays: 0 }],
  ])('cannot be given %s', (_, changes) => {
    const active = activePlan();

    const changing = () => active.change(changes, tuesday);

    expect(changing).toThrow(PlanTermsFixed);
  });

  it('cannot be given its prices in another order', () => {
    const active = activePlan({ prices: [seat, support] });
    const prices = [
      { ...support, id: priceId(2) },
      { ...seat, id: priceId(1) },
    ];

    const changing = () => active.change({ prices }, tuesday);

    expect(changing).toThrow(PlanTermsFixed);
  });

  it.each<[string, PlanChanges]>([
    ['with the ids of its prices', { prices: [{ ...seat, id: priceId(1) }] }],
    ['as they were written first', planInput()],
    ['one by one', { currency: 'EUR', trialDays: 14, interval: { unit: 'month', count: 1 } }],
  ])('may be told its terms again, %s', (_, changes) => {
    const active = activePlan();

    const changed = active.change(changes, tuesday);

    expect(changed).toBe(active);
  });

  it('is refused faulty terms as faults, before they are refused as terms', () => {
    const active = activePlan();

    const faults = faultsOf(() => active.change({ name: '', trialDays: -1 }, tuesday));

    expect(faults).toEqual(['/name too_short', '/trialDays invalid_trial']);
  });

  it('has a price, or somebody broke the store', () => {
    const { facts } = activePlan();

    const building = () => new ActivePlan({ ...facts, terms: { ...facts.terms, prices: [] } });

    expect(building).toThrow(InvariantViolation);
  });
});

describe('an archived plan', () => {
  it.each<[string, DraftPlan | ActivePlan]>([
    ['draft', draftPlan()],
    ['active', activePlan()],
  ])('was a %s plan, and is that again when it is restored', (status, plan) => {
    const archived = plan.archive(tuesday);
    const restored = new ArchivedPlan(archived.facts).restore(wednesday);

    expect(archived).toMatchObject({ status: 'archived', facts: { archivedAt: tuesday } });
    expect(restored.status).toBe(status);
    expect(restored.facts).toEqual({ ...plan.facts, updatedAt: wednesday });
    const between = { ...snapshot, status: 'archived', updatedAt: tuesday, archivedAt: tuesday };
    expect(archived.events).toEqual([
      {
        type: 'plan.archived',
        subjectId: planId,
        occurredAt: tuesday,
        before: versioned(1, { ...snapshot, status }),
        after: versioned(2, between),
      },
    ]);
    expect(restored.events).toEqual([
      {
        type: 'plan.restored',
        subjectId: planId,
        occurredAt: wednesday,
        before: versioned(1, between),
        after: versioned(2, { ...snapshot, status, updatedAt: wednesday }),
      },
    ]);
  });

  it('can do nothing but be restored', () => {
    expectTypeOf<
      Exclude<keyof ArchivedPlan, 'status' | 'facts' | 'events'>
    >().toEqualTypeOf<'restore'>();

    const methods = Object.getOwnPropertyNames(ArchivedPlan.prototype);

    expect(methods).toEqual(['constructor', 'restore']);
  });
});
