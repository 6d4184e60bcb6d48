import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { instantOf } from '#domain/shared/time.ts';
import { newSigningKeyPem, readSigningKey } from '#infrastructure/security/signing-key.ts';
import { FixedClock } from '../../../src/testing/fixed-clock.ts';
import { appUnderTest } from '../../support/app.ts';
import { signUp } from '../world.ts';

const pem = newSigningKeyPem();
const clock = new FixedClock(instantOf(Date.now()));
const app = appUnderTest('memory', { tokens: { privateKeyPem: pem }, clock });
const me = (token: string) => app.send('get', '/v1/auth/me', { token });

describe('a forged access token', () => {
  const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const key = readSigningKey(pem);
  const signed = (header: object, payload: object, privateKey = createPrivateKey(pem)): string => {
    const content = `${encoded(header)}.${encoded(payload)}`;
    const options = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${content}.${sign('sha256', Buffer.from(content), options).toString('base64url')}`;
  };
  const header = { alg: 'ES256', typ: 'at+jwt', kid: key.id };
  const payloadOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;

  test('made as ours are is taken, so that what is below fails for its reason', async () => {
    const { token } = await signUp(app);

    expect((await me(signed(header, payloadOf(token)))).status).toBe(200);
  });

  const { privateKey: foreignKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicPem = key.publicKey.export({ type: 'spki', format: 'pem' }) as string;

  test.each<[string, (payload: object) => string]>([
    [
      'without a signature',
      (payload) => `${encoded({ ...header, alg: 'none' })}.${encoded(payload)}.`,
    ],
    [
      'signed with our public key as a password',
      (payload) => {
        const content = `${encoded({ ...header, alg: 'HS256' })}.${encoded(payload)}`;
        return `${content}.${createHmac('sha256', publicPem).update(content).digest('base64url')}`;
      },
    ],
    ['signed with another key', (payload) => signed(header, payload, foreignKey)],
    ['that names another key', (payload) => signed({ ...header, kid: 'another' }, payload)],
    ['that names no key', (payload) => signed({ alg: 'ES256', typ: 'at+jwt' }, payload)],
    ['of another type', (payload) => signed({ ...header, typ: 'JWT' }, payload)],
    ['of another issuer', (payload) => signed(header, { ...payload, iss: 'another' })],
    ['for another audience', (payload) => signed(header, { ...payload, aud: 'another' })],
    ['that is too old', (payload) => signed(header, { ...payload, exp: 1_000_000_000 })],
    ['of a role that there is not', (payload) => signed(header, { ...payload, role: 'OWNER' })],
    ['that never ends', (payload) => signed(header, { ...payload, exp: undefined })],
    ['of no tenant', (payload) => signed(header, { ...payload, tid: undefined })],
    [
      'whose payload was changed',
      (payload) => {
        const [head, , tail] = signed(header, payload).split('.');
        return `${head}.${encoded({ ...payload, role: 'ADMIN', extra: 1 })}.${tail}`;
      },
    ],
  ])('%s is refused', async (_, forge) => {
    const { token } = await signUp(app);

    const response = await me(forge(payloadOf(token)));

    expect([response.status, response.body.code]).toEqual([401, 'unauthenticated']);
  });

  // A token that was found good is remembered; what can change about it is not.
  test('that was good before is refused once its time is over', async () => {
    const { token } = await signUp(app);
    const exp = Math.floor(clock.now() / 1000) + 1;
    const short = signed(header, { ...payloadOf(token), exp });

    expect([(await me(short)).status, (await me(short)).status]).toEqual([200, 200]);
    clock.set(instantOf(exp * 1000));

    expect((await me(short)).status).toBe(401);
  });

  test('is not mistaken for a good one that it differs from in its last character', async () => {
    const { token } = await signUp(app);
    expect((await me(token)).status).toBe(200);
    const other = token.endsWith('A') ? 'Q' : 'A';

    expect((await me(token.slice(0, -1) + other)).status).toBe(401);
  });

  test('a true one is verified with the published keys', async () => {
    const { token, userId, tenantId } = await signUp(app);
    const keySet = (await app.send('get', '/.well-known/jwks.json')).body;

    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keySet), {
      issuer: 'billing-service',
      audience: 'billing-service',
      typ: 'at+jwt',
    });

    expect(payload).toMatchObject({ sub: userId, tid: tenantId, role: 'ADMIN' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(600);
    expect(protectedHeader.alg).toBe('ES256');
    expect(JSON.stringify(keySet)).not.toContain('"d"');
  });

  // Last, because it ends every token above.
  test('that was good before is refused once its key has retired', async () => {
    const { token } = await signUp(app);
    expect((await me(token)).status).toBe(200);

    await app.composition().operations.signingKeys.rotate();
    expect((await me(token)).status).toBe(200);
    clock.advance(20 * 60_000);

    expect((await me(token)).status).toBe(401);
  });
});
