import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { RequestContext } from '#application/shared/context.ts';
import { userIdOf } from '#application/shared/context.ts';

/** Where log lines go: pino, or anything that takes an object and a sentence. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

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

/**
 * Gives each request an id (its own, where it brings a sane one) and writes one line when it ends.
 */
export const requestLog =
  (log: Log): RequestHandler =>
  (request, response, next) => {
    const startedAt = performance.now();
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
    response.locals = { requestId } satisfies Remembered;
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      const { route, context } = locals(response);
      const line = {
        requestId,
        method: request.method,
        route: route ?? 'none',
        status: response.writableFinished ? response.statusCode : 499,
        milliseconds: Math.round((performance.now() - startedAt) * 10) / 10,
        ...(context && { tenantId: context.tenantId, userId: userIdOf(context) }),
      };
      log.info(line, 'request');
    });
    next();
  };
