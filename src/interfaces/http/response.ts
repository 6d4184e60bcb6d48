import type { Request, Response } from 'express';
import { encoderOf } from '#interfaces/http/encoder.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { entityTagOf, isNamedIn } from '#interfaces/http/entity-tags.ts';
import { headerOf } from '#interfaces/http/request-headers.ts';

/** A response that is no refusal, ready to be sent. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; nothing for 204 and 304. */
  readonly body?: string | undefined;
}

/** Makes the response of an endpoint out of its handler's result. */
export type ResponseOf = (request: Request, result: unknown) => HttpResponse;

/** Compiles the response schemas of `endpoint`. */
export const responsesOf = (endpoint: Endpoint): ResponseOf => {
  const { view, etag, location } = endpoint;
  if (view === undefined) return () => ({ status: 204, headers: {} });
  const encode = encoderOf(view);
  return (request, result) => {
    const headers: Record<string, string> = {};
    if (etag !== undefined) {
      const version = fieldOf(result, 'version');
      headers['ETag'] = entityTagOf(version);
      if (etag === 'of-all' && isKnown(request, version)) return { status: 304, headers };
    }
    if (location !== undefined)
      headers['Location'] = `${location}/${String(fieldOf(result, 'id'))}`;
    const links = linksToPages(request, result);
    if (links.length > 0) headers['Link'] = links.join(', ');
    headers['Content-Type'] = 'application/json; charset=utf-8';
    const status = endpoint.isDone?.(result) === true ? 200 : (endpoint.status ?? 200);
    return { status, headers, body: JSON.stringify(encode(result)) };
  };
};

export const send = (response: Response, { status, headers, body }: HttpResponse): void => {
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
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
const linksToPages = (request: Request, result: unknown): readonly string[] => {
  if (result === null || typeof result !== 'object' || !('page' in result)) return [];
  const { nextCursor, prevCursor } = result.page as Readonly<Record<string, string | null>>;
  const linkTo = (rel: 'next' | 'prev', cursor: string | null | undefined): readonly string[] => {
    if (cursor === null || cursor === undefined) return [];
    const page = new URL(request.originalUrl, 'http://localhost');
    page.searchParams.set('cursor', cursor);
    return [`<${page.pathname}${page.search}>; rel="${rel}"`];
  };
  return [...linkTo('next', nextCursor), ...linkTo('prev', prevCursor)];
};
