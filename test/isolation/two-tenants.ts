import type {
  BillingOperations,
  BillingUseCases,
  EventOperations,
} from '#application/billing-use-cases.ts';
import { DeliverEvents } from '#application/events/deliver-events.ts';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { IdempotencyRequest } from '#application/shared/idempotency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId, PlanId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { instantOf } from '#domain/shared/time.ts';
import { allModuleFixtures } from '../support/module-fixtures.ts';
import { logoOfColor } from '../support/png.ts';

/** A tenant with something in every table that tenants have. */
export interface FullTenant {
  readonly context: RequestContext;
  readonly customerId: string;
  /** Under which an answer is kept. */
  readonly idempotency: IdempotencyRequest;
}

/** Lets a subscriber fail in a tenant: it leaves a position, and a subject that waits. */
export const failIn = async (
  { positions }: EventOperations,
  { context }: FullTenant,
): Promise<void> => {
  const deliver = new DeliverEvents({ positions, failed: () => undefined });
  await deliver.execute(context, {
    subscriber: 'failing',
    eventTypes: ['tenant.created'],
    useCase: { permission: 'tenant:read', execute: () => Promise.reject(new Error('Broken.')) },
  });
};

/** Founds a tenant through the use cases, and puts one of everything into it. */
export const createFullTenant = async (
  useCases: BillingUseCases,
  name: string,
): Promise<FullTenant> => {
  const request = { requestId: `founding-${name}` };
  const { tenant, user } = await useCases.authentication.signUp.execute(request, {
    tenantName: name,
    // It has all that a live one has, and a clock.
    mode: 'test',
    clockStartsAt: instantOf(Date.UTC(2020, 0, name.length)),
    name: `${name} Admin`,
    email: `admin@${name}.example`,
    password: 'correct horse',
  });
  const member = { tenantId: tenant.id, userId: user.id, role: user.role };
  const context = contextOfMember(request, member, null);
  const invitation = { email: `guest@${name}.example`, role: 'USER' } as const;
  await useCases.users.invite.execute(context, invitation);
  await useCases.apiKeys.create.execute(context, { name: 'CI', permissions: ['audit:read'] });
  const { endpoint } = await useCases.webhookEndpoints.create.execute(context, {
    url: 'https://hooks.example.com/billing',
    eventTypes: ['*'],
  });
  const idempotency: IdempotencyRequest = {
    tenantId: tenant.id,
    keyHash: 'ab'.repeat(32),
    request: 'what was asked',
  };
  for (const { fill } of allModuleFixtures.values()) await fill(useCases, context);
  const [customer] = (await useCases.customers.list.execute(context, {})).data;
  if (customer === undefined) throw new Error('The fixtures of customers make one.');
  const since = instantOf(0);
  await useCases.webhookEndpoints.replay.execute(context, { endpointId: endpoint.id, since });
  const [taxRate] = (await useCases.taxRates.list.execute(context, {})).data;
  if (taxRate === undefined) throw new Error('The fixtures of tax rates make one.');
  const product = await useCases.products.create.execute(
    { ...context, idempotency },
    { code: 'crm', name: 'CRM', taxRateIds: [taxRate.id] },
  );
  const euro = parseCurrencyCode('EUR');
  const plan = await useCases.plans.create.execute(context, {
    productId: product.id,
    code: 'team',
    name: 'Team',
    currency: euro,
    interval: { unit: 'month', count: 1 },
    prices: [{ name: 'Base', amount: Money.of(4900n, euro), billed: 'in_advance' }],
    usageThresholds: { amounts: [Money.of(10_000n, euro)] },
  });
  await subscribeAndPay(useCases, context, { customerId: customer.id, planId: plan.id });
  const move = { planId: plan.id, toVersion: 1, fromVersions: [1], effective: 'now' as const };
  const { data: subscribed } = await useCases.subscriptions.list.execute(context, {});
  const subscriptionIds = subscribed.map(({ id }) => id);
  await useCases.planMigrations.start.execute(context, { ...move, subscriptionIds });
  const logo = logoOfColor(name === 'acme' ? [200, 0, 0] : [0, 0, 200]);
  const changes = { billing: { seller: { logo } } };
  await useCases.tenant.update.execute(context, { version: 'any', changes });
  await useCases.audit.verify.execute(context, {});
  return { context, customerId: customer.id, idempotency };
};

/** Leaves a subscription, its first invoice, and a payment that exceeds what is due on it. */
const subscribeAndPay = async (
  { subscriptions, invoices }: BillingUseCases,
  context: RequestContext,
  given: { readonly customerId: CustomerId; readonly planId: PlanId },
): Promise<void> => {
  const externalId = `sub-of-${context.tenantId}`;
  const { id: subscriptionId } = await subscriptions.create.execute(context, {
    ...given,
    externalId,
  });
  const change = { subscriptionId, planId: given.planId, effective: 'period_end' as const };
  await subscriptions.change.execute(context, change);
  const { data } = await invoices.list.execute(context, {});
  const [invoice] = data;
  if (invoice === undefined) throw new Error('What is charged in advance is invoiced at once.');
  await invoices.recordPayment.execute(context, {
    invoiceId: invoice.id,
    amount: invoice.amountDue.plus(Money.of(100n, invoice.currency)),
    paidOn: '2020-01-01',
  });
};

/** Lets too many periods pass unnoticed in a tenant: it leaves an issue, and a parked account. */
export const missPeriodsIn = async (
  { run }: BillingOperations,
  { context }: FullTenant,
): Promise<void> => {
  await run.execute(context, { through: instantOf(Date.UTC(2020, 11, 31)) });
};
