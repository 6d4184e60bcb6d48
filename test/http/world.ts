import { expect } from 'vitest';
import { operatorContext } from '#application/operations/operator-context.ts';
import { parseId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { AppUnderTest } from '../support/app.ts';
import { allModuleFixtures } from '../support/module-fixtures.ts';
import { newEmail } from './identity/new-email.ts';

export { newEmail } from './identity/new-email.ts';

/** Somebody signed in: their tokens, and the ids of where they are. */
export interface Caller {
  readonly token: string;
  readonly refreshToken: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly email: string;
}

export const password = 'correct horse battery';

/** Founds a tenant and signs its ADMIN in. */
export const signUp = async (app: AppUnderTest, email = newEmail('admin')): Promise<Caller> => {
  const body = { tenantName: `Tenant of ${email}`, name: 'Ada Admin', email, password };
  const response = await app.send('post', '/v1/auth/signup', { body });
  expect(response.status).toBe(201);
  return callerOf(response.body, email);
};

/** Brings another person into the tenant of an ADMIN. */
export const addMember = async (
  app: AppUnderTest,
  admin: Caller,
  role: 'ADMIN' | 'FINANCE' | 'USER',
): Promise<Caller> => {
  const email = newEmail(role.toLowerCase());
  const { token: admitting } = admin;
  const invited = await app.send('post', '/v1/users', { token: admitting, body: { email, role } });
  const body = { token: invited.body.token, name: `New ${role}`, password };
  const accepted = await app.send('post', '/v1/auth/accept-invitation', { body });
  expect(accepted.status).toBe(200);
  return callerOf(accepted.body, email);
};

const callerOf = (
  body: {
    accessToken: string;
    refreshToken: string;
    tenant: { id: string };
    user: { id: string };
  },
  email: string,
): Caller => ({
  token: body.accessToken,
  refreshToken: body.refreshToken,
  tenantId: body.tenant.id,
  userId: body.user.id,
  email,
});

/** One of everything that a tenant can have, by the name of its path parameter. */
export interface Belongings extends Readonly<Record<string, string>> {
  readonly customerId: string;
  readonly productId: string;
  readonly planId: string;
  /** Of a version of the plan that is a draft. */
  readonly number: string;
  readonly userId: string;
  readonly invitationId: string;
  readonly sessionId: string;
  readonly apiKeyId: string;
  readonly webhookEndpointId: string;
  readonly webhookDeliveryId: string;
  readonly subscriptionId: string;
  /** One that lies ahead. */
  readonly changeId: string;
  readonly migrationId: string;
  /** A draft. */
  readonly invoiceId: string;
  readonly lineId: string;
  readonly issueId: string;
}

export const newPlan = (productId: string, given: object = {}): object => ({
  productId,
  code: `plan-${newEmail().replaceAll(/\W/g, '-')}`,
  name: 'Team',
  currency: 'EUR',
  interval: { unit: 'month', count: 1 },
  prices: [{ name: 'Base', amount: { amount: 4900, currency: 'EUR' } }],
  ...given,
});

/** Makes one of everything in the tenant of an ADMIN. */
export const furnish = async (app: AppUnderTest, admin: Caller): Promise<Belongings> => {
  const { token } = admin;
  const create = async (path: string, body: object): Promise<{ id: string }> => {
    const response = await app.send('post', path, { token, body });
    expect([path, response.status]).toEqual([path, 201]);
    return response.body;
  };
  const { body: keyed } = await app.send('post', '/v1/api-keys', {
    token,
    body: { name: 'CI', permissions: ['customers:read'] },
  });
  const webhooks = await furnishWebhooks(app, admin);
  // Another than the one that asks, which may then end it and go on.
  await app.send('post', '/v1/auth/login', { body: { email: admin.email, password } });
  const sessions = await app.send('get', '/v1/auth/sessions', { token });
  const ofModules: Record<string, string> = {};
  for (const { furnish: furnishModule } of allModuleFixtures.values()) {
    Object.assign(ofModules, await furnishModule(create));
  }
  const code = newEmail('product').replaceAll(/\W/g, '-');
  const product = await create('/v1/products', { code, name: 'CRM' });
  const plan = await create('/v1/plans', newPlan(product.id));
  await create(`/v1/plans/${plan.id}/versions`, {});
  const migration = await app.send('post', `/v1/plans/${plan.id}/migrations`, {
    token,
    body: { toVersion: 1, effective: 'period_end' },
  });
  expect([migration.status, migration.text]).toEqual([200, migration.text]);
  const member = await addMember(app, admin, 'USER');
  const invited = await app.send('post', '/v1/users', {
    token,
    body: { email: newEmail('guest'), role: 'USER' },
  });
  const { customerId = '' } = ofModules;
  return {
    ...ofModules,
    customerId,
    productId: product.id,
    planId: plan.id,
    migrationId: migration.body.id,
    number: '2',
    userId: member.userId,
    invitationId: invited.body.invitation.id,
    sessionId: sessions.body.data[0].id,
    apiKeyId: keyed.apiKey.id,
    ...webhooks,
    ...(await furnishBilling(app, admin, product.id)),
  };
};

/** A seller that says what an invoice must say. */
export const seller = {
  name: 'Acme Ltd',
  address: { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' },
  taxId: 'ATU12345678',
};

const furnishBilling = async (
  app: AppUnderTest,
  { token, tenantId }: Caller,
  productId: string,
) => {
  const change = { billing: { seller, finalization: 'manual' } };
  await app.send('patch', '/v1/tenant', { token, body: change, headers: { 'If-Match': '*' } });
  const planned = await app.send('post', '/v1/plans', { token, body: newPlan(productId) });
  const planId: string = planned.body.id;
  const subscribe = async (): Promise<string> => {
    const body = { name: 'Globex', email: newEmail('billed') };
    const customer = await app.send('post', '/v1/customers', { token, body });
    const given = { customerId: customer.body.id, planId };
    const response = await app.send('post', '/v1/subscriptions', { token, body: given });
    expect([response.status, response.text]).toEqual([201, response.text]);
    return response.body.id;
  };
  // Nobody ran billing for months: that is an issue for a person.
  await subscribe();
  const context = operatorContext(parseId('ten', tenantId), 'furnish');
  const through = (Date.now() + 200 * 86_400_000) as Instant;
  await app.composition().operations.billing.run.execute(context, { through });
  const issues = await app.send('get', '/v1/billing-issues', { token });
  const subscriptionId = await subscribe();
  const changes = `/v1/subscriptions/${subscriptionId}/changes`;
  const later = { planId, effective: 'period_end' };
  const changed = await app.send('post', changes, { token, body: later });
  expect([changed.status, changed.text]).toEqual([201, changed.text]);
  const invoices = await app.send('get', '/v1/invoices', { token });
  const invoiceId: string = invoices.body.data[0].id;
  const invoice = await app.send('get', `/v1/invoices/${invoiceId}`, { token });
  const issueId: string = issues.body.data[0].id;
  const lineId: string = invoice.body.lines[0].id;
  const changeId: string = changed.body.id;
  return { subscriptionId, changeId, invoiceId, lineId, issueId };
};

const furnishWebhooks = async (app: AppUnderTest, { token }: Caller) => {
  const body = { url: 'https://hooks.example.com/billing', eventTypes: ['*'] };
  const made = await app.send('post', '/v1/webhook-endpoints', { token, body });
  const webhookEndpointId: string = made.body.endpoint.id;
  const path = `/v1/webhook-endpoints/${webhookEndpointId}/replay`;
  await app.send('patch', '/v1/tenant', {
    token,
    body: { name: 'Told of' },
    headers: { 'If-Match': '"1"' },
  });
  await app.send('post', path, { token, body: { since: '2020-01-01T00:00:00Z' } });
  const deliveries = await app.send('get', '/v1/webhook-deliveries', { token });
  return { webhookEndpointId, webhookDeliveryId: deliveries.body.data[0].id as string };
};
