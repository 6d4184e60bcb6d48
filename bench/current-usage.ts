import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { figure, table } from './report/tables.ts';
import { Asker } from './setup/asker.ts';
import { everyCore } from './setup/cores.ts';
import { numberFrom, print } from './setup/places.ts';
import { connected, Postgres } from './setup/postgres.ts';
import { buildProduct, signIn } from './setup/product.ts';
import { tenantName, tenantNumbered } from './setup/seed.ts';
import { seeded } from './setup/seeded.ts';
import type { Server } from './setup/servers.ts';
import { startServer } from './setup/servers.ts';
import { storeEvents } from './setup/stored-usage.ts';
import { uuidIn } from './shared/public-ids.ts';
import { eventType, meters } from './shared/usage-events.ts';

// Measures the cost of showing the usage of the open period, of a customer with very many events in
// it, and whether it depends on how many events others have.

const own = numberFrom('EVENTS', 200_000);
const others = (process.env['OTHERS'] ?? '0,3,10').split(',').map(Number);
/** `in_advance` asks it of prices that are charged as events come. */
const billed = process.env['BILLED'] ?? 'in_arrears';
const days = 25;
const database = 'billing_bench_usage';
const copy = 'billing_bench_current';
const p99Max = 10;
const ratioMax = 1.5;
// Enough for a process that has compiled what it runs: the slowest of a hundred are told, too.
const patience = { warmTimes: 500, times: 1000, seconds: 60 };

const post = async (server: Server, path: string, token: string, body: object) => {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as Readonly<Record<string, unknown>>;
};

/** Sells what the meters count, one price by region and one in tiers, to a customer. */
const subscribe = async (server: Server, token: string, customerId: string): Promise<string> => {
  const meterIds: unknown[] = [];
  for (const meter of meters) meterIds.push((await post(server, '/v1/meters', token, meter))['id']);
  const product = await post(server, '/v1/products', token, { code: 'cdn', name: 'CDN' });
  const tiers = [{ upTo: '1000', unitAmount: '0.01' }, { upTo: null, unitAmount: '0.005' }];
  const [traffic, requests] = meterIds;
  const prices = [
    { name: 'Traffic', kind: 'usage', meterId: traffic, groupBy: ['region'], unitAmount: '0.02' },
    { name: 'Requests', kind: 'usage', meterId: requests, model: 'graduated', tiers },
  ];
  const plan = await post(server, '/v1/plans', token, {
    productId: product['id'],
    code: 'cdn',
    name: 'CDN',
    currency: 'EUR',
    interval: { unit: 'month', count: 1 },
    prices: prices.map((price) => ({ model: 'per_unit', billed, ...price })),
  });
  const startsAt = new Date(Date.now() - days * 86_400_000).toISOString();
  const terms = { customerId, planId: plan['id'], startsAt };
  const made = await post(server, '/v1/subscriptions', token, terms);
  return String(made['id']);
};

interface Measured {
  readonly events: number;
  readonly p50: number;
  readonly p99: number;
  readonly rolledSeconds: number;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN;

const measure = async (postgres: Postgres): Promise<readonly Measured[]> => {
  const databaseUrl = await postgres.create(copy, database);
  const ground = { databaseUrl, publicJwk: '', cores: everyCore };
  const server = await startServer('product', ground, { path: '/readyz', token: '' });
  try {
    const caller = async () => (await signIn(databaseUrl, [1], server)).tenants[0];
    const { token = '', customerIds = [] } = (await caller()) ?? {};
    const [first = '', ...rest] = customerIds;
    const path = `/v1/subscriptions/${await subscribe(server, token, first)}/current-usage`;
    const measured: Measured[] = [];
    await connected(databaseUrl, async (client) => {
      const { rows } = await client.query<{ id: string }>(tenantNumbered, [tenantName(1)]);
      const tenantId = rows[0]?.id ?? '';
      const usageOf = (ids: readonly string[]) => {
        const customers = ids.map((id) => uuidIn('cus', id) ?? '');
        return { tenantId, customerIds: customers, eventType, days: days - 1 };
      };
      await client.query('select prepare_usage_partition(current_date + 400)');
      let more = 0;
      for (const times of [null, ...others]) {
        // Without any events first: the rest of the answer.
        const ofCustomer = times === others[0] ? own : 0;
        const wanted = (times ?? 0) * own;
        await storeEvents(client, usageOf([first]), ofCustomer);
        await storeEvents(client, usageOf(rest), wanted - more);
        more = wanted;
        await client.query('vacuum (analyze) usage_events');
        const rolledSeconds = await rolled(client);
        // Millions of rows leave work behind, which would go on beside the calls.
        await client.query('vacuum (analyze)');
        await client.query('checkpoint');
        // Storing millions of events takes longer than a token lives.
        const asking = (await caller())?.token ?? '';
        const { milliseconds, complaint } = await new Asker(server.port, patience).ask(path, asking);
        if (complaint !== undefined) throw new Error(`${path} ${complaint}`);
        const [p50, p99] = [quantile(milliseconds, 0.5), quantile(milliseconds, 0.99)];
        const events = times === null ? 0 : own + more;
        measured.push({ events, p50, p99, rolledSeconds });
      }
    });
    return measured;
  } finally {
    await server.stop();
  }
};

/** Waits until the worker has rolled up all that there is. */
const rolled = async (client: pg.Client): Promise<number> => {
  const beganAt = performance.now();
  if (process.env['ROLLED'] === 'off') return 0;
  for (;;) {
    const { rows } = await client.query('select from usage_heads where has_news');
    if (rows.length === 0) return (performance.now() - beganAt) / 1000;
    await delay(200);
  }
};

const postgres = await Postgres.open();
try {
  if (process.env['BUILD'] !== 'off') buildProduct();
  const shape = { tenants: 1, customersEach: 1000, isSearchable: false };
  await seeded(postgres, database, [shape]);
  const measured = await measure(postgres);
  const head = ['events', `of the customer`, 'p50 ms', 'p99 ms', 'rolled up in s'];
  const rows = measured.map(({ events, p50, p99, rolledSeconds }) => [
    String(events),
    String(events === 0 ? 0 : own),
    figure(p50, 2),
    figure(p99, 2),
    figure(rolledSeconds, 1),
  ]);
  print(`\n${table(head, rows, 0)}`);
  const worst = Math.max(...measured.map(({ p99 }) => p99));
  const ratio = (measured.at(-1)?.p50 ?? Number.NaN) / (measured[1]?.p50 ?? Number.NaN);
  if (worst > p99Max) print(`Target missed. p99: ${figure(worst, 1)} ms.`);
  if (ratio > ratioMax) print(`Target missed. Not flat: ${figure(ratio, 2)}.`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  if (process.env['KEEP'] === undefined) await postgres.drop(copy);
  await postgres.close();
}
