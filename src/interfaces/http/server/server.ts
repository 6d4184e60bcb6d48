import cors from 'cors';
import type { ErrorRequestHandler, Express, RequestHandler, Response, Router } from 'express';
import express from 'express';
import helmet from 'helmet';
import { Unavailable } from '#application/shared/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import {
  malformedRequest,
  methodNotAllowed,
  preconditionFailed,
  rangeNotSatisfiable,
  routeNotFound,
} from '#interfaces/http/request/protocol-error.ts';
import type { Problem } from '#interfaces/http/response/problem.ts';
import { internalProblem, problemOf, problemType } from '#interfaces/http/response/problem.ts';
import type { Guards } from '#interfaces/http/route.ts';
import { route } from '#interfaces/http/route.ts';
import { strictPolicy } from '#interfaces/http/server/content-security.ts';
import type { Panel } from '#interfaces/http/server/panel.ts';
import { panelRoutes } from '#interfaces/http/server/panel.ts';
import type { Log, ObserveRequest } from '#interfaces/http/server/request-log.ts';
import { nameRoute, requestIdOf, requestLog } from '#interfaces/http/server/request-log.ts';

export interface ServerOptions {
  readonly endpoints: readonly Endpoint[];
  /** The routes that are not billing: health, keys, documentation. */
  readonly system: RequestHandler;
  /** The admin panel, where it is served. */
  readonly panel?: Panel | undefined;
  readonly guards: Guards;
  readonly log: Log;
  readonly observe: ObserveRequest;
  /** Origins that browsers may call from; none means no CORS headers at all. */
  readonly corsOrigins: readonly string[];
  /** Express' `trust proxy`: how many proxies stand in front, or which. */
  readonly trustProxy: number | string | boolean;
}

/** The whole HTTP edge, as an Express application that does not listen yet. */
export const createServer = (options: ServerOptions): Express => {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.enable('case sensitive routing').enable('strict routing');
  app.set('query parser', 'simple').set('trust proxy', options.trustProxy);

  // Neither reads anything of the request, so what is refused right behind them has them too.
  app.use(helmet(securityHeaders));
  app.use('/v1', notStored);
  app.use(requestLog(options.log, options.observe));
  if (options.corsOrigins.length > 0) app.use(crossOrigin(options.corsOrigins));
  app.use(options.system);
  if (options.panel !== undefined) app.use(panelRoutes(options.panel));
  app.use(resources(options.endpoints, options.guards));
  app.use(() => {
    throw routeNotFound();
  });
  app.use(sendProblem(options.log));
  return app;
};

// `/docs` and `/panel` say themselves what more their pages may do.
const securityHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: Object.fromEntries(
      Object.entries(strictPolicy).map(([name, sources]) => [name, [...sources]]),
    ),
  },
};

// Responses are about people and money, and some show a secret once: no cache keeps them.
const notStored: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

const crossOrigin = (origins: readonly string[]): RequestHandler =>
  cors({
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'If-Match',
      'If-None-Match',
      'Idempotency-Key',
      'X-Request-Id',
    ],
    exposedHeaders: [
      'Content-Disposition',
      'ETag',
      'Idempotent-Replayed',
      'Link',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'X-Request-Id',
    ],
    maxAge: 600,
  });

// Express tries one path after the other, and there are more than a hundred: those of one resource
// have a router to themselves, which is found by its name.
const resources = (endpoints: readonly Endpoint[], guards: Guards): RequestHandler => {
  const routers = new Map<string, Router>();
  for (const [path, some] of Map.groupBy(endpoints, (each) => each.path)) {
    const name = resourceIn(path);
    const router = routers.get(name) ?? express.Router({ caseSensitive: true, strict: true });
    routers.set(name, router);
    mount(router, path, some, guards);
  }
  return (request, response, next) => {
    const router = routers.get(resourceIn(request.path));
    if (router === undefined) next();
    else router(request, response, next);
  };
};

/** The path as far as it names a resource: `/v1/customers` of `/v1/customers/{customerId}`. */
const resourceIn = (path: string): string => {
  const end = path.indexOf('/', path.indexOf('/', 1) + 1);
  return end === -1 ? path : path.slice(0, end);
};

const mount = (
  router: Router,
  path: string,
  endpoints: readonly Endpoint[],
  guards: Guards,
): void => {
  const mounted = router.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
  mounted.all((_request, response, next) => {
    nameRoute(response, path);
    next();
  });
  for (const endpoint of endpoints) mounted[endpoint.method](route(endpoint, guards));
  const allowed = endpoints.map(({ method }) => method.toUpperCase());
  mounted.all(() => {
    throw methodNotAllowed(allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed);
  });
};

const sendProblem =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    const known = problemOf(error) ?? expressProblemOf(error);
    if (known === undefined) log.error({ err: error, requestId: requestIdOf(response) }, 'failed');
    if (error instanceof Unavailable && error.cause !== undefined) {
      log.warn({ err: error.cause, requestId: requestIdOf(response) }, 'unavailable');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    writeProblem(response, known ?? internalProblem(), request.originalUrl.split('?')[0] ?? '/');
  };

// Errors of Express before, or instead of, ours: a path that is no good percent-encoding,
// and what the headers ask of a file of the documentation.
const expressProblemOf = (error: unknown): Problem | undefined => {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  switch (status) {
    case 400:
      return problemOf(malformedRequest('The path is not well encoded.'));
    case 404:
      return problemOf(routeNotFound());
    case 412:
      return problemOf(preconditionFailed());
    case 416:
      return problemOf(rangeNotSatisfiable());
    default:
      return undefined;
  }
};

const writeProblem = (response: Response, problem: Problem, instance: string): void => {
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.status(problem.status);
  response.setHeader('Content-Type', problemType);
  response.end(JSON.stringify({ ...problem.body, instance, requestId: requestIdOf(response) }));
};
