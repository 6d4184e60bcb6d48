import { describe, expect, it } from 'vitest';
import type { PlanInput } from '#domain/catalog/plan.ts';
import { chargesWithinPeriods } from '#domain/catalog/plan-terms.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { draftPlan, euro, seat } from './builders.ts';

describe('usage is charged before its period ends', () => {
  const calls: PriceInput = {
    name: 'Calls',
    kind: 'usage',
    model: 'per_unit',
    unitAmount: '0.1',
    meterId: idFromUuid('mtr', '01900000-0000-7000-8000-0000000000d1'),
    billed: 'in_arrears',
  };
  const isCharged = (changes: Partial<PlanInput>) =>
    chargesWithinPeriods(draftPlan(changes).facts.terms);

  it('in advance, as it comes', () => {
    expect(isCharged({ prices: [seat, { ...calls, billed: 'in_advance' }] })).toBe(true);
    expect(isCharged({ prices: [seat, calls] })).toBe(false);
    expect(isCharged({ prices: [calls] })).toBe(false);
    expect(isCharged({ prices: [] })).toBe(false);
  });

  it('at the thresholds of its plan', () => {
    const usageThresholds = { amounts: [Money.of(10_000n, euro)] };

    expect(isCharged({ prices: [calls], usageThresholds })).toBe(true);
  });
});
