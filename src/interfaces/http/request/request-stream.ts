import type { Request } from 'express';
import type { RequestContext } from '#application/shared/context.ts';
import type { Endpoint, EndpointStream } from '#interfaces/http/endpoint.ts';
import { unsupportedEncoding } from '#interfaces/http/request/protocol-error.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';
import type { HttpResponse } from '#interfaces/http/response/response.ts';

/** The stream of an endpoint, where the request brings one. */
export const streamOf = ({ stream }: Endpoint, request: Request): EndpointStream | undefined => {
  if (stream === undefined) return undefined;
  const [type = ''] = (headerOf(request, 'content-type') ?? '').split(';');
  return type.trim().toLowerCase() === stream.mediaType ? stream : undefined;
};

/**
 * The response to a stream. Its first piece is made before anything is answered: a refusal of all
 * is still one. Whoever is cut off later has no answer to the rest, and sends that again.
 * @throws {ProtocolError} 415 where the body is compressed
 */
export const streamed = async (
  { mediaType, answer }: EndpointStream,
  context: RequestContext,
  request: Request,
): Promise<HttpResponse> => {
  const encoding = headerOf(request, 'content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') throw unsupportedEncoding();
  const pieces = answer(context, bodyOf(request));
  const first = await pieces.next();
  return {
    status: 200,
    headers: { 'Content-Type': mediaType },
    body: first.done === true ? '' : rest(first.value, pieces),
  };
};

async function* rest(first: string, pieces: AsyncGenerator<string>) {
  yield first;
  yield* pieces;
}

// A client that hangs up in the middle has sent what it has sent.
async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* request as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (request.complete || !request.destroyed) throw error;
  }
}
