import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';

const lifeSeconds = 600;
const name = 'billing-service';

/** The claims of a token, as far as the floor asks. */
interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly exp: number;
  readonly tid: string;
}

/** The product's access tokens (ES256), verified for each request and signed at each login. */
export class AccessTokens {
  readonly lifeSeconds = lifeSeconds;
  readonly #publicKey: KeyObject;
  readonly #signingKey: KeyObject;

  /** @param jwk the product's public key. Its private one it keeps, so logins sign with another. */
  constructor(jwk: string) {
    this.#publicKey = createPublicKey({ key: JSON.parse(jwk), format: 'jwk' });
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    this.#signingKey = createPrivateKey(privateKey);
  }

  /** The tenant that the token is good for; undefined where it is good for nothing. */
  tenantIn(authorization: string | undefined): string | undefined {
    if (authorization?.startsWith('Bearer ') !== true) return undefined;
    const [header, payload, signature] = authorization.slice(7).split('.');
    if (header === undefined || payload === undefined || signature === undefined) return undefined;
    const { alg, typ } = parsed<{ alg: string; typ: string }>(header);
    if (alg !== 'ES256' || typ !== 'at+jwt') return undefined;
    const key = { key: this.#publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const signed = Buffer.from(`${header}.${payload}`);
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return undefined;
    const claims = parsed<Claims>(payload);
    const isOurs = claims.iss === name && claims.aud === name;
    return isOurs && claims.exp > Date.now() / 1000 ? claims.tid : undefined;
  }

  issue(holder: { sub: string; tid: string; sid: string; role: string }): string {
    const iat = Math.floor(Date.now() / 1000);
    const head = encoded({ alg: 'ES256', typ: 'at+jwt' });
    const times = { iat, exp: iat + lifeSeconds, jti: randomUUID() };
    const text = `${head}.${encoded({ ...holder, iss: name, aud: name, ...times })}`;
    const key = { key: this.#signingKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }
}

const parsed = <Shape>(part: string): Shape =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Shape;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
