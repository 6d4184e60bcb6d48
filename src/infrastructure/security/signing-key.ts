import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';

/** The pair that signs access tokens and verifies them: ES256, so a key on the curve P-256. */
export interface SigningKey {
  /** The key's JWK thumbprint (RFC 7638), which tokens name in their header. */
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The public key as it is published (RFC 7517). */
  readonly jwk: JsonWebKey;
}

/** @throws {Error} when the PEM holds no private key on P-256. */
export const readSigningKey = (pem: string): SigningKey => {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error('It must be an EC key on the curve P-256 (prime256v1).');
  }
  const publicKey = createPublicKey(privateKey);
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  // RFC 7638: the members in this order, and nothing else.
  const id = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  const jwk = { kty, crv, x, y, kid: id, use: 'sig', alg: 'ES256' } as JsonWebKey;
  return { id, privateKey, publicKey, jwk };
};

/** A new private key as PEM (PKCS #8). */
export const newSigningKeyPem = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
