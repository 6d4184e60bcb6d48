import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { renewTimeLimit } from '#interfaces/http/server/timed-server.ts';

/**
 * Sends a body piece by piece: the next is asked for once the client has taken those before, and
 * none any more once the client is gone. Of a HEAD request nothing is asked for.
 */
export const sendPieces = async (
  response: Response,
  pieces: AsyncGenerator<string>,
): Promise<void> => {
  if (response.req.method === 'HEAD') {
    await pieces.return(undefined);
    response.end();
    return;
  }
  try {
    await pipeline(timed(response, pieces), response);
  } catch (error) {
    // A client that hangs up in the middle is nothing that we could mend.
    if (!isHangUp(error)) throw error;
  }
};

async function* timed(response: Response, pieces: AsyncGenerator<string>) {
  for await (const piece of pieces) {
    renewTimeLimit(response);
    yield piece;
  }
}

const isHangUp = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
