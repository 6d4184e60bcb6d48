import { describe, expect, test } from 'vitest';
import { instantOf } from '#domain/shared/time.ts';
import { FixedClock } from '../../../src/testing/fixed-clock.ts';
import { appUnderTest } from '../../support/app.ts';
import type { Caller } from '../world.ts';
import { addMember, newEmail, signUp } from '../world.ts';

// Rights that a key or a person gave end with their right to give them.

const clock = new FixedClock(instantOf(Date.now()));
const app = appUnderTest('postgres', { clock });

interface Issued {
  readonly apiKey: {
    id: string;
    expiresAt: string | null;
    createdBy: string;
    grantedBy: string | null;
  };
  readonly token: string;
}

const permissions = ['keys:write', 'keys:read', 'customers:read'];
const make = (token: string, given: object = {}) =>
  app.send('post', '/v1/api-keys', { token, body: { name: 'CI', permissions, ...given } });
const made = async (token: string, given: object = {}): Promise<Issued> => {
  const response = await make(token, given);
  expect(response.status).toBe(201);
  return response.body as Issued;
};
const rotated = async (token: string, id: string, given: object = {}): Promise<Issued> => {
  const response = await app.send('post', `/v1/api-keys/${id}/rotate`, { token, body: given });
  expect([response.status, response.body.code]).toEqual([201, undefined]);
  return response.body as Issued;
};
const revoke = async (token: string, { apiKey }: Issued): Promise<void> => {
  const response = await app.send('delete', `/v1/api-keys/${apiKey.id}`, { token });
  expect(response.status).toBe(204);
};
const works = async ({ token }: Issued): Promise<boolean> =>
  (await app.send('get', '/v1/customers', { token })).status === 200;
const inAnHour = () => new Date(clock.now() + 3_600_000).toISOString();
const change = (admin: Caller, userId: string, role: string) =>
  app.send('patch', `/v1/users/${userId}`, {
    token: admin.token,
    headers: { 'If-Match': '"1"' },
    body: { role },
  });
const remove = (admin: Caller, userId: string) =>
  app.send('delete', `/v1/users/${userId}`, {
    token: admin.token,
    headers: { 'If-Match': '"1"' },
  });

describe('a key of a key', () => {
  test('ends when that one ends, where nothing or less is said', async () => {
    const parent = await made((await signUp(app)).token, { expiresAt: inAnHour() });

    const endless = await made(parent.token);
    const never = await made(parent.token, { expiresAt: null });
    const sooner = await made(parent.token, {
      expiresAt: new Date(clock.now() + 60_000).toISOString(),
    });

    const { expiresAt: end } = parent.apiKey;
    expect([endless, never].map(({ apiKey }) => apiKey.expiresAt)).toEqual([end, end]);
    expect(sooner.apiKey.expiresAt).not.toBe(end);
    expect(endless.apiKey.grantedBy).toBe(parent.apiKey.id);
    clock.advance(3_600_000);
    expect(await works(endless)).toBe(false);
    clock.advance(-3_600_000);
  });

  test('is not given a longer life than that one has', async () => {
    const parent = await made((await signUp(app)).token, { expiresAt: inAnHour() });

    const response = await make(parent.token, {
      expiresAt: new Date(clock.now() + 7_200_000).toISOString(),
    });

    expect([response.status, response.body.code]).toEqual([403, 'key_exceeds_caller']);
  });

  test('ends when that one is revoked, and so do its own, but nobody else’s', async () => {
    const admin = await signUp(app);
    const [parent, other] = [await made(admin.token), await made(admin.token)];
    const child = await made(parent.token);
    const grandchild = await made(child.token);

    await revoke(admin.token, parent);

    expect(await works(child)).toBe(false);
    expect(await works(grandchild)).toBe(false);
    expect(await works(other)).toBe(true);
    const query = '?action=api_key.revoked';
    const { body } = await app.send('get', `/v1/audit-entries${query}`, { token: admin.token });
    expect(body.data).toHaveLength(3);
  });

  test('goes on when that one is rotated, and ends with its successor', async () => {
    const admin = await signUp(app);
    const parent = await made(admin.token);
    const child = await made(parent.token);

    const successor = await rotated(admin.token, parent.apiKey.id, { overlapSeconds: 0 });
    expect(await works(parent)).toBe(false);
    expect(await works(child)).toBe(true);
    await revoke(admin.token, parent);
    expect(await works(child)).toBe(true);
    await revoke(admin.token, successor);

    expect(await works(child)).toBe(false);
  });

  test('that is rotated stands on the same one, whoever rotates', async () => {
    const admin = await signUp(app);
    const parent = await made(admin.token, { expiresAt: inAnHour() });
    const child = await made(parent.token);

    const byAdmin = await rotated(admin.token, child.apiKey.id);
    const byParent = await rotated(parent.token, byAdmin.apiKey.id);

    for (const { apiKey } of [byAdmin, byParent]) {
      expect(apiKey.grantedBy).toBe(parent.apiKey.id);
      expect(apiKey.expiresAt).toBe(parent.apiKey.expiresAt);
    }
    await revoke(admin.token, parent);
    expect(await works(byAdmin)).toBe(false);
    expect(await works(byParent)).toBe(false);
  });
});

describe('a key that rotates', () => {
  test('itself has a successor that ends when it is revoked, not when it expires', async () => {
    const admin = await signUp(app);
    const [leaked, busy] = [await made(admin.token), await made(admin.token)];
    const stolen = await rotated(leaked.token, leaked.apiKey.id);
    const next = await rotated(busy.token, busy.apiKey.id, { overlapSeconds: 0 });

    await revoke(admin.token, leaked);
    await revoke(admin.token, busy);

    expect(await works(stolen)).toBe(false);
    expect(await works(next)).toBe(true);
  });

  test('another keeps it within its own life, and takes it along', async () => {
    const admin = await signUp(app);
    const rotator = await made(admin.token, { expiresAt: inAnHour() });
    const endless = await made(admin.token, { permissions: ['customers:read'] });

    const next = await rotated(rotator.token, endless.apiKey.id);

    expect(next.apiKey.expiresAt).toBe(rotator.apiKey.expiresAt);
    await revoke(admin.token, rotator);
    expect(await works(next)).toBe(false);
  });

  test('does not replace the one that it stands on', async () => {
    const admin = await signUp(app);
    const parent = await made(admin.token);
    const child = await made((await made(parent.token)).token);

    const path = `/v1/api-keys/${parent.apiKey.id}/rotate`;
    const response = await app.send('post', path, { token: child.token, body: {} });

    expect([response.status, response.body.code]).toEqual([403, 'rights_exceeded']);
  });
});

describe('what a person gave', () => {
  test('ends when they are removed: keys, their keys, and open invitations', async () => {
    const admin = await signUp(app);
    const leaver = await addMember(app, admin, 'ADMIN');
    const key = await made(leaver.token);
    const [child, mine] = [await made(key.token), await made(admin.token)];
    const email = newEmail('accomplice');
    const invited = await app.send('post', '/v1/users', {
      token: leaver.token,
      body: { email, role: 'USER' },
    });

    expect((await remove(admin, leaver.userId)).status).toBe(204);

    expect([await works(key), await works(child), await works(mine)]).toEqual([false, false, true]);
    const body = { token: invited.body.token, name: 'A', password: 'correct horse' };
    const accepted = await app.send('post', '/v1/auth/accept-invitation', { body });
    expect([accepted.status, accepted.body.code]).toEqual([401, 'invalid_invitation']);
  });

  test('ends when they are demoted, as far as they could not give it any more', async () => {
    const admin = await signUp(app);
    const demoted = await addMember(app, admin, 'ADMIN');
    const strong = await made(demoted.token);
    const weak = await made(demoted.token, { permissions: ['customers:read'] });
    const invitations = [];
    for (const role of ['ADMIN', 'USER']) {
      const body = { email: newEmail('guest'), role };
      const { body: response } = await app.send('post', '/v1/users', {
        token: demoted.token,
        body,
      });
      invitations.push(response.invitation.id);
    }

    expect((await change(admin, demoted.userId, 'USER')).status).toBe(200);

    expect([await works(strong), await works(weak)]).toEqual([false, true]);
    const { body: open } = await app.send('get', '/v1/invitations', { token: admin.token });
    expect(open.data.map(({ id }: { id: string }) => id)).toEqual([invitations[1]]);
  });

  test('goes on where somebody else took it over before, by rotating it', async () => {
    const admin = await signUp(app);
    const leaver = await addMember(app, admin, 'ADMIN');
    const key = await made(leaver.token);

    const kept = await rotated(admin.token, key.apiKey.id);
    await remove(admin, leaver.userId);

    expect([await works(key), await works(kept)]).toEqual([false, true]);
    expect(kept.apiKey.grantedBy).toBe(admin.userId);
  });
});

test('what a key offers ends with the key', async () => {
  const admin = await signUp(app);
  const billing = ['subscriptions:read', 'invoices:read', 'entitlements:read', 'usage:read'];
  const all = ['tenant:read', 'customers:read', 'customers:write', 'catalog:read', 'webhooks:read'];
  const key = await made(admin.token, {
    permissions: ['users:write', ...all, ...billing],
    expiresAt: inAnHour(),
  });
  const invite = async () => {
    const body = { email: newEmail('guest'), role: 'USER' };
    return (await app.send('post', '/v1/users', { token: key.token, body })).body;
  };
  const accept = (token: string) =>
    app.send('post', '/v1/auth/accept-invitation', {
      body: { token, name: 'Grace', password: 'correct horse' },
    });
  const [first, second] = [await invite(), await invite()];

  expect(first.invitation.expiresAt).toBe(key.apiKey.expiresAt);
  clock.advance(3_600_000);
  expect((await accept(first.token)).status).toBe(401);
  clock.advance(-3_600_000);
  await revoke(admin.token, key);
  expect((await accept(second.token)).status).toBe(401);
});
