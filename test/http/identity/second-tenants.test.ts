import { describe, expect, test } from 'vitest';
import type { Caller } from '../world.ts';
import { addMember, newEmail, password, signUp } from '../world.ts';
import { accountsUnderTest } from './account-holders.ts';

// Nobody is left without a tenant that they could found, nor a key without a name.

describe.each(['memory', 'postgres'] as const)('further tenants and keys, on %s', (storage) => {
  const { app, post, signIn, me, remove } = accountsUnderTest(storage);

  describe('tenants', () => {
    test('a second one is founded by who is signed in', async () => {
      const caller = await signUp(app);

      const response = await post('/v1/tenants', { name: 'Second' }, caller.token);

      expect(response.status).toBe(201);
      expect(response.body.tenant.name).toBe('Second');
      expect(response.body.user).toMatchObject({ id: caller.userId, role: 'ADMIN' });
      expect((await me(response.body.accessToken)).tenants).toHaveLength(2);
    });

    test('one is founded with their account by who is a member nowhere any more', async () => {
      const admin = await signUp(app);
      const member = await addMember(app, admin, 'USER');
      await remove(admin, member.userId);
      const found = (given: string) =>
        post('/v1/auth/signup', {
          tenantName: 'Fresh start',
          name: 'Other name',
          email: member.email,
          password: given,
        });

      const [wrong, right] = [await found('guessed wrong'), await found(password)];

      expect([wrong.status, wrong.body.code]).toEqual([409, 'email_taken']);
      expect(right.status).toBe(201);
      expect(right.body.user).toMatchObject({ id: member.userId, name: 'New USER' });
      expect((await signIn(member.email, password)).status).toBe(200);
      // Now that they are a member, signing up is no way in.
      expect((await found(password)).status).toBe(409);
    });

    test('each begins with the currency and the time zone that it is given', async () => {
      const founder = { name: 'Heidi', email: newEmail(), password, tenantName: 'Alpine' };
      const start = { defaultCurrency: 'CHF', timeZone: 'Europe/Zurich' };

      const { body } = await post('/v1/auth/signup', { ...founder, ...start });
      const given = { name: 'Second', timeZone: 'Asia/Tokyo' };
      const second = await post('/v1/tenants', given, body.accessToken);
      const none = { defaultCurrency: 'XYZ', timeZone: 'Mars/Olympus' };
      const refused = await post('/v1/auth/signup', { ...founder, email: newEmail(), ...none });

      expect(body.tenant).toMatchObject(start);
      expect(second.body.tenant).toMatchObject({ defaultCurrency: 'EUR', timeZone: 'Asia/Tokyo' });
      expect(refused.status).toBe(400);
      expect(refused.body.errors).toMatchObject([
        { pointer: '/defaultCurrency', code: 'currency_unknown' },
        { pointer: '/timeZone', code: 'invalid_time_zone' },
      ]);
    });

    test('guessing a password by signing up is slowed down', async () => {
      const admin = await signUp(app);
      const { email, userId } = await addMember(app, admin, 'USER');
      await remove(admin, userId);
      const body = { tenantName: 'T', name: 'N', email, password: 'guessed wrong' };

      const statuses = [];
      for (let time = 1; time <= 11; time += 1) {
        statuses.push((await post('/v1/auth/signup', body)).status);
      }

      expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 409));
      expect(statuses[10]).toBe(429);
    });
  });

  describe('an API key', () => {
    const make = async (admin: Caller) =>
      (await post('/v1/api-keys', { name: 'CI', permissions: ['customers:read'] }, admin.token))
        .body;

    test('is renamed by who saw its version', async () => {
      const admin = await signUp(app);
      const { apiKey } = await make(admin);
      const path = `/v1/api-keys/${apiKey.id}`;
      const { token } = admin;
      const rename = (version: number, name: string) =>
        app.send('patch', path, { token, body: { name }, headers: { 'If-Match': `"${version}"` } });

      const renamed = await rename(1, 'Nightly');

      expect([renamed.status, renamed.headers['etag']]).toEqual([200, '"2"']);
      expect(renamed.body).toMatchObject({ name: 'Nightly', version: 2 });
      expect((await rename(1, 'Late')).status).toBe(412);
      expect((await app.send('get', path, { token })).body).toEqual(renamed.body);
    });

    test('is told who it is, whatever it may do', async () => {
      const admin = await signUp(app);
      const { apiKey, token } = await make(admin);

      const response = await app.send('get', '/v1/whoami', { token });
      const person = await app.send('get', '/v1/whoami', { token: admin.token });

      expect(response.body).toMatchObject({
        kind: 'apiKey',
        tenant: { id: admin.tenantId },
        permissions: ['self:read', 'customers:read'],
        user: null,
        apiKey: { id: apiKey.id, name: 'CI' },
      });
      expect(person.body).toMatchObject({
        kind: 'user',
        user: { id: admin.userId, email: admin.email },
        apiKey: null,
      });
    });
  });
});
