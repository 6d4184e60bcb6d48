import type { Response } from 'supertest';
import { expect } from 'vitest';
import type { AppUnderTest } from '../../support/app.ts';
import { newEmail, password } from '../world.ts';

export type Headers = Readonly<Record<string, string>>;

/** The headers of a page of ours, in a request that is about its session. */
export const inCookie: Headers = { 'Billing-Session': 'cookie', 'Sec-Fetch-Site': 'same-origin' };

export const secureName = (tenantId: string): string => `__Host-Http-rt-${tenantId.slice(-26)}`;

export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly attributes: readonly string[];
}

/** The cookies that a response sets. */
export const cookiesOf = ({ headers }: Response): readonly SetCookie[] =>
  ((headers['set-cookie'] ?? []) as unknown as readonly string[]).map((line) => {
    const [pair = '', ...attributes] = line.split('; ');
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    // Expires says for old browsers what Max-Age says.
    return { name, value, attributes: attributes.filter((each) => !each.startsWith('Expires=')) };
  });

/** The one cookie that a response sets. */
export const cookieOf = (response: Response): SetCookie => {
  const [cookie, ...others] = cookiesOf(response);
  if (cookie === undefined || others.length > 0) throw new Error('There is not one cookie.');
  return cookie;
};

export const sent = ({ name, value }: SetCookie): string => `${name}=${value}`;

export const signup = () => ({ tenantName: 'T', name: 'N', email: newEmail(), password });

/** Signs up in a browser: the tenant, its cookie and the access token. */
export const signUpInBrowser = async (app: AppUnderTest, headers: Headers = inCookie) => {
  const given = signup();
  const response = await app.send('post', '/v1/auth/signup', { body: given, headers });
  expect([response.status, response.body.refreshToken]).toEqual([201, null]);
  const { tenant, accessToken } = response.body;
  const cookie = cookieOf(response);
  return { tenantId: tenant.id as string, token: accessToken as string, cookie, ...given };
};

/** Refreshes or signs out by cookie, in a browser that has these and one of another program. */
export const askByCookie = (
  app: AppUnderTest,
  what: 'refresh' | 'logout',
  tenantId: string,
  cookies: readonly SetCookie[],
  headers: Headers = inCookie,
) =>
  app.send('post', `/v1/auth/${what}`, {
    body: { tenantId },
    headers: {
      ...headers,
      ...(cookies.length > 0 && { Cookie: ['theme=dark', ...cookies.map(sent)].join('; ') }),
    },
  });
