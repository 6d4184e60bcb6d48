import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { RequestContext } from '#application/shared/context.ts';
import { actorIdOf } from '#application/shared/context.ts';
import { faultOfHead, headerOf } from '#interfaces/http/request/request-headers.ts';
import { beginRequest } from '#interfaces/http/server/request-span.ts';

/** Where log lines go: pino, or anything that takes an object and a sentence. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Called after every request, by the template of its route. */
export type ObserveRequest = (request: {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}) => void;

interface Remembered {
  readonly requestId: string;
  route?: string;
  context?: RequestContext;
}

const locals = (response: Response): Remembered => response.locals as Remembered;

export const requestIdOf = (response: Response): string => locals(response).requestId;

/** Lets the line of this request say who asked. Ids only: no names, no addresses, no secrets. */
export const tellLog = (response: Response, context: RequestContext): void => {
  locals(response).context = context;
};

/** Names the route by its template, so that lines of one route can be counted together. */
export const nameRoute = (response: Response, path: string): void => {
  locals(response).route = path;
};

const acceptable = /^[\w.:-]{1,128}$/;
const methods = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS'];

/**
 * Gives each request an id (its own, where it brings a sane one) and, when it ends, writes a line,
 * counts it, and closes its span. Refuses, before any header is read, a head that is no good.
 */
export const requestLog =
  (log: Log, observe: ObserveRequest): RequestHandler =>
  (request, response, next) => {
    const startedAt = performance.now();
    const fault = faultOfHead(request);
    const given = fault === undefined ? headerOf(request, 'x-request-id') : undefined;
    const requestId = given !== undefined && acceptable.test(given) ? given : randomUUID();
    response.locals = { requestId } satisfies Remembered;
    response.setHeader('X-Request-Id', requestId);
    const span = beginRequest(request, fault === undefined ? request.headers : {});
    response.once('close', () => {
      const { context } = locals(response);
      const route = locals(response).route ?? 'none';
      const status = response.writableFinished ? response.statusCode : 499;
      const milliseconds = performance.now() - startedAt;
      // Anybody can send any method: only those that there are become a label.
      const method = methods.includes(request.method) ? request.method : 'OTHER';
      span.end(method, route, status);
      observe({ method, route, status, seconds: milliseconds / 1000 });
      const line = {
        requestId,
        ...(span.traceId !== undefined && { traceId: span.traceId }),
        method: request.method,
        route,
        status,
        milliseconds: Math.round(milliseconds * 10) / 10,
        ...(context && { tenantId: context.tenantId, actorId: actorIdOf(context) }),
      };
      log.info(line, 'request');
    });
    span.run(() => next(fault));
  };
