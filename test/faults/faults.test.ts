import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inheritedEnvironment } from '../support/billing-program.ts';

// A real process on its embedded PostgreSQL, killed while it writes. What it acknowledged must be
// there, every chain intact, and every event must reach the webhook. `FAULTS=60 npx vitest run
// test/faults` is the whole of it; `npm test` kills each once.

const kills = Number(process.env['FAULTS'] ?? 1);
const root = resolve(import.meta.dirname, '../..');
const port = 20_000 + Math.floor(Math.random() * 20_000);
const url = `http://127.0.0.1:${port}`;
let directory: string;
let billing: ChildProcess | undefined;
const told = new Set<string>();

const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += String(chunk);
  });
  request.on('end', () => {
    told.add((JSON.parse(body) as { data: { resourceId: string } }).data.resourceId);
    response.writeHead(200).end();
  });
});

const start = (): void => {
  billing = spawn(process.execPath, ['--conditions=source', join(root, 'src/main.ts')], {
    cwd: directory,
    env: {
      ...inheritedEnvironment,
      PORT: String(port),
      HOST: '127.0.0.1',
      WEBHOOKS_ALLOW_PRIVATE: 'true',
      RATE_LIMIT_TENANT: '0',
      // Else each start would build it.
      PANEL: 'off',
      LOG_LEVEL: 'error',
    },
    stdio: 'ignore',
  });
};

const isReady = (): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const giveUpAt = performance.now() + 150_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error('It did not come to pass.');
    await delay(25);
  }
};

const postmaster = async (): Promise<number> => {
  const text = await readFile(join(directory, '.data/postgres/cluster/postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'billing-faults-'));
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  start();
  await until(isReady);
}, 120_000);
afterAll(async () => {
  billing?.kill('SIGTERM');
  if (billing?.exitCode === null) await once(billing, 'exit');
  receiver.close();
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

const call = async (method: string, path: string, token: string | undefined, body?: object) => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
};

test(
  'what was acknowledged is there, whatever is killed',
  async () => {
    const account = {
      tenantName: 'T',
      name: 'N',
      email: 'ada@acme.example',
      password: 'correct horse',
    };
    const signedUp = await call('POST', '/v1/auth/signup', undefined, account);
    const token: string = signedUp.body['accessToken'] ?? '';
    const { port: at } = receiver.address() as AddressInfo;
    const body = { url: `http://127.0.0.1:${at}/`, eventTypes: ['customer.created'] };
    expect((await call('POST', '/v1/webhook-endpoints', token, body)).status).toBe(201);

    const acknowledged: string[] = [];
    const stray = new Set<number>();
    const over = new AbortController();
    let count = 0;
    const writer = async (): Promise<void> => {
      while (!over.signal.aborted) {
        count += 1;
        const email = `customer-${count}@example.com`;
        try {
          const made = await call('POST', '/v1/customers', token, { name: 'Load', email });
          if (made.status === 201) acknowledged.push(made.body['id'] ?? '');
          else stray.add(made.status);
        } catch {
          await delay(20);
        }
      }
    };
    const writers = [writer(), writer(), writer(), writer()];

    for (let kill = 0; kill < kills; kill += 1) {
      await delay(300);
      process.kill(await postmaster(), 'SIGKILL');
      await until(isReady);
      await delay(300);
      const dying = billing;
      dying?.kill('SIGKILL');
      if (dying !== undefined) await once(dying, 'exit');
      start();
      await until(isReady);
    }
    await delay(300);
    over.abort();
    await Promise.all(writers);

    expect(acknowledged.length).toBeGreaterThan(kills * 2);
    expect([...stray].filter((status) => status !== 503)).toEqual([]);
    for (const id of acknowledged) {
      expect([id, (await call('GET', `/v1/customers/${id}`, token)).status]).toEqual([id, 200]);
    }
    const verified = await call('GET', '/v1/audit-entries/verification', token);
    expect(verified.body).toMatchObject({ isIntact: true });
    await until(() => acknowledged.every((id) => told.has(id)));
  },
  120_000 + kills * 30_000,
);
