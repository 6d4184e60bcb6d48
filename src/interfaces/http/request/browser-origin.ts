import type { Request } from 'express';
import { refusal } from '#domain/shared/errors.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';

/** A page of another site, or nobody who says where from, wants what a cookie gives. */
export class CrossSite extends refusal(
  'forbidden',
  'cross_site',
  'A session in a cookie is for pages of this very host. Behind a proxy pass `Host` on.',
) {}

/** A browser would not keep the cookie, or would send it where everybody can read it. */
export class InsecureTransport extends refusal(
  'validation',
  'insecure_transport',
  'A session in a cookie needs HTTPS: serve it by a proxy with TLS, and set TRUST_PROXY.',
) {}

/** Where this request was sent to, as the browser sees it: behind the proxies that we trust. */
const ownUrl = ({ protocol, host }: Request): URL | undefined => {
  const text = `${protocol}://${host}`;
  return URL.canParse(text) ? new URL(text) : undefined;
};

/**
 * Refuses a request of another site's page. Browsers say themselves whether it is one
 * (`Sec-Fetch-Site`, Fetch Metadata); on plain HTTP they only name the page's `Origin`
 * (RFC 6454). Where neither is sent no page asks; `mustSay` refuses that too.
 * @throws {CrossSite}
 */
export const requireSameOrigin = (
  request: Request,
  { mustSay }: { readonly mustSay: boolean },
): void => {
  const site = headerOf(request, 'sec-fetch-site');
  const origin = headerOf(request, 'origin');
  const isSame =
    site === undefined
      ? origin === undefined
        ? !mustSay
        : origin === ownUrl(request)?.origin
      : site === 'same-origin';
  if (!isSame) throw new CrossSite();
};

// The hosts whose cookies browsers keep as if they came by HTTPS (Secure Contexts, 3.1).
const thisMachine = /^(?:localhost|[\w-]{1,63}\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/** Whether a browser keeps `Secure` cookies of this request's host. */
export const isTrustworthy = (request: Request): boolean => {
  const url = ownUrl(request);
  return url?.protocol === 'https:' || thisMachine.test(url?.hostname ?? '');
};
