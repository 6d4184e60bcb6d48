import { useSyncExternalStore } from 'react';
import type { Me, SignedIn, Tokens } from '../wire/types.ts';
import type { OperationId, RequestOf, ResultOf } from './client.ts';
import { callWith, fileWith } from './client.ts';
import { problemOf } from './problem.ts';

/** Who is signed in. `expired`: they were, and may type their password over the page as it is. */
export type Session =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'signedIn'; readonly me: Me }
  | { readonly kind: 'expired'; readonly me: Me };

interface Access {
  readonly token: string;
  readonly renewAt: number;
}

// The access token lives in this variable and nowhere else; the refresh token in a cookie that no
// script can read. So a page that is left open has a session, and a stolen disk has none.
let session: Session = { kind: 'starting' };
let access: Access | undefined;
let renewal: Promise<string | undefined> | undefined;
let waiting: ((token: string | undefined) => void)[] = [];
const listeners = new Set<() => void>();

const lastTenantKey = 'billing.lastTenant';
const signedOutKey = 'billing.signedOut';

/** The tenant that this browser was in last; it tells where to begin, and opens nothing. */
export const lastTenant = (): string | null => localStorage.getItem(lastTenantKey);

const change = (next: Session): void => {
  session = next;
  for (const listener of listeners) listener();
};

export const useSession = (): Session =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );

/** The person and tenant of this page. Only for what is shown to somebody signed in. */
export const useMe = (): Me => {
  const current = useSession();
  if (current.kind === 'signedIn' || current.kind === 'expired') return current.me;
  throw new Error('Nobody is signed in.');
};

/** The tenant of this page, as its address names it. */
export const tenantInUrl = (): string | undefined =>
  /^\/panel\/t\/(?<tenant>ten_[0-9a-z]{26})(\/|$)/.exec(location.pathname)?.groups?.['tenant'];

/** Gets a session for the tenant of the address from its cookie, where there is one. */
export const start = async (): Promise<void> => {
  const tenantId = tenantInUrl() ?? lastTenant();
  const token = tenantId === null ? undefined : await refresh(tenantId).catch(() => undefined);
  if (token === undefined) change({ kind: 'signedOut' });
  else await reloadMe();
};

/** Reads anew who is signed in, and what they may do. */
export const reloadMe = async (): Promise<void> => {
  const me = await call('getMe', {});
  localStorage.setItem(lastTenantKey, me.tenant.id);
  change({ kind: 'signedIn', me });
};

/** Takes over the tokens of a sign-in, and lets what waited for it go on. */
export const enter = async ({ tenant, accessToken, expiresIn }: SignedIn): Promise<void> => {
  keep({ accessToken, expiresIn });
  localStorage.setItem(lastTenantKey, tenant.id);
  await reloadMe();
  for (const resolve of waiting) resolve(accessToken);
  waiting = [];
};

/** Ends the session here and in the other tabs of this tenant. */
export const signOut = async (): Promise<void> => {
  const tenantId = tenantInUrl();
  await callWith(undefined, 'logOut', { body: { tenantId } as never }).catch(() => undefined);
  // Storage events reach the other tabs, on plain HTTP too.
  localStorage.setItem(signedOutKey, `${tenantId} ${Date.now()}`);
  location.assign('/panel/sign-in');
};

addEventListener('storage', ({ key, newValue }) => {
  const [tenantId] = newValue?.split(' ') ?? [];
  if (key === signedOutKey && tenantId === tenantInUrl()) location.assign('/panel/sign-in');
});

/** Calls an operation as the person who is signed in. */
export const call = <O extends OperationId>(
  operation: O,
  request: RequestOf<O>,
  signal?: AbortSignal,
): Promise<ResultOf<O>> => callWith({ accessToken, renew }, operation, request, signal);

/** Gets a file, such as a list as CSV, as the person who is signed in. */
export const fetchFile = <O extends OperationId>(
  operation: O,
  request: RequestOf<O>,
  accept: string,
): Promise<Blob> => fileWith({ accessToken, renew }, operation, request, accept);

/** Calls an operation that anyone may call. */
export const callOpen = <O extends OperationId>(
  operation: O,
  request: RequestOf<O>,
): Promise<ResultOf<O>> => callWith(undefined, operation, request);

const accessToken = async (): Promise<string | undefined> => {
  if (access === undefined || Date.now() < access.renewAt) return access?.token;
  return await renew(access.token);
};

/** One renewal at a time, however many calls ask for it. */
const renew = async (refused: string): Promise<string | undefined> => {
  if (access !== undefined && access.token !== refused) return access.token;
  renewal ??= renewOnce().finally(() => {
    renewal = undefined;
  });
  return await renewal;
};

const renewOnce = async (): Promise<string | undefined> => {
  if (session.kind !== 'signedIn' && session.kind !== 'expired') return undefined;
  const { me } = session;
  try {
    return await refresh(me.tenant.id);
  } catch (error) {
    if (problemOf(error)?.status !== 401) throw error;
    change({ kind: 'expired', me });
    return await new Promise((resolve) => waiting.push(resolve));
  }
};

const refresh = async (tenantId: string): Promise<string> => {
  const ask = () => callWith(undefined, 'refreshTokens', { body: { tenantId } as never });
  // Tabs take turns where the browser can; elsewhere the server gives both the same successor.
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  const tokens = await (locks === undefined ? ask() : locks.request(`refresh-${tenantId}`, ask));
  return keep(tokens);
};

/** Renewed at 80 % of its life, so that no call finds it expired. */
const keep = ({ accessToken: token, expiresIn }: Pick<Tokens, 'accessToken' | 'expiresIn'>) => {
  access = { token, renewAt: Date.now() + expiresIn * 800 };
  return token;
};
