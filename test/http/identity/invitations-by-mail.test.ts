import { describe, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { newEmail, password, signUp } from '../world.ts';
import { accountsUnderTest, newPassword } from './account-holders.ts';

// The link in the mail proves the address; the token that the inviter is told does not.

describe.each(['memory', 'postgres'] as const)('invitations by mail, on %s', (storage) => {
  const { app, mailbox, signIn, me, invite, accept, signUpVerified } = accountsUnderTest(storage);

  describe('an invitation', () => {
    test('is mailed where the inviter proved an address, and proves the invited one', async () => {
      const admin = await signUpVerified();
      const email = newEmail('guest');

      const invited = await invite(admin, email);
      const accepted = await accept(await mailbox.token(email, 'invitation'));

      expect(invited.isMailed).toBe(true);
      expect(accepted.status).toBe(200);
      expect((await me(accepted.body.accessToken)).user.isEmailVerified).toBe(true);
    });

    test('is not mailed for who proved no address, nor does its token prove one', async () => {
      const admin = await signUp(app);
      const email = newEmail('guest');

      const invited = await invite(admin, email);
      const accepted = await accept(invited.token);

      expect(invited.isMailed).toBe(false);
      expect((await me(accepted.body.accessToken)).user.isEmailVerified).toBe(false);
      expect(mailbox.to(email)).toEqual([]);
    });

    test('lets in whose address a stranger took, and the stranger goes on without it', async () => {
      const admin = await signUpVerified();
      const email = newEmail('victim');
      const stranger = await signUp(app, email);
      const invited = await invite(admin, email);
      const link = await mailbox.token(email, 'invitation');

      const told = await accept(invited.token);
      const mailed = await accept(link);

      expect([told.status, told.body.code]).toEqual([401, 'invalid_credentials']);
      expect(mailed.status).toBe(200);
      expect(mailed.body.user).toMatchObject({ email });
      expect(mailed.body.user.id).not.toBe(stranger.userId);
      expect((await signIn(email, newPassword)).body.user.id).toBe(mailed.body.user.id);
      const left = (await me(stranger.token)).user;
      expect(left).toMatchObject({ id: stranger.userId, isEmailVerified: false });
      expect(left.email).toBe(`${stranger.userId}@released.invalid`);
      expect((await signIn(left.email, password)).status).toBe(200);
      const path = `/v1/users/${stranger.userId}`;
      const asMember = () => app.send('get', path, { token: stranger.token });
      await until(async () => (await asMember()).body.email === left.email);
    });

    test('does not take a proven address from anybody', async () => {
      const admin = await signUpVerified();
      const owner = await signUpVerified();
      await invite(admin, owner.email);
      const link = await mailbox.token(owner.email, 'invitation');

      expect((await accept(link, 'not the password')).status).toBe(401);
      expect((await accept(link, password)).status).toBe(200);
    });

    test('is shown to who holds its token, before they accept', async () => {
      const admin = await signUpVerified();
      const email = newEmail('guest');
      const { invitation, token } = await invite(admin, email);
      const link = await mailbox.token(email, 'invitation');
      const look = (given: string) => app.send('get', `/v1/auth/invitations/${given}`);

      const shown = { tenantName: `Tenant of ${admin.email}`, email, role: 'USER' };

      for (const each of [token, link]) {
        expect((await look(each)).body).toEqual({ ...shown, expiresAt: invitation.expiresAt });
      }
      expect((await look('bit_unknown')).body.code).toBe('invalid_invitation');
      await invite(admin, email);
      for (const each of [token, link]) expect((await look(each)).status).toBe(401);
    });
  });
});
