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
  send(method: Method, path: string, body?: object, ifMatch?: string): ReturnType<Send>;
  newPlan(given: object): Promise<string>;
  newCustomer(given?: object): Promise<string>;
  subscribe(given?: object): ReturnType<Send>;
  /** All invoices, oldest first, with their lines. */
  invoices(): Promise<readonly Invoice[]>;
  advance(to: string): Promise<void>;
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
