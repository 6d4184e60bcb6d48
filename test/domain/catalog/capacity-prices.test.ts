import { describe, expect, test } from 'vitest';
import type { PlanInput } from '#domain/catalog/plan.ts';
import { DraftPlan } from '#domain/catalog/plan.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { parseId } from '#domain/shared/ids.ts';
import { drawing, faultsOf, monday, planId, planInput, seat } from './builders.ts';

const created = (changes: Partial<PlanInput>) =>
  DraftPlan.create(planId, planInput(changes), drawing(), monday).facts.terms.prices;

const faults = (price: Partial<PriceInput>) =>
  faultsOf(() => created({ prices: [{ ...seat, ...price }] }));

describe('a price that bounds several meters', () => {
  const one = parseId('mtr', 'mtr_01jd4x7h2cf5prw8mzk0qv9tns');
  const other = parseId('mtr', 'mtr_01jd4x7h2cf5prw8mzk0qv9tnt');
  const capacity = {
    model: 'capacity',
    tiers: [
      { upTo: { hosts: '10', metrics: '100' }, flatAmount: seat.amount },
      { upTo: null, flatAmount: seat.amount },
    ],
    amount: undefined,
    kind: 'usage',
    billed: undefined,
    meterIds: [one, other],
  } as const;

  test('names them all, and is of usage alone', () => {
    const [price] = created({ prices: [{ ...seat, ...capacity }] });

    expect(price).toMatchObject({ model: 'capacity', meterIds: [one, other] });
    expect(price).not.toHaveProperty('meterId');
    expect(faults({ ...capacity, kind: 'recurring', meterIds: null })).toEqual([
      '/prices/0/model only_usage',
    ]);
  });

  test.each([
    [{ meterIds: null }, '/prices/0/meterIds required'],
    [{ meterIds: [] }, '/prices/0/meterIds too_few'],
    [{ meterIds: [one, one] }, '/prices/0/meterIds/1 repeated'],
    [{ meterIds: Array.from({ length: 21 }, () => one) }, '/prices/0/meterIds too_many'],
    [{ meterId: one }, '/prices/0/meterId unknown_field'],
    [{ groupBy: ['region'] }, '/prices/0/groupBy unknown_field'],
    [{ isProrated: true }, '/prices/0/isProrated not_prorated'],
  ])('is refused with %j', (also, fault) => {
    expect(faults({ ...capacity, ...also })).toEqual([fault]);
  });

  test('is the only one with several meters', () => {
    const flat = { kind: 'usage', billed: undefined, meterId: one, meterIds: [one] } as const;

    expect(faults(flat)).toEqual(['/prices/0/meterIds unknown_field']);
    expect(faults({ meterIds: [one] })).toEqual(['/prices/0/meterIds unknown_field']);
  });
});
