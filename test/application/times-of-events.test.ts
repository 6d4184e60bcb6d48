import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '#application/shared/context.ts';
import type { Clock } from '#application/shared/ports.ts';
import type { ApiKeyId, InvitationId, SessionId, TenantId, UserId } from '#domain/shared/ids.ts';
import { permissions } from '#domain/shared/permissions.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { someday } from '../../src/testing/builders.ts';
import { Mailbox } from '../support/mailbox.ts';
import { until } from '../support/until.ts';

// An entry says when it happened beside when it was recorded only where the two differ. They do not
// where the use case takes its time from the run, so a clock that moves at each look finds the
// others.

/** A clock that nobody gets the same time from twice. */
class MovingClock implements Clock {
  #now: Instant = someday;

  now(): Instant {
    this.#now = later(this.#now, 1);
    return this.#now;
  }
}

/** Works the queues until something has come of it. */
const work = async (isDone: () => boolean): Promise<void> => {
  const silent = { info: () => undefined, error: () => undefined };
  const worker = await startWorker(composition.operations, silent);
  await until(isDone);
  await worker.stop();
};

const mailbox = new Mailbox();
const password = 'correct horse battery';
const stranger = { requestId: 'req-1' };
let composition: Composition;
let owner: RequestContext;
let tenantId: TenantId;
let founder: { readonly userId: UserId; readonly email: string; refreshToken: string };
let people = 0;

const newEmail = (): string => {
  people += 1;
  return `person-${people}@example.com`;
};

const as = (userId: UserId | null): RequestContext => ({
  ...stranger,
  tenantId,
  actor:
    userId === null
      ? { kind: 'system', name: 'test' }
      : { kind: 'user', userId, sessionId: null as SessionId | null },
  permissions: new Set(permissions),
});

const invite = () =>
  composition.useCases.users.invite.execute(owner, { email: newEmail(), role: 'USER' });

const join = async () => {
  const { token } = await invite();
  const given = { token, name: 'Grace', password };
  return composition.useCases.authentication.acceptInvitation.execute(stranger, given);
};

const signIn = () =>
  composition.useCases.authentication.signIn.execute(stranger, {
    email: founder.email,
    password,
    tenantId,
  });

const makeKey = async (): Promise<ApiKeyId> => {
  const given = { name: 'CI', permissions: ['customers:read'] as const };
  return (await composition.useCases.apiKeys.create.execute(owner, given)).apiKey.id;
};

/** The input of each use case of these groups that changes anything. */
const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  'authentication.signUp': async () => undefined, // The tenant of all the others was created by it.
  'authentication.signIn': signIn,
  'authentication.refreshSession': async () => {
    const { authentication } = composition.useCases;
    const { refreshToken } = await signIn();
    await authentication.refreshSession.execute(stranger, { refreshToken });
    // Shown twice, with another in between: the family ends, which is an event.
    const second = await signIn();
    const next = await authentication.refreshSession.execute(stranger, second);
    await authentication.refreshSession.execute(stranger, next);
    await authentication.refreshSession.execute(stranger, second).catch(() => undefined);
  },
  'authentication.signOut': async () =>
    composition.useCases.authentication.signOut.execute(stranger, await signIn()),
  'authentication.acceptInvitation': join,
  'authentication.requestPasswordReset': async () => {
    const { authentication } = composition.useCases;
    await authentication.requestPasswordReset.execute(stranger, { email: founder.email });
    await signIn();
  },
  'authentication.resetPassword': async () => {
    const { operations, useCases } = composition;
    const { email } = founder;
    const { token } = await operations.accounts.issuePasswordReset.execute(stranger, { email });
    await useCases.authentication.resetPassword.execute(stranger, { token, newPassword: password });
  },
  'authentication.verifyEmail': async () => {
    const { authentication } = composition.useCases;
    await work(() => mailbox.to(founder.email).length > 0);
    await authentication.verifyEmail.execute(stranger, {
      token: await mailbox.token(founder.email, 'proof'),
    });
  },
  'account.update': () =>
    composition.useCases.account.update.execute(as(founder.userId), { name: 'Countess' }),
  'account.requestEmailVerification': async () => {
    await composition.useCases.account.requestEmailVerification.execute(as(founder.userId));
    await signIn();
  },
  'account.createTenant': async () => {
    const { account } = composition.useCases;
    const { tenant } = await account.createTenant.execute(as(founder.userId), { name: 'Second' });
    const [entry] = await entries({ ...owner, tenantId: tenant.id });
    expect(entry).not.toHaveProperty('occurredAt');
    // So that signing in leads to the first again.
    const there = { ...as(founder.userId), tenantId: tenant.id };
    await composition.useCases.account.switchTenant.execute(there, { tenantId });
  },
  'account.changePassword': () =>
    composition.useCases.account.changePassword.execute(as(founder.userId), {
      currentPassword: password,
      newPassword: password,
    }),
  'account.switchTenant': () =>
    composition.useCases.account.switchTenant.execute(as(founder.userId), { tenantId }),
  'account.endSession': async () => {
    await signIn();
    const [session] = await composition.useCases.account.listSessions.execute(as(founder.userId));
    const sessionId = session?.id as SessionId;
    return composition.useCases.account.endSession.execute(as(founder.userId), { sessionId });
  },
  'users.invite': invite,
  'users.update': async () => {
    const { id: userId, version } = (await join()).user;
    const changes = { role: 'ADMIN' as const };
    return composition.useCases.users.update.execute(owner, { userId, version, changes });
  },
  'users.remove': async () => {
    const { id: userId, version } = (await join()).user;
    return composition.useCases.users.remove.execute(owner, { userId, version });
  },
  'invitations.withdraw': async () => {
    const invitationId: InvitationId = (await invite()).invitation.id;
    return composition.useCases.invitations.withdraw.execute(owner, { invitationId });
  },
  'apiKeys.create': makeKey,
  'apiKeys.rename': async () => {
    const apiKeyId = await makeKey();
    const changes = { name: 'Nightly' };
    return composition.useCases.apiKeys.rename.execute(owner, { apiKeyId, version: 1, changes });
  },
  'apiKeys.rotate': async () =>
    composition.useCases.apiKeys.rotate.execute(owner, { apiKeyId: await makeKey() }),
  'apiKeys.revoke': async () =>
    composition.useCases.apiKeys.revoke.execute(owner, { apiKeyId: await makeKey() }),
  'tenant.update': async () => {
    const { version } = await composition.useCases.tenant.get.execute(owner);
    const changes = { name: `Renamed ${version}` };
    return composition.useCases.tenant.update.execute(owner, { version, changes });
  },
};

const shows = new Set(['get', 'list', 'listSessions', 'whoAmI', 'previewInvitation']);

beforeAll(async () => {
  composition = await compose({
    storage: 'memory',
    clock: new MovingClock(),
    mailer: mailbox,
  });
  const email = newEmail();
  const given = { tenantName: 'Acme', name: 'Ada', email, password };
  const signedUp = await composition.useCases.authentication.signUp.execute(stranger, given);
  tenantId = signedUp.tenant.id;
  founder = { userId: signedUp.user.id, email, refreshToken: signedUp.refreshToken };
  owner = as(null);
});
afterAll(() => composition.close());

const entries = async (context = owner) =>
  (await composition.useCases.audit.list.execute(context, { limit: 100 })).data;

describe('the time of an event is the time that it was recorded at', () => {
  test('every use case of people and tenants that changes anything is called below', () => {
    const { authentication, account, users, invitations, apiKeys, tenant } = composition.useCases;
    const groups = { authentication, account, users, invitations, apiKeys, tenant };

    const names = Object.entries(groups).flatMap(([group, useCases]) =>
      Object.keys(useCases).flatMap((name) => (shows.has(name) ? [] : [`${group}.${name}`])),
    );

    expect(Object.keys(calls).toSorted()).toEqual(names.toSorted());
  });

  test.each(Object.entries(calls))('%s', async (name, call) => {
    const before = name === 'authentication.signUp' ? 0 : (await entries()).length;

    await call();

    const all = await entries();
    const late = all.filter((entry) => 'occurredAt' in entry);
    expect(all.length).toBeGreaterThan(before);
    expect(late.map(({ type: action }) => action)).toEqual([]);
  });
});
