import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignedIn } from '#application/identity/sessions/session-starter.ts';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { buildId } from '../../src/testing/builders.ts';
import { freshDatabase } from '../support/database.ts';
import { Mailbox } from '../support/mailbox.ts';

const fresh = freshDatabase();
const request = { requestId: 'test' };
const [theirs, strange] = ['correct horse', 'battery staple'];

const contextOf = ({ tenant, user }: SignedIn) =>
  contextOfMember(request, { tenantId: tenant.id, userId: user.id, role: user.role }, null);

describe.each(['memory', 'postgres'] as const)('an address that a stranger took, in %s', (kind) => {
  const mailbox = new Mailbox();
  let composition: Composition;
  beforeAll(async () => {
    const storage = kind === 'memory' ? 'memory' : { databaseUrl: fresh.url() };
    composition = await compose({ storage, mailer: mailbox });
  });
  afterAll(() => composition.close());

  let count = 0;
  /** A stranger who signed up with somebody's address, and the tenant that invites its owner. */
  const taken = async () => {
    count += 1;
    const email = `ada-${count}@acme.example`;
    const { authentication, users } = composition.useCases;
    const signUp = (tenantName: string, address: string, password: string) =>
      authentication.signUp.execute(request, {
        tenantName,
        name: tenantName,
        email: address,
        password,
      });
    const inviter = await signUp('Acme', `grace-${count}@acme.example`, theirs);
    const stranger = await signUp('Strange', email, strange);
    const invited = await users.invite.execute(contextOf(inviter), { email, role: 'USER' });
    const accept = () =>
      authentication.acceptInvitation.execute(request, {
        token: invited.token,
        name: 'Ada',
        password: theirs,
      });
    return { email, inviter, stranger, accept };
  };

  test('is freed by the operator, and neither gets anything of the other', async () => {
    const { operations, useCases } = composition;
    const { email, inviter, stranger, accept } = await taken();
    await expect(accept()).rejects.toMatchObject({ code: 'invalid_credentials' });

    const shown = await operations.showAccount.execute(request, { email: email.toUpperCase() });
    const input = { userId: shown.id, email };
    const released = await operations.releaseAddress.execute(request, input);
    const joined = await accept();

    expect(shown).toMatchObject({
      id: stranger.user.id,
      email,
      isEmailVerified: false,
      tenants: [{ id: stranger.tenant.id, name: 'Strange', role: 'ADMIN' }],
    });
    expect(released.email).toBe(`${stranger.user.id}@released.invalid`);
    expect(joined.tenant.id).toBe(inviter.tenant.id);
    expect(joined.user.id).not.toBe(stranger.user.id);
    const { signIn } = useCases.authentication;
    const back = { email: released.email, password: strange };
    expect((await signIn.execute(request, back)).tenant.id).toBe(stranger.tenant.id);
    const ada = await signIn.execute(request, { email, password: theirs });
    expect(ada.tenant.id).toBe(inviter.tenant.id);
    const inTheirTenant = { ...back, tenantId: inviter.tenant.id };
    await expect(signIn.execute(request, inTheirTenant)).rejects.toMatchObject({
      code: 'no_membership',
    });
  });

  test('is recorded, with the operator as who did it, and shown to the members', async () => {
    const { operations, useCases } = composition;
    const { email, stranger } = await taken();

    const { id: userId } = stranger.user;
    const released = await operations.releaseAddress.execute(request, { userId, email });

    const context = contextOf(stranger);
    const [entry] = (await useCases.audit.list.execute(context, { type: 'user.email_released' }))
      .data;
    expect(entry?.actor).toEqual({ kind: 'system', name: 'operator' });
    const member = await useCases.users.get.execute(context, { userId });
    expect(member.email).toBe(released.email);
  });

  test('stays where another account or address is named, or it is free already', async () => {
    const { operations } = composition;
    const { email, inviter, stranger } = await taken();
    const { releaseAddress } = operations;
    const { id: userId } = stranger.user;
    await releaseAddress.execute(request, { userId, email });

    for (const input of [
      { userId, email },
      { userId: inviter.user.id, email },
      { userId: buildId('usr'), email },
    ]) {
      await expect(releaseAddress.execute(request, input)).rejects.toMatchObject({
        code: 'account_not_found',
      });
    }
    const asked = operations.showAccount.execute(request, { email });
    await expect(asked).rejects.toMatchObject({ code: 'account_not_found' });
  });

  test('takes the links with it that were written for the stranger', async () => {
    const { operations, useCases } = composition;
    const { email, stranger, accept } = await taken();
    const link = await operations.accounts.issuePasswordReset.execute(request, { email });

    await operations.releaseAddress.execute(request, { userId: stranger.user.id, email });
    await accept();

    const reset = { token: link.token, newPassword: 'another password' };
    await expect(
      useCases.authentication.resetPassword.execute(request, reset),
    ).rejects.toMatchObject({
      code: 'invalid_link',
    });
  });

  test('is freed where its account is a member nowhere, too', async () => {
    const { operations, useCases } = composition;
    const { email, inviter, stranger, accept } = await taken();
    const { users, authentication } = useCases;
    const second = await users.invite.execute(contextOf(stranger), {
      email: inviter.user.email,
      role: 'ADMIN',
    });
    const acceptance = { token: second.token, name: 'Grace', password: theirs };
    const other = await authentication.acceptInvitation.execute(request, acceptance);
    const { version } = await users.get.execute(contextOf(other), { userId: stranger.user.id });
    const removal = { userId: stranger.user.id, version };
    await users.remove.execute(contextOf(other), removal);

    await operations.releaseAddress.execute(request, { userId: stranger.user.id, email });

    expect((await accept()).tenant.id).toBe(inviter.tenant.id);
  });

  test('stays with an account that has proved it', async () => {
    const { operations, useCases } = composition;
    const { email, stranger } = await taken();
    const context = contextOf(stranger);
    const { id: userId } = stranger.user;
    const order = {
      kind: 'address_proof',
      userId,
      email: stranger.user.email,
      version: null,
    } as const;
    await operations.accounts.sendMail.execute(request, order);
    const token = await mailbox.token(email, 'proof');
    await useCases.authentication.verifyEmail.execute(request, { token });

    const refused = operations.releaseAddress.execute(request, { userId, email });

    await expect(refused).rejects.toMatchObject({ code: 'address_is_proved' });
    expect((await useCases.account.get.execute(context)).user.email).toBe(email);
  });
});
