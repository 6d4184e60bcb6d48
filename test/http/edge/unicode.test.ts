import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { newEmail, password, signUp } from '../world.ts';

// Text that people type reaches us in more than one form: macOS and some keyboards send letters and
// marks apart (NFD), most others together (NFC).

const app = appUnderTest('postgres');

describe('a password', () => {
  const [composed, apart] = ['Kaffee-crème für 3', 'Kaffee-cre\u0300me fu\u0308r\u00a03'];
  const signIn = async (email: string, given: string) =>
    (await app.send('post', '/v1/auth/login', { body: { email, password: given } })).status;

  test.each([
    [composed, apart],
    [apart, composed],
  ])('set as %j signs in as %j', async (set, typed) => {
    const email = newEmail();
    const body = { tenantName: 'T', name: 'N', email, password: set };
    expect((await app.send('post', '/v1/auth/signup', { body })).status).toBe(201);

    expect(await signIn(email, typed)).toBe(200);
    expect(await signIn(email, set)).toBe(200);
    expect(await signIn(email, 'Kaffee-creme fur 3')).toBe(401);
  });

  test('is changed by who types the current one in another form', async () => {
    const { email, token } = await signUp(app);
    const change = (currentPassword: string, newPassword: string) =>
      app.send('post', '/v1/auth/password', { token, body: { currentPassword, newPassword } });

    expect((await change(password, apart)).status).toBe(204);
    expect(await signIn(email, composed)).toBe(200);
    expect((await change(composed, password)).status).toBe(204);
    expect(await signIn(email, password)).toBe(200);
  });

  test('of somebody who takes up an invitation is known in each form', async () => {
    const [admin, email] = [await signUp(app), newEmail()];
    const signedUp = { tenantName: 'T', name: 'N', email, password: composed };
    await app.send('post', '/v1/auth/signup', { body: signedUp });
    const invitation = { token: admin.token, body: { email, role: 'USER' } };
    const { token } = (await app.send('post', '/v1/users', invitation)).body;

    const body = { token, name: 'N', password: apart };
    expect((await app.send('post', '/v1/auth/accept-invitation', { body })).status).toBe(200);
  });

  test('may be as long in letters and marks as it is together', async () => {
    const email = newEmail();
    const long = 'é'.repeat(256);
    const body = { tenantName: 'T', name: 'N', email, password: long.normalize('NFD') };

    expect((await app.send('post', '/v1/auth/signup', { body })).status).toBe(201);
    expect(await signIn(email, long)).toBe(200);
    expect(await signIn(email, long.normalize('NFD'))).toBe(200);
  });
});

describe('a customer', () => {
  test('has one external id, however it is composed, and is found by each form', async () => {
    const { token } = await signUp(app);
    const create = (externalId: string) =>
      app.send('post', '/v1/customers', {
        token,
        body: { name: 'Zoe\u0308', email: newEmail(), externalId },
      });

    const first = await create('nume\u0301ro-1');
    const second = await create('numéro-1');

    expect([first.status, first.body.name, first.body.externalId]).toEqual([
      201,
      'Zoë',
      'numéro-1',
    ]);
    expect([second.status, second.body.code]).toEqual([409, 'customer_external_id_taken']);
    for (const form of ['NFC', 'NFD']) {
      const externalId = encodeURIComponent(' numéro-1'.normalize(form));
      const { body } = await app.send('get', `/v1/customers?externalId=${externalId}`, { token });
      expect(body.data).toHaveLength(1);
    }
  });

  test.each(['\u200b', '\u3164', '\u2800', '\u00ad\ufe0f', '\u0301', ' \u2060 '])(
    'has a name in which there is something to see: not %j',
    async (name) => {
      const { token } = await signUp(app);
      const texts = { name, externalId: name, taxId: name, metadata: { [name]: name } };
      const body = { ...texts, email: newEmail(), address: { city: name, country: 'AT' } };

      const response = await app.send('post', '/v1/customers', { token, body });

      const pointers = response.body.errors.map(({ pointer }: { pointer: string }) => pointer);
      expect([response.status, pointers.toSorted()]).toEqual([
        400,
        ['/address/city', '/externalId', `/metadata/${name}`, '/name', '/taxId'],
      ]);
    },
  );

  test('is found by an id and whatever the accents', async () => {
    const { token } = await signUp(app);
    const body = { name: 'İstanbul Müller', email: newEmail() };
    const { id } = (await app.send('post', '/v1/customers', { token, body })).body;

    for (const search of [id, id.slice(0, 20), 'istanbul', 'mu\u0308l muller', '@example.com']) {
      const path = `/v1/customers?search=${encodeURIComponent(search)}`;
      const found = (await app.send('get', path, { token })).body.data;
      expect([search, found.map((each: { id: string }) => each.id)]).toEqual([search, [id]]);
    }
  });
});
