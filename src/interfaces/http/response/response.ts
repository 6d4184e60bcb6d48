import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { entityTagOf, isNamedIn, isTagNamedIn } from '#interfaces/http/request/entity-tags.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';
import { encoderOf } from '#interfaces/http/response/encoder.ts';
import type { FileView } from '#interfaces/http/response/file-view.ts';
import { attachment } from '#interfaces/http/response/file-view.ts';
import { sendPieces } from '#interfaces/http/response/send-pieces.ts';

/** A response that is no refusal, ready to be sent. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, a file, or a text piece by piece; nothing for 204 and 304. */
  readonly body?: string | Uint8Array | AsyncGenerator<string> | undefined;
}

/** Makes the response of an endpoint out of its handler's result. */
export type ResponseOf = (request: Request, result: unknown) => HttpResponse;

/** Compiles the response schemas of `endpoint`. */
export const responsesOf = (endpoint: Endpoint): ResponseOf => {
  const { view, etag, location, file, cursorIn = 'cursor' } = endpoint;
  if (file !== undefined) return (request, result) => fileResponse(request, file, result);
  if (view === undefined) return () => ({ status: 204, headers: {} });
  const encode = encoderOf(view);
  return (request, result) => {
    const headers: Record<string, string> = {};
    if (etag !== undefined) {
      const version = fieldOf(result, 'version');
      headers['ETag'] = entityTagOf(version);
      const isWhole = etag === 'of-all' && endpoint.isFixed?.(result) !== false;
      if (isWhole && isKnown(request, version)) return { status: 304, headers };
    }
    if (location !== undefined)
      headers['Location'] = `${location}/${String(fieldOf(result, 'id'))}`;
    const links = linksToPages(request, result, cursorIn);
    if (links.length > 0) headers['Link'] = links.join(', ');
    headers['Content-Type'] = 'application/json; charset=utf-8';
    const status = endpoint.isDone?.(result) === true ? 200 : (endpoint.status ?? 200);
    return { status, headers, body: JSON.stringify(encode(result)) };
  };
};

/** Sends a response; resolves once a body that comes piece by piece was taken, or is given up. */
export const send = async (
  response: Response,
  { status, headers, body }: HttpResponse,
): Promise<void> => {
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (typeof body !== 'object' || body instanceof Uint8Array) response.end(body);
  else await sendPieces(response, body);
};

// A file has no version of its own: its tag is that of its bytes.
const fileResponse = (request: Request, mediaType: string, result: unknown): HttpResponse => {
  const { filename, content } = result as FileView;
  const digest = createHash('sha256').update(content).digest('base64url');
  const headers = { ETag: entityTagOf(digest) };
  const known = headerOf(request, 'if-none-match');
  if (known !== undefined && isTagNamedIn(known, digest)) return { status: 304, headers };
  return {
    status: 200,
    headers: {
      ...headers,
      'Content-Type': mediaType,
      'Content-Disposition': attachment(filename),
      'Content-Length': String(content.byteLength),
    },
    body: content,
  };
};

const fieldOf = (result: unknown, name: string): unknown =>
  result !== null && typeof result === 'object' && name in result
    ? (result as Readonly<Record<string, unknown>>)[name]
    : '';

const isKnown = (request: Request, version: unknown): boolean => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const known = headerOf(request, 'if-none-match');
  return known !== undefined && isNamedIn(known, version);
};

/** To the pages around (RFC 8288), where the result is a page that has such. */
const linksToPages = (request: Request, result: unknown, cursorIn: string): readonly string[] => {
  if (result === null || typeof result !== 'object' || !('page' in result)) return [];
  const { nextCursor, prevCursor } = result.page as Readonly<Record<string, string | null>>;
  const linkTo = (rel: 'next' | 'prev', cursor: string | null | undefined): readonly string[] => {
    if (cursor === null || cursor === undefined) return [];
    const page = new URL(request.originalUrl, 'http://localhost');
    page.searchParams.set(cursorIn, cursor);
    return [`<${page.pathname}${page.search}>; rel="${rel}"`];
  };
  return [...linkTo('next', nextCursor), ...linkTo('prev', prevCursor)];
};
