import type { BillingUseCases } from '#application/billing-use-cases.ts';
import type { PlanView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { CustomerId, MeterId, TaxRateId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { demoPlans, demoProducts } from '#interfaces/cli/demo/catalog.ts';
import type { DemoTax } from '#interfaces/cli/demo/company.ts';
import { demoCustomers, demoSeller, demoTaxRates } from '#interfaces/cli/demo/company.ts';
import type { MeterIdOf } from '#interfaces/cli/demo/metered-plans.ts';
import { demoAlert, demoMeters } from '#interfaces/cli/demo/metered-plans.ts';
import type { DemoShop } from '#interfaces/cli/demo/shop.ts';

/** Makes all that the tenant has before anybody subscribes. */
export const fillShop = async (
  { useCases, operations }: Pick<DemoShop, 'useCases' | 'operations'>,
  context: RequestContext,
): Promise<DemoShop> => {
  const { onTop, included } = demoTaxRates;
  const standard = await useCases.taxRates.create.execute(context, onTop);
  const inclusive = await useCases.taxRates.create.execute(context, included);
  await setSeller(useCases, context, standard.id);
  const meterIdOf = await makeMeters(useCases, context);
  const plans = await makePlans(useCases, context, meterIdOf);
  await useCases.usageAlerts.create.execute(context, demoAlert(meterIdOf));
  const taxes = { standard: null, included: [inclusive.id], none: [] };
  const customers = await makeCustomers(useCases, context, taxes);
  return { useCases, operations, context, plans, customers };
};

/** The seller as documents show it, and their numbers and taxes. */
const setSeller = async (
  { tenant }: BillingUseCases,
  context: RequestContext,
  taxRateId: TaxRateId,
): Promise<void> => {
  const { version } = await tenant.get.execute(context);
  const numbers = { numberPrefix: 'NWA-', numberResets: 'yearly' };
  const billing = { ...numbers, seller: demoSeller, taxRateIds: [taxRateId] };
  const changes = { timeZone: 'Europe/Vienna', billing };
  await tenant.update.execute(context, { version, changes });
};

const makeMeters = async (
  { meters }: BillingUseCases,
  context: RequestContext,
): Promise<MeterIdOf> => {
  const ids = new Map<string, MeterId>();
  for (const meter of demoMeters) {
    const { id } = await meters.create.execute(context, meter);
    ids.set(meter.code, id);
  }
  return (code) => {
    const id = ids.get(code);
    invariant(id !== undefined, `The demo has a meter "${code}".`);
    return id;
  };
};

const makePlans = async (
  { products, plans }: BillingUseCases,
  context: RequestContext,
  meterIdOf: MeterIdOf,
): Promise<ReadonlyMap<string, PlanView>> => {
  const made = new Map<string, PlanView>();
  const all = demoPlans(meterIdOf);
  for (const product of demoProducts) {
    const { id: productId } = await products.create.execute(context, product);
    for (const { plan } of all.filter((each) => each.product === product.code)) {
      made.set(plan.code, await plans.create.execute(context, { ...plan, productId }));
    }
  }
  return made;
};

const makeCustomers = async (
  { customers }: BillingUseCases,
  context: RequestContext,
  taxes: Readonly<Record<DemoTax, readonly TaxRateId[] | null>>,
): Promise<ReadonlyMap<string, CustomerId>> => {
  const made = new Map<string, CustomerId>();
  for (const { tax, input } of demoCustomers) {
    const billing = { ...input.billing, taxRateIds: taxes[tax] };
    const { id } = await customers.create.execute(context, { ...input, billing });
    made.set(input.externalId, id);
  }
  return made;
};
