import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { InvalidApiKey } from '#domain/identity/errors.ts';
import type { ErrorDetails, ErrorKind, Fault } from '#domain/shared/errors.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { faultsOf, sentenceOf } from '#interfaces/http/request/faults.ts';
import { ProtocolError } from '#interfaces/http/request/protocol-error.ts';

/** Total over ErrorKind: a new kind does not compile until its status is decided. */
export const statusOf: Readonly<Record<ErrorKind, number>> = {
  validation: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  preconditionFailed: 412,
  mismatched: 422,
  rateLimited: 429,
  unavailable: 503,
};

/** The media type of every response that is a refusal (RFC 9457). */
export const problemType = 'application/problem+json';

/** A refusal as it is answered: the status, further headers, and the body but for who asked. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A response lists so many faults; it counts the others. */
export const reportedFaultsMax = 100;

/** A request that does not fit its schemas; `errors` lists every fault at once. */
export class InvalidRequest extends DomainError {
  static readonly kind = 'validation';
  static readonly code = 'invalid_request';
  readonly kind = InvalidRequest.kind;
  readonly code = InvalidRequest.code;

  constructor(faults: readonly Fault[]) {
    super('The request is not valid: see errors.', { errors: faults });
  }
}

/** No credentials, or none that are valid. */
export class Unauthenticated extends DomainError {
  static readonly kind = 'unauthenticated';
  static readonly code = 'unauthenticated';
  readonly kind = Unauthenticated.kind;
  readonly code = Unauthenticated.code;
  readonly tokenGiven: boolean;

  constructor(tokenGiven: boolean) {
    super(tokenGiven ? 'The access token is not valid, or not any more.' : 'Send an access token.');
    this.tokenGiven = tokenGiven;
  }
}

/** A stored refusal, to be given again. */
export class ReplayedProblem extends Error {
  override readonly name = 'ReplayedProblem';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Undefined for what is our own mistake: the caller learns nothing of it. */
export const problemOf = (error: unknown): Problem | undefined => {
  if (error instanceof ReplayedProblem) return error.problem;
  if (error instanceof DomainError) {
    const status = statusOf[error.kind];
    return problem(status, error.code, error.message, headersOf(error), told(error.details));
  }
  if (error instanceof ProtocolError) {
    const { status, code, detail, headers } = error.fault;
    return problem(status, code, detail, headers ?? {}, {});
  }
  return undefined;
};

/** The response to our own mistakes. */
export const internalProblem = (): Problem =>
  problem(500, 'internal', 'Something went wrong on our side. It is in our log.', {}, {});

// Nobody reads thousands of faults, so they are not written: a response is never far larger than
// its request.
const told = (details: ErrorDetails): ErrorDetails => {
  const { errors, ...others } = details;
  if (!Array.isArray(errors) || errors.length <= reportedFaultsMax) return details;
  const moreErrors = errors.length - reportedFaultsMax;
  return { ...others, errors: errors.slice(0, reportedFaultsMax), moreErrors };
};

const problem = (
  status: number,
  code: string,
  detail: string,
  headers: Readonly<Record<string, string>>,
  details: Readonly<Record<string, unknown>>,
): Problem => {
  const title = STATUS_CODES[status] ?? 'Error';
  const type = `urn:problem-type:billing:${code}`;
  return { status, code, headers, body: { type, title, status, detail, code, ...details } };
};

const headersOf = (error: DomainError): Readonly<Record<string, string>> => {
  if (error.kind === 'unavailable') return { 'Retry-After': '1' };
  if (error.kind === 'rateLimited') {
    const seconds = 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds) : 1;
    return { 'Retry-After': String(seconds) };
  }
  if (error.kind !== 'unauthenticated') return {};
  const invalid =
    error instanceof InvalidApiKey || (error instanceof Unauthenticated && error.tokenGiven);
  return { 'WWW-Authenticate': invalid ? 'Bearer error="invalid_token"' : 'Bearer' };
};

/**
 * Decodes with `schema`.
 * @throws {InvalidRequest} with every fault, its pointer below `root`.
 */
export const decode = <Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  root: string,
): z.output<Schema> => {
  const wanted = { reportInput: true, error: sentenceOf };
  const result = z.safeDecode(schema, given as z.input<Schema>, wanted);
  if (result.success) return result.data;
  throw new InvalidRequest(faultsOf(result.error.issues, root));
};
