import { beforeAll, describe, expect, test } from 'vitest';
import type { BillingUseCases } from '#application/billing-use-cases.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { DomainError } from '#domain/shared/errors.ts';
import { parseId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import { appUnderTest } from '../../support/app.ts';
import { pathOf } from '../requests.ts';
import { euros, shopWithInvoice } from '../shop.ts';
import type { Caller } from '../world.ts';
import { addMember, newEmail, signUp } from '../world.ts';

// Who gives a right, changes one or takes one away must hold it. Every use case that does any of it
// is tried by somebody who may call it and holds nothing else; one without a fixture fails.

const app = appUnderTest('postgres');
let admin: Caller;
let member: Caller;
let invitationId: string;
let apiKeyId: string;

const keyOf = async (token: string, permissions: readonly string[], given: object = {}) => {
  const body = { name: 'CI', permissions, ...given };
  const response = await app.send('post', '/v1/api-keys', { token, body });
  return response.body as { apiKey: { id: string; expiresAt: string | null }; token: string };
};
const invite = (token: string, role: string, email = newEmail('guest')) =>
  app.send('post', '/v1/users', { token, body: { email, role } });

beforeAll(async () => {
  admin = await signUp(app);
  member = await addMember(app, admin, 'ADMIN');
  invitationId = (await invite(admin.token, 'ADMIN')).body.invitation.id;
  apiKeyId = (await keyOf(admin.token, ['customers:read', 'catalog:write'])).apiKey.id;
});

type Groups = Pick<BillingUseCases, 'users' | 'invitations' | 'apiKeys'>;
type Attempt = (useCases: Groups, context: RequestContext) => Promise<unknown>;

const attempts: Readonly<Record<string, Attempt>> = {
  'users.invite': ({ users }, context) =>
    users.invite.execute(context, { email: newEmail('guest'), role: 'ADMIN' }),
  'users.update': ({ users }, context) => {
    const input = { userId: parseId('usr', member.userId), version: 1 };
    return users.update.execute(context, { ...input, changes: { role: 'USER' } });
  },
  'users.remove': ({ users }, context) =>
    users.remove.execute(context, { userId: parseId('usr', member.userId), version: 1 }),
  'invitations.withdraw': ({ invitations }, context) =>
    invitations.withdraw.execute(context, { invitationId: parseId('ivt', invitationId) }),
  'apiKeys.create': ({ apiKeys }, context) =>
    apiKeys.create.execute(context, { name: 'Mine', permissions: ['customers:read'] }),
  'apiKeys.rotate': ({ apiKeys }, context) =>
    apiKeys.rotate.execute(context, { apiKeyId: parseId('key', apiKeyId) }),
  'apiKeys.rename': ({ apiKeys }, context) => {
    const input = { apiKeyId: parseId('key', apiKeyId), version: 1 };
    return apiKeys.rename.execute(context, { ...input, changes: { name: 'Mine' } });
  },
  'apiKeys.revoke': ({ apiKeys }, context) =>
    apiKeys.revoke.execute(context, { apiKeyId: parseId('key', apiKeyId) }),
};

const isRead = (name: string): boolean => /\.(get|list)$/.test(name);

const stateOf = async (): Promise<unknown> => {
  const { token } = admin;
  const paths = ['/v1/users', '/v1/invitations', '/v1/api-keys'];
  const responses = await Promise.all(paths.map((path) => app.send('get', path, { token })));
  return responses.map(({ body }) =>
    body.data.map(({ id, role }: Record<string, unknown>) => [id, role]),
  );
};

const only = (permission: Permission): RequestContext => ({
  requestId: 'rights',
  tenantId: parseId('ten', admin.tenantId),
  actor: { kind: 'system', name: 'tool' },
  permissions: new Set([permission]),
});

describe('whoever holds one permission only', () => {
  test.each(Object.entries(attempts))(
    'is refused %s, and nothing changes',
    async (name, attempt) => {
      const { useCases } = app.composition();
      const before = await stateOf();

      const context = only(name.startsWith('apiKeys') ? 'keys:write' : 'users:write');
      const refusal = await attempt(useCases, context).catch(
        (error: unknown) => error as DomainError,
      );

      const isGiven = ['apiKeys.create', 'apiKeys.rotate'].includes(name);
      expect(refusal).toMatchObject({
        kind: 'forbidden',
        code: isGiven ? 'key_exceeds_caller' : 'rights_exceeded',
      });
      expect(await stateOf()).toEqual(before);
    },
  );

  test('has no other use case that touches rights', () => {
    const { users, invitations, apiKeys } = app.composition().useCases;
    const names = Object.entries({ users, invitations, apiKeys }).flatMap(([group, useCases]) =>
      Object.keys(useCases).map((name) => `${group}.${name}`),
    );

    expect(names.filter((name) => !isRead(name)).toSorted()).toEqual(
      Object.keys(attempts).toSorted(),
    );
  });
});

describe('an API key with users:write', () => {
  test('invites nobody, not even a USER, who may do more than it', async () => {
    const { token } = await keyOf(admin.token, ['users:read', 'users:write']);

    for (const role of ['ADMIN', 'USER']) {
      const response = await invite(token, role);
      expect([response.status, response.body.code]).toEqual([403, 'rights_exceeded']);
    }
  });

  test('and all that a USER may do invites a USER, and neither FINANCE nor ADMIN', async () => {
    const { token } = await keyOf(admin.token, [
      'users:write',
      'tenant:read',
      'customers:read',
      'customers:write',
      'catalog:read',
      'subscriptions:read',
      'invoices:read',
      'entitlements:read',
      'usage:read',
      'webhooks:read',
    ]);

    const statuses = [];
    for (const role of ['USER', 'FINANCE', 'ADMIN']) {
      statuses.push((await invite(token, role)).status);
    }

    expect(statuses).toEqual([201, 403, 403]);
  });

  test('neither lowers nor voids an invitation of an ADMIN by inviting again', async () => {
    const { token } = await keyOf(admin.token, [
      'users:write',
      'tenant:read',
      'customers:read',
      'customers:write',
      'catalog:read',
      'subscriptions:read',
      'invoices:read',
      'entitlements:read',
      'usage:read',
      'webhooks:read',
    ]);
    const email = newEmail('guest');
    const first = await invite(admin.token, 'ADMIN', email);

    const again = await invite(token, 'USER', email);

    expect([again.status, again.body.code]).toEqual([403, 'rights_exceeded']);
    const body = { token: first.body.token, name: 'Grace', password: 'correct horse' };
    const accepted = await app.send('post', '/v1/auth/accept-invitation', { body });
    expect([accepted.status, accepted.body.user.role]).toEqual([200, 'ADMIN']);
  });
});

test('a USER whom a program lends users:write does not make anybody ADMIN', async () => {
  const { useCases } = app.composition();
  const user = await addMember(app, admin, 'USER');
  const userId = parseId('usr', user.userId);
  const context = {
    ...only('users:write'),
    actor: { kind: 'user', userId, sessionId: null },
  } as const;

  const rise = useCases.users.update.execute(context, {
    userId,
    version: 1,
    changes: { role: 'ADMIN' },
  });

  await expect(rise).rejects.toMatchObject({ code: 'rights_exceeded' });
});

test('a missing permission is named, and whose it is', async () => {
  const user = await addMember(app, admin, 'USER');
  const { token } = await keyOf(admin.token, ['customers:read']);
  const path = '/v1/api-keys';

  const [byKey, byUser] = [
    await app.send('get', path, { token }),
    await app.send('get', path, { token: user.token }),
  ];
  const program = app.composition().useCases.apiKeys.list.execute(only('customers:read'), {});

  expect(byKey.body).toMatchObject({
    code: 'permission_denied',
    detail: 'This API key does not have the permission keys:read.',
    permission: 'keys:read',
  });
  expect(byUser.body.detail).toBe('Your role does not have the permission keys:read.');
  await expect(program).rejects.toThrow('This program does not have the permission keys:read.');
});

test('to FINANCE is closed what shows keys or members, or writes what no document is', async () => {
  const { token } = await addMember(app, admin, 'FINANCE');
  const guarded = allEndpoints(app.composition().useCases).filter((each) => each.permission);
  const refused: string[] = [];
  for (const each of guarded) {
    const { status } = await app.send(each.method, pathOf(each, {}), { token });
    if (status === 403) refused.push(String(each.permission));
  }
  const written = ['account:manage', 'customers:write', 'invoices:write'];
  const isOpen = (permission: string) =>
    written.includes(permission) || /^(?!keys|users)\w+:read$/.test(permission);

  const closed = guarded
    .map(({ permission }) => String(permission))
    .filter((each) => !isOpen(each));
  expect(refused.toSorted()).toEqual(closed.toSorted());
});

test('FINANCE records what was paid, and invites nobody', async () => {
  const { shop, invoice } = await shopWithInvoice(app);
  const owner = { ...admin, token: shop.token };
  const { token } = await addMember(app, owner, 'FINANCE');

  const paying = { amount: euros(4900), paidOn: '2026-02-01' };
  const path = `/v1/invoices/${invoice.id}/payments`;
  const paid = await app.send('post', path, { token, body: paying });
  const invited = await invite(token, 'USER');
  const audit = await app.send('get', '/v1/audit-entries?limit=1', { token });
  const made = await app.send('post', '/v1/products', { token, body: { code: 'a', name: 'A' } });

  expect([paid.status, paid.body.paymentStatus]).toEqual([201, 'paid']);
  expect([invited.status, made.status, audit.status]).toEqual([403, 403, 200]);
});
