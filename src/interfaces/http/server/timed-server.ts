import type { RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { OpenResponses } from '#interfaces/http/server/open-responses.ts';
import { openResponsesOf } from '#interfaces/http/server/open-responses.ts';

/** How long a connection may take for what, in milliseconds. None stays open for nothing. */
export interface TimeLimits {
  /** Until all headers of a request are here, from connecting or from its first byte. */
  readonly headers: number;
  /** Until all of a request is here. */
  readonly request: number;
  /**
   * Until all of a response is taken, from its first byte; of one that comes piece by piece, until
   * its next piece is.
   */
  readonly answer: number;
  /** Between two requests. */
  readonly idle: number;
}

export const timeLimits: TimeLimits = {
  headers: 10_000,
  request: 30_000,
  answer: 60_000,
  idle: 65_000,
};

/** A limit is at most so much later than it says, or a tenth where it is shorter than that. */
const latenessMax = 500;

export interface TimedServer {
  readonly server: Server;
  readonly answers: OpenResponses;
}

/** An HTTP server that keeps to `limits`, and the responses that it has begun. */
export const createTimedServer = (limits: TimeLimits, listener: RequestListener): TimedServer => {
  const shortest = Math.min(limits.headers, limits.request, limits.answer, limits.idle);
  const checksEvery = Math.min(latenessMax, shortest / 10);
  const server = createServer(
    {
      headersTimeout: limits.headers,
      requestTimeout: limits.request,
      keepAliveTimeout: limits.idle,
      // Node looks every 30 s where nothing is said, and would cut that much later.
      connectionsCheckingInterval: checksEvery,
    },
    listener,
  );
  const answers = openResponsesOf(server);
  const check = setInterval(() => cutUnread(answers, limits.answer), checksEvery);
  check.unref();
  server.once('close', () => clearInterval(check));
  return { server, answers };
};

const begunAnew = new WeakMap<ServerResponse, number>();

/** Gives the client the time of a whole response for the next piece of this one. */
export const renewTimeLimit = (response: ServerResponse): void => {
  begunAnew.set(response, performance.now());
};

// Node lets a client that does not read keep a response, and its connection, in memory for ever. A
// time limit on silence alone would not cut a client that reads a byte now and then.
const cutUnread = (answers: OpenResponses, limit: number): void => {
  const now = performance.now();
  answers.forEach((answer) => {
    if (!answer.response.headersSent) return;
    answer.begunAt ??= now;
    const begunAt = Math.max(answer.begunAt, begunAnew.get(answer.response) ?? 0);
    if (now - begunAt > limit) answer.response.destroy();
  });
};
