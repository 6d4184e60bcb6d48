import type { Request } from 'express';
import type { z } from 'zod';
import { pageLimits } from '#application/shared/page.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { csvColumnsOf } from '#interfaces/http/response/csv-columns.ts';
import { csvHead, csvLines, csvType } from '#interfaces/http/response/csv-text.ts';
import { encoderOf } from '#interfaces/http/response/encoder.ts';
import { attachment } from '#interfaces/http/response/file-view.ts';
import { InvalidRequest } from '#interfaces/http/response/problem.ts';
import type { HttpResponse } from '#interfaces/http/response/response.ts';
import { definitionOf } from '#interfaces/http/response/schema-definition.ts';

/** A page of a list, as its view shows it. */
interface ListedPage {
  readonly data: readonly unknown[];
  readonly page: { readonly nextCursor: string | null };
}

/** Reads a page of a list, as its endpoint does. */
type ReadPage = (page: {
  readonly limit: number;
  readonly cursor: string | undefined;
}) => Promise<unknown>;

/** Makes a CSV file of all that a list has. */
export type CsvOf = (readPage: ReadPage) => Promise<HttpResponse>;

/** The schema of the things that an endpoint lists by pages; undefined where it lists nothing. */
export const listedView = ({ query, view }: Endpoint): z.ZodType | undefined => {
  if (query === undefined || view === undefined) return undefined;
  const { data, page } = fieldsOf(view);
  const isPaged = 'cursor' in fieldsOf(query) && page !== undefined && data !== undefined;
  return isPaged ? definitionOf(data).element : undefined;
};

const fieldsOf = (schema: z.ZodType): Readonly<Record<string, z.ZodType>> =>
  definitionOf(schema).type === 'object' ? definitionOf(schema).shape : {};

/** Whether a request would rather have CSV than JSON (RFC 9110, 12.5.1). */
export const prefersCsv = (request: Request): boolean =>
  request.accepts(['application/json', csvType]) === csvType;

/**
 * Compiles the CSV of a list; undefined where the endpoint lists nothing. Pages are read one after
 * the other, each once the one before was taken, so that a file needs no more memory than a page.
 * The first is read before anything is answered: a refusal is still one.
 */
export const csvOf = (endpoint: Endpoint): CsvOf | undefined => {
  const listed = listedView(endpoint);
  if (listed === undefined) return undefined;
  const columns = csvColumnsOf(listed);
  const encode = encoderOf(endpoint.view ?? listed);
  const name = endpoint.path.split('/').findLast((part) => !part.startsWith('{')) ?? 'list';
  return async (readPage) => {
    const read = async (cursor?: string): Promise<ListedPage> =>
      encode(await readPage({ limit: pageLimits.max, cursor })) as ListedPage;
    const first = await read();
    const pieces = async function* () {
      yield csvHead(columns) + csvLines(columns, first.data);
      let { nextCursor } = first.page;
      while (nextCursor !== null) {
        const { data, page } = await read(nextCursor);
        yield csvLines(columns, data);
        ({ nextCursor } = page);
      }
    };
    const headers = {
      'Content-Type': `${csvType}; charset=utf-8; header=present`,
      'Content-Disposition': attachment(`${name}.csv`),
    };
    return { status: 200, headers, body: pieces() };
  };
};

/** @throws {InvalidRequest} where the query asks for a part of a list: a file has all of it. */
export const refuseParts = (query: object): void => {
  const faults = ['limit', 'cursor']
    .filter((name) => (query as Readonly<Record<string, unknown>>)[name] !== undefined)
    .map((name) => ({
      pointer: `/query/${name}`,
      code: 'not_in_csv',
      detail: `A CSV file has everything that fits: leave "${name}" out.`,
    }));
  if (faults.length > 0) throw new InvalidRequest(faults);
};
