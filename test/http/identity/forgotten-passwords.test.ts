import { describe, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { addMember, newEmail, password, signUp } from '../world.ts';
import { accountsUnderTest, newPassword } from './account-holders.ts';

// A link that is sent by mail replaces a password, once.

describe.each(['memory', 'postgres'] as const)('forgotten passwords, on %s', (storage) => {
  const { app, mailbox, forget, reset, signIn, post, remove } = accountsUnderTest(storage);

  describe('a forgotten password', () => {
    test('is replaced by a link that serves once, and ends every session', async () => {
      const caller = await signUp(app);
      expect((await forget(caller.email.toUpperCase())).status).toBe(204);
      const token = await mailbox.token(caller.email, 'reset');

      const done = await reset(token);

      expect(done.status).toBe(204);
      expect((await signIn(caller.email, password)).status).toBe(401);
      expect((await signIn(caller.email, newPassword)).status).toBe(200);
      const { refreshToken } = caller;
      expect((await post('/v1/auth/refresh', { refreshToken })).status).toBe(401);
      const again = await reset(token, 'another one here');
      expect([again.status, again.body.code]).toEqual([401, 'invalid_link']);
      await until(async () => mailbox.to(caller.email).length === 3);
      expect(mailbox.to(caller.email).at(-1)?.subject).toBe('Your password was changed');
    });

    test('of a person who is a member nowhere any more is replaced too', async () => {
      const admin = await signUp(app);
      const member = await addMember(app, admin, 'USER');
      await remove(admin, member.userId);
      await forget(member.email);

      const done = await reset(await mailbox.token(member.email, 'reset'));

      expect(done.status).toBe(204);
      expect((await signIn(member.email, newPassword)).body.code).toBe('no_membership');
    });

    test('says nothing of whether there is an account', async () => {
      const { email } = await signUp(app);
      const nobody = newEmail('nobody');

      const [known, unknown] = [await forget(email), await forget(nobody)];

      expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
      await mailbox.token(email, 'reset');
      expect(mailbox.to(nobody)).toEqual([]);
    });

    test('is asked for a few times in an hour, by whoever has an account or none', async () => {
      for (const email of [(await signUp(app)).email, newEmail('nobody')]) {
        const responses = [];
        for (let time = 1; time <= 6; time += 1) responses.push(await forget(email));

        expect(responses.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204, 429]);
        expect(Number(responses[5]?.headers['retry-after'])).toBeGreaterThan(0);
      }
    });

    test('is not replaced by a bad one, and the link stays good', async () => {
      const { email } = await signUp(app);
      await forget(email);
      const token = await mailbox.token(email, 'reset');

      const bad = await reset(token, 'short');

      expect([bad.status, bad.body.errors[0].pointer]).toEqual([400, '/newPassword']);
      expect((await reset(token)).status).toBe(204);
    });

    test('cannot be replaced by any other token', async () => {
      const { email, refreshToken } = await signUp(app);
      await forget(email);
      const good = await mailbox.token(email, 'reset');
      const proof = await mailbox.token(email, 'proof');

      const others = [proof, refreshToken, `${good}x`, `x${good}`, good.slice(0, -2), 'bpr_', ''];

      for (const token of others) {
        expect([token, (await reset(token)).body.code]).toEqual([token, 'invalid_link']);
      }
      expect((await signIn(email, password)).status).toBe(200);
    });

    test('has one of two at once who show the same link', async () => {
      const { email } = await signUp(app);
      await forget(email);
      const token = await mailbox.token(email, 'reset');

      const responses = await Promise.all([
        reset(token, 'first of two'),
        reset(token, 'second one'),
      ]);

      expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([204, 401]));
    });

    test('a link of before the password was changed is void', async () => {
      const caller = await signUp(app);
      await forget(caller.email);
      const token = await mailbox.token(caller.email, 'reset');
      const change = { currentPassword: password, newPassword: 'changed meanwhile' };
      await post('/v1/auth/password', change, caller.token);

      expect((await reset(token)).body.code).toBe('invalid_link');
    });
  });
});
