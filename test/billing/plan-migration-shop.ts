import type { UnitOfWork } from '#application/shared/ports.ts';
import type { AllRepositories } from '#application/storage.ts';
import { AdvanceMigration } from '#application/subscriptions/plan-migrations/advance-migration.ts';
import type { PlanMigrationInput } from '#application/subscriptions/plan-migrations/choose-subscriptions.ts';
import type { Made } from './both-storages.ts';
import { seen } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';

export const plans = {
  basic: { prices: { Base: 3000n, Seat: 1000n } },
  other: { prices: { Other: 500n } },
} as const;

/** The parts of a migration that a test gives. */
export type Given = Partial<PlanMigrationInput> & { readonly quote?: string };

const inputOf = (shop: PlanShop, given: Given) => ({
  planId: shop.planId('basic'),
  toVersion: 2,
  effective: 'now' as const,
  ...given,
});

/** Makes a migration, and goes along to its end. */
export const migrate = (shop: PlanShop, given: Given = {}) =>
  shop.migrations.start.execute(shop.context, {
    ...inputOf(shop, given),
    withinMilliseconds: Infinity,
  });

/** Makes a migration that nobody takes on. */
export const start = (shop: PlanShop, given: Given = {}) =>
  shop.migrations.start.execute(shop.context, inputOf(shop, given));

/** Shows what a migration would do. */
export const preview = (shop: PlanShop, given: Given & { readonly limit?: number } = {}) =>
  shop.migrations.preview.execute(shop.context, inputOf(shop, given));

/** The outcome of each, and why where it was refused. */
export const outcomes = async (
  { migrations, context }: PlanShop,
  made: Awaited<ReturnType<typeof start>>,
) => {
  const { planId, id: migrationId } = made;
  const { data } = await migrations.subscriptions.execute(context, { planId, migrationId });
  return new Map(
    data.map(({ subscriptionId, outcome, refusal }) => [
      subscriptionId,
      [outcome, ...(refusal ? [refusal.code, ...refusal.priceCodes] : [])].join(' '),
    ]),
  );
};

/** The versions that these agree to now. */
export const versionsOf = (shop: PlanShop, all: readonly Made[]) =>
  Promise.all(all.map(async (each) => (await seen(shop, each)).planVersion));

/** Takes a migration on, as a worker does. */
export const advanceOf = (
  shop: PlanShop,
  unitOfWork: UnitOfWork<AllRepositories> = shop.storage.unitOfWork,
) => new AdvanceMigration({ unitOfWork, clock: shop.storage.clock, hash: shop.hash });

/** A document whose lines stand in the order of their texts: they are made in any. */
export const sorted = (text: string): string => {
  const parts = text.split(', ');
  return [...parts.slice(0, -1).toSorted(), ...parts.slice(-1)].join(', ');
};

/** The shop with three subscriptions of EUR 40.00, and a version of EUR 50.00. */
export const withThree = async (shop: PlanShop) => {
  const subscribe = async (): Promise<Made> =>
    shop.subscribe('basic', { customerId: await shop.newCustomer() });
  const first = await subscribe();
  const made = [first, await subscribe(), await subscribe()];
  await shop.publish('basic', 2, { base: 4000n, seat: 1000n });
  return { shop, made, first };
};
