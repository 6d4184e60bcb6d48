import { connect, type Socket } from 'node:net';

/** Hears of each answer; what it gives back is sent next, and nothing ends the connection. */
export type Answered = (
  status: number,
  head: string,
  body: () => string,
) => string | undefined;

const lengthHeader = /\r\ncontent-length: *(\d+)/i;

/**
 * Keeps one request at a time going on one connection (HTTP/1.1, keep-alive). A raw socket, because
 * a whole HTTP client costs as much as the server that is measured.
 */
export const converse = (port: number, first: string, answered: Answered): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let held: Buffer | undefined;
    let needed = 0;
    socket.on('connect', () => socket.write(first, 'latin1'));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed a connection.')));
    socket.on('data', (chunk) => {
      const data = held === undefined ? chunk : Buffer.concat([held, chunk]);
      held = data;
      if (data.length < needed) return;
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = data.toString('latin1', 0, end);
      const length = lengthHeader.exec(head)?.[1];
      if (length === undefined) {
        socket.destroy(new Error(`An answer without Content-Length:\n${head}`));
        return;
      }
      needed = end + 4 + Number(length);
      if (data.length < needed) return;
      const status = Number(head.slice(9, 12));
      const body = () => data.toString('utf8', end + 4, end + 4 + Number(length));
      held = undefined;
      needed = 0;
      const next = answered(status, head, body);
      if (next !== undefined) {
        socket.write(next, 'latin1');
        return;
      }
      resolve();
      socket.destroy();
    });
  });
