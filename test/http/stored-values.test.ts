import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { ApiKeyId, Id, IdPrefix, PlanId, TenantId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { buildContext } from '../../src/testing/builders.ts';
import type { Method, Sending } from '../support/app.ts';
import { appUnderTest } from '../support/app.ts';
import type { Caller } from './world.ts';
import { newEmail, password, signUp } from './world.ts';

// What was stored under other rules stays usable: a currency that ISO 4217 has withdrawn since, a
// time zone that IANA has dropped, a text that is too long by now. Rows are planted as older
// versions could have left them; only what is new is judged.

const app = appUnderTest('postgres');
let database: Client;
beforeAll(async () => {
  database = new Client({ connectionString: app.url() });
  await database.connect();
});
afterAll(() => database.end());

const longName = 'x'.repeat(300);

/** Changes a stored row behind everybody's back. */
const plant = async (table: string, id: string, values: Readonly<Record<string, unknown>>) => {
  const names = Object.keys(values);
  const sets = names.map((name, index) => `${name} = $${index + 2}`).join(', ');
  const given = Object.values(values).map((value) =>
    value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
  );
  const { rowCount } = await database.query(`update ${table} set ${sets} where id = $1`, [
    uuidOf(id as Id<IdPrefix>),
    ...given,
  ]);
  expect(rowCount).toBe(1);
};

const as =
  ({ token }: { readonly token: string }) =>
  (method: Method, path: string, body?: object, version?: number) => {
    const headers: Sending['headers'] = version === undefined ? {} : { 'If-Match': `"${version}"` };
    return app.send(method, path, { token, headers, ...(body === undefined ? {} : { body }) });
  };

const faultsIn = (answer: { readonly body: { errors?: { pointer: string; code: string }[] } }) =>
  answer.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`);

const logIn = (email: string) => app.send('post', '/v1/auth/login', { body: { email, password } });

describe('a tenant whose currency was withdrawn and whose time zone was dropped', () => {
  const planted = async (): Promise<Caller> => {
    const admin = await signUp(app);
    const values = { default_currency: 'HRK', time_zone: 'Mars/Olympus', name: longName };
    await plant('tenants', admin.tenantId, values);
    return admin;
  };

  test('lets its people in', async () => {
    const { email, refreshToken } = await planted();

    const entered = await logIn(email);
    const refreshed = await app.send('post', '/v1/auth/refresh', { body: { refreshToken } });

    expect([entered.status, refreshed.status]).toEqual([200, 200]);
    expect(entered.body.tenant).toMatchObject({ defaultCurrency: 'HRK', name: longName });
    expect((await as({ token: entered.body.accessToken })('get', '/v1/auth/me')).status).toBe(200);
  });

  test('can be changed in any other field, and keeps what it has', async () => {
    const send = as(await planted());

    const renamed = await send('patch', '/v1/tenant', { name: 'Acme' }, 1);
    const same = await send('patch', '/v1/tenant', {}, 2);

    expect(renamed.status).toBe(200);
    const kept = { name: 'Acme', defaultCurrency: 'HRK', timeZone: 'Mars/Olympus', version: 2 };
    expect(renamed.body).toMatchObject(kept);
    expect(same.body).toMatchObject(kept);
  });

  test('is refused the same as something new', async () => {
    const send = as(await planted());
    const body = { defaultCurrency: 'HRK', timeZone: 'Mars/Olympus', name: longName };

    const refused = await send('patch', '/v1/tenant', body, 1);

    expect(refused.status).toBe(400);
    expect(faultsIn(refused)).toEqual([
      '/name too_long',
      '/defaultCurrency currency_unknown',
      '/timeZone invalid_time_zone',
    ]);
  });

  test('takes people in who are invited', async () => {
    const admin = await planted();
    const invited = await as(admin)('post', '/v1/users', { email: newEmail(), role: 'USER' });

    const accepted = await app.send('post', '/v1/auth/accept-invitation', {
      body: { token: invited.body.token, name: 'Grace', password },
    });

    expect(accepted.status).toBe(200);
  });
});

test('a person whose name and address are refused by now gets in, and sets a password', async () => {
  const admin = await signUp(app);
  const email = `A${'x'.repeat(65)}@Acme.example`;
  await plant('users', admin.userId, { email, name: longName });

  const entered = await logIn(email.toLowerCase());
  const send = as({ token: entered.body.accessToken });
  const passwords = { currentPassword: password, newPassword: 'another long password' };
  const changed = await send('post', '/v1/auth/password', passwords);
  const listed = await send('get', '/v1/users');

  expect([entered.status, changed.status, listed.status]).toEqual([200, 204, 200]);
  expect(listed.body.data[0]).toMatchObject({ email, name: longName });
  expect((await logIn(`b${email}`)).body.code).toBe('invalid_credentials');
});

describe('a customer in a withdrawn currency', () => {
  const planted = async () => {
    const send = as(await signUp(app));
    const input = { name: 'Globex', email: newEmail(), currency: 'EUR' };
    const { body } = await send('post', '/v1/customers', input);
    await plant('customers', body.id, {
      currency: 'HRK',
      time_zone: 'Mars/Olympus',
      tax_id: 'x'.repeat(60),
      address: {
        line1: '',
        line2: null,
        city: 'Split',
        postalCode: null,
        state: null,
        country: 'YU',
      },
      metadata: { '': 'nameless' },
    });
    return { send, path: `/v1/customers/${body.id}` };
  };

  test('is shown, listed, found and deleted', async () => {
    const { send, path } = await planted();

    const shown = await send('get', path);
    const listed = await send('get', '/v1/customers?search=glob');
    const deleted = await send('delete', path, undefined, 1);

    expect(shown.body).toMatchObject({ currency: 'HRK', timeZone: 'Mars/Olympus' });
    expect(listed.body.data).toEqual([shown.body]);
    expect(deleted.status).toBe(204);
  });

  test('is changed in the fields that are given, and in no others', async () => {
    const { send, path } = await planted();
    const before = (await send('get', path)).body;

    const changed = await send('patch', path, { name: 'Globex AG' }, 1);
    const cleared = await send('patch', path, { currency: null, address: null }, 2);

    const { version: _version, updatedAt: _updatedAt, ...rest } = before;
    expect(changed.body).toMatchObject({ ...rest, name: 'Globex AG', version: 2 });
    expect(cleared.body).toMatchObject({ currency: null, address: null, taxId: rest.taxId });
  });

  test('is refused that currency as something new', async () => {
    const { send, path } = await planted();
    const created = await send('post', '/v1/customers', {
      name: 'Initech',
      email: newEmail(),
      currency: 'HRK',
    });

    const changed = await send('patch', path, { currency: 'HRK', name: 'Globex AG' }, 1);

    expect([created, changed].map(({ status }) => status)).toEqual([400, 400]);
    expect(faultsIn(changed)).toEqual(['/currency currency_unknown']);
  });
});

describe('a plan in a withdrawn currency', () => {
  const planted = async (status: 'draft' | 'active') => {
    const send = as(await signUp(app));
    const product = await send('post', '/v1/products', { code: 'crm', name: 'CRM' });
    const { body } = await send('post', '/v1/plans', {
      productId: product.body.id,
      code: 'team',
      name: 'Team',
      currency: 'EUR',
      interval: { unit: 'month', count: 1 },
      prices: [{ name: 'Seat', amount: { amount: 4900, currency: 'EUR' } }],
      status,
    });
    await plant('plans', body.id, { currency: 'HRK', name: longName });
    return { send, path: `/v1/plans/${body.id}`, price: body.prices[0] };
  };

  test('is shown and listed with its prices', async () => {
    const { send, path } = await planted('active');

    const shown = await send('get', path);
    const listed = await send('get', '/v1/plans');

    const amount = { amount: 4900, currency: 'HRK' };
    expect(shown.body).toMatchObject({ currency: 'HRK', name: longName, prices: [{ amount }] });
    expect(listed.body.data).toEqual([shown.body]);
  });

  test.each(['draft', 'active'] as const)(
    'that is %s changes how it is described',
    async (status) => {
      const { send, path, price } = await planted(status);

      const changed = await send('patch', path, { description: 'For teams' }, 1);

      expect(changed.status).toBe(200);
      expect(changed.body).toMatchObject({
        description: 'For teams',
        currency: 'HRK',
        name: longName,
      });
      expect(changed.body.prices).toEqual([
        { ...price, amount: { amount: 4900, currency: 'HRK' } },
      ]);
    },
  );

  test('goes on offer, is archived, and comes back', async () => {
    const { send, path } = await planted('draft');

    const active = await send('patch', path, { status: 'active' }, 1);
    const archived = await send('delete', path, undefined, 2);
    const shown = await send('get', path);
    const restored = await send('post', `${path}/restore`, undefined, 3);

    expect(archived.status).toBe(204);
    expect([active, shown, restored].map(({ body }) => body.status)).toEqual([
      'active',
      'archived',
      'active',
    ]);
  });

  test('moves to another currency with its prices, and not without them', async () => {
    const { send, path } = await planted('draft');
    const prices = [{ name: 'Seat', amount: { amount: 650, currency: 'EUR' } }];

    const alone = await send('patch', path, { currency: 'EUR' }, 1);
    const whole = await send('patch', path, { currency: 'EUR', prices }, 1);

    expect(faultsIn(alone)).toEqual(['/prices/0/amount/currency currency_mismatch']);
    expect(whole.status).toBe(200);
    expect(whole.body).toMatchObject({ currency: 'EUR', name: longName, prices });
  });

  test('is refused that currency as something new', async () => {
    const { send, path } = await planted('draft');
    const prices = [{ name: 'Seat', amount: { amount: 650, currency: 'HRK' } }];

    const currency = await send('patch', path, { currency: 'HRK' }, 1);
    const amounts = await send('patch', path, { prices }, 1);

    expect(faultsIn(currency)).toEqual(['/currency currency_unknown']);
    expect(faultsIn(amounts)).toEqual(['/prices/0/amount/currency currency_unknown']);
  });
});

test('a plan beyond limits that were tightened is read, changed and archived', async () => {
  const admin = await signUp(app);
  const send = as(admin);
  const product = await send('post', '/v1/products', { code: 'crm', name: 'CRM' });
  const plan = await send('post', '/v1/plans', {
    productId: product.body.id,
    code: 'team',
    name: 'Team',
    currency: 'EUR',
    interval: { unit: 'day', count: 1 },
    status: 'draft',
  });
  await plant('plans', plan.body.id, { interval_count: 9999, trial_days: 9999 });
  // Past the edge, whose document states the limits of today.
  const { plans } = app.composition().useCases;
  const context = buildContext(admin.tenantId as TenantId);
  const planId = plan.body.id as PlanId;

  const read = await plans.get.execute(context, { planId });
  const changed = await plans.update.execute(context, {
    planId,
    version: 1,
    changes: { name: 'Team 2' },
  });
  const refused = plans.update.execute(context, {
    planId,
    version: 2,
    changes: { trialDays: 9999 },
  });

  expect(read).toMatchObject({ interval: { unit: 'day', count: 9999 }, trialDays: 9999 });
  expect(changed).toMatchObject({ name: 'Team 2', interval: { count: 9999 }, trialDays: 9999 });
  await expect(refused).rejects.toThrow(InvalidValue);
});

test('an API key whose name and permissions are refused by now is rotated and revoked', async () => {
  const send = as(await signUp(app));
  const body = { name: 'CRM', permissions: ['customers:read'] };
  const made = await send('post', '/v1/api-keys', body);
  const id = made.body.apiKey.id as ApiKeyId;
  await plant('api_keys', id, { name: longName, permissions: ['customers:read', 'robots:write'] });

  const rotated = await send('post', `/v1/api-keys/${id}/rotate`, {});
  const revoked = await send('delete', `/v1/api-keys/${id}`);

  expect([rotated.status, revoked.status]).toEqual([201, 204]);
  expect(rotated.body.apiKey).toMatchObject({ name: longName, permissions: ['customers:read'] });
});

test('an endpoint whose URL and events are refused by now is changed and deleted', async () => {
  const send = as(await signUp(app));
  const body = { url: 'https://hooks.acme.example/', eventTypes: ['*'] };
  const made = await send('post', '/v1/webhook-endpoints', body);
  const path = `/v1/webhook-endpoints/${made.body.endpoint.id}`;
  const stored = { url: 'http://10.0.0.1/', event_types: ['robot.built'] };
  await plant('webhook_endpoints', made.body.endpoint.id, stored);

  const paused = await send('patch', path, { isEnabled: false }, 1);
  const refused = await send('patch', path, { url: stored.url }, 2);
  const deleted = await send('delete', path, undefined, 2);

  expect(paused.body).toMatchObject({ url: stored.url, eventTypes: ['robot.built'], version: 2 });
  expect(faultsIn(refused)).toEqual(['/url refused_url']);
  expect(deleted.status).toBe(204);
});
