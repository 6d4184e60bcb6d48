import { describe, expect, test } from 'vitest';
import { permissionsOf, roles } from '#domain/identity/role.ts';
import { permissions } from '#domain/shared/permissions.ts';
import { appUnderTest } from '../../support/app.ts';
import { addMember, password, signUp } from '../world.ts';

// All that a client must know to begin, in one answer.

const app = appUnderTest('postgres');
const me = (token: string) => app.send('get', '/v1/auth/me', { token });

describe('who asks about themselves', () => {
  test('learns how their tenant counts and bills, as it is now', async () => {
    const { token } = await signUp(app);
    const before = await me(token);
    const changes = { timeZone: 'Europe/Vienna', defaultCurrency: 'JPY', name: 'Renamed' };
    await app.send('patch', '/v1/tenant', { token, body: changes, headers: { 'If-Match': '*' } });

    const { body } = await me(token);

    const live = { mode: 'live', role: 'ADMIN' };
    expect(before.body.tenant).toMatchObject({ ...live, timeZone: 'UTC', defaultCurrency: 'EUR' });
    expect(body.tenant).toMatchObject({ ...live, ...changes });
  });

  test('learns that they are in a test tenant, and which others there are', async () => {
    const { token } = await signUp(app);
    const founding = { name: 'Trial', mode: 'test' };
    const founded = await app.send('post', '/v1/tenants', { token, body: founding });

    const { body } = await me(founded.body.accessToken);

    expect(body.tenant).toMatchObject({ name: 'Trial', mode: 'test' });
    expect(body.tenants.map((each: object) => Object.keys(each).toSorted())).toEqual([
      ['id', 'name', 'role'],
      ['id', 'name', 'role'],
    ]);
  });

  test.each(roles)('with the role %s learns what it may do, as for any program', async (role) => {
    const admin = await signUp(app);
    const member = await addMember(app, admin, role);

    const { body } = await me(member.token);
    const whoAmI = await app.send('get', '/v1/whoami', { token: member.token });

    const held = permissions.filter((each) => permissionsOf[role].has(each));
    expect(body.permissions).toEqual(held);
    expect(body.permissions).toEqual(whoAmI.body.permissions);
  });

  test('learns what this token may do, until another says otherwise', async () => {
    const admin = await signUp(app);
    const { token, userId, email } = await addMember(app, admin, 'USER');
    await app.send('patch', `/v1/users/${userId}`, {
      token: admin.token,
      body: { role: 'ADMIN' },
      headers: { 'If-Match': '*' },
    });

    const before = await me(token);
    const entered = await app.send('post', '/v1/auth/login', { body: { email, password } });
    const after = await me(entered.body.accessToken);

    expect(before.body.permissions).not.toContain('users:write');
    expect((await app.send('get', '/v1/users', { token })).status).toBe(403);
    expect(after.body.permissions).toEqual([...permissions]);
  });

  test('learns all of it again with a change', async () => {
    const { token } = await signUp(app);

    const changed = await app.send('patch', '/v1/auth/me', { token, body: { name: 'Countess' } });
    const asked = await me(token);

    expect(changed.body.user.name).toBe('Countess');
    expect(changed.body).toEqual(asked.body);
  });

  test('no longer, once they are no member', async () => {
    const admin = await signUp(app);
    const { token, userId } = await addMember(app, admin, 'USER');
    await app.send('delete', `/v1/users/${userId}`, {
      token: admin.token,
      headers: { 'If-Match': '*' },
    });

    const { status, body } = await me(token);

    expect([status, body.code]).toEqual([401, 'membership_ended']);
  });
});
