import type { KeyObject } from 'node:crypto';
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import passport from 'passport';
import type { VerifiedCallback } from 'passport-jwt';
import { Strategy } from 'passport-jwt';
import { z } from 'zod';
import type { ApiKeyTokenInput } from '#application/identity/api-keys/authenticate-api-key.ts';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { InvalidApiKey } from '#domain/identity/errors.ts';
import { permissionsOf, roles } from '#domain/identity/role.ts';
import { tenantModes } from '#domain/shared/tenant-mode.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';
import { Unauthenticated } from '#interfaces/http/response/problem.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

/** The keys and claims that verify access tokens: RFC 9068, signed with ES256. */
export interface TokenVerification {
  readonly issuer: string;
  readonly audience: string;
  readonly keyOf: (keyId: string) => Promise<KeyObject | undefined>;
  /** Milliseconds since 1970, by the clock that tokens are issued by. */
  readonly now: () => number;
}

/** Everything about the caller but the request itself. */
type Caller = Omit<RequestContext, keyof AnonymousContext>;

/** Who is asking. @throws {Unauthenticated | InvalidApiKey} */
export type Authenticate = (
  request: Request,
  anonymous: AnonymousContext,
  beforeProof: BeforeProof,
) => Promise<RequestContext>;

/**
 * Asked before a credential that was not good lately is proved: may refuse, so that whoever guesses
 * costs nothing, while those behind the same address who are known go on.
 */
export type BeforeProof = () => Promise<void>;

/** Makes the context of whoever shows an API key. */
type AuthenticateApiKey = OpenUseCase<ApiKeyTokenInput, RequestContext>;

/** Knows people by their access token and machines by their API key, both as bearer tokens. */
export const authentication = (
  verification: TokenVerification,
  authenticateApiKey: AuthenticateApiKey,
): Authenticate => {
  const ofPeople = rememberingVerified(tokenVerification(verification), verification);
  const ofMachines = rememberingGood(authenticateApiKey);
  return async (request, anonymous, beforeProof) => {
    const authorization = headerOf(request, 'authorization');
    const token = bearerTokenIn(authorization ?? '');
    if (token === undefined) throw new Unauthenticated(authorization !== undefined);
    if (token.startsWith('bk_')) return ofMachines(token, anonymous, beforeProof);
    const { caller } = await ofPeople(token, beforeProof);
    return { ...anonymous, ...caller };
  };
};

// RFC 6750, 2.1, with the spaces that RFC 9110, 11.4 allows. One way through, however long it is.
const bearer = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i;

const bearerTokenIn = (authorization: string): string | undefined =>
  bearer.exec(authorization)?.[1];

const goodLatelyMax = 10_000;
const goodLatelyMilliseconds = 10 * 60_000;

/** Authenticates an API key; one that was good in the last minutes is not counted as an attempt. */
const rememberingGood = (authenticateApiKey: AuthenticateApiKey) => {
  const goodLately = new LRUCache<string, true>({
    max: goodLatelyMax,
    ttl: goodLatelyMilliseconds,
  });
  return async (token: string, anonymous: AnonymousContext, beforeProof: BeforeProof) => {
    // By its hash, which authenticates nobody.
    const name = createHash('sha256').update(token).digest('base64');
    if (!goodLately.has(name)) await beforeProof();
    try {
      const context = await authenticateApiKey.execute(anonymous, { token });
      goodLately.set(name, true);
      return context;
    } catch (error) {
      if (error instanceof InvalidApiKey) goodLately.delete(name);
      throw error;
    }
  };
};

/** A caller whose token is good until `expiresAt` (Unix seconds), as long as its key is. */
interface Verified {
  readonly caller: Caller;
  readonly keyId: string;
  readonly expiresAt: number;
}

type Verify = (token: string) => Promise<Verified>;

/** Of tokens and what they say. One of ours, with its caller, takes less than 2 KiB. */
const rememberedBytesMax = 16 * 1_048_576;
const bytesBesideToken = 1_024;

/**
 * Verifies the signature of a token once, not with every request. Whether its time or its key is
 * over is asked every time; then, as for any other token, the verification says why it is refused.
 */
const rememberingVerified = (verify: Verify, { keyOf, now }: TokenVerification) => {
  const remembered = new LRUCache<string, Verified>({
    maxSize: rememberedBytesMax,
    sizeCalculation: (_verified, token) => bytesBesideToken + token.length,
  });
  return async (token: string, beforeProof: BeforeProof): Promise<Verified> => {
    const known = remembered.get(token);
    const isGood =
      known !== undefined &&
      known.expiresAt > now() / 1000 &&
      (await keyOf(known.keyId)) !== undefined;
    if (isGood) return known;
    remembered.delete(token);
    await beforeProof();
    const verified = await verify(token);
    remembered.set(token, verified);
    return verified;
  };
};

// Passport returns a middleware for any framework: ours calls it with these.
type Middleware = (request: Carrier, response: undefined, next: (error: unknown) => void) => void;

/** All that passport-jwt gets to see of a request: its own pattern for headers is slow. */
interface Carrier {
  readonly token: string;
}

const header = z.object({ typ: z.literal('at+jwt'), kid: z.string() });

const claims = z.object({
  sub: idWire('usr'),
  tid: idWire('ten'),
  sid: idWire('ses'),
  exp: z.number(),
  role: z.enum(roles),
  // Tokens of earlier releases do not say it: it is looked up then.
  mode: z.enum(tenantModes).optional(),
});

/** Verifies bearer tokens with passport-jwt: signature, algorithm, type, issuer, audience, time. */
const tokenVerification = (verification: TokenVerification): Verify => {
  const { issuer, audience, now } = verification;
  const passports = new passport.Passport();
  passports.use(
    new Strategy(
      {
        jwtFromRequest: tokenOf,
        algorithms: ['ES256'],
        issuer,
        audience,
        // Looked at below: the strategy goes by the clock of the process.
        ignoreExpiration: true,
        // A KeyObject, made once: given a PEM, the key would be built anew for every request.
        secretOrKeyProvider: (_request, token: string, done) => {
          void settleKey(token, verification, done);
        },
        passReqToCallback: true,
      },
      (request: Request, payload: unknown, done: VerifiedCallback) => {
        const verified = verifiedOf(keyIdIn(tokenOf(request)), payload);
        const isOver = verified === undefined || verified.expiresAt <= now() / 1000;
        done(null, isOver ? false : verified);
      },
    ),
  );
  return (token) =>
    new Promise((resolve, reject) => {
      const settle = (_error: unknown, verified: Verified | false | null | undefined): void => {
        if (verified === false || verified === null || verified === undefined) {
          reject(new Unauthenticated(true));
        } else resolve(verified);
      };
      const verify = passports.authenticate('jwt', { session: false }, settle) as Middleware;
      verify({ token }, undefined, reject);
    });
};

const tokenOf = (request: Request): string => (request as unknown as Carrier).token;

// Never rejects: passport-jwt learns of everything by its callback.
const settleKey = async (
  token: string,
  verification: TokenVerification,
  done: (error: unknown, key?: string) => void,
): Promise<void> => {
  try {
    const key = await keyFor(token, verification);
    if (key === undefined) done(new Unauthenticated(true));
    else done(null, key as unknown as string);
  } catch (error) {
    done(error);
  }
};

// The header is not proved yet: it only says which of our keys to try.
const keyFor = async (
  token: string,
  { keyOf }: TokenVerification,
): Promise<KeyObject | undefined> => {
  const keyId = keyIdIn(token);
  return keyId === undefined ? undefined : keyOf(keyId);
};

const keyIdIn = (token: string): string | undefined => {
  try {
    const [encoded = ''] = token.split('.');
    const read = header.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString()));
    return read.success ? read.data.kid : undefined;
  } catch {
    return undefined;
  }
};

const verifiedOf = (keyId: string | undefined, payload: unknown): Verified | undefined => {
  const read = claims.safeParse(payload);
  if (!read.success || keyId === undefined) return undefined;
  const { sub, tid, sid, role, mode, exp } = read.data;
  const actor = { kind: 'user', userId: sub, sessionId: sid } as const;
  const caller = { tenantId: tid, mode, actor, permissions: permissionsOf[role] };
  return { caller, keyId, expiresAt: exp };
};
