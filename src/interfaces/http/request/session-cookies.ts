import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import { parseOpaqueToken } from '#application/identity/opaque-token.ts';
import type { Tokens } from '#application/identity/sessions/session-starter.ts';
import { InvalidRefreshToken } from '#domain/identity/errors.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import {
  InsecureTransport,
  isTrustworthy,
  requireSameOrigin,
} from '#interfaces/http/request/browser-origin.ts';
import { malformedRequest } from '#interfaces/http/request/protocol-error.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

export interface SessionCookies {
  /** Whether plain HTTP will do, off this machine too: then cookies go unprotected. */
  readonly allowPlainHttp: boolean;
  /** Milliseconds since 1970, by the clock that sessions end by. */
  readonly now: () => number;
}

/** The body instead of a refresh token, where that one is in a cookie. */
export const cookieSessionBody = z
  .strictObject({
    tenantId: idWire('ten').meta({ description: 'Whose session: each tenant has a cookie.' }),
  })
  .meta({ id: 'CookieSession', description: 'With `Billing-Session: cookie`.' });

/**
 * The endpoint as this request is served by it. With `Billing-Session: cookie` the refresh token
 * goes in and out by a cookie that no script can read, and the body shows none. No other request
 * looks at a cookie.
 * @throws {CrossSite | InsecureTransport}
 */
export const withSessionCookie = (
  endpoint: Endpoint,
  request: Request,
  response: Response,
  settings: SessionCookies,
): Endpoint => {
  const { session } = endpoint;
  if (session === undefined || !asksForCookie(request)) return endpoint;
  // Who only begins a session sends no cookie that somebody could ride on.
  requireSameOrigin(request, { mustSay: session !== 'begins' });
  const jar = jarOf(request, response, settings);
  switch (session) {
    case 'begins':
      return served(endpoint, async (decoded, ask) => jar.keep(await ask(decoded)));
    case 'renews':
      return served({ ...endpoint, body: cookieSessionBody }, async (decoded, ask) =>
        jar.keep(await ask({ ...decoded, body: jar.read(decoded.body) })),
      );
    case 'ends':
      return served({ ...endpoint, body: cookieSessionBody }, async (decoded, ask) => {
        await ask({ ...decoded, body: jar.read(decoded.body) }).catch((error: unknown) => {
          // It has ended already; while we cannot know, the cookie is needed for another try.
          if (error instanceof InvalidRefreshToken) jar.forget(decoded.body);
          throw error;
        });
        jar.forget(decoded.body);
      });
  }
};

const asksForCookie = (request: Request): boolean => {
  const kept = headerOf(request, 'billing-session');
  if (kept === undefined || kept === 'cookie') return kept === 'cookie';
  throw malformedRequest('The header Billing-Session is "cookie", or is not sent.');
};

interface Decoded {
  readonly body: unknown;
}
type Ask = (decoded: Decoded) => Promise<unknown>;

const served = (
  endpoint: Endpoint,
  handle: (decoded: Decoded, ask: Ask) => Promise<unknown>,
): Endpoint => ({
  ...endpoint,
  handle: (decoded: Decoded) => handle(decoded, endpoint.handle as Ask),
});

type CookieSession = z.output<typeof cookieSessionBody>;

/** The cookies of one request. RFC 6265bis: `__Host-Http-` means that no script can set one. */
const jarOf = (request: Request, response: Response, settings: SessionCookies) => {
  const isSecure = isProtected(request, settings);
  const nameOf = (tenantId: TenantId): string =>
    `${isSecure ? '__Host-Http-' : ''}rt-${tenantId.slice(-26)}`;
  const attributes: CookieOptions = {
    httpOnly: true,
    secure: isSecure,
    sameSite: 'strict',
    path: '/',
  };
  return {
    /** Puts the refresh token into the cookie of its tenant, and out of the answer. */
    keep: (result: unknown): unknown => {
      const { refreshToken, sessionExpiresAt } = result as Tokens;
      const maxAge = sessionExpiresAt - settings.now();
      response.cookie(nameOf(tenantOf(refreshToken)), refreshToken, { ...attributes, maxAge });
      return { ...(result as Tokens), refreshToken: null };
    },
    /** @throws {InvalidRefreshToken} where there is no cookie, or one of another tenant. */
    read: (body: unknown): { readonly refreshToken: string } => {
      const { tenantId } = body as CookieSession;
      const refreshToken = cookieOf(request, nameOf(tenantId));
      if (refreshToken === undefined || tenantOf(refreshToken) !== tenantId) {
        throw new InvalidRefreshToken();
      }
      return { refreshToken };
    },
    forget: (body: unknown): void => {
      const { tenantId } = body as CookieSession;
      response.cookie(nameOf(tenantId), '', { ...attributes, maxAge: 0 });
    },
  };
};

const isProtected = (request: Request, { allowPlainHttp }: SessionCookies): boolean => {
  const isSecure = allowPlainHttp ? request.secure : isTrustworthy(request);
  if (!isSecure && !allowPlainHttp) throw new InsecureTransport();
  return isSecure;
};

/** @throws {InvalidRefreshToken} for what is none of our tokens. */
const tenantOf = (refreshToken: string): TenantId => {
  const token = parseOpaqueToken('ses', refreshToken);
  if (token === undefined) throw new InvalidRefreshToken();
  return token.tenantId;
};

// Our values need no decoding. Of two cookies of one name the browser sends the closer path first.
const cookieOf = (request: Request, name: string): string | undefined =>
  (headerOf(request, 'cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
