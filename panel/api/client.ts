import { operations } from '../wire/operations.ts';
import type { Operations, Problem } from '../wire/types.ts';
import { recordCall } from './calls.ts';
import { ApiProblem, ConnectionLost } from './problem.ts';

export type OperationId = keyof Operations & keyof typeof operations;

type Given<Name extends string, Value> = Value extends undefined
  ? { readonly [key in Name]?: undefined }
  : { readonly [key in Name]: Value };

type Query<Value> = Value extends undefined
  ? { readonly query?: undefined }
  : { readonly query?: { readonly [key in keyof Value]?: string | undefined } };

/**
 * The inputs of the operations. `as` keeps one type for each operation: without it, the compiler
 * multiplies the parts of all of them.
 */
type Requests = {
  readonly [O in OperationId as O]: Given<'params', Operations[O]['params']> &
    Query<Operations[O]['query']> &
    Given<'body', Operations[O]['body']> &
    Given<'version', Operations[O]['version']> & { readonly idempotencyKey?: string | undefined };
};

/** The input of an operation, without credentials. */
export type RequestOf<O extends OperationId> = Requests[O];

export type ResultOf<O extends OperationId> = Operations[O]['result'];

interface AnyRequest {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: unknown;
  readonly version?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  /** The media type of the answer; JSON where absent. */
  readonly accept?: string | undefined;
}

/** Credentials of a call, and what to do where they are refused. */
export interface Credentials {
  readonly accessToken: () => Promise<string | undefined>;
  /** Gets another token than the refused one; undefined where there is none to get. */
  readonly renew: (refused: string) => Promise<string | undefined>;
}

/** Sent with whatever sets, reads or clears the cookie that holds the session. */
const sessionHeader = { 'Billing-Session': 'cookie' };

/**
 * Calls an operation, once more with another token where the first was refused.
 * @throws {ApiProblem} where the API refuses, {ConnectionLost} where it could not be reached.
 */
export const callWith = async <O extends OperationId>(
  credentials: Credentials | undefined,
  operation: O,
  request: RequestOf<O>,
  signal?: AbortSignal,
): Promise<ResultOf<O>> =>
  await resultOf<O>(await respond(credentials, operation, request, signal));

/**
 * Calls an operation for a file: a list as CSV, or an invoice as PDF.
 * @param accept the media type of the file
 * @throws {ApiProblem} where the API refuses, {ConnectionLost} where the file is cut off.
 */
export const fileWith = async <O extends OperationId>(
  credentials: Credentials,
  operation: O,
  request: RequestOf<O>,
  accept: string,
): Promise<Blob> => {
  const response = await respond(credentials, operation, { ...request, accept }, undefined);
  if (!response.ok) throw await refusalOf(response);
  try {
    return await response.blob();
  } catch (error) {
    throw new ConnectionLost('The file was cut off.', { cause: error });
  }
};

const respond = async (
  credentials: Credentials | undefined,
  operation: OperationId,
  request: AnyRequest,
  signal: AbortSignal | undefined,
): Promise<Response> => {
  const token = await credentials?.accessToken();
  const first = await send(operation, request, token, signal);
  if (first.status !== 401 || credentials === undefined || token === undefined) return first;
  const renewed = await credentials.renew(token);
  return renewed === undefined ? first : await send(operation, request, renewed, signal);
};

const send = async (
  operation: OperationId,
  request: AnyRequest,
  token: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> => {
  const { method, permission } = operations[operation];
  const path = pathOf(operation, request);
  const { body, version } = request;
  const beganAt = performance.now();
  const response = await reach(path, {
    method,
    headers: headersOf(operation, request, token),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    credentials: 'same-origin',
    cache: 'no-store',
  });
  const milliseconds = Math.round(performance.now() - beganAt);
  if (permission !== null && permission !== 'account:manage') {
    const { status } = response;
    recordCall({ operation, method, path, body, version, status, milliseconds });
  }
  return response;
};

const reach = async (path: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ConnectionLost('The server could not be reached.', { cause: error });
  }
};

const pathOf = (operation: OperationId, { params = {}, query = {} }: AnyRequest): string => {
  const path = operations[operation].path.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
};

const headersOf = (
  operation: OperationId,
  { body, version, idempotencyKey, accept = 'application/json' }: AnyRequest,
  token: string | undefined,
): Record<string, string> => ({
  Accept: accept,
  ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
  ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
  ...(touchesSession.has(operation) ? sessionHeader : {}),
});

const touchesSession: ReadonlySet<OperationId> = new Set<OperationId>([
  'signUp',
  'logIn',
  'acceptInvitation',
  'switchTenant',
  'foundTenant',
  'refreshTokens',
  'logOut',
]);

const resultOf = async <O extends OperationId>(response: Response): Promise<ResultOf<O>> => {
  if (response.status === 204) return undefined;
  if (response.ok && isJson(response)) return (await response.json()) as ResultOf<O>;
  throw await refusalOf(response);
};

const isJson = ({ headers }: Response): boolean =>
  headers.get('Content-Type')?.includes('json') === true;

const refusalOf = async (response: Response): Promise<ApiProblem> => {
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const problem = isJson(response) ? ((await response.json()) as Problem) : unreadable(response);
  return new ApiProblem(problem, Number.isNaN(retryAfter) ? undefined : retryAfter);
};

/** A proxy between us and the server answered in its own words. */
const unreadable = ({ status, statusText, url, headers }: Response): Problem => ({
  type: 'about:blank',
  title: statusText,
  status,
  detail: `The server responded with ${status} ${statusText} and no explanation.`,
  instance: new URL(url).pathname,
  code: 'unreadable_response',
  requestId: headers.get('X-Request-Id') ?? '',
});
