import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { AnonymousContext, Client, RequestContext } from '#application/shared/context.ts';
import type { IdempotencyRecords } from '#application/shared/idempotency.ts';
import { authorize } from '#application/shared/pipeline.ts';
import { DomainError, InvalidValue } from '#domain/shared/errors.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import type { Decoded, Endpoint } from '#interfaces/http/endpoint.ts';
import type { Authenticate } from '#interfaces/http/request/authenticate.ts';
import { clientAddressOf } from '#interfaces/http/request/client-address.ts';
import { versionsIn } from '#interfaces/http/request/entity-tags.ts';
import { idempotencyRequestOf, respondOnce } from '#interfaces/http/request/idempotency.ts';
import { preconditionRequired } from '#interfaces/http/request/protocol-error.ts';
import type { RateLimits } from '#interfaces/http/request/rate-limit.ts';
import { limitAddress, limitCaller, refuseSpent } from '#interfaces/http/request/rate-limit.ts';
import { readJsonBody } from '#interfaces/http/request/request-body.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';
import { streamed, streamOf } from '#interfaces/http/request/request-stream.ts';
import type { SessionCookies } from '#interfaces/http/request/session-cookies.ts';
import { withSessionCookie } from '#interfaces/http/request/session-cookies.ts';
import type { CsvOf } from '#interfaces/http/response/csv.ts';
import { csvOf, prefersCsv, refuseParts } from '#interfaces/http/response/csv.ts';
import { decode, InvalidRequest } from '#interfaces/http/response/problem.ts';
import type { HttpResponse } from '#interfaces/http/response/response.ts';
import { responsesOf, send } from '#interfaces/http/response/response.ts';
import { requestIdOf, tellLog } from '#interfaces/http/server/request-log.ts';

/** The checks in front of every endpoint. */
export interface Guards {
  readonly authenticate: Authenticate;
  readonly limits: RateLimits;
  readonly idempotencyRecords: IdempotencyRecords;
  readonly sessionCookies: SessionCookies;
}

/**
 * One request, in the one order there is: rate limit, authenticate, tenant, permission, validate,
 * use case, response. The body of a caller without permission is not even read.
 */
export const route = (endpoint: Endpoint, guards: Guards): RequestHandler => {
  const answerOf = responsesOf(endpoint);
  const csv = csvOf(endpoint);
  return async (request, response) => {
    const admitted = await admit(endpoint, request, response, guards);
    const stream = streamOf(endpoint, request);
    if (stream !== undefined && 'tenantId' in admitted) {
      decode(nothing, request.query, '/query');
      await send(response, await streamed(stream, admitted, request));
      return;
    }
    const served = withSessionCookie(endpoint, request, response, guards.sessionCookies);
    const { raw, ...decoded } = await read(served, request, response);
    const idempotency = idempotencyRequestOf({
      endpoint,
      request,
      context: admitted,
      rawBody: raw,
    });
    const context = idempotency === undefined ? admitted : { ...admitted, idempotency };
    if (csv !== undefined && prefersCsv(request)) {
      await send(response, await asCsv(served, csv, { context, ...decoded }));
      return;
    }
    const work = () => handled(served, { context, ...decoded });
    const render = (result: unknown) => answerOf(request, result);
    const answer =
      idempotency === undefined
        ? render(await work())
        : await respondOnce(guards.idempotencyRecords, { idempotency, endpoint, work, render });
    await send(response, answer);
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
  // A proof costs a signature or a look into the storage: who has failed too often gets none.
  const beforeProof = () => refuseSpent(limits, response, client.address);
  // The token names the one tenant that it is good for; nothing else in a request can.
  const context = await authenticate(request, anonymous, beforeProof).catch(
    async (error: unknown) => {
      const isOfCaller = error instanceof DomainError && error.kind === 'unauthenticated';
      if (isOfCaller) await limitAddress(limits, response, client.address);
      throw error;
    },
  );
  tellLog(response, context);
  await limitCaller(limits, response, context);
  authorize(context, permission);
  return context;
};

const userAgentLengthMax = 300;

const clientOf = (request: Request): Client => ({
  address: clientAddressOf(request),
  userAgent: headerOf(request, 'user-agent')?.slice(0, userAgentLengthMax) ?? null,
});

const read = async (endpoint: Endpoint, request: Request, response: Response) => {
  const params = decode(endpoint.params ?? nothing, request.params, '/path');
  const query = decode(endpoint.query ?? nothing, request.query, '/query');
  const version = endpoint.ifMatch === true ? seenVersionOf(request) : 0;
  const isLeftOut = endpoint.isBodyOptional === true && !hasBody(request);
  const { readBody = readJsonBody } = endpoint;
  const raw = endpoint.body && (isLeftOut ? {} : await readBody(request, response));
  const body = endpoint.body && decode(endpoint.body, raw, '');
  return { params, query, body, version, raw };
};

// RFC 9112, 6: one of the two headers tells of a body.
const hasBody = (request: Request): boolean =>
  headerOf(request, 'transfer-encoding') !== undefined ||
  Number(headerOf(request, 'content-length') ?? 0) > 0;

const nothing = z.strictObject({});

const asCsv = (
  endpoint: Endpoint,
  csv: CsvOf,
  request: Decoded<object, unknown, unknown, unknown>,
): Promise<HttpResponse> => {
  const query = request.query as object;
  refuseParts(query);
  return csv((page) => handled(endpoint, { ...request, query: { ...query, ...page } }));
};

// A list is asked for in the query, so a use case's faults point there. Where there is a body, too,
// they point to it, but for those of a field that the query has.
const handled = async (
  endpoint: Endpoint,
  request: Decoded<object, unknown, unknown, unknown>,
): Promise<unknown> => {
  try {
    return await endpoint.handle(request as never);
  } catch (error) {
    if (endpoint.query === undefined || !(error instanceof InvalidValue)) throw error;
    const query = request.query as object;
    const isOfQuery = (pointer: string): boolean =>
      endpoint.body === undefined || Object.hasOwn(query, pointer.split('/')[1] ?? '');
    throw new InvalidRequest(
      error.faults.map((fault) => ({
        ...fault,
        pointer: isOfQuery(fault.pointer) ? `/query${fault.pointer}` : fault.pointer,
      })),
    );
  }
};

const seenVersionOf = (request: Request): SeenVersion => {
  const ifMatch = headerOf(request, 'if-match');
  if (ifMatch === undefined) throw preconditionRequired();
  return versionsIn(ifMatch);
};
