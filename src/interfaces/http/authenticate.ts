import type { KeyObject } from 'node:crypto';
import type { Request } from 'express';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { z } from 'zod';
import type { ApiKeyTokenInput } from '#application/identity/enter-by-api-key.ts';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { permissionsOf, roles } from '#domain/identity/role.ts';
import { parseId } from '#domain/shared/ids.ts';
import { Unauthenticated } from '#interfaces/http/problem.ts';

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
  const ofPeople = bearerAuthentication(verification);
  return async (request, anonymous) => {
    const [, token] = /^bearer +(bk_\S*)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token !== undefined) return enterByApiKey.execute(anonymous, { token });
    return { ...anonymous, ...(await ofPeople(request)) };
  };
};

// What passport returns is a middleware of any framework: this is what ours gives it.
type Middleware = (request: Request, response: undefined, next: (error: unknown) => void) => void;

const header = z.object({ typ: z.literal('at+jwt'), kid: z.string() });

const claims = z.object({
  sub: z.string().transform((text) => parseId('usr', text)),
  tid: z.string().transform((text) => parseId('ten', text)),
  sid: z.string().transform((text) => parseId('ses', text)),
  role: z.enum(roles),
});

/** Verifies bearer tokens with passport-jwt: signature, algorithm, type, issuer, audience, time. */
const bearerAuthentication = (
  verification: TokenVerification,
): ((request: Request) => Promise<Caller>) => {
  const { issuer, audience } = verification;
  const passports = new passport.Passport();
  passports.use(
    new Strategy(
      {
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        algorithms: ['ES256'],
        issuer,
        audience,
        // A KeyObject, made once: given a PEM, the key would be built anew for every request.
        secretOrKeyProvider: (_request, token: string, done) => {
          void settleKey(token, verification, done);
        },
      },
      (payload: unknown, done) => {
        const caller = callerOf(payload);
        if (caller === undefined) done(null, false);
        else done(null, caller);
      },
    ),
  );
  return (request) =>
    new Promise((resolve, reject) => {
      const settle = (_error: unknown, caller: Caller | false | null | undefined): void => {
        const given = request.headers.authorization !== undefined;
        if (caller === false || caller === null || caller === undefined) {
          reject(new Unauthenticated(given));
        } else resolve(caller);
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

const callerOf = (payload: unknown): Caller | undefined => {
  try {
    const { sub, tid, sid, role } = claims.parse(payload);
    const actor = { kind: 'user', userId: sub, sessionId: sid } as const;
    return { tenantId: tid, actor, permissions: permissionsOf[role] };
  } catch {
    return undefined;
  }
};
