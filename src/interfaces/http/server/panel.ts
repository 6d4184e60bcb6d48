import { randomBytes } from 'node:crypto';
import { extname } from 'node:path';
import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import { routeNotFound } from '#interfaces/http/request/protocol-error.ts';
import { policyText } from '#interfaces/http/server/content-security.ts';
import type { PanelFile, PanelFiles } from '#interfaces/http/server/panel-files.ts';
import { readPanelFiles } from '#interfaces/http/server/panel-files.ts';
import { nameRoute } from '#interfaces/http/server/request-log.ts';

/** The admin panel: files in a directory, or on the way there. */
export type PanelState =
  | { readonly kind: 'ready'; readonly directory: string }
  | { readonly kind: 'building' }
  | { readonly kind: 'failed' };

export interface Panel {
  state(): PanelState;
}

/** Where browsers find the panel. */
export const panelPath = '/panel/';

/** The admin panel, for anyone: it is files, and all that it shows it asks the API for. */
export const panelRoutes = (panel: Panel): RequestHandler => {
  const router = express.Router({ caseSensitive: true });
  let known: PanelFiles | undefined;
  router.use('/panel', (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    nameRoute(response, '/panel');
    const state = panel.state();
    if (state.kind !== 'ready') return sendNotice(request, response, state.kind);
    if (known?.directory !== state.directory) known = readPanelFiles(state.directory);
    const file = known.files.get(request.path);
    if (file !== undefined) return sendFile(request, response, next, file);
    // A page that came for a script would wait for ever: it learns that its build is gone.
    if (request.path.startsWith(assets)) throw routeNotFound();
    sendPage(response, known);
  });
  return router;
};

const assets = '/assets/';
const suffixes = { br: '.br', gzip: '.gz' } as const;

const sendFile = (
  request: Request,
  response: Response,
  next: (error?: unknown) => void,
  { root, name, path, packed }: PanelFile,
): void => {
  // A file of another content has another name; but not those that were given theirs by hand.
  const isFixed = path.startsWith(assets);
  const encoding = packed.find((each) => request.acceptsEncodings(each) === each);
  if (packed.length > 0) response.vary('Accept-Encoding');
  if (encoding !== undefined) response.setHeader('Content-Encoding', encoding);
  response.type(extname(name));
  const stored = encoding === undefined ? name : `${name}${suffixes[encoding]}`;
  const caching = isFixed ? ({ maxAge: '1y', immutable: true } as const) : {};
  response.sendFile(stored, { root, acceptRanges: false, ...caching }, (error: unknown) => {
    if (error === undefined) return;
    response.removeHeader('Content-Encoding');
    next(error);
  });
};

// Styles that are made in the browser carry the nonce of the page; a script can only be a file.
const sendPage = (response: Response, { pageWith }: PanelFiles): void => {
  const nonce = randomBytes(16).toString('base64url');
  const styles = ["'self'", `'nonce-${nonce}'`];
  const policy = policyText({ 'style-src': styles, 'font-src': ["'self'"] });
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('Cache-Control', 'no-store');
  response.type('html').send(pageWith(nonce));
};

const sendNotice = (request: Request, response: Response, kind: 'building' | 'failed'): void => {
  if (request.path.startsWith(assets)) throw routeNotFound();
  response.setHeader('Cache-Control', 'no-store');
  response.status(kind === 'building' ? 200 : 503);
  response.type('html').send(notices[kind]);
};

const notice = (head: string, text: string): string => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">${head}
  <title>Billing Service</title>
</head>
<body>
  <h1>Billing Service</h1>
  <p>${text}</p>
</body>
</html>
`;

const notices = {
  building: notice(
    '\n  <meta http-equiv="refresh" content="1">',
    'The admin panel is being built, as this is its first start. The page reloads by itself.',
  ),
  failed: notice(
    '',
    'The admin panel could not be built: the log of the server says why. ' +
      'The API works: see its <a href="/docs/">documentation</a>.',
  ),
} as const;
