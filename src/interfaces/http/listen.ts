import type { Server } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Express } from 'express';

export interface Listening {
  /** The port that it listens on: the one asked for, or the free one found for 0. */
  readonly port: number;
  /** Takes no more connections, lets what runs finish within `milliseconds`, then cuts it off. */
  stop(milliseconds: number): Promise<void>;
}

/** Serves `app`. @throws {Error} when the port is taken or not ours to take. */
export const listen = async (app: Express, port: number, host: string): Promise<Listening> => {
  const server = createHttpServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, app);
  server.keepAliveTimeout = 65_000;
  server.on('clientError', refuseMalformed);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, stop: (milliseconds) => stop(server, milliseconds) };
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

// What is not even HTTP never reaches Express; it gets a problem like everybody else.
const refuseMalformed = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
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
};

const faultOf = (code: string | undefined): readonly [number, string, string] => {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return [431, 'Request Header Fields Too Large', 'headers_too_large'];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'Request Timeout', 'request_timeout'];
  return [400, 'Bad Request', 'malformed_request'];
};
