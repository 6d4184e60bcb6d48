import { describe, expect, it } from 'vitest';
import {
  PlanVersionPublished,
  PlanVersionSuperseded,
  PlanWithoutPrice,
} from '#domain/catalog/errors.ts';
import type { PlanTermsChanges } from '#domain/catalog/plan-terms.ts';
import {
  DraftPlanVersion,
  firstVersionOf,
  parseVersionNumber,
  planVersionOf,
  requireDraft,
} from '#domain/catalog/plan-version.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import {
  activePlan,
  drawing,
  euro,
  faultsOf,
  monday,
  planId,
  priceId,
  seat,
  support,
  tuesday,
  wednesday,
} from './builders.ts';

const id = idFromUuid('ver', '01900000-0000-7000-8000-0000000000c1');

const draftOf = (changes: PlanTermsChanges = {}, plan = activePlan()): DraftPlanVersion =>
  DraftPlanVersion.create(plan, { id, number: 2, drawId: drawing(10) }, changes, tuesday);

/** A stored draft: it has a version, and no events that wait. */
const storedDraft = (changes: PlanTermsChanges = {}): DraftPlanVersion =>
  new DraftPlanVersion({ ...draftOf(changes).facts, version: 1 });

const dearer = { ...seat, amount: Money.of(5900n, euro) };

describe('a draft of a version', () => {
  it('has the terms that the plan is offered on, where nothing is said', () => {
    const plan = activePlan({ prices: [seat, support] });

    const { facts, status } = draftOf({}, plan);

    expect(status).toBe('draft');
    expect(facts).toEqual({
      id,
      version: 0,
      planId,
      number: 2,
      terms: plan.facts.terms,
      createdAt: tuesday,
      updatedAt: tuesday,
      publishedAt: null,
    });
  });

  it.each([
    ['a price that is named by its id stays that price', { ...dearer, id: priceId(1) }, priceId(1)],
    ['a price that is said again stays that price', seat, priceId(1)],
    ['a price without an id that says something else is new', dearer, priceId(10)],
  ])('%s, and keeps its code', (_, given, expected) => {
    const { facts } = draftOf({ prices: [given] });

    expect(facts.terms.prices.map(({ id: kept, code }) => [kept, code])).toEqual([
      [expected, 'seat'],
    ]);
  });

  it.each<[string, PlanTermsChanges, readonly string[]]>([
    [
      'of a price of another plan',
      { prices: [{ ...seat, id: priceId(7) }] },
      ['/prices/0/id unknown_price'],
    ],
    [
      'that no longer fit',
      { currency: 'JPY', trialDays: -1 },
      ['/trialDays invalid_trial', '/prices/0/amount/currency currency_mismatch'],
    ],
    ['in what is no money', { currency: 'XXX' }, ['/currency currency_not_money']],
  ])('refuses terms %s', (_, changes, expected) => {
    expect(faultsOf(() => draftOf(changes)).toSorted()).toEqual(expected.toSorted());
    const change = () => storedDraft().change(changes, drawing(20), wednesday);
    expect(faultsOf(change).toSorted()).toEqual(expected.toSorted());
  });

  it('changes, and says so; what changes nothing is no event', () => {
    const draft = storedDraft();

    const changed = draft.change({ trialDays: 30 }, drawing(20), wednesday);

    expect(changed.facts.terms.trial.days).toBe(30);
    expect(changed.facts.updatedAt).toBe(wednesday);
    expect(changed.events).toMatchObject([
      {
        type: 'plan.version_updated',
        subjectId: id,
        before: { version: 1, trialDays: 14, status: 'draft' },
        after: { version: 2, trialDays: 30, status: 'draft', publishedAt: null },
      },
    ]);
    expect(draft.change({ trialDays: 14, prices: [seat] }, drawing(20), wednesday)).toBe(draft);
  });

  it('is published once and for all', () => {
    const published = storedDraft().publish(wednesday);

    expect(published.status).toBe('published');
    expect(published.facts).toMatchObject({ publishedAt: wednesday, updatedAt: wednesday });
    expect(published.events).toMatchObject([
      {
        type: 'plan.version_published',
        subjectId: id,
        before: { status: 'draft' },
        after: { status: 'published', number: 2, planId },
      },
    ]);
    expect(() => requireDraft(published)).toThrow(PlanVersionPublished);
  });

  it('without a price is not published', () => {
    expect(() => storedDraft({ prices: [] }).publish(wednesday)).toThrow(PlanWithoutPrice);
  });

  it('is deleted with the version that it has', () => {
    expect(storedDraft().delete(wednesday)).toMatchObject({
      id,
      version: 1,
      events: [{ type: 'plan.version_deleted', before: { number: 2 }, after: null }],
    });
  });

  it('tells of its making, with all its terms', () => {
    expect(draftOf().events).toMatchObject([
      {
        type: 'plan.version_created',
        before: null,
        after: {
          id,
          version: 1,
          planId,
          number: 2,
          currency: 'EUR',
          interval: { unit: 'month', count: 1 },
          trialDays: 14,
          prices: [{ id: priceId(1), code: 'seat' }],
          status: 'draft',
        },
      },
    ]);
  });
});

describe('a plan', () => {
  it('is offered on the terms of a version that is published, and says so', () => {
    const plan = activePlan();
    const { facts: version } = storedDraft({ prices: [dearer] }).publish(wednesday);

    const offered = plan.offer(version, wednesday);

    expect(offered.facts).toEqual({
      ...plan.facts,
      terms: version.terms,
      publishedVersion: 2,
      updatedAt: wednesday,
    });
    expect(offered.events).toMatchObject([
      {
        type: 'plan.updated',
        before: { prices: [{ amount: { amount: 4900 } }] },
        after: { prices: [{ amount: { amount: 5900 } }], status: 'active' },
      },
    ]);
  });

  it.each([1, 2])('that is offered on version 2 is not put back on version %i', (number) => {
    const { facts: version } = storedDraft().publish(wednesday);
    const plan = activePlan().offer(version, wednesday);

    expect(() => plan.offer({ ...version, number }, wednesday)).toThrow(PlanVersionSuperseded);
  });

  it('has a first version with its own 128 bits, published when it was put on offer', () => {
    const plan = activePlan();

    const { facts, events } = firstVersionOf(plan);

    expect(facts.id.slice('ver_'.length)).toBe(planId.slice('plan_'.length));
    expect(facts).toMatchObject({ number: 1, terms: plan.facts.terms, publishedAt: monday });
    expect([plan.facts.publishedVersion, events]).toEqual([1, []]);
    expect(planVersionOf(facts).status).toBe('published');
  });
});

it.each([0, -1, 1.5, Number.NaN, 1_000_000_000])('%d is no number of a version', (number) => {
  expect(() => parseVersionNumber(number)).toThrow(InvalidValue);
});

it.each([1, 2, 999_999_999])('%d is the number of a version', (number) => {
  expect(parseVersionNumber(number)).toBe(number);
});
