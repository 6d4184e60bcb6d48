import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import { authorize } from '#application/shared/pipeline.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Authenticate } from '#interfaces/http/authenticate.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { decode } from '#interfaces/http/problem.ts';
import { preconditionRequired } from '#interfaces/http/protocol-error.ts';
import { readJsonBody } from '#interfaces/http/request-body.ts';
import { requestIdOf, tellLog } from '#interfaces/http/request-log.ts';

/**
 * One request, in the one order there is: authenticate, tenant, permission, validate, use case,
 * answer. Who may not do it never learns whether the body was good: it is not even read.
 */
export const route =
  (endpoint: Endpoint, authenticate: Authenticate): RequestHandler =>
  async (request, response) => {
    const context = await admit(endpoint, request, response, authenticate);
    const decoded = await read(endpoint, request, response);
    const result = await endpoint.handle({ context, ...decoded } as never);
    answer(endpoint, request, response, result);
  };

const admit = async (
  { permission }: Endpoint,
  request: Request,
  response: Response,
  authenticate: Authenticate,
): Promise<AnonymousContext | RequestContext> => {
  const requestId = requestIdOf(response);
  if (permission === null) return { requestId };
  // The token names the one tenant that it is good for; nothing else in a request can.
  const context = { requestId, ...(await authenticate(request)) };
  tellLog(response, context);
  authorize(context, permission);
  return context;
};

const read = async (endpoint: Endpoint, request: Request, response: Response) => {
  const params = decode(endpoint.params ?? nothing, request.params, '/path');
  const query = decode(endpoint.query ?? nothing, request.query, '/query');
  const version = endpoint.ifMatch === true ? versionOf(request.headers['if-match']) : 0;
  const body = endpoint.body && decode(endpoint.body, await readJsonBody(request, response), '');
  return { params, query, body, version };
};

const nothing = z.strictObject({});

// A tag that we never gave out, a weak one, or `*` names no version that the caller can have seen.
const versionOf = (ifMatch: string | undefined): number => {
  if (ifMatch === undefined) throw preconditionRequired();
  const [, version] = /^"(\d{1,9})"$/.exec(ifMatch.trim()) ?? [];
  if (version === undefined) throw new VersionMismatch();
  return Number(version);
};

const answer = (
  endpoint: Endpoint,
  request: Request,
  response: Response,
  result: unknown,
): void => {
  const { view, etag, location, status } = endpoint;
  if (view === undefined) {
    response.status(204).end();
    return;
  }
  if (etag === true && isCurrent(request, response, result)) {
    response.status(304).end();
    return;
  }
  if (location !== undefined) response.setHeader('Location', `${location}/${idOf(result)}`);
  linkNext(request, response, result);
  const body = JSON.stringify(z.encode(view, result));
  response.status(status ?? 200);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(body);
};

const isCurrent = (request: Request, response: Response, result: unknown): boolean => {
  const version =
    result !== null && typeof result === 'object' && 'version' in result ? result.version : '';
  const tag = `"${String(version)}"`;
  response.setHeader('ETag', tag);
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const known = request.headers['if-none-match'];
  // Weak comparison (RFC 9110, 13.1.2): a W/ in front makes no difference here.
  return known?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag) ?? false;
};

const idOf = (result: unknown): string =>
  result !== null && typeof result === 'object' && 'id' in result ? String(result.id) : '';

const linkNext = (request: Request, response: Response, result: unknown): void => {
  if (result === null || typeof result !== 'object' || !('page' in result)) return;
  const { nextCursor } = result.page as { nextCursor: string | null };
  if (nextCursor === null) return;
  const next = new URL(request.originalUrl, 'http://localhost');
  next.searchParams.set('cursor', nextCursor);
  response.setHeader('Link', `<${next.pathname}${next.search}>; rel="next"`);
};
