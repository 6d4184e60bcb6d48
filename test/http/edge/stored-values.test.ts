import { describe, expect, test } from 'vitest';
import type { ApiKeyId } from '#domain/shared/ids.ts';
import { appUnderTest } from '../../support/app.ts';
import { faultsIn, longName, plantedRows } from '../planted-rows.ts';
import type { Caller } from '../world.ts';
import { newEmail, password, signUp } from '../world.ts';

// Values stored under other rules stay usable: a currency that ISO 4217 has withdrawn since, a
// time zone that IANA has dropped, a text that is too long by now. Only what is new is judged.

const app = appUnderTest('postgres');
const { plant, as } = plantedRows(app);

const signIn = (email: string) => app.send('post', '/v1/auth/login', { body: { email, password } });

describe('a tenant whose currency was withdrawn and whose time zone was dropped', () => {
  const planted = async (): Promise<Caller> => {
    const admin = await signUp(app);
    const values = { default_currency: 'HRK', time_zone: 'Mars/Olympus', name: longName };
    await plant('tenants', admin.tenantId, values);
    return admin;
  };

  test('lets its people in', async () => {
    const { email, refreshToken } = await planted();

    const entered = await signIn(email);
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

test('a person whose name and address are refused by now gets in and sets a password', async () => {
  const admin = await signUp(app);
  const email = `A${'x'.repeat(65)}@Acme.example`;
  const stored = { email, email_key: email.toLowerCase(), name: longName };
  await plant('users', admin.userId, stored);
  await plant('memberships', admin.userId, stored, 'user_id');

  const entered = await signIn(email.toLowerCase());
  const send = as({ token: entered.body.accessToken });
  const passwords = { currentPassword: password, newPassword: 'another long password' };
  const changed = await send('post', '/v1/auth/password', passwords);
  const listed = await send('get', '/v1/users');

  expect([entered.status, changed.status, listed.status]).toEqual([200, 204, 200]);
  expect(listed.body.data[0]).toMatchObject({ email, name: longName });
  expect((await signIn(`b${email}`)).body.code).toBe('invalid_credentials');
});

const nowhere = { line2: null, postalCode: null, state: null };

describe('a customer in a withdrawn currency', () => {
  const planted = async () => {
    const send = as(await signUp(app));
    const input = { name: 'Globex', email: newEmail(), currency: 'EUR' };
    const { body } = await send('post', '/v1/customers', input);
    await plant('customers', body.id, {
      currency: 'HRK',
      time_zone: 'Mars/Olympus',
      tax_id: 'x'.repeat(60),
      address: { ...nowhere, line1: '', city: 'Split', country: 'YU' },
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

test('an API key with a name and permission refused by now is rotated and revoked', async () => {
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
