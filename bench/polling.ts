import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { medianOf } from './report/findings.ts';
import { figure, table } from './report/tables.ts';
import { cpuMilliseconds, everyCore } from './setup/cores.ts';
import { numberFrom, print } from './setup/places.ts';
import { Postgres } from './setup/postgres.ts';
import { buildProduct, signIn } from './setup/product.ts';
import { seeded } from './setup/seeded.ts';
import { type Server, startServer } from './setup/servers.ts';

// Measures the cost of waiting for events where nothing happens, and how long news takes.

const tenants = numberFrom('TENANTS', 10_000);
const seconds = numberFrom('SECONDS', 20);
const newsCount = 20;
const shareMax = 0.01;
const newsMillisecondsMax = 1000;
const database = `billing_bench_idle_${tenants}`;

/** The share of a core that the product and PostgreSQL use while nobody asks anything. */
const idleShares = async (
  postgres: Postgres,
  worker: 'in-process' | 'off',
): Promise<{ readonly product: number; readonly database: number }> => {
  const databaseUrl = postgres.urlOf(database);
  const settings = { WORKER: worker };
  const ground = { databaseUrl, publicJwk: '', cores: everyCore, settings };
  const server = await startServer('product', ground, { path: '/readyz', token: '' });
  try {
    // Work that a start leaves behind is no cost of waiting.
    await delay(10_000);
    const before = [cpuMilliseconds(server.pid), await postgres.cpuMilliseconds()] as const;
    await delay(seconds * 1000);
    const after = [cpuMilliseconds(server.pid), await postgres.cpuMilliseconds()] as const;
    const share = (which: 0 | 1): number => (after[which] - before[which]) / (seconds * 1000);
    return { product: share(0), database: share(1) };
  } finally {
    await server.stop();
  }
};

/** Milliseconds from the answer to a write until an endpoint has its event. */
const newsMilliseconds = async (postgres: Postgres): Promise<readonly number[]> => {
  const databaseUrl = postgres.urlOf(database);
  const settings = { WEBHOOKS_ALLOW_PRIVATE: 'true' };
  const ground = { databaseUrl, publicJwk: '', cores: everyCore, settings };
  const server = await startServer('product', ground, { path: '/readyz', token: '' });
  const endpoint = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(204).end());
  }).listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  try {
    const { tenants: callers } = await signIn(databaseUrl, [1], server);
    const token = callers[0]?.token ?? '';
    const { port } = endpoint.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    await create(server, token, 'webhook-endpoints', { url, eventTypes: ['customer.created'] });
    const took: number[] = [];
    for (let count = 0; count < newsCount; count += 1) {
      // At another moment of the pause between two looks each time.
      await delay(1000 + (count * 500) / newsCount);
      const heard = once(endpoint, 'request');
      const email = `news.${Date.now()}@customer.example`;
      await create(server, token, 'customers', { name: 'News', email });
      const respondedAt = performance.now();
      await heard;
      took.push(performance.now() - respondedAt);
    }
    return took;
  } finally {
    endpoint.close();
    endpoint.closeAllConnections();
    await server.stop();
  }
};

const create = async (
  { port }: Server,
  token: string,
  what: string,
  body: object,
): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${port}/v1/${what}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${what}: ${await response.text()}`);
};

const percent = (share: number): string => `${figure(share * 100, 2)} %`;

const postgres = await Postgres.open();
try {
  buildProduct();
  await seeded(postgres, database, [{ tenants, customersEach: 1 }]);
  const off = await idleShares(postgres, 'off');
  const on = await idleShares(postgres, 'in-process');
  const rows = Object.entries({ off, 'in-process': on }).map(([worker, share]) => [
    worker,
    percent(share.product),
    percent(share.database),
  ]);
  print(`\nShare of a core beside ${tenants} idle tenants, over ${seconds} s:\n`);
  print(table(['worker', 'product', 'PostgreSQL'], rows));
  const polling = on.product + on.database - off.product - off.database;
  const news = await newsMilliseconds(postgres);
  const longest = Math.max(...news);
  print(`\nPolling: ${percent(polling)} of a core.`);
  print(`News: median ${figure(medianOf(news) ?? 0, 0)} ms, longest ${figure(longest, 0)} ms.`);
  const faults = [
    ...(polling > shareMax ? ['Polling takes more than 1 % of a core.'] : []),
    ...(longest > newsMillisecondsMax ? ['News took more than a second.'] : []),
  ];
  print(faults.length === 0 ? 'Passed.' : `FAILED. ${faults.join(' ')}`);
  if (faults.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await postgres.close();
}
