import type { Request } from 'express';
import type { RequestContext } from '#application/shared/context.ts';
import type { Endpoint, EndpointStream } from '#interfaces/http/endpoint.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';
import { unpackedBytesOf } from '#interfaces/http/request/unpacked.ts';
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
 * @throws {ProtocolError} 415 where the body is packed in a way that we do not know; 400 or 413 of
 * its beginning, where that is broken or unpacks to too much
 */
export const streamed = async (
  { mediaType, answer }: EndpointStream,
  context: RequestContext,
  request: Request,
): Promise<HttpResponse> => {
  const pieces = answer(context, readUntilGone(request, unpackedBytesOf(request)));
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
async function* readUntilGone(
  request: Request,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (request.complete || !request.destroyed) throw error;
  }
}
