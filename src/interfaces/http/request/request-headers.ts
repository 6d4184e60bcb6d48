import type { IncomingMessage } from 'node:http';
import type { ProtocolError } from '#interfaces/http/request/protocol-error.ts';
import {
  headersTooLarge,
  malformedRequest,
  uriTooLong,
} from '#interfaces/http/request/protocol-error.ts';

/**
 * Every header that we, Express or a library before our routes reads, and how many characters it
 * may have. They are measured before anybody reads one, so that no pattern and no splitting ever
 * meets a longer text. A test records which headers are read, and fails where one is missing here.
 */
export const headerLengthMax = {
  accept: 1024,
  'accept-encoding': 256,
  authorization: 4096,
  baggage: 4096,
  'billing-session': 64,
  'cache-control': 256,
  connection: 256,
  'content-encoding': 64,
  'content-length': 20,
  'content-type': 256,
  // As much as Node takes: other programs on this host may have set some too.
  cookie: 16_384,
  expect: 64,
  host: 300,
  'idempotency-key': 520,
  'if-match': 1024,
  'if-modified-since': 64,
  'if-none-match': 1024,
  'if-range': 256,
  'if-unmodified-since': 64,
  origin: 300,
  range: 256,
  'sec-fetch-site': 64,
  traceparent: 256,
  tracestate: 1024,
  'transfer-encoding': 64,
  upgrade: 64,
  'user-agent': 2048,
  'x-forwarded-for': 1024,
  'x-forwarded-host': 1024,
  'x-forwarded-proto': 256,
  'x-request-id': 512,
} as const;

export type HeaderName = keyof typeof headerLengthMax;

interface Known {
  readonly name: string;
  readonly max: number;
  /** A bit of its own. */
  readonly bit: number;
}

const knownByName: ReadonlyMap<string, Known> = new Map(
  Object.entries(headerLengthMax).map(([name, max], at) => [name, { name, max, bit: 2 ** at }]),
);

// Of these Node would take the first and forget the others, where a proxy may have read the last.
const sentOnce = new Set([
  'authorization',
  'content-type',
  'host',
  'idempotency-key',
  'origin',
  'x-request-id',
]);

/** Lines of headers in a request; Node would leave out what is beyond 2,000 without a word. */
export const headerLinesMax = 100;

/** Of the path with its query. */
export const urlLengthMax = 8192;

/** Parameters in a query; the parser would leave out what is beyond 1,000 without a word. */
export const queryParametersMax = 100;

/** A header of the request; the lines of one that came several times are joined by commas. */
export const headerOf = (
  { headers }: Pick<IncomingMessage, 'headers'>,
  name: HeaderName,
): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
};

/** The fault in the head of a request, before anything in it is read; mostly none. */
export const faultOfHead = ({
  url = '',
  rawHeaders,
}: Pick<IncomingMessage, 'url' | 'rawHeaders'>): ProtocolError | undefined =>
  faultOfUrl(url) ?? faultOfHeaders(rawHeaders);

const faultOfUrl = (url: string): ProtocolError | undefined => {
  if (url.length > urlLengthMax) return uriTooLong(urlLengthMax);
  let parameters = 1;
  for (let at = url.indexOf('?'); at !== -1; at = url.indexOf('&', at + 1)) parameters += 1;
  if (parameters - 1 <= queryParametersMax) return undefined;
  return malformedRequest(`A query has ${queryParametersMax} parameters at most.`);
};

const faultOfHeaders = (rawHeaders: readonly string[]): ProtocolError | undefined => {
  if (rawHeaders.length > headerLinesMax * 2) {
    return headersTooLarge(`A request has ${headerLinesMax} lines of headers at most.`);
  }
  let seen = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const known = knownByName.get((rawHeaders[at] ?? '').toLowerCase());
    if (known === undefined) continue;
    const isAgain = (seen & known.bit) !== 0;
    if (isAgain && sentOnce.has(known.name)) {
      return malformedRequest(`The header ${known.name} is sent once.`);
    }
    // Lines of one header are read as one.
    const length = isAgain ? lengthOf(known.name, rawHeaders) : (rawHeaders[at + 1] ?? '').length;
    if (length > known.max) {
      return headersTooLarge(`The header ${known.name} has ${known.max} characters at most.`);
    }
    seen |= known.bit;
  }
  return undefined;
};

const lengthOf = (name: string, rawHeaders: readonly string[]): number =>
  rawHeaders.reduce((length, line, at) => {
    const isValue = at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name;
    return isValue ? length + line.length : length;
  }, 0);
