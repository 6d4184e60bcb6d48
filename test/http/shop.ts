import { expect } from 'vitest';
import type { AppUnderTest, Method } from '../support/app.ts';
import { newEmail, newPlan, password, seller } from './world.ts';

/** A tenant over HTTP, with a product, a plan of EUR 49.00 a month, and a customer. */
export interface Shop {
  readonly token: string;
  readonly tenantId: string;
  readonly productId: string;
  readonly planId: string;
  readonly customerId: string;
  /** Sends as the ADMIN; `*` stands for any version. */
  readonly send: (
    method: Method,
    path: string,
    body?: object,
    ifMatch?: string,
  ) => ReturnType<Send>;
  readonly newPlan: (given: object) => Promise<string>;
  readonly newCustomer: (given?: object) => Promise<string>;
  readonly subscribe: (given?: object) => ReturnType<Send>;
  /** All invoices, oldest first, with their lines. */
  readonly invoices: () => Promise<readonly Invoice[]>;
  readonly advance: (to: string) => Promise<void>;
}

type Send = AppUnderTest['send'];

/** An invoice as JSON shows it. */
export interface Invoice {
  readonly id: string;
  readonly version: number;
  readonly number: string | null;
  readonly [field: string]: unknown;
}

/** Opens a test tenant whose clock stands at an instant. */
export const openShop = async (
  app: AppUnderTest,
  clockStartsAt = '2026-01-31T10:00:00Z',
  billing: object = {},
): Promise<Shop> => {
  const who = { tenantName: 'Acme', name: 'Ada', email: newEmail('shop'), password };
  const signedUp = await app.send('post', '/v1/auth/signup', {
    body: { ...who, mode: 'test', clockStartsAt },
  });
  expect([signedUp.status, signedUp.text]).toEqual([201, signedUp.text]);
  const token: string = signedUp.body.accessToken;
  const send: Shop['send'] = (method, path, body, ifMatch) =>
    app.send(method, path, {
      token,
      ...(body !== undefined && { body }),
      ...(ifMatch !== undefined && { headers: { 'If-Match': ifMatch } }),
    });
  const create = async (path: string, body: object): Promise<string> => {
    const response = await send('post', path, body);
    expect([path, response.status, response.text]).toEqual([path, 201, response.text]);
    return response.body.id;
  };
  await send('patch', '/v1/tenant', { billing: { seller, ...billing } }, '*');
  const productId = await create('/v1/products', { code: 'crm', name: 'CRM' });
  const plan = (given: object) => create('/v1/plans', newPlan(productId, given));
  const customer = (given: object = {}) =>
    create('/v1/customers', { name: 'Globex', email: newEmail('customer'), ...given });
  const ids = { planId: await plan({}), customerId: await customer() };
  return {
    token,
    tenantId: signedUp.body.tenant.id,
    productId,
    ...ids,
    send,
    newPlan: plan,
    newCustomer: customer,
    subscribe: (given = {}) => send('post', '/v1/subscriptions', { ...ids, ...given }),
    invoices: async () => {
      const { body } = await send('get', '/v1/invoices?limit=100');
      const shown = (body.data as Invoice[]).toReversed();
      return Promise.all(
        shown.map(async ({ id }) => (await send('get', `/v1/invoices/${id}`)).body as Invoice),
      );
    },
    advance: async (to) => {
      const sent = await send('post', '/v1/test-clock/advance', { to });
      expect([sent.status, sent.body.status]).toEqual([200, 'ready']);
    },
  };
};

export const euros = (amount: number) => ({ amount, currency: 'EUR' });

export const onlyInvoice = async ({ invoices }: Shop): Promise<Invoice> => {
  const [invoice] = await invoices();
  if (invoice === undefined) throw new Error('There is no invoice.');
  return invoice;
};

/** A shop with one issued invoice of EUR 49.00. */
export const shopWithInvoice = async (app: AppUnderTest) => {
  const shop = await openShop(app);
  await shop.subscribe();
  return { shop, invoice: await onlyInvoice(shop) };
};

/** A shop whose invoices wait for a person, with one draft. */
export const shopWithDraft = async (app: AppUnderTest) => {
  const shop = await openShop(app, undefined, { finalization: 'manual' });
  await shop.subscribe();
  return { shop, draft: await onlyInvoice(shop) };
};

/** Does one of everything that an event tells of. */
export const doEverything = async (shop: Shop): Promise<void> => {
  const { body: subscription } = await shop.subscribe();
  const path = `/v1/subscriptions/${subscription.id}`;
  await shop.send('patch', path, { name: 'Ten seats' }, '*');
  await shop.send('post', `${path}/cancel`, { effective: 'period_end' }, '*');
  await shop.send('post', `${path}/uncancel`, undefined, '*');
  const effective = { on: '2026-03-05' };
  const { planId } = shop;
  const { body: change } = await shop.send('post', `${path}/changes`, { planId, effective });
  await shop.send('delete', `${path}/changes/${change.id}`, undefined, '*');
  await shop.send('post', `${path}/pause`, { effective }, '*');
  await shop.send('post', `${path}/resume`, { effective: 'now' }, '*');
  const { body: taxRate } = await shop.send('post', '/v1/tax-rates', { name: 'VAT', rate: '0' });
  await shop.send('patch', `/v1/tax-rates/${taxRate.id}`, { name: 'No VAT' }, '*');
  await shop.send('delete', `/v1/tax-rates/${taxRate.id}`, undefined, '*');
  const adjustment = { amount: { amount: 100, currency: 'JPY' }, reason: 'A present' };
  await shop.send('post', `/v1/customers/${shop.customerId}/balance/adjustments`, adjustment);
  const { id } = await onlyInvoice(shop);
  await shop.send('post', `/v1/invoices/${id}/finalize`, undefined, '*');
  await writeInvoices(shop);
  await pay(shop, id, euros(100));
  await shop.advance('2026-03-10T00:00:00Z');
  await pay(shop, id, euros(4800));
  const { body: tried } = await shop.subscribe({ trialDays: 5 });
  const trial = `/v1/subscriptions/${tried.id}`;
  await shop.send('post', `${trial}/extend-trial`, { trialEndsAt: '2026-03-20T00:00:00Z' }, '*');
  await shop.send('post', `${trial}/end-trial`, undefined, '*');
};

/** Writes invoices by hand: one is deleted, one voided and one given up. */
const writeInvoices = async (shop: Shop): Promise<void> => {
  const lines = [{ description: 'Set-up', unitAmount: '250' }];
  const written = { customerId: shop.customerId, currency: 'EUR', lines };
  const write = async (): Promise<string> => {
    const { body } = await shop.send('post', '/v1/invoices', written);
    return `/v1/invoices/${body.id}`;
  };
  const gone = await write();
  await shop.send('patch', gone, { memo: 'Thank you' }, '*');
  await shop.send('delete', gone, undefined, '*');
  const [voided, given] = [await write(), await write()];
  for (const each of [voided, given]) await shop.send('post', `${each}/finalize`, undefined, '*');
  await shop.send('post', `${voided}/void`, { reason: 'A mistake' }, '*');
  await shop.send('post', `${given}/mark-uncollectible`, undefined, '*');
};

export const pay = (shop: Shop, id: string, amount: object, given: object = {}) =>
  shop.send('post', `/v1/invoices/${id}/payments`, { amount, paidOn: '2026-02-01', ...given });
