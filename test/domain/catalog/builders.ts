import type { PlanInput } from '#domain/catalog/plan.ts';
import { ActivePlan, DraftPlan } from '#domain/catalog/plan.ts';
import type { DrawPriceId, PriceInput } from '#domain/catalog/price.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { Fault } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { PriceId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { instantOf } from '#domain/shared/time.ts';

export const monday = instantOf(1_795_000_000_000);
export const tuesday = instantOf(1_795_086_400_000);
export const wednesday = instantOf(1_795_172_800_000);

export const planId = idFromUuid('plan', '01900000-0000-7000-8000-0000000000a1');
export const productId = idFromUuid('prod', '01900000-0000-7000-8000-0000000000b1');

/** The nth price id that `drawing` gives out, counted from one. */
export const priceId = (nth: number): PriceId =>
  idFromUuid('price', `01900000-0000-7000-8000-${String(nth).padStart(12, '0')}`);

/** Gives out `priceId(first)` and those after it. */
export const drawing = (first = 1): DrawPriceId => {
  let nth = first - 1;
  return () => {
    nth += 1;
    return priceId(nth);
  };
};

export const euro: CurrencyCode = parseCurrencyCode('EUR');
export const yen: CurrencyCode = parseCurrencyCode('JPY');

export const seat: PriceInput = {
  name: 'Seat',
  amount: Money.of(4900n, euro),
  billed: 'in_advance',
};

export const support: PriceInput = {
  name: 'Support',
  amount: Money.of(1900n, euro),
  billed: 'in_arrears',
};

export const planInput = (changes: Partial<PlanInput> = {}): PlanInput => ({
  productId,
  code: 'team-monthly',
  name: 'Team, monthly',
  currency: 'EUR',
  interval: { unit: 'month', count: 1 },
  trialDays: 14,
  prices: [seat],
  ...changes,
});

/** A stored draft: it has a version, and no events that wait. */
export const draftPlan = (changes: Partial<PlanInput> = {}): DraftPlan => {
  const { facts } = DraftPlan.create(planId, planInput(changes), drawing(), monday);
  return new DraftPlan({ ...facts, version: 1 });
};

/** A stored plan on offer. */
export const activePlan = (changes: Partial<PlanInput> = {}): ActivePlan => {
  const { facts } = draftPlan(changes).activate(monday);
  return new ActivePlan(facts);
};

/** Where the faults are and which, as `pointer code`. */
export const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }: Fault) => `${pointer} ${code}`);
  }
  return [];
};
