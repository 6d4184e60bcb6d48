import type { KeyObject } from 'node:crypto';
import type { Request } from 'express';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { z } from 'zod';
import type { RequestContext } from '#application/shared/context.ts';
import { permissionsOf, roles } from '#domain/identity/role.ts';
import { parseId } from '#domain/shared/ids.ts';
import { Unauthenticated } from '#interfaces/http/problem.ts';

/** What it takes to verify access tokens: RFC 9068, signed with ES256. */
export interface TokenVerification {
  readonly issuer: string;
  readonly audience: string;
  readonly keyOf: (keyId: string) => KeyObject | undefined;
}

/** Everything about the caller but the request's id. */
type Caller = Omit<RequestContext, 'requestId'>;

/** Who is asking. @throws {Unauthenticated} */
export type Authenticate = (request: Request) => Promise<Caller>;

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
export const bearerAuthentication = (verification: TokenVerification): Authenticate => {
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
          const key = keyFor(token, verification);
          if (key === undefined) done(new Unauthenticated(true));
          else done(null, key as unknown as string);
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

// The header is not proved yet: it only says which of our keys to try.
const keyFor = (token: string, { keyOf }: TokenVerification): KeyObject | undefined => {
  try {
    const [encoded = ''] = token.split('.');
    const read = header.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString()));
    return read.success ? keyOf(read.data.kid) : undefined;
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
