import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { newEmail, password, signUp } from '../world.ts';

const quotas = { tenant: 5, key: 3, address: 4 };
const app = appUnderTest('memory', { quotas, trustProxy: true });
const away = appUnderTest('memory', {
  quotas: { tenant: 1, key: 1, address: 1 },
  redisUrl: 'redis://127.0.0.1:1',
});

let addresses = 0;
const newAddress = (): string => {
  addresses += 1;
  return `198.51.100.${addresses}`;
};
const from = (address: string) => ({ 'X-Forwarded-For': address });

const founded = async () => {
  const body = { tenantName: 'T', name: 'N', email: newEmail(), password };
  const headers = from(newAddress());
  const response = await app.send('post', '/v1/auth/signup', { headers, body });
  return response.body.accessToken as string;
};

describe('requests in a minute', () => {
  test('of a tenant are counted, told, and refused beyond the quota', async () => {
    const token = await founded();

    const responses = [];
    for (let count = 0; count < 7; count += 1) {
      responses.push(await app.send('get', '/v1/tenant', { token }));
    }

    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(responses[0]?.headers['ratelimit-policy']).toBe('"tenant";q=5;w=60');
    expect(responses.map(({ headers }) => /r=(\d+)/.exec(headers['ratelimit'] ?? '')?.[1])).toEqual(
      ['4', '3', '2', '1', '0', '0', '0'],
    );
    const [last] = responses.slice(-1);
    expect(last?.body.code).toBe('rate_limited');
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(50);
    expect(last?.headers['ratelimit']).toMatch(/^"tenant";r=0;t=\d+$/);
  });

  test('of one tenant do not use up another’s', async () => {
    const [one, two] = [await founded(), await founded()];
    for (let count = 0; count < 6; count += 1) await app.send('get', '/v1/tenant', { token: one });

    expect((await app.send('get', '/v1/tenant', { token: one })).status).toBe(429);
    expect((await app.send('get', '/v1/tenant', { token: two })).status).toBe(200);
  });

  test('of an API key have a quota of their own within the tenant’s', async () => {
    const token = await founded();
    const made = await app.send('post', '/v1/api-keys', {
      token,
      body: { name: 'CI', permissions: ['tenant:read'] },
    });

    const responses = [];
    for (let count = 0; count < 4; count += 1) {
      responses.push(await app.send('get', '/v1/tenant', { token: made.body.token }));
    }

    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(responses[0]?.headers['ratelimit-policy']).toBe('"tenant";q=5;w=60, "key";q=3;w=60');
    expect(responses[3]?.body.policy).toBe('key');
  });

  test('of an address are counted where nobody is signed in, and for bad tokens', async () => {
    const headers = from(newAddress());
    const statuses = [];
    for (const token of ['garbage', 'bk_garbage', 'garbage']) {
      statuses.push((await app.send('get', '/v1/tenant', { token, headers })).status);
    }
    const body = { refreshToken: 'nonsense' };
    statuses.push((await app.send('post', '/v1/auth/refresh', { headers, body })).status);
    statuses.push((await app.send('post', '/v1/auth/refresh', { headers, body })).status);
    statuses.push((await app.send('get', '/v1/tenant', { token: 'x', headers })).status);

    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
  });
});

describe('an address that has nothing left', () => {
  /** Uses up what an address has, with tokens that are good for nothing. */
  const spend = async (headers: Readonly<Record<string, string>>): Promise<void> => {
    for (let count = 0; count < quotas.address; count += 1) {
      await app.send('get', '/v1/tenant', { token: 'garbage', headers });
    }
  };
  const issued = async (token: string): Promise<string> => {
    const body = { name: 'CI', permissions: ['tenant:read'] };
    return (await app.send('post', '/v1/api-keys', { token, body })).body.token as string;
  };

  test('has no credential proved any more, not even a good one that nobody knows', async () => {
    const headers = from(newAddress());
    const token = await founded();
    const key = await issued(token);
    await spend(headers);

    const ofPerson = await app.send('get', '/v1/tenant', { token: await founded(), headers });
    const ofMachine = await app.send('get', '/v1/tenant', { token: key, headers });

    expect([ofPerson.status, ofPerson.body.policy]).toEqual([429, 'address']);
    expect([ofMachine.status, ofMachine.body.policy]).toEqual([429, 'address']);
    expect(ofMachine.headers['ratelimit']).toMatch(/^"address";r=0;t=\d+$/);
    expect(Number(ofMachine.headers['retry-after'])).toBeGreaterThan(50);
  });

  test('goes on for those behind it who are known', async () => {
    const headers = from(newAddress());
    const token = await founded();
    const key = await issued(token);
    await app.send('get', '/v1/tenant', { token, headers });
    await app.send('get', '/v1/tenant', { token: key, headers });
    await spend(headers);

    const ofPerson = await app.send('get', '/v1/tenant', { token, headers });
    const ofMachine = await app.send('get', '/v1/tenant', { token: key, headers });

    expect([ofPerson.status, ofMachine.status]).toEqual([200, 200]);
  });

  test('has spent nothing by requests that were good', async () => {
    const headers = from(newAddress());
    for (let count = 0; count < quotas.address + 2; count += 1) {
      const response = await app.send('get', '/v1/tenant', { token: await founded(), headers });
      expect(response.status).toBe(200);
    }
  });
});

test('a store that is away lets everybody through, and says so once', async () => {
  const { token } = await signUp(away);

  const responses = [];
  for (let count = 0; count < 3; count += 1) {
    responses.push(await away.send('get', '/v1/tenant', { token }));
  }

  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(responses[0]?.headers['ratelimit']).toBeUndefined();
});
