import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { newSigningKeyPem, readSigningKey } from '#infrastructure/security/signing-key.ts';
import { appUnderTest } from '../support/app.ts';
import { signUp } from './world.ts';

const pem = newSigningKeyPem();
const app = appUnderTest('memory', { tokens: { privateKeyPem: pem } });
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

    const answer = await me(forge(payloadOf(token)));

    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
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
});
