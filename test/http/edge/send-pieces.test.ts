import type { Socket } from 'node:net';
import { connect } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { send } from '#interfaces/http/response/response.ts';
import type { Listening } from '#interfaces/http/server/listen.ts';
import { listen } from '#interfaces/http/server/listen.ts';
import { until } from '../../support/until.ts';

// A body that comes piece by piece, by clients that do not take it.

const piece = 'x'.repeat(65_536);
let made = 0;
let isOver = false;

async function* endless() {
  try {
    for (;;) {
      made += 1;
      yield await Promise.resolve(piece);
    }
  } finally {
    isOver = true;
  }
}

async function* broken() {
  yield await Promise.resolve('begun ');
  throw new Error('The storage is away.');
}

let listening: Listening;
let failed = 0;
beforeAll(async () => {
  const app = express();
  const serve = (path: string, body: () => AsyncGenerator<string>) =>
    app.get(path, async (_request, response) => {
      await send(response, { status: 200, headers: { 'Content-Type': 'text/csv' }, body: body() });
    });
  serve('/endless', endless);
  serve('/broken', broken);
  const told: express.ErrorRequestHandler = (_error, _request, response, _next) => {
    failed += 1;
    response.destroy();
  };
  app.use(told);
  // Whoever does not read is cut off after a second.
  const limits = { headers: 1000, request: 2000, answer: 1000, idle: 1000 };
  listening = await listen(app, 0, '127.0.0.1', limits);
});
afterAll(() => listening.stop(100));
beforeEach(() => {
  made = 0;
  isOver = false;
  failed = 0;
});

const asking = (line: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(listening.port, '127.0.0.1', () => {
      socket.write(`${line} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      resolve(socket);
    });
    socket.on('error', reject);
  });

test('a client that hangs up ends the reading, and that is no failure', async () => {
  const socket = await asking('GET /endless');
  await new Promise((resolve) => socket.once('data', resolve));

  socket.destroy();

  await until(() => isOver);
  const before = made;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([made, failed]).toEqual([before, 0]);
});

test('a client that reads nothing is given what the connection holds, and is cut off', async () => {
  const socket = await asking('GET /endless');
  socket.pause();

  await until(() => isOver);

  // A few megabytes lie in the buffers of both ends.
  expect(made * piece.length).toBeLessThan(32 * 1_048_576);
  socket.destroy();
});

test('a HEAD request takes nothing', async () => {
  const socket = await asking('HEAD /endless');
  await new Promise((resolve) => socket.once('data', resolve));

  expect(made).toBe(0);
  socket.destroy();
});

test('a body that breaks off is cut off, and not ended as if it were whole', async () => {
  const address = `http://127.0.0.1:${listening.port}/broken`;

  await expect(fetch(address).then((response) => response.text())).rejects.toThrow(
    /terminated|failed/,
  );
  expect(failed).toBe(1);
});
