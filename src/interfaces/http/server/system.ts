import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { RequestHandler } from 'express';
import express from 'express';
import { Unavailable } from '#application/shared/errors.ts';
import { policyText } from '#interfaces/http/server/content-security.ts';
import { nameRoute } from '#interfaces/http/server/request-log.ts';

interface SystemOptions {
  /** Refuses while the storage is away. */
  readonly ready: () => Promise<void>;
  /** True from the moment that we are asked to stop. */
  readonly isDraining: () => boolean;
  /** The JWK set that our access tokens are verified with (RFC 7517). */
  readonly keySet: () => object;
  readonly openApi: object;
  readonly version: string;
  /** Where `/` sends browsers; to the documentation where nothing is said. */
  readonly home?: string;
}

/** Where to begin, health, keys and documentation: for anyone, and outside `/v1`. */
export const systemRoutes = ({
  ready,
  isDraining,
  keySet,
  openApi,
  version,
  home = links.documentation,
}: SystemOptions): RequestHandler => {
  const router = express.Router({ caseSensitive: true });
  const document = JSON.stringify(openApi);
  const json = (path: string, body: () => Promise<string> | string): void => {
    router.get(path, async (_request, response) => {
      nameRoute(response, path);
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.end(await body());
    });
  };
  const index = JSON.stringify({ name: 'Billing Service', version, links });
  router.get('/', (request, response) => {
    nameRoute(response, '/');
    response.vary('Accept');
    // Whoever says nothing, or takes anything, is a program. A browser asks for HTML.
    if (request.accepts(['json', 'html']) === 'html') response.redirect(302, home);
    else response.type('json').end(index);
  });
  json('/livez', () => '{"status":"ok"}');
  json('/readyz', async () => {
    if (isDraining()) throw new Unavailable();
    await ready();
    return '{"status":"ok"}';
  });
  json('/openapi.json', () => document);
  json('/.well-known/jwks.json', () => JSON.stringify(keySet()));
  router.use('/docs', documentation());
  return router;
};

/** The response of `GET /`. It is the same for everybody, so no tenant is in it. */
const links = {
  documentation: '/docs/',
  openapi: '/openapi.json',
  keySet: '/.well-known/jwks.json',
  alive: '/livez',
  ready: '/readyz',
} as const;

// Swagger UI from our own disk: nothing is fetched from anywhere else, so it works offline.
const documentation = (): RequestHandler => {
  const router = express.Router();
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  // Swagger UI styles itself from its script.
  const policy = policyText({ 'style-src': ["'self'", "'unsafe-inline'"] });
  router.use((_request, response, next) => {
    nameRoute(response, '/docs');
    response.setHeader('Content-Security-Policy', policy);
    next();
  });
  router.get('/', (request, response, next) => {
    if (request.originalUrl.split('?')[0] === '/docs') response.redirect(301, '/docs/');
    else next();
  });
  router.get('/', (_request, response) => {
    response.type('html').send(page);
  });
  router.get('/start.js', (_request, response) => {
    response.type('js').send(startScript);
  });
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']) {
    router.get(`/${file}`, (_request, response) => {
      response.sendFile(file, { root: assets, maxAge: '1h' });
    });
  }
  return router;
};

const page = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Billing Service API</title>
  <link rel="icon" href="/docs/favicon-32x32.png">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
  <div id="ui"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;

const startScript = `SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#ui', deepLinking: true, persistAuthorization: true,
});
`;
