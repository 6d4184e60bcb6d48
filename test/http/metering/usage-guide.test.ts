import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openMetered } from './metered-shop.ts';

// The programs of docs/metering.md, run as they stand there.

const app = appUnderTest('memory');
const root = resolve(import.meta.dirname, '../../..');
let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'usage-guide-'));
});
afterAll(() => rm(directory, { recursive: true }));

const blockOf = async (language: string, word: string): Promise<string> => {
  const guide = await readFile(join(root, 'docs/metering.md'), 'utf8');
  const blocks = guide.matchAll(/```(\w+)\n([\s\S]*?)```/g);
  const found = [...blocks].find(
    ([, of, text]) => of === language && text?.includes(word) === true,
  );
  return found?.[2] ?? '';
};

/** Runs something against a server that listens, and gives what became of an event. */
const whileListening = async (run: (url: string, token: string) => Promise<unknown>) => {
  const { shop } = await openMetered(app);
  const server = createServer(app.listener());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const { port } = server.address() as AddressInfo;
    const result = await run(`http://127.0.0.1:${port}`, shop.token);
    const { body } = await shop.send('get', '/v1/usage-events');
    const stored = body.data.map(({ id, data }: { id: string; data: object }) => [id, data]);
    return { result, stored };
  } finally {
    await new Promise((closed) => server.close(closed));
  }
};

test('the sender in TypeScript sends events, and gives those that are refused', async () => {
  const file = join(directory, 'send-usage.ts');
  await writeFile(file, await blockOf('ts', 'sendUsage'));
  const event = { type: 'sent', time: '2026-03-10T09:00:00Z', customerExternalId: 'acme' };
  const data = { network: 'public', bytes: 5 };

  const { result, stored } = await whileListening(async (url, token) => {
    vi.stubEnv('BILLING', url);
    vi.stubEnv('TOKEN', token);
    const { sendUsage } = await import(/* @vite-ignore */ pathToFileURL(file).href);
    return sendUsage([
      { id: 'a', ...event, data },
      { id: 'b', ...event, data: { network: 'public' } },
    ]);
  });

  vi.unstubAllEnvs();
  expect(result).toMatchObject([{ id: 'b', outcome: 'refused', code: 'property_missing' }]);
  expect(stored).toEqual([['a', data]]);
});

test('the log shipper sends the lines of a log, and goes on where it stopped', async () => {
  const log = join(directory, 'access.ndjson');
  const line = (requestId: string, account: string) =>
    JSON.stringify({ requestId, at: '2026-03-10T09:00:00Z', account, bytes: 5 });
  const command = await blockOf('sh', 'usage-stream/main.ts');
  const ship = (url: string, token: string) =>
    promisify(execFile)('sh', ['-c', command.replace('access.ndjson', log)], {
      cwd: root,
      env: { ...process.env, BILLING: url, TOKEN: token },
    });

  const { stored } = await whileListening(async (url, token) => {
    await writeFile(log, `${line('r-1', 'acme')}\n${line('r-2', 'nobody')}\n`);
    await ship(url, token);
    await writeFile(log, `${await readFile(log, 'utf8')}${line('r-3', 'acme')}\n`);
    await ship(url, token);
  });

  expect(stored.map(([id]: [string]) => id).toSorted()).toEqual(['r-1', 'r-3']);
  expect(await readFile(`${log}.refused`, 'utf8')).toContain('"unknown_customer"');
});
