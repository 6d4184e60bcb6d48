import type { KeyObject } from 'node:crypto';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import passport from 'passport';
import type { VerifiedCallback } from 'passport-jwt';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { z } from 'zod';
import type { ApiKeyTokenInput } from '#application/identity/enter-by-api-key.ts';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { permissionsOf, roles } from '#domain/identity/role.ts';
import { Unauthenticated } from '#interfaces/http/problem.ts';
import { idWire } from '#interfaces/http/wire.ts';

/** What it takes to verify access tokens: RFC 9068, signed with ES256. */
export interface TokenVerification {
  readonly issuer: string;
  readonly audience: string;
  readonly keyOf: (keyId: string) => Promise<KeyObject | undefined>;
}

/** Everything about the caller but the request itself. */
type Caller = Omit<RequestContext, keyof AnonymousContext>;

/** Who is asking. @throws {Unauthenticated | InvalidApiKey} */
export type Authenticate = (
  request: Request,
  anonymous: AnonymousContext,
) => Promise<RequestContext>;

/** Makes the context of whoever shows an API key. */
type EnterByApiKey = OpenUseCase<ApiKeyTokenInput, RequestContext>;

/** Knows people by their access token and machines by their API key, both as bearer tokens. */
export const authentication = (
  verification: TokenVerification,
  enterByApiKey: EnterByApiKey,
): Authenticate => {
  const ofPeople = rememberingVerified(bearerAuthentication(verification), verification.keyOf);
  return async (request, anonymous) => {
    const [, token] = /^bearer +(bk_\S*)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token !== undefined) return enterByApiKey.execute(anonymous, { token });
    const { caller } = await ofPeople(request);
    return { ...anonymous, ...caller };
  };
};

/** A caller whose token is good until `expiresAt` (Unix seconds), as long as its key is. */
interface Verified {
  readonly caller: Caller;
  readonly keyId: string;
  readonly expiresAt: number;
}

type Verify = (request: Request) => Promise<Verified>;

const rememberedMax = 10_000;

/**
 * Verifies the signature of a token once, not with every request. Whether its time or its key is
 * over is asked every time; then, as for any other token, the verification says why it is refused.
 */
const rememberingVerified = (verify: Verify, keyOf: TokenVerification['keyOf']): Verify => {
  const remembered = new LRUCache<string, Verified>({ max: rememberedMax });
  return async (request) => {
    const { authorization = '' } = request.headers;
    const known = remembered.get(authorization);
    const isGood =
      known !== undefined &&
      known.expiresAt > Date.now() / 1000 &&
      (await keyOf(known.keyId)) !== undefined;
    if (isGood) return known;
    remembered.delete(authorization);
    const verified = await verify(request);
    remembered.set(authorization, verified);
    return verified;
  };
};

// What passport returns is a middleware of any framework: this is what ours gives it.
type Middleware = (request: Request, response: undefined, next: (error: unknown) => void) => void;

const header = z.object({ typ: z.literal('at+jwt'), kid: z.string() });

const claims = z.object({
  sub: idWire('usr'),
  tid: idWire('ten'),
  sid: idWire('ses'),
  exp: z.number(),
  role: z.enum(roles),
});

const bearerOf = ExtractJwt.fromAuthHeaderAsBearerToken();

/** Verifies bearer tokens with passport-jwt: signature, algorithm, type, issuer, audience, time. */
const bearerAuthentication = (verification: TokenVerification): Verify => {
  const { issuer, audience } = verification;
  const passports = new passport.Passport();
  passports.use(
    new Strategy(
      {
        jwtFromRequest: bearerOf,
        algorithms: ['ES256'],
        issuer,
        audience,
        // A KeyObject, made once: given a PEM, the key would be built anew for every request.
        secretOrKeyProvider: (_request, token: string, done) => {
          void settleKey(token, verification, done);
        },
        passReqToCallback: true,
      },
      (request: Request, payload: unknown, done: VerifiedCallback) => {
        done(null, verifiedOf(keyIdIn(bearerOf(request) ?? ''), payload) ?? false);
      },
    ),
  );
  return (request) =>
    new Promise((resolve, reject) => {
      const settle = (_error: unknown, verified: Verified | false | null | undefined): void => {
        const given = request.headers.authorization !== undefined;
        if (verified === false || verified === null || verified === undefined) {
          reject(new Unauthenticated(given));
        } else resolve(verified);
      };
      const verify = passports.authenticate('jwt', { session: false }, settle) as Middleware;
      verify(request, undefined, reject);
    });
};

// Never rejects: passport-jwt hears of everything by its callback.
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
  const { sub, tid, sid, role, exp } = read.data;
  const actor = { kind: 'user', userId: sub, sessionId: sid } as const;
  const caller = { tenantId: tid, actor, permissions: permissionsOf[role] };
  return { caller, keyId, expiresAt: exp };
};
