interface ProtocolFault {
  readonly status: 400 | 404 | 405 | 408 | 412 | 413 | 414 | 415 | 416 | 428 | 431;
  readonly code: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is no good as HTTP: it never reaches billing. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly fault: ProtocolFault;

  constructor(fault: ProtocolFault) {
    super(fault.detail);
    this.fault = fault;
  }
}

export const routeNotFound = (): ProtocolError =>
  new ProtocolError({ status: 404, code: 'route_not_found', detail: 'There is nothing here.' });

export const methodNotAllowed = (allowed: readonly string[]): ProtocolError =>
  new ProtocolError({
    status: 405,
    code: 'method_not_allowed',
    detail: `This path takes ${allowed.join(', ')}.`,
    headers: { Allow: allowed.join(', ') },
  });

export const bodyTooLarge = (bytesMax: number): ProtocolError =>
  new ProtocolError({
    status: 413,
    code: 'body_too_large',
    detail: `A body has ${bytesMax} bytes at most.`,
  });

export const unpacksToTooMuch = (timesMax: number): ProtocolError =>
  new ProtocolError({
    status: 413,
    code: 'body_too_large',
    detail: `A body unpacks to ${timesMax} times its size at most.`,
  });

export const notJson = (): ProtocolError =>
  new ProtocolError({
    status: 415,
    code: 'unsupported_media_type',
    detail: 'The body must be application/json in UTF-8.',
    headers: { Accept: 'application/json' },
  });

export const notEvents = (): ProtocolError =>
  new ProtocolError({
    status: 415,
    code: 'unsupported_media_type',
    detail: `The body must be ${eventMediaTypes.join(' or ')}, in UTF-8.`,
    headers: { Accept: eventMediaTypes.join(', ') },
  });

const eventMediaTypes = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/x-ndjson',
];

export const unsupportedEncoding = (): ProtocolError =>
  new ProtocolError({
    status: 415,
    code: 'unsupported_media_type',
    detail: 'The body must come as it is, or packed by gzip, deflate or br.',
    headers: { 'Accept-Encoding': 'gzip, deflate, br' },
  });

export const malformedBody = (detail: string): ProtocolError =>
  new ProtocolError({ status: 400, code: 'malformed_body', detail });

export const malformedRequest = (detail: string): ProtocolError =>
  new ProtocolError({ status: 400, code: 'malformed_request', detail });

export const preconditionRequired = (): ProtocolError =>
  new ProtocolError({
    status: 428,
    code: 'precondition_required',
    detail: 'Send If-Match with the ETag of the version that you saw.',
  });

/** Of a file; what has a version is refused by `VersionMismatch`. */
export const preconditionFailed = (): ProtocolError =>
  new ProtocolError({
    status: 412,
    code: 'precondition_failed',
    detail: 'The file is not, or not any more, the one that the headers name.',
  });

export const rangeNotSatisfiable = (): ProtocolError =>
  new ProtocolError({
    status: 416,
    code: 'range_not_satisfiable',
    detail: 'The file does not have the range that is asked for.',
  });

export const uriTooLong = (lengthMax: number): ProtocolError =>
  new ProtocolError({
    status: 414,
    code: 'uri_too_long',
    detail: `A path with its query has ${lengthMax} characters at most.`,
  });

export const headersTooLarge = (detail: string): ProtocolError =>
  new ProtocolError({ status: 431, code: 'headers_too_large', detail });

export const malformedEntityTag = (header: 'If-Match' | 'If-None-Match'): ProtocolError =>
  new ProtocolError({
    status: 400,
    code: 'malformed_entity_tag',
    detail: `${header} is "*" or ETags as they were answered, such as "3", with commas between.`,
  });
