import { describe, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { newEmail, password, signUp } from '../world.ts';
import { accountsUnderTest } from './account-holders.ts';

// Addresses that people say are theirs: proved, and told to those who should know.

describe.each(['memory', 'postgres'] as const)('names and addresses, on %s', (storage) => {
  const { app, mailbox, post, signIn, forget, reset, me } = accountsUnderTest(storage);

  describe('an address', () => {
    test('is proved by the link that comes at sign-up', async () => {
      const caller = await signUp(app);
      expect((await me(caller.token)).user.isEmailVerified).toBe(false);
      const token = await mailbox.token(caller.email, 'proof');

      const response = await post('/v1/auth/verify-email', { token });

      expect(response.status).toBe(204);
      expect((await me(caller.token)).user.isEmailVerified).toBe(true);
      // A mail program that follows links has done no harm.
      expect((await post('/v1/auth/verify-email', { token })).status).toBe(204);
    });

    test('that is not proved gets the link once more', async () => {
      const caller = await signUp(app);
      const { token } = caller;

      const asked = await app.send('post', '/v1/auth/resend-verification', { token });

      expect(asked.status).toBe(204);
      await mailbox.token(caller.email, 'proof', 2);
    });

    test('is changed by the link that goes to the new one, and the old one is told', async () => {
      const caller = await signUp(app);
      const email = newEmail('moved');
      const { token } = caller;
      const body = { name: 'Ada Moved', email, currentPassword: password };

      const asked = await app.send('patch', '/v1/auth/me', { token, body });

      expect(asked.body.user).toMatchObject({ email: caller.email, name: 'Ada Moved' });
      const proof = await mailbox.token(email, 'proof');
      expect((await post('/v1/auth/verify-email', { token: proof })).status).toBe(204);
      expect((await me(token)).user).toMatchObject({ email, isEmailVerified: true });
      expect((await signIn(email, password)).status).toBe(200);
      expect((await signIn(caller.email, password)).status).toBe(401);
      const member = await app.send('get', `/v1/users/${caller.userId}`, { token });
      expect(member.body).toMatchObject({ email, name: 'Ada Moved' });
      await until(async () => mailbox.to(caller.email).length === 2);
      expect(mailbox.to(caller.email).at(-1)?.subject).toBe('Your e-mail address was changed');
      expect((await post('/v1/auth/verify-email', { token: proof })).status).toBe(401);
    });

    test('takes the password to be changed, and is not that of somebody else', async () => {
      const caller = await signUp(app);
      const { email: taken } = await signUp(app);
      await mailbox.token(taken, 'proof');
      const { token } = caller;
      const ask = (body: object) => app.send('patch', '/v1/auth/me', { token, body });

      const without = await ask({ email: newEmail() });
      const wrong = await ask({ email: newEmail(), currentPassword: 'guessed wrong' });
      const asked = await ask({ email: taken, currentPassword: password });
      const proof = await mailbox.token(taken, 'proof', 2);
      const response = await post('/v1/auth/verify-email', { token: proof });

      expect(without.body.errors).toMatchObject([
        { pointer: '/currentPassword', code: 'required' },
      ]);
      expect(wrong.body.errors).toMatchObject([
        { pointer: '/currentPassword', code: 'wrong_password' },
      ]);
      expect(asked.status).toBe(200);
      expect([response.status, response.body.code]).toEqual([409, 'email_taken']);
    });

    test('is not changed after the password was: the link is void', async () => {
      const caller = await signUp(app);
      const { token } = caller;
      const email = newEmail('thief');
      const body = { email, currentPassword: password };
      await app.send('patch', '/v1/auth/me', { token, body });
      const proof = await mailbox.token(email, 'proof');
      await forget(caller.email);
      await reset(await mailbox.token(caller.email, 'reset'));

      expect((await post('/v1/auth/verify-email', { token: proof })).status).toBe(401);
    });
  });

  test('a new name is told to every tenant of the person', async () => {
    const caller = await signUp(app);
    const founded = await post('/v1/tenants', { name: 'Second' }, caller.token);
    const { token } = caller;

    await app.send('patch', '/v1/auth/me', { token, body: { name: 'Countess' } });

    const there = { token: founded.body.accessToken as string };
    const path = `/v1/users/${caller.userId}`;
    expect((await app.send('get', path, { token })).body.name).toBe('Countess');
    await until(async () => (await app.send('get', path, there)).body.name === 'Countess');
  });
});
