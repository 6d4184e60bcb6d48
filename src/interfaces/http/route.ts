import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { AnonymousContext, Client, RequestContext } from '#application/shared/context.ts';
import type { IdempotencyKeys } from '#application/shared/idempotency.ts';
import { authorize } from '#application/shared/pipeline.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { answersOf, send } from '#interfaces/http/answer.ts';
import type { Authenticate } from '#interfaces/http/authenticate.ts';
import { clientAddressOf } from '#interfaces/http/client-address.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { answeredOnce, claimOf } from '#interfaces/http/idempotency.ts';
import { decode } from '#interfaces/http/problem.ts';
import { preconditionRequired } from '#interfaces/http/protocol-error.ts';
import type { RateLimits } from '#interfaces/http/rate-limit.ts';
import { limitAddress, limitCaller } from '#interfaces/http/rate-limit.ts';
import { readJsonBody } from '#interfaces/http/request-body.ts';
import { requestIdOf, tellLog } from '#interfaces/http/request-log.ts';

/** What stands in front of every endpoint. */
export interface Guards {
  readonly authenticate: Authenticate;
  readonly limits: RateLimits;
  readonly answers: IdempotencyKeys;
}

/**
 * One request, in the one order there is: rate limit, authenticate, tenant, permission, validate,
 * use case, answer. Who may not do it never learns whether the body was good: it is not even read.
 */
export const route = (endpoint: Endpoint, guards: Guards): RequestHandler => {
  const answerOf = answersOf(endpoint);
  return async (request, response) => {
    const admitted = await admit(endpoint, request, response, guards);
    const { raw, ...decoded } = await read(endpoint, request, response);
    const claim = claimOf({ endpoint, request, context: admitted, rawBody: raw });
    const context = claim === undefined ? admitted : { ...admitted, claim };
    const work = () => endpoint.handle({ context, ...decoded } as never);
    const render = (result: unknown) => answerOf(request, result);
    const answer =
      claim === undefined
        ? render(await work())
        : await answeredOnce(guards.answers, { claim, endpoint, work, render });
    send(response, answer);
  };
};

const admit = async (
  { permission }: Endpoint,
  request: Request,
  response: Response,
  { authenticate, limits }: Guards,
): Promise<AnonymousContext | RequestContext> => {
  const client = clientOf(request);
  const anonymous = { requestId: requestIdOf(response), client };
  if (permission === null) {
    await limitAddress(limits, response, client.address);
    return anonymous;
  }
  // The token names the one tenant that it is good for; nothing else in a request can.
  const context = await authenticate(request, anonymous).catch(async (error: unknown) => {
    await limitAddress(limits, response, client.address);
    throw error;
  });
  tellLog(response, context);
  await limitCaller(limits, response, context);
  authorize(context, permission);
  return context;
};

const userAgentLengthMax = 300;

const clientOf = (request: Request): Client => ({
  address: clientAddressOf(request),
  userAgent: request.headers['user-agent']?.slice(0, userAgentLengthMax) ?? null,
});

const read = async (endpoint: Endpoint, request: Request, response: Response) => {
  const params = decode(endpoint.params ?? nothing, request.params, '/path');
  const query = decode(endpoint.query ?? nothing, request.query, '/query');
  const version = endpoint.ifMatch === true ? versionOf(request.headers['if-match']) : 0;
  const raw = endpoint.body && (await readJsonBody(request, response));
  const body = endpoint.body && decode(endpoint.body, raw, '');
  return { params, query, body, version, raw };
};

const nothing = z.strictObject({});

// A tag that we never gave out, a weak one, or `*` names no version that the caller can have seen.
const versionOf = (ifMatch: string | undefined): number => {
  if (ifMatch === undefined) throw preconditionRequired();
  const [, version] = /^"(\d{1,9})"$/.exec(ifMatch.trim()) ?? [];
  if (version === undefined) throw new VersionMismatch();
  return Number(version);
};
