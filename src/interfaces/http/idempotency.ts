import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import { actorIdOf } from '#application/shared/context.ts';
import type { IdempotencyClaim, IdempotencyKeys } from '#application/shared/idempotency.ts';
import {
  AlreadyAnswered,
  IdempotencyKeyInFlight,
  IdempotencyKeyReused,
} from '#application/shared/idempotency.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Answer, AnswerOf } from '#interfaces/http/answer.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { asksForNow, takesIdempotencyKey } from '#interfaces/http/endpoint.ts';
import type { Problem } from '#interfaces/http/problem.ts';
import { InvalidRequest, KeptProblem, problemOf } from '#interfaces/http/problem.ts';
import { headerOf } from '#interfaces/http/request-headers.ts';

/** What is kept of an answer: one that is sent as it is, or a refusal. */
type Kept = { readonly answer: Answer } | { readonly problem: Problem };

const replayed = { 'Idempotent-Replayed': 'true' } as const;
const keyLengthMax = 255;

/** A request that may bring a key. */
interface Claiming {
  readonly endpoint: Endpoint;
  readonly request: Request;
  readonly context: AnonymousContext | RequestContext;
  readonly rawBody: unknown;
  readonly answerOf: AnswerOf;
}

/**
 * The claim that a POST makes by its `Idempotency-Key`
 * (draft-ietf-httpapi-idempotency-key-header-07); nothing without one, and nothing where the
 * endpoint takes none. A key is its caller's: a person's or an API key's in a tenant.
 * @throws {InvalidRequest}
 */
export const claimOf = ({
  endpoint,
  request,
  context,
  rawBody,
  answerOf,
}: Claiming): IdempotencyClaim | undefined => {
  const header = headerOf(request, 'idempotency-key');
  if (!takesIdempotencyKey(endpoint) || !('tenantId' in context)) return undefined;
  if (header === undefined) return undefined;
  const key = parseKey(header);
  return {
    tenantId: context.tenantId,
    keyHash: sha256(`${actorIdOf(context)}\n${key}`),
    request: `${request.originalUrl}\n${orderedText(rawBody)}`,
    answerOf: (outcome) => keptText({ answer: answerOf(request, outcome) }),
  };
};

/** Does what is claimed once; whoever repeats it has the same answer. */
export const answeredOnce = async (
  answers: IdempotencyKeys,
  claim: IdempotencyClaim,
  endpoint: Endpoint,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  // Of a sensitive write the run itself finds the answer, once it knows who may have it now.
  const kept = asksForNow(endpoint) ? undefined : await answers.find(claim);
  if (kept !== undefined) return replay(kept);
  try {
    return await work();
  } catch (error) {
    if (error instanceof AlreadyAnswered) return replay(error.answer);
    if (isKept(error)) {
      const problem = problemOf(error);
      if (problem !== undefined) await answers.keep(claim, keptText({ problem }));
    }
    throw error;
  }
};

// A refusal by the rules of billing is an answer like any other. What says only that it could not
// be tried (not valid, not allowed, too many, away) is not: the next try may be.
const isKept = (error: unknown): error is DomainError =>
  error instanceof DomainError &&
  (error.kind === 'conflict' || error.kind === 'notFound' || error.kind === 'stale') &&
  !(error instanceof IdempotencyKeyInFlight) &&
  !(error instanceof IdempotencyKeyReused);

const keptText = (kept: Kept): string => JSON.stringify(kept);

const replay = (text: string): Answer => {
  const kept = JSON.parse(text) as Kept;
  if ('problem' in kept) {
    const { headers } = kept.problem;
    throw new KeptProblem({ ...kept.problem, headers: { ...headers, ...replayed } });
  }
  return { ...kept.answer, headers: { ...kept.answer.headers, ...replayed } };
};

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
