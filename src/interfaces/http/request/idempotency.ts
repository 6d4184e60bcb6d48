import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import { actorIdOf } from '#application/shared/context.ts';
import type { IdempotencyRecords, IdempotencyRequest } from '#application/shared/idempotency.ts';
import { IdempotencyKeyReused, ReplayedResponse } from '#application/shared/idempotency.ts';
import type { Outcome, StoredRefusal } from '#application/shared/outcome.ts';
import type { ErrorKind } from '#domain/shared/errors.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { asksForNow, takesIdempotencyKey } from '#interfaces/http/endpoint.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';
import { InvalidRequest, problemOf, ReplayedProblem } from '#interfaces/http/response/problem.ts';
import type { HttpResponse } from '#interfaces/http/response/response.ts';

const replayed = { 'Idempotent-Replayed': 'true' } as const;
const keyLengthMax = 255;

/** A request that may bring a key. */
interface KeyedRequest {
  readonly endpoint: Endpoint;
  readonly request: Request;
  readonly context: AnonymousContext | RequestContext;
  readonly rawBody: unknown;
}

/**
 * The idempotency request that a POST makes by its `Idempotency-Key`
 * (draft-ietf-httpapi-idempotency-key-header-07); nothing without one, and nothing where the
 * endpoint takes none. A key is its caller's: a person's or an API key's in a tenant.
 * @throws {InvalidRequest}
 */
export const idempotencyRequestOf = ({
  endpoint,
  request,
  context,
  rawBody,
}: KeyedRequest): IdempotencyRequest | undefined => {
  const header = headerOf(request, 'idempotency-key');
  if (!takesIdempotencyKey(endpoint) || !('tenantId' in context)) return undefined;
  if (header === undefined) return undefined;
  const key = parseKey(header);
  return {
    tenantId: context.tenantId,
    keyHash: sha256(`${actorIdOf(context)}\n${key}`),
    request: `${request.originalUrl}\n${orderedText(rawBody)}`,
  };
};

/** The work of a request with a key, and how its result becomes a response. */
interface IdempotentWork {
  readonly idempotency: IdempotencyRequest;
  readonly endpoint: Endpoint;
  readonly work: () => Promise<unknown>;
  readonly render: (result: unknown) => HttpResponse;
}

/**
 * Does the work once; whoever repeats the request gets the same response. The outcome is stored,
 * and rendered each time.
 */
export const respondOnce = async (
  idempotencyRecords: IdempotencyRecords,
  { idempotency, endpoint, work, render }: IdempotentWork,
): Promise<HttpResponse> => {
  const replay = (outcome: Outcome): HttpResponse => {
    if ('refusal' in outcome) throw replayedError(outcome.refusal);
    const answer = render(outcome.result);
    return { ...answer, headers: { ...answer.headers, ...replayed } };
  };
  // Of a sensitive write the run itself finds the outcome, once it knows who may have it now.
  const kept = asksForNow(endpoint) ? undefined : await idempotencyRecords.find(idempotency);
  if (kept !== undefined) return replay(kept);
  try {
    return render(await work());
  } catch (error) {
    if (error instanceof ReplayedResponse) return replay(error.outcome);
    if (isReplayable(error))
      await idempotencyRecords.keep(idempotency, { refusal: refusalOf(error) });
    throw error;
  }
};

// A refusal by the rules of billing is a response like any other. What says only that it could not
// be tried (not valid, not allowed, too many, away, busy) is not: the next try may be.
const isReplayable = (error: unknown): error is DomainError =>
  error instanceof DomainError &&
  (error.kind === 'conflict' || error.kind === 'notFound' || error.kind === 'preconditionFailed') &&
  !error.isTemporary &&
  !(error instanceof IdempotencyKeyReused);

const refusalOf = ({ kind, code, message, details }: DomainError): StoredRefusal => ({
  kind,
  code,
  message,
  details,
});

const replayedError = (refusal: StoredRefusal): Error => {
  const problem = problemOf(new ReplayedRefusal(refusal));
  invariant(problem !== undefined, 'A refusal is answered.');
  return new ReplayedProblem({ ...problem, headers: { ...problem.headers, ...replayed } });
};

/** A stored refusal. */
class ReplayedRefusal extends DomainError {
  readonly kind: ErrorKind;
  readonly code: string;

  constructor({ kind, code, message, details }: StoredRefusal) {
    super(message, details);
    this.kind = kind;
    this.code = code;
  }
}

// A string of RFC 8941, or the same without its quotes.
const parseKey = (header: string): string => {
  const [, quoted] = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(header) ?? [];
  const bare = /^[\x21\x23-\x7e]+$/.test(header) ? header : undefined;
  const key = quoted === undefined ? bare : quoted.replaceAll(/\\(["\\])/g, '$1');
  if (key !== undefined && key.length > 0 && key.length <= keyLengthMax) return key;
  throw new InvalidRequest([
    {
      pointer: '/header/idempotency-key',
      code: 'invalid_idempotency_key',
      detail: `It must have 1 to ${keyLengthMax} visible characters, quoted or not.`,
    },
  ]);
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

// JSON whose fields are in order: a body that says the same is the same, whoever wrote it down.
const orderedText = (body: unknown): string => JSON.stringify(body ?? null, inOrder);

const inOrder = (_name: string, value: unknown): unknown =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
