import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { beginListening } from '#interfaces/http/server/begin-listening.ts';
import type { OpenResponses } from '#interfaces/http/server/open-responses.ts';
import type { TimeLimits } from '#interfaces/http/server/timed-server.ts';
import { createTimedServer, timeLimits } from '#interfaces/http/server/timed-server.ts';

export interface Listening {
  /** The port that it listens on: the one asked for, or the free one found for 0. */
  readonly port: number;
  /** Serves on, and asks every caller to come on another connection the next time. */
  drain(): void;
  /** Takes no more connections, lets what runs finish within `milliseconds`, then cuts it off. */
  stop(milliseconds: number): Promise<void>;
}

const settings = { port: 'PORT', host: 'HOST' } as const;

/** Serves `app`. @throws {CannotListen} when the port is taken or not ours to take. */
export const listen = async (
  app: Express,
  port: number,
  host: string,
  limits: TimeLimits = timeLimits,
): Promise<Listening> => {
  const { server, answers } = createTimedServer(limits, app);
  server.on('clientError', (error, socket) => {
    refuseMalformed(error, socket, answers.lastOf(socket));
  });
  const drain = drainOf(answers);
  const found = await beginListening(server, { port, host, settings });
  return { port: found, drain, stop: (milliseconds) => stop(server, milliseconds) };
};

// A keep-alive connection would bring its next request here again, and be cut in the end.
const drainOf = (answers: OpenResponses): (() => void) => {
  let isDraining = false;
  answers.onEach((response) => {
    if (isDraining) closeBehind(response);
  });
  return () => {
    isDraining = true;
    answers.forEach(({ response }) => closeBehind(response));
  };
};

const closeBehind = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('Connection', 'close');
};

const stop = (server: Server, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), milliseconds);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });

const partingMilliseconds = 2_000;

// Input that is not even HTTP never reaches Express; it gets a problem like any other.
const refuseMalformed = (
  error: Error & { code?: string },
  socket: Duplex,
  last: ServerResponse | undefined,
): void => {
  // In the middle of a response, another would be read as a part of it.
  const isResponding = last?.headersSent === true && !last.writableFinished;
  if (error.code === 'ECONNRESET' || !socket.writable || isResponding) {
    socket.destroy();
    return;
  }
  const [status, title, code] = faultOf(error.code);
  const type = `urn:problem-type:billing:${code}`;
  const detail = 'The request could not be read as HTTP.';
  const body = JSON.stringify({
    type,
    title,
    status,
    detail,
    code,
    instance: '/',
    requestId: 'none',
  });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  // Who neither reads it nor hangs up is hung up on.
  setTimeout(() => socket.destroy(), partingMilliseconds).unref();
};

const faultOf = (code: string | undefined): readonly [number, string, string] => {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return [431, 'Request Header Fields Too Large', 'headers_too_large'];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'Request Timeout', 'request_timeout'];
  return [400, 'Bad Request', 'malformed_request'];
};
