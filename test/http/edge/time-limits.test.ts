import type { Socket } from 'node:net';
import { connect } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Listening } from '#interfaces/http/server/listen.ts';
import { listen } from '#interfaces/http/server/listen.ts';
import { timeLimits } from '#interfaces/http/server/timed-server.ts';

// The limits themselves are seconds; the same server keeps to short ones by the same ratio.

const limits = { headers: 1000, request: 2000, answer: 3000, idle: 1000 };
/** A busy machine may be late by this part of a limit; Node alone would be late by 30 seconds. */
const late = 2;
/** A machine that is busy now may not be in a moment; a limit that fails does so always. */
const attemptsMax = 5;
const large = Buffer.alloc(12 * 1_048_576, 97);

let listening: Listening;
let cut = 0;
beforeAll(async () => {
  const app = express();
  app.post('/', (request, response) => {
    request.resume().once('end', () => response.end('ok'));
  });
  app.get('/large', (_request, response) => {
    response.once('close', () => (cut += response.writableFinished ? 0 : 1));
    response.end(large);
  });
  app.get('/', (_request, response) => void response.end('ok'));
  listening = await listen(app, 0, '127.0.0.1', limits);
});
afterAll(() => listening.stop(100));

const opened = (): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(listening.port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });

/** The answer until the connection is closed, and after how many milliseconds. */
const closed = (socket: Socket): Promise<{ answer: string; after: number }> =>
  new Promise((resolve) => {
    const started = performance.now();
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve({ answer, after: performance.now() - started }));
  });

/** It is never closed too early, and is closed in time unless the machine was busy each time. */
const expectWithin = async (limit: number, measure: () => Promise<number>): Promise<void> => {
  const ratios: number[] = [];
  while (ratios.length < attemptsMax && !ratios.some((ratio) => ratio < late)) {
    ratios.push((await measure()) / limit);
  }
  expect(Math.min(...ratios)).toBeGreaterThan(0.9);
  expect(Math.min(...ratios)).toBeLessThan(late);
};

describe('a connection is closed', { timeout: 120_000 }, () => {
  test('that never says anything', async () => {
    await expectWithin(limits.headers, async () => {
      const { answer, after } = await closed(await opened());

      expect(answer).toContain('"code":"request_timeout"');
      return after;
    });
  });

  test('that does not come to the end of its headers, however busy it seems', async () => {
    await expectWithin(limits.headers, async () => {
      const socket = await opened();
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
      const more = setInterval(() => socket.write('X: y\r\n'), 50);

      const { answer, after } = await closed(socket);

      clearInterval(more);
      expect(answer).toContain('HTTP/1.1 408 ');
      return after;
    });
  });

  test('that does not come to the end of its body, however busy it seems', async () => {
    await expectWithin(limits.request, async () => {
      const socket = await opened();
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n');
      const more = setInterval(() => socket.write('y'), 50);

      const { answer, after } = await closed(socket);

      clearInterval(more);
      expect(answer).toContain('HTTP/1.1 408 ');
      return after;
    });
  });

  test('that does not read its answer', async () => {
    await expectWithin(limits.answer, async () => {
      const before = cut;
      const socket = await opened();
      socket.pause();
      socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
      const started = performance.now();

      await expect.poll(() => cut, { interval: 20, timeout: 20_000 }).toBe(before + 1);

      const after = performance.now() - started;
      socket.destroy();
      return after;
    });
  });

  test('that reads its answer a little at a time', async () => {
    const before = cut;
    const socket = await opened();
    socket.pause();
    socket.on('error', () => undefined);
    socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
    const sips = setInterval(() => socket.read(1000), 50);

    await expect.poll(() => cut, { interval: 20, timeout: 20_000 }).toBe(before + 1);

    clearInterval(sips);
    socket.destroy();
  });

  test('that sends nonsense and does not hang up', async () => {
    const other = await listen(express(), 0, '127.0.0.1', limits);
    const socket = connect({ port: other.port, allowHalfOpen: true });
    socket.write('NONSENSE\r\n\r\n');
    const ended = new Promise((resolve) => socket.once('end', resolve));
    socket.resume();
    await ended;

    // Half closed: we are done, they are not, and say nothing more. It is not waited for.
    const patience = 20_000;
    const started = performance.now();
    await other.stop(patience);

    expect((performance.now() - started) / patience).toBeLessThan(0.5);
    socket.destroy();
  });
});

test('an answer that is read is not cut, large as it is', async () => {
  const before = cut;
  const answer = await fetch(`http://127.0.0.1:${listening.port}/large`);

  expect((await answer.arrayBuffer()).byteLength).toBe(large.length);
  expect(cut).toBe(before);
});

test('what is served keeps to seconds, looked after twice in one', () => {
  expect(timeLimits).toEqual({ headers: 10_000, request: 30_000, answer: 60_000, idle: 65_000 });
});
