import { describe, expect, it } from 'vitest';
import type { PlanChanges, PlanInput } from '#domain/catalog/plan.ts';
import { DraftPlan } from '#domain/catalog/plan.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { Money } from '#domain/shared/money.ts';
import {
  draftPlan,
  drawing,
  euro,
  faultsOf,
  monday,
  planId,
  planInput,
  priceId,
  seat,
  support,
  tuesday,
  yen,
} from './builders.ts';

const created = (changes: Partial<PlanInput>) =>
  DraftPlan.create(planId, planInput(changes), drawing(), monday);

const changed = (prices: readonly PriceInput[]) =>
  draftPlan({ prices: [seat, support] }).change({ prices }, drawing(7), tuesday).facts.terms.prices;

const largest = BigInt(Number.MAX_SAFE_INTEGER);

/** The fields of a price of which its input says nothing. */
const unstated = {
  kind: 'recurring',
  model: 'flat',
  interval: null,
  isOptional: false,
  isProrated: true,
  inTrial: 'free',
};

describe('the terms of a plan', () => {
  it('are a currency, an interval, a trial and flat recurring prices', () => {
    const { terms } = created({ prices: [seat, { ...support, name: ' Support ' }] }).facts;

    expect(terms).toMatchObject({
      currency: 'EUR',
      interval: { unit: 'month', count: 1 },
      trial: { days: 14 },
    });
    expect(terms.prices).toEqual([
      { id: priceId(1), code: 'seat', ...seat, ...unstated },
      { id: priceId(2), code: 'support', ...support, ...unstated },
    ]);
  });

  it('have no trial and no prices where none are stated', () => {
    const { terms } = created({ trialDays: undefined, prices: undefined }).facts;

    expect(terms).toMatchObject({ trial: { days: 0 }, prices: [] });
  });

  it.each<[string, Partial<PlanInput>, string[]]>([
    ['an unknown currency', { currency: 'EUX' }, ['/currency currency_unknown']],
    [
      'an interval too long',
      { interval: { unit: 'year', count: 4 } },
      ['/interval/count invalid_interval'],
    ],
    ['half a day of trial', { trialDays: 0.5 }, ['/trialDays invalid_trial']],
    [
      'a price in another currency',
      { prices: [{ ...seat, amount: Money.of(1n, yen) }] },
      ['/prices/0/amount/currency currency_mismatch'],
    ],
    [
      'a negative price',
      { prices: [seat, { ...seat, amount: Money.of(-1n, euro) }] },
      ['/prices/1/amount/amount amount_negative'],
    ],
    [
      'a price that JSON cannot hold',
      { prices: [{ ...seat, amount: Money.of(largest + 1n, euro) }] },
      ['/prices/0/amount/amount amount_out_of_range'],
    ],
    ['a price without a name', { prices: [{ ...seat, name: '' }] }, ['/prices/0/name too_short']],
    [
      'a price with an id that the plan does not have',
      { prices: [{ ...seat, id: priceId(1) }] },
      ['/prices/0/id unknown_price'],
    ],
    [
      'a commitment in another currency',
      { minimumCommitment: Money.of(1n, yen) },
      ['/minimumCommitment/currency currency_mismatch'],
    ],
    [
      'a commitment below zero',
      { minimumCommitment: Money.of(-1n, euro) },
      ['/minimumCommitment/amount amount_negative'],
    ],
    ['fifty-one prices', { prices: Array.from({ length: 51 }, () => seat) }, ['/prices too_many']],
  ])('are refused with %s', (_, changes, expected) => {
    const faults = faultsOf(() => created(changes));

    expect(faults).toEqual(expected);
  });

  it('state a billing policy as it was given, which is told, replaced whole and taken away', () => {
    const given = { preset: 'lago', cycle: 'restart' };
    const draft = draftPlan({ billingPolicy: given });
    const policyAfter = (changes: PlanChanges) =>
      draft.change(changes, drawing(), tuesday).facts.terms.billingPolicy;
    const cleared = draft.change({ billingPolicy: null }, drawing(), tuesday);

    expect(draft.facts.terms.billingPolicy).toEqual(given);
    expect(policyAfter({ name: 'A' })).toEqual(given);
    expect(policyAfter({ billingPolicy: { rounding: 'up' } })).toEqual({ rounding: 'up' });
    expect(policyAfter({ billingPolicy: {} })).toBeNull();
    expect(draft.change({ billingPolicy: { ...given } }, drawing(), tuesday)).toBe(draft);
    expect(cleared.events.at(-1)).toMatchObject({
      before: { billingPolicy: given },
      after: { billingPolicy: null },
    });
    expect(created({}).facts.terms.billingPolicy).toBeNull();
  });

  it('state no policy that a plan may not have', () => {
    const billingPolicy = { taxRounding: 'per_rate', cycle: 'x', creditAs: 'credit_note' };

    expect(faultsOf(() => created({ billingPolicy }))).toEqual([
      '/billingPolicy/taxRounding policy_field_fixed',
      '/billingPolicy/cycle unknown_policy_value',
      '/billingPolicy/creditAs credit_notes_unavailable',
    ]);
  });

  it('have a minimum commitment, which is told, changed and taken away', () => {
    const hundred = Money.of(10_000n, euro);
    const draft = draftPlan({ minimumCommitment: hundred });
    const cleared = draft.change({ minimumCommitment: null }, drawing(), tuesday);

    expect(draft.facts.terms.minimumCommitment).toEqual(hundred);
    expect(
      draft.change({ minimumCommitment: hundred, name: 'A' }, drawing(), tuesday).facts.terms,
    ).toMatchObject({ minimumCommitment: hundred });
    expect(draft.change({ name: 'A' }, drawing(), tuesday).facts.terms.minimumCommitment).toEqual(
      hundred,
    );
    expect(cleared.facts.terms.minimumCommitment).toBeNull();
    expect(cleared.events.at(-1)).toMatchObject({
      before: { minimumCommitment: { amount: 10_000, currency: 'EUR' } },
      after: { minimumCommitment: null },
    });
    expect(
      created({ minimumCommitment: Money.zero(euro) }).facts.terms.minimumCommitment,
    ).toBeNull();
    const moved = { currency: 'JPY', prices: [] };
    expect(faultsOf(() => draft.change(moved, drawing(), tuesday))).toEqual([
      '/minimumCommitment/currency currency_mismatch',
    ]);
  });

  it('have usage thresholds, which are told, changed and taken away', () => {
    const hundred = Money.of(10_000n, euro);
    const draft = draftPlan({ usageThresholds: { amounts: [hundred], every: hundred } });
    const cleared = draft.change({ usageThresholds: null }, drawing(), tuesday);

    expect(draft.facts.terms.usageThresholds).toEqual({ amounts: [hundred], every: hundred });
    expect(draft.change({ name: 'A' }, drawing(), tuesday).facts.terms.usageThresholds).toEqual(
      draft.facts.terms.usageThresholds,
    );
    const again = { usageThresholds: { amounts: [hundred], every: hundred } };
    expect(draft.change(again, drawing(), tuesday)).toBe(draft);
    expect(cleared.facts.terms.usageThresholds).toBeNull();
    expect(cleared.events.at(-1)).toMatchObject({
      before: { usageThresholds: { amounts: [{ amount: 10_000, currency: 'EUR' }] } },
      after: { usageThresholds: null },
    });
    const moved = { currency: 'JPY', prices: [] };
    expect(faultsOf(() => draft.change(moved, drawing(), tuesday))).toEqual([
      '/usageThresholds/amounts/0/currency currency_mismatch',
      '/usageThresholds/every/currency currency_mismatch',
    ]);
  });

  it('are refused together with the description, with every fault at once', () => {
    const bad = {
      code: '?',
      name: '',
      interval: { unit: 'day', count: 0 } as const,
      trialDays: -1,
      prices: [{ ...seat, id: priceId(9), name: '', amount: Money.of(-1n, yen) }],
    };

    const faults = faultsOf(() => created(bad));

    expect(faults).toEqual([
      '/code invalid_code',
      '/name too_short',
      '/interval/count invalid_interval',
      '/trialDays invalid_trial',
      '/prices/0/id unknown_price',
      '/prices/0/name too_short',
      '/prices/0/amount/amount amount_negative',
      '/prices/0/amount/currency currency_mismatch',
    ]);
  });

  it.each([
    ['free', 0n],
    ['the largest amount', largest],
  ])('may ask for a price that is %s', (_, minor) => {
    const { terms } = created({ prices: [{ ...seat, amount: Money.of(minor, euro) }] }).facts;

    expect(terms.prices[0]).toMatchObject({ amount: Money.of(minor, euro) });
  });

  it('hold fifty prices', () => {
    const { terms } = created({ prices: Array.from({ length: 50 }, () => seat) }).facts;

    expect(new Set(terms.prices.map(({ id }) => id)).size).toBe(50);
  });

  it('cannot move to another currency and leave the prices behind', () => {
    const draft = draftPlan();

    const faults = faultsOf(() => draft.change({ currency: 'JPY' }, drawing(7), tuesday));

    expect(faults).toEqual(['/prices/0/amount/currency currency_mismatch']);
  });
});

describe('a price', () => {
  it('keeps the id that is stated with it, wherever it stands and whatever else changes', () => {
    const dearer = { ...support, id: priceId(2), amount: Money.of(2900n, euro) };

    const prices = changed([dearer, { ...seat, id: priceId(1) }]);

    expect(prices.map(({ id }) => id)).toEqual([priceId(2), priceId(1)]);
    expect(prices[0]).toMatchObject({ amount: Money.of(2900n, euro) });
  });

  it('keeps its id when it is said again in its place', () => {
    const prices = changed([seat, { ...support, name: ' Support' }]);

    expect(prices.map(({ id }) => id)).toEqual([priceId(1), priceId(2)]);
  });

  it('keeps its id when only the form of its name is another', () => {
    const plan = created({ prices: [{ ...seat, name: 'Größe' }] });

    const given = [{ ...seat, name: '\u200bGro\u0308ße' }];
    const { prices } = plan.change({ prices: given }, drawing(7), tuesday).facts.terms;

    expect(prices).toEqual(plan.facts.terms.prices);
  });

  it.each<[string, PriceInput]>([
    ['name', { ...seat, name: 'User' }],
    ['amount', { ...seat, amount: Money.of(4901n, euro) }],
    ['time of billing', { ...seat, billed: 'in_arrears' }],
  ])('without an id and with another %s is a new one', (_, price) => {
    const prices = changed([price, support]);

    expect(prices.map(({ id }) => id)).toEqual([priceId(7), priceId(2)]);
  });

  it('without an id is new beside the one with that id', () => {
    const prices = changed([seat, { ...seat, id: priceId(1) }]);

    expect(prices.map(({ id }) => id)).toEqual([priceId(7), priceId(1)]);
  });

  it('cannot be stated twice', () => {
    const twice = { ...seat, id: priceId(1) };

    const faults = faultsOf(() => changed([twice, support, twice]));

    expect(faults).toEqual(['/prices/2/id duplicate_price']);
  });

  it('goes when it is not stated any more', () => {
    const prices = changed([{ ...support, id: priceId(2) }]);

    expect(prices.map(({ name }) => name)).toEqual(['Support']);
  });
});
