import { Writable } from 'node:stream';
import type { Client } from 'pg';
import { expect, test } from 'vitest';
import { gatherWrites } from '#infrastructure/typeorm/connection/gathered-writes.ts';

/** A connection whose writes are told: each is the texts that it sends. */
const open = () => {
  const sent: string[][] = [];
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      sent.push([chunk]);
      done();
    },
    writev: (chunks, done) => {
      sent.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
  gatherWrites({ connection: { stream } } as unknown as Client);
  return { stream, sent };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('all that is written in one turn is sent at once, in its order', async () => {
  const { stream, sent } = open();

  stream.write('begin');
  await Promise.resolve();
  stream.cork();
  stream.write('parse');
  stream.write('sync');
  stream.uncork();
  expect(sent).toEqual([]);
  await turn();
  stream.write('commit');
  await turn();

  expect(sent).toEqual([['begin', 'parse', 'sync'], ['commit']]);
});

test('a connection that ends sends what was written before', async () => {
  const { stream, sent } = open();

  stream.write('terminate');
  stream.end();
  await turn();

  expect(sent).toEqual([['terminate']]);
  expect(stream.writableFinished).toBe(true);
});
