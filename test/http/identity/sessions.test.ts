import { describe, expect, test } from 'vitest';
import { dayMilliseconds, instantOf } from '#domain/shared/time.ts';
import { attemptsMax } from '#infrastructure/limits/flexible-sign-in-throttle.ts';
import { FixedClock } from '../../../src/testing/fixed-clock.ts';
import { appUnderTest } from '../../support/app.ts';
import { addMember, newEmail, password, signUp } from '../world.ts';

const clock = new FixedClock(instantOf(Date.now()));
const app = appUnderTest('postgres', { clock });
const proxied = appUnderTest('memory', { trustProxy: true });

const refresh = (refreshToken: string) =>
  app.send('post', '/v1/auth/refresh', { body: { refreshToken } });

describe('a refresh token', () => {
  test('serves once, and for ten seconds the same answer again', async () => {
    const { refreshToken } = await signUp(app);

    const first = await refresh(refreshToken);
    clock.advance(10_000);
    const again = await refresh(refreshToken);
    const next = await refresh(first.body.refreshToken);

    expect([first.status, again.status, next.status]).toEqual([200, 200, 200]);
    expect(again.body.refreshToken).toBe(first.body.refreshToken);
    expect(next.body.refreshToken).not.toBe(first.body.refreshToken);
  });

  test('used many times at once has one successor', async () => {
    const { refreshToken } = await signUp(app);

    const responses = await Promise.all(Array.from({ length: 10 }, () => refresh(refreshToken)));

    expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(responses.map(({ body }) => body.refreshToken)).size).toBe(1);
  });

  test.each([
    ['later than ten seconds after its use', 10_001, false],
    ['once its successor has been used', 0, true],
  ])('shown again %s ends the session, and is audited', async (_, milliseconds, isUsed) => {
    const { refreshToken, token } = await signUp(app);
    const first = await refresh(refreshToken);
    const newest = isUsed ? await refresh(first.body.refreshToken) : first;
    clock.advance(milliseconds);

    const reused = await refresh(refreshToken);
    const afterwards = await refresh(newest.body.refreshToken);

    expect([reused.status, reused.body.code]).toEqual([401, 'invalid_refresh_token']);
    expect(afterwards.status).toBe(401);
    const query = '?action=session.reuse_detected';
    const { body } = await app.send('get', `/v1/audit-entries${query}`, { token });
    expect(body.data).toHaveLength(1);
    clock.advance(-milliseconds);
  });

  test('of which only the session is known ends nothing', async () => {
    const { refreshToken } = await signUp(app);
    const [mark, names] = refreshToken.split('_');

    const guessed = await refresh(`${mark}_${names}_${'A'.repeat(86)}`);

    expect(guessed.status).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  test('is void after signing out, and 30 days after its last use', async () => {
    const [one, two] = [await signUp(app), await signUp(app)];

    const out = await app.send('post', '/v1/auth/logout', {
      body: { refreshToken: one.refreshToken },
    });
    const afterwards = await refresh(one.refreshToken);
    clock.advance(30 * dayMilliseconds);
    const tooLate = await refresh(two.refreshToken);
    clock.advance(-30 * dayMilliseconds);

    expect([out.status, afterwards.status, tooLate.status]).toEqual([204, 401, 401]);
  });

  test('is of its tenant: with another tenant in it, it is nobody', async () => {
    const [one, two] = [await signUp(app), await signUp(app)];
    const [mark, names = '', secret] = one.refreshToken.split('_');

    const moved = `${mark}_${two.tenantId.slice(4)}${names.slice(26)}_${secret}`;

    expect((await refresh(moved)).status).toBe(401);
    expect((await refresh(one.refreshToken)).status).toBe(200);
  });

  test('is void once its holder is no member any more', async () => {
    const admin = await signUp(app);
    const member = await addMember(app, admin, 'USER');

    const removed = await app.send('delete', `/v1/users/${member.userId}`, {
      token: admin.token,
      headers: { 'If-Match': '"1"' },
    });

    expect(removed.status).toBe(204);
    expect((await refresh(member.refreshToken)).status).toBe(401);
  });
});

describe('the sessions of a person', () => {
  const signInAs = async (email: string, agent: string) => {
    const headers = { 'User-Agent': agent };
    const response = await app.send('post', '/v1/auth/login', {
      headers,
      body: { email, password },
    });
    return response.body as { accessToken: string; refreshToken: string };
  };
  const list = async (token: string) => {
    const { body } = await app.send('get', '/v1/auth/sessions', { token });
    return body.data as { id: string; isCurrent: boolean; client: { userAgent: string } }[];
  };

  test('are listed, newest first, with where they came from', async () => {
    const { email, token } = await signUp(app);
    await signInAs(email, 'phone/1');

    const sessions = await list(token);

    expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
    expect(sessions[0]?.client).toEqual({
      address: expect.stringContaining('127.0.0.1'),
      userAgent: 'phone/1',
    });
  });

  test('end one by one, and are gone from the list', async () => {
    const { email, token, refreshToken } = await signUp(app);
    const phone = await signInAs(email, 'phone/1');
    const [newest] = await list(token);

    const ended = await app.send('delete', `/v1/auth/sessions/${newest?.id}`, { token });

    expect(ended.status).toBe(204);
    expect(await list(token)).toHaveLength(1);
    expect((await refresh(phone.refreshToken)).status).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  test('that have ended open no other, though the access token lives on', async () => {
    const { token, refreshToken, tenantId } = await signUp(app);
    const enter = () => app.send('post', '/v1/auth/switch-tenant', { token, body: { tenantId } });

    const before = await enter();
    await app.send('post', '/v1/auth/logout', { body: { refreshToken } });
    const after = await enter();

    expect(before.status).toBe(200);
    expect([after.status, after.body.code]).toEqual([401, 'session_ended']);
  });

  test("are nobody else's, not even an ADMIN's", async () => {
    const admin = await signUp(app);
    const member = await addMember(app, admin, 'USER');
    const [session] = await list(member.token);

    const path = `/v1/auth/sessions/${session?.id}`;
    const refused = await app.send('delete', path, { token: admin.token });

    expect([refused.status, refused.body.code]).toEqual([404, 'session_not_found']);
    expect((await refresh(member.refreshToken)).status).toBe(200);
  });
});

describe('the keys that sign tokens', () => {
  const me = (token: string) => app.send('get', '/v1/auth/me', { token });
  const kidOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid as string;

  test('rotate: the next signs, and what the last signed is good to its end', async () => {
    const { signingKeys } = app.composition().operations;
    const before = await signUp(app);
    const next = (await signingKeys.list()).find(({ state }) => state === 'next');
    const published = await app.send('get', '/.well-known/jwks.json');

    const rotated = await signingKeys.rotate();
    const after = await signUp(app);

    expect(published.body.keys.map(({ kid }: { kid: string }) => kid)).toContain(next?.id);
    expect(kidOf(after.token)).toBe(next?.id);
    expect(rotated.map(({ state }) => state).toSorted()).toEqual(['active', 'next', 'retiring']);
    expect((await me(before.token)).status).toBe(200);
    expect((await me(after.token)).status).toBe(200);
  });

  test('that have retired are published no more', async () => {
    const { signingKeys } = app.composition().operations;
    await signingKeys.rotate();
    clock.advance(21 * 60_000);

    const kept = await signingKeys.list();

    expect(kept.map(({ state }) => state).toSorted()).toEqual(['active', 'next']);
    clock.advance(-21 * 60_000);
  });
});

describe('logging in', () => {
  const signIn = (email: string, given: string, address = '192.0.2.1') =>
    proxied.send('post', '/v1/auth/login', {
      headers: { 'X-Forwarded-For': address },
      body: { email, password: given },
    });

  const failFrom = async (email: string, address: string, times: number) => {
    const statuses = [];
    for (let attempt = 0; attempt < times; attempt += 1) {
      statuses.push((await signIn(email, 'wrong password', address)).status);
    }
    return statuses;
  };

  test('is throttled by account and address, and says how long', async () => {
    const { email } = await signUp(proxied);
    expect(await failFrom(email, '192.0.2.7', attemptsMax.pair)).toEqual(
      Array(attemptsMax.pair).fill(401),
    );

    const refused = await signIn(email, password, '192.0.2.7');

    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
    expect((await signIn(email, password, '192.0.2.8')).status).toBe(200);
  });

  test('is throttled by account from many addresses, but not where its owner was', async () => {
    const { email } = await signUp(proxied);
    expect((await signIn(email, password, '192.0.2.99')).status).toBe(200);
    for (let start = 0; start < attemptsMax.account; start += attemptsMax.pair) {
      await failFrom(email, `203.0.113.${100 + start}`, attemptsMax.pair);
    }

    const stranger = await signIn(email, password, '203.0.113.99');
    const owner = await signIn(email, password, '192.0.2.99');

    expect([stranger.status, owner.status]).toEqual([429, 200]);
    // That the owner came in gives nobody who guesses another try.
    expect((await signIn(email, password, '203.0.113.98')).status).toBe(429);
  }, 60_000);

  test('from an address that is over its limit is counted on nobody’s account', async () => {
    const [victim, address] = [await signUp(proxied), '198.51.100.77'];
    for (let guess = 0; guess < attemptsMax.address; guess += 1) {
      await signIn(newEmail('guess'), 'wrong password', address);
    }

    const blocked = await failFrom(victim.email, address, attemptsMax.account + 5);

    expect(new Set(blocked)).toEqual(new Set([429]));
    expect((await signIn(victim.email, 'wrong password', '192.0.2.201')).status).toBe(401);
    expect((await signIn(victim.email, password, '192.0.2.201')).status).toBe(200);
  }, 60_000);

  test('from one address is one address, in whichever way a proxy writes it', async () => {
    const { email } = await signUp(proxied);
    const spellings = Array.from(
      { length: attemptsMax.pair },
      (_, port) => `192.0.2.55:${port + 1}`,
    );
    for (const spelling of spellings) await signIn(email, 'wrong password', spelling);

    for (const same of ['192.0.2.55', '::ffff:192.0.2.55', '[::ffff:c000:237]:443']) {
      expect((await signIn(email, password, same)).status).toBe(429);
    }
  });

  test('is forgiven what failed once it succeeds', async () => {
    const { email } = await signUp(proxied);
    for (let round = 0; round < 2; round += 1) {
      await failFrom(email, '192.0.2.1', attemptsMax.pair - 1);
      expect((await signIn(email, password)).status).toBe(200);
    }
  });

  test('is throttled by address, whoever is tried', async () => {
    const address = '198.51.100.9';
    const attempts = Array.from({ length: attemptsMax.address }, () => newEmail('guess'));
    for (const email of attempts) await signIn(email, 'wrong password', address);

    expect((await signIn(newEmail('guess'), 'wrong password', address)).status).toBe(429);
    expect((await signIn(newEmail('guess'), 'wrong password', '198.51.100.10')).status).toBe(401);
  }, 60_000);
});
