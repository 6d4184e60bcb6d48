import { describe, expect, test } from 'vitest';
import type { CancelPreviewInput } from '#application/subscriptions/changes/cancel-subscription.ts';
import type { ChangeSubscriptionInput } from '#application/subscriptions/changes/change-subscription.ts';
import type { PausePreviewInput } from '#application/subscriptions/changes/decide-pause.ts';
import type { CreateSubscriptionInput } from '#application/subscriptions/create-subscription.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import type { PlanGiven, PlanShop } from '../billing/plan-shop.ts';
import { openPlanShop } from '../billing/plan-shop.ts';
import { addMeters, use } from '../billing/usage-shop.ts';

// A subscription to the first of some plans, and what happens to it at stated times.

type Change = Omit<ChangeSubscriptionInput, 'subscriptionId' | 'planId' | 'items'> & {
  readonly plan?: string;
  /** By the name of the price; null takes it away. */
  readonly quantities?: Readonly<Record<string, string | null>>;
};
type Given<Input> = Partial<Omit<Input, 'subscriptionId' | 'version'>>;

/** The deeds, in order. Each gives the time at which it happens. */
export type Happening =
  | readonly ['run', at: string]
  | readonly ['change', at: string, Omit<Change, 'effective'> & Partial<Pick<Change, 'effective'>>]
  | readonly ['cancel', at: string, Given<CancelPreviewInput>]
  | readonly ['uncancel', at: string]
  | readonly ['pause', at: string, Given<PausePreviewInput>]
  | readonly ['resume', at: string]
  | readonly ['use', at: string, times: readonly string[]];

export interface WorkedScenario {
  readonly policy?: BillingPolicyInput;
  readonly plans: Readonly<Record<string, PlanGiven>>;
  readonly starts: string;
  readonly given?: Partial<CreateSubscriptionInput>;
  readonly happens: readonly Happening[];
  readonly documents: readonly string[];
}

/** Scenarios by what they are about. */
export type WorkedScenarios = Readonly<Record<string, WorkedScenario>>;

/** Plays each, and compares its documents. */
export const testScenarios = (name: string, scenarios: WorkedScenarios): void => {
  describe(`worked figures: ${name}`, () => {
    test.each(Object.entries(scenarios))('%s', async (_title, scenario) => {
      expect(await documentsOf(scenario)).toEqual(scenario.documents);
    });
  });
};

/** Every document, the oldest first, with its lines in alphabetical order. */
export const documentsOf = async (scenario: WorkedScenario): Promise<readonly string[]> => {
  const { policy, plans, starts, given, happens } = scenario;
  const shop = await openPlanShop(await openMemoryStorage(), { ...(policy && { policy }), plans });
  await addMeters(shop);
  shop.setTime(starts);
  const [first = ''] = Object.keys(plans);
  const { id } = await shop.subscribe(first, given);
  let plan = first;
  for (const happening of happens) {
    shop.setTime(happening[1]);
    plan = await play(shop, { id, plan }, happening);
  }
  return (await shop.documents()).map(withSortedLines);
};

const withSortedLines = (document: string): string => {
  const parts = document.split(', ');
  const last = parts.findIndex((part) => part.startsWith('balance ') || part.startsWith('= '));
  return [...parts.slice(0, last).toSorted(), ...parts.slice(last)].join(', ');
};

type Subject = { readonly id: Parameters<PlanShop['change']>[0]['id']; readonly plan: string };

/** Gives the plan that the subscription is on. */
const play = async (
  shop: PlanShop,
  { id, plan }: Subject,
  happening: Happening,
): Promise<string> => {
  const { subscriptions, context } = shop;
  const named = { subscriptionId: id, version: 'any' as const };
  switch (happening[0]) {
    case 'run':
      await shop.run();
      return plan;
    case 'change':
      return change(shop, { id, plan }, happening[2]);
    case 'cancel':
      await subscriptions.cancel.execute(context, { effective: 'now', ...named, ...happening[2] });
      return plan;
    case 'uncancel':
      await subscriptions.uncancel.execute(context, named);
      return plan;
    case 'pause':
      await subscriptions.pause.execute(context, { effective: 'now', ...named, ...happening[2] });
      return plan;
    case 'resume':
      await subscriptions.resume.execute(context, { effective: 'now', ...named });
      return plan;
    case 'use':
      await use(shop, happening[2]);
      return plan;
  }
};

const change = async (
  shop: PlanShop,
  { id, plan }: Subject,
  { plan: next, quantities = {}, ...given }: Partial<Change>,
): Promise<string> => {
  const { context, subscriptions } = shop;
  const items = Object.entries(quantities).map(([price, quantity]) => ({
    priceId: shop.priceId(next ?? plan, price),
    ...(quantity === null ? { isIncluded: false } : { quantity }),
  }));
  const asked = { effective: 'now' as const, ...given };
  const planId = next === undefined ? {} : { planId: shop.planId(next) };
  const also = items.length === 0 ? {} : { items };
  await subscriptions.change.execute(context, { subscriptionId: id, ...asked, ...planId, ...also });
  return next ?? plan;
};
