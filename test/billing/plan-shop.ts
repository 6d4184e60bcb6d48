import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { invoiceUseCases } from '#application/invoicing/use-cases.ts';
import { WatchUsage } from '#application/metering/watch-usage.ts';
import type { ChangeSubscriptionInput } from '#application/subscriptions/changes/change-subscription.ts';
import type { CreateSubscriptionInput } from '#application/subscriptions/create-subscription.ts';
import { entitlementUseCases } from '#application/subscriptions/entitlements.ts';
import { planMigrationUseCases } from '#application/subscriptions/plan-migrations/migration-use-cases.ts';
import { ChargeProgress } from '#application/subscriptions/runs/charge-progress.ts';
import { progressWatcher } from '#application/subscriptions/runs/progress-watcher.ts';
import { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import { subscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import type { FeatureInput } from '#domain/catalog/feature.ts';
import { DraftPlanVersion, firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import type { UsageThresholdsInput } from '#domain/catalog/usage-thresholds.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { PlanId, PriceId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarLength } from '#domain/shared/time.ts';
import { parseInstant } from '#domain/shared/time.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { pdfInvoiceRenderer } from '#infrastructure/pdf/pdf-invoice-renderer.ts';
import {
  buildContext,
  buildCustomer,
  buildId,
  buildPlan,
  buildPrice,
  buildProduct,
  buildTenant,
  someday,
} from '../../src/testing/builders.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';

const euro = parseCurrencyCode('EUR');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Minor units by the name of the price; a plan of a month in advance where nothing is said. */
export interface PlanGiven {
  readonly prices: Readonly<Record<string, bigint>>;
  /** Euros where absent. */
  readonly currency?: string;
  readonly interval?: CalendarLength;
  readonly billed?: 'in_advance' | 'in_arrears';
  /** Further prices, in full. */
  readonly also?: readonly PriceInput[];
  readonly trialDays?: number;
  /** Minor units. */
  readonly minimumCommitment?: bigint;
  readonly usageThresholds?: UsageThresholdsInput;
  readonly features?: readonly FeatureInput[];
  /** Names of prices that are charged in a trial, too. */
  readonly chargedInTrial?: readonly string[];
}

export type PlanShop = Awaited<ReturnType<typeof openPlanShop>>;

/** A tenant with one customer, and plans by their names. */
export const openPlanShop = async (
  storage: StorageHarness,
  { policy, plans }: { policy?: BillingPolicyInput; plans: Readonly<Record<string, PlanGiven>> },
) => {
  const seller = {
    name: 'Acme Ltd',
    address: { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' },
    taxId: 'ATU12345678',
  };
  const tenant = buildTenant().change({ billing: { seller }, billingPolicy: policy }, someday);
  const context = buildContext(tenant.facts.id);
  const customer = buildCustomer();
  const product = buildProduct();
  const made = Object.entries(plans).map(([name, given]) => {
    const { interval = { unit: 'month', count: 1 }, billed = 'in_advance', prices } = given;
    const { trialDays = 0, chargedInTrial = [], also = [], features = [] } = given;
    const { minimumCommitment = 0n, usageThresholds } = given;
    const currency = parseCurrencyCode(given.currency ?? 'EUR');
    const flat = Object.entries(prices).map(([price, minor]) =>
      buildPrice({
        name: price,
        amount: Money.of(minor, currency),
        billed,
        inTrial: chargedInTrial.includes(price) ? 'charged' : 'free',
      }),
    );
    const plan = buildPlan(product.facts.id, {
      name,
      currency,
      interval,
      prices: [...flat, ...also],
      trialDays,
      minimumCommitment: Money.of(minimumCommitment, currency),
      usageThresholds,
      features,
    }).activate(someday);
    return [name, plan] as const;
  });
  await storage.unitOfWork.run(context, async (repositories) => {
    await repositories.tenants.save(tenant);
    await repositories.customers.save(customer);
    await repositories.products.save(product);
    for (const [, plan] of made) {
      await repositories.plans.save(plan);
      await repositories.planVersions.save(firstVersionOf(plan));
    }
  });
  const ports = {
    unitOfWork: storage.unitOfWork,
    reads: storage.reads,
    hash: sha256,
    invoiceRenderer: pdfInvoiceRenderer(),
  };
  const failures: unknown[] = [];
  const subscriptions = subscriptionUseCases(ports);
  const invoices = invoiceUseCases(ports);
  const run = new RunBilling({ ...ports, failed: (error) => failures.push(error) });
  const progress = new ChargeProgress({ ...ports, runBilling: run });
  const watched = new WatchUsage({
    unitOfWork: storage.unitOfWork,
    usageWatchers: [progressWatcher(progress)],
    watchFailed: (error) => failures.push(error),
  });
  const planOf = (name: string) => {
    const plan = made.find(([known]) => known === name)?.[1];
    if (plan === undefined) throw new Error(`There is no plan ${name}.`);
    return plan;
  };
  return {
    context,
    customerId: customer.facts.id,
    entitlements: entitlementUseCases(ports),
    subscriptions,
    invoices,
    failures,
    planId: (name: string): PlanId => planOf(name).facts.id,
    priceId: (plan: string, name: string): PriceId => {
      const found = planOf(plan).facts.terms.prices.find((price) => price.name === name);
      if (found === undefined) throw new Error(`There is no price ${name}.`);
      return found.id;
    },
    setTime: (instant: string): void => storage.clock.set(parseInstant(instant)),
    /** When something is due next; null where nothing is. */
    nextDueAt: () =>
      storage.unitOfWork.run(context, ({ billingAccounts }) => billingAccounts.nextDueAt()),
    /** Handles all that is due by now. */
    run: async (): Promise<void> => {
      for (;;) {
        const { accounts } = await run.execute(context);
        expect(failures).toEqual([]);
        if (accounts === 0) return;
      }
    },
    /** Looks at usage that was stored, as a worker does. */
    progress: () => progress.execute(context, { customerIds: [customer.facts.id] }),
    /** Has the watchers of usage look, and gives the number of their looks. */
    watch: async (): Promise<number> => {
      const { looks } = await watched.execute(context);
      expect(failures).toEqual([]);
      return looks;
    },
    subscribe: (plan: string, given: Partial<CreateSubscriptionInput> = {}) =>
      subscriptions.create.execute(context, {
        customerId: customer.facts.id,
        planId: planOf(plan).facts.id,
        ...given,
      }),
    migrations: planMigrationUseCases({ ...ports, clock: storage.clock }),
    storage,
    hash: sha256,
    /** Publishes another version of a plan: minor units by the code of the price. */
    publish: async (
      name: string,
      number: number,
      prices: Readonly<Record<string, bigint>>,
    ): Promise<void> => {
      const terms = Object.entries(prices).map(([code, minor]) =>
        buildPrice({ name: code, code, amount: Money.of(minor, euro) }),
      );
      const drawn = { id: buildId('ver'), number, drawId: () => buildId('price') };
      const plan = planOf(name);
      if (plan.status !== 'active') throw new Error('It is on offer.');
      const draft = DraftPlanVersion.create(plan, drawn, { prices: terms }, someday);
      await storage.unitOfWork.run(context, async ({ planVersions }) => {
        const saved = await planVersions.save(draft);
        if (saved.status === 'draft') await planVersions.save(saved.publish(someday));
      });
    },
    /** Another customer, for subscriptions of their own. */
    newCustomer: async () => {
      const other = buildCustomer();
      await storage.unitOfWork.run(context, ({ customers }) => customers.save(other));
      return other.facts.id;
    },
    change: (
      { id }: Awaited<ReturnType<typeof subscriptions.get.execute>>,
      change: Omit<ChangeSubscriptionInput, 'subscriptionId'>,
    ) => subscriptions.change.execute(context, { subscriptionId: id, ...change }),
    /** Every document, the oldest first: its lines, and what is due. Each proves itself. */
    documents: async (): Promise<readonly string[]> => {
      const { data } = await invoices.list.execute(context, { limit: 100 });
      expect(await invoices.verify.execute(context, {})).toMatchObject({ faults: [] });
      const all = await Promise.all(
        data.toReversed().map(({ id }) => invoices.get.execute(context, { invoiceId: id })),
      );
      return all.map(({ lines, movedToBalance, amountDue }) =>
        [
          ...lines.map(lineText),
          ...(movedToBalance.isZero() ? [] : [`balance ${movedToBalance.toDecimal()}`]),
          `= ${amountDue.toDecimal()}`,
        ].join(', '),
      );
    },
  };
};

/** `Seat 06-16/07-01 15.00` */
const lineText = (line: {
  readonly description: string;
  readonly servicePeriod: { readonly start: string; readonly end: string } | null;
  readonly amount: Money;
}): string => {
  const { description, servicePeriod, amount } = line;
  if (servicePeriod === null) return `${description} ${amount.toDecimal()}`;
  const { start, end } = servicePeriod;
  return `${description} ${start.slice(5)}/${end.slice(5)} ${amount.toDecimal()}`;
};
