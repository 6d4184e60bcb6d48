import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { AccessClaims, AccessTokens } from '#application/identity/ports.ts';
import type { Clock } from '#application/shared/ports.ts';
import type { KeyRing } from '#infrastructure/security/key-ring.ts';

/** Access tokens as JWTs of the profile in RFC 9068, signed with ES256. */
export class JwtAccessTokens implements AccessTokens {
  readonly lifeSeconds = 600;
  readonly #settings: {
    readonly keys: KeyRing;
    readonly issuer: string;
    readonly audience: string;
    readonly clock: Clock;
  };

  constructor(settings: { keys: KeyRing; issuer: string; audience: string; clock: Clock }) {
    this.#settings = settings;
  }

  async issue({ userId, tenantId, mode, sessionId, role }: AccessClaims): Promise<string> {
    const { keys, issuer, audience, clock } = this.#settings;
    const key = keys.active();
    const now = Math.floor(clock.now() / 1000);
    return new SignJWT({ tid: tenantId, mode, role, sid: sessionId })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.id })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(userId)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + this.lifeSeconds)
      .sign(key.privateKey);
  }
}
