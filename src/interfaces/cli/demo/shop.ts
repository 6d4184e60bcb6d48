import { setTimeout as delay } from 'node:timers/promises';
import type { BillingUseCases, Operations } from '#application/billing-use-cases.ts';
import type { PlanView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ChangeSubscriptionInput } from '#application/subscriptions/changes/change-subscription.ts';
import type { CreateSubscriptionInput } from '#application/subscriptions/create-subscription.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import type { CustomerId, PriceId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { parseInstant } from '#domain/shared/time.ts';

/** The tenant of the demo, for whoever makes something happen in it. */
export interface DemoShop {
  readonly useCases: BillingUseCases;
  readonly operations: Pick<Operations, 'testClocks' | 'migrations'>;
  readonly context: RequestContext;
  /** By the external ids of customers. */
  readonly customers: ReadonlyMap<string, CustomerId>;
  /** By the codes of plans, as they were made. */
  readonly plans: ReadonlyMap<string, PlanView>;
}

/** Quantities by the codes of prices. */
type Quantities = Readonly<Record<string, string>>;

export const customerOf = ({ customers }: DemoShop, externalId: string): CustomerId =>
  known(customers, externalId);

export const planOf = ({ plans }: DemoShop, code: string): PlanView => known(plans, code);

const known = <Value>(values: ReadonlyMap<string, Value>, name: string): Value => {
  const value = values.get(name);
  invariant(value !== undefined, `The demo has made "${name}".`);
  return value;
};

export const priceOf = ({ prices }: PlanView, code: string): PriceId =>
  known(new Map(prices.map((price) => [price.code, price.id])), code);

const itemsOf = (plan: PlanView, quantities: Quantities) =>
  Object.entries(quantities).map(([code, quantity]) => ({
    priceId: priceOf(plan, code),
    quantity,
  }));

/** Subscribes a customer from a local day on. The subscription is called as the customer is. */
export const subscribe = async (
  shop: DemoShop,
  customer: string,
  plan: string,
  given: Partial<CreateSubscriptionInput>,
  quantities: Quantities = {},
): Promise<void> => {
  const subscribed = planOf(shop, plan);
  await shop.useCases.subscriptions.create.execute(shop.context, {
    customerId: customerOf(shop, customer),
    planId: subscribed.id,
    externalId: customer,
    items: itemsOf(subscribed, quantities),
    ...given,
  });
};

/** The subscription of a customer, as it is now. */
export const subscriptionOf = async (
  { useCases, context }: DemoShop,
  customer: string,
): Promise<SubscriptionView> => {
  const filter = { externalId: customer };
  const { data } = await useCases.subscriptions.list.execute(context, filter);
  const [subscription] = data;
  invariant(subscription !== undefined, `"${customer}" has subscribed.`);
  return subscription;
};

/** Changes the subscription of a customer, with quantities of the prices of its plan. */
export const change = async (
  shop: DemoShop,
  customer: string,
  given: Omit<ChangeSubscriptionInput, 'subscriptionId'>,
  quantities?: { readonly plan: string; readonly of: Quantities },
): Promise<void> => {
  const { id: subscriptionId } = await subscriptionOf(shop, customer);
  const items = quantities && itemsOf(planOf(shop, quantities.plan), quantities.of);
  const { subscriptions } = shop.useCases;
  await subscriptions.change.execute(shop.context, { subscriptionId, items, ...given });
};

/** Moves the clock of the tenant on, and waits until all that fell due on the way is handled. */
export const advanceTo = async (
  { useCases: { testClock }, operations: { testClocks }, context }: DemoShop,
  instant: string,
): Promise<void> => {
  const sent = await testClock.advance.execute(context, { to: parseInstant(instant) });
  await over(
    sent,
    ({ status }) => status === 'ready',
    () => testClocks.advance.execute(context, {}),
  );
};

/** Publishes another version of a plan, and moves all to it with their next period. */
export const replaceTerms = async (
  shop: DemoShop,
  plan: string,
  prices: readonly PriceInput[],
): Promise<void> => {
  const { context } = shop;
  const { planVersions, planMigrations } = shop.useCases;
  const { id: planId } = planOf(shop, plan);
  const draft = await planVersions.create.execute(context, { planId, changes: { prices } });
  const { number, version } = draft;
  await planVersions.publish.execute(context, { planId, number, version });
  const started = await planMigrations.start.execute(context, {
    planId,
    toVersion: number,
    effective: 'period_end',
  });
  await over(
    started,
    ({ status }) => status === 'completed',
    () => shop.operations.migrations.advance.execute(context, { migrationId: started.id }),
  );
};

/** Brings work to its end. Where a worker has taken a part of it on, that is waited for. */
const over = async <Work>(
  work: Work,
  isOver: (work: Work) => boolean,
  goOn: () => Promise<Work>,
): Promise<void> => {
  let seen = work;
  for (let turn = 0; !isOver(seen); turn += 1) {
    if (turn === turnsMax) throw new Error('The demo waits for a worker, which comes to no end.');
    if (turn > 0) await delay(pauseMilliseconds);
    seen = await goOn();
  }
};

const pauseMilliseconds = 25;
const turnsMax = 2400;
