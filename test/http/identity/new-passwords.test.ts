import { expect, test } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { newEmail, password, signUp } from '../world.ts';
import { accountsUnderTest } from './account-holders.ts';

// There are four ways to set a password, and one set of rules. The use cases are called directly,
// because over HTTP the schemas refuse a bad one before them.

const { app, mailbox, forget, invite, signIn } = accountsUnderTest('memory');
const request = { requestId: 'new-password' };
const authentication = () => app.composition().useCases.authentication;

/** The code of the refusal, or the address that the new password is for. */
type Way = (given: string) => Promise<string>;

const refusalOf = async (set: Promise<unknown>, email: string): Promise<string> => {
  try {
    await set;
    return email;
  } catch (error) {
    if (error instanceof InvalidValue) return error.faults[0]?.code ?? '';
    throw error;
  }
};

const ways: readonly (readonly [string, Way])[] = [
  [
    'signing up',
    async (given) => {
      const email = newEmail();
      const input = { tenantName: 'T', name: 'N', email, password: given };
      return refusalOf(authentication().signUp.execute(request, input), email);
    },
  ],
  [
    'accepting an invitation',
    async (given) => {
      const email = newEmail();
      const { token } = await invite(await signUp(app), email);
      const input = { token, name: 'N', password: given };
      return refusalOf(authentication().acceptInvitation.execute(request, input), email);
    },
  ],
  [
    'replacing a forgotten one',
    async (given) => {
      const { email } = await signUp(app);
      await forget(email);
      const input = { token: await mailbox.token(email, 'reset'), newPassword: given };
      return refusalOf(authentication().resetPassword.execute(request, input), email);
    },
  ],
  [
    'changing it',
    async (given) => {
      const { email, token } = await signUp(app);
      const body = { currentPassword: password, newPassword: given };
      const { status, body: told } = await app.send('post', '/v1/auth/password', { token, body });
      return status === 204 ? email : told.errors[0].code;
    },
  ],
];

test.each(ways)('%s refuses one that is too short or too long', async (_way, set) => {
  const codes = [await set('short'), await set('x'.repeat(257))];

  expect(codes).toEqual(['invalid_password', 'invalid_password']);
});

test.each(ways)('%s takes one in whichever form it was typed', async (_way, set) => {
  const email = await set('Kaffee-cre\u0300me\u00a03');

  expect((await signIn(email, 'Kaffee-crème 3')).status).toBe(200);
});

test.each(ways.slice(0, 3))('%s refuses half of a character', async (_way, set) => {
  expect(await set(`\ud800 and more`)).toBe('invalid_password');
});
