import { spawn } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import type { SendingTenant, UsageOutcome, UsagePlan, UsageReport } from './load/usage-plan.ts';
import { medianOf } from './report/findings.ts';
import { figure, table } from './report/tables.ts';
import { cpuMilliseconds, everyCore } from './setup/cores.ts';
import { benchDirectory, numberFrom, print } from './setup/places.ts';
import { connected, Postgres } from './setup/postgres.ts';
import { buildProduct, signIn } from './setup/product.ts';
import { seeded } from './setup/seeded.ts';
import type { Server, ServerName } from './setup/servers.ts';
import { startServer } from './setup/servers.ts';
import { meters } from './shared/usage-events.ts';

// How fast is usage taken in, next to a program that only writes its rows?

const rounds = numberFrom('ROUNDS', 3);
const seconds = numberFrom('SECONDS', 8);
const warmSeconds = numberFrom('WARM', 6);
const batch = numberFrom('BATCH', 500);
/** Usage alerts in each tenant, on quantities of its meters. */
const alerts = Number(process.env['ALERTS'] ?? 0);
const tenantCount = 8;
const template = 'billing_bench_usage';
const copies = ['billing_bench_usage_run', 'billing_bench_usage_floor'] as const;
const tenantNumbers = Array.from({ length: tenantCount }, (_, at) => at + 1);
const batchRatioMin = 0.4;
const batchGoalPerSecond = 25_000;
const singleRatioMin = 0.5;

const faults: string[] = [];

/** Sends from a process of its own, and gives what that saw, with CPU time of the measured part. */
const sendUsage = (plan: UsagePlan, used: () => Promise<Cost>): Promise<UsageOutcome & Cost> =>
  new Promise((resolve, reject) => {
    const program = `${benchDirectory}load/send-usage.ts`;
    const child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let before: Promise<Cost> | undefined;
    let after: Promise<Cost> | undefined;
    child.on('message', (report: UsageReport) => {
      if (report.kind === 'measuring') before = used();
      else if (report.kind === 'measured') after = used();
      else void settle(report.outcome, [before, after]).then(resolve, reject);
    });
    child.once('error', reject);
    child.send(plan);
  });

/** CPU time in milliseconds. */
interface Cost {
  readonly node: number;
  readonly postgres: number;
}

const nothing: Cost = { node: Number.NaN, postgres: Number.NaN };

const settle = async (
  outcome: UsageOutcome,
  [before, after]: readonly (Promise<Cost> | undefined)[],
): Promise<UsageOutcome & Cost> => {
  const [from, to] = [(await before) ?? nothing, (await after) ?? nothing];
  const { measured } = outcome;
  return {
    ...outcome,
    node: (to.node - from.node) / measured,
    postgres: (to.postgres - from.postgres) / measured,
  };
};

const post = async (server: Server, path: string, token: string, body: object) => {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as Readonly<Record<string, unknown>>;
};

/** Gives each tenant its meters and an API key that may do nothing but send. */
const keysFor = async (
  databaseUrl: string,
  server: Server,
): Promise<readonly SendingTenant[]> => {
  const { tenants } = await signIn(databaseUrl, tenantNumbers, server);
  const sending: SendingTenant[] = [];
  for (const { token, customerIds } of tenants) {
    for (const meter of meters) {
      const { id: meterId } = await post(server, '/v1/meters', token, meter);
      for (let count = 0; count < alerts / meters.length; count += 1) {
        const alert = { name: `Alert ${count}`, measure: 'quantity', meterId };
        const thresholds = ['1000', '1000000'];
        await post(server, '/v1/usage-alerts', token, { ...alert, thresholds });
      }
    }
    const key = { name: 'Sender', permissions: ['usage:write'] };
    const made = await post(server, '/v1/api-keys', token, key);
    sending.push({ token: String(made['token']), customerIds });
  }
  return sending;
};

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cost: Cost;
}

/** Starts a server on a copy, sends to it, and counts what it stored. */
const measure = async (
  postgres: Postgres,
  name: Exclude<ServerName, 'nest'>,
  eventsEach: number,
): Promise<Measured> => {
  const copy = name === 'product' ? copies[0] : copies[1];
  const databaseUrl = await postgres.create(copy, template);
  const { tenants, publicJwk } = await signIn(databaseUrl, tenantNumbers);
  await connected(databaseUrl, (client) =>
    client.query("select prepare_usage_partition(current_date + 400)"),
  );
  const ground = { databaseUrl, publicJwk, cores: everyCore };
  const question =
    name === 'product'
      ? { path: '/readyz', token: '' }
      : { path: '/v1/customers?limit=1', token: tenants[0]?.token ?? '' };
  const server = await startServer(name, ground, question);
  try {
    const sending = name === 'product' ? await keysFor(databaseUrl, server) : tenants;
    const connections = eventsEach === 1 ? 32 : 8;
    const plan = { port: server.port, connections, eventsEach, warmSeconds, seconds };
    const used = async () => ({
      node: cpuMilliseconds(server.pid),
      postgres: await postgres.cpuMilliseconds(),
    });
    const seen = await sendUsage({ ...plan, tenants: sending }, used);
    if (seen.complaint !== null) throw new Error(`${name}: ${seen.complaint}`);
    const stored = await storedIn(databaseUrl);
    if (stored !== seen.accepted) {
      faults.push(`${name}: ${stored} events are stored, and ${seen.accepted} were accepted.`);
    }
    if (name === 'product' && eventsEach > 1) bytesEach.push((await bytesIn(databaseUrl)) / stored);
    const { p50, p99, node, postgres: ofPostgres } = seen;
    return { perSecond: seen.measured / seconds, p50, p99, cost: { node, postgres: ofPostgres } };
  } finally {
    await server.stop();
  }
};

const bytesEach: number[] = [];

/** The room that events, their keys and their indexes take on the disk. */
const bytesIn = (databaseUrl: string): Promise<number> =>
  connected(databaseUrl, async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      `select (pg_total_relation_size('usage_keys') + sum(pg_total_relation_size(inhrelid)))::text
        as bytes from pg_inherits where inhparent = 'usage_events'::regclass`,
    );
    return Number(rows[0]?.bytes);
  });

const storedIn = (databaseUrl: string): Promise<number> =>
  connected(databaseUrl, async (client) => {
    const { rows } = await client.query<{ events: number }>(
      'select count(*)::integer as events from usage_events',
    );
    return rows[0]?.events ?? 0;
  });

/** The time of the floor of batches over the same: no HTTP, and nothing read. */
const batchFloor = async (postgres: Postgres): Promise<number> => {
  const databaseUrl = await postgres.create(copies[1], template);
  const program = `${benchDirectory}floor/usage.ts`;
  const parameters = [program, databaseUrl, String(batch), String(seconds)];
  const printed = execFileSync(process.execPath, parameters, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  return (JSON.parse(printed) as { readonly perSecond: number }).perSecond;
};

const rowOf = (name: string, runs: readonly (Measured & { readonly floor: number })[]) => {
  const median = (read: (run: Measured & { readonly floor: number }) => number): number =>
    medianOf(runs.map(read)) ?? Number.NaN;
  const ratio = median(({ perSecond, floor }) => perSecond / floor);
  const perSecond = median((run) => run.perSecond);
  const row = [
    name,
    figure(perSecond, 0),
    figure(
      median(({ floor }) => floor),
      0,
    ),
    figure(ratio, 2),
    figure(
      median(({ p50 }) => p50),
      1,
    ),
    figure(
      median(({ p99 }) => p99),
      1,
    ),
    figure(median(({ cost }) => cost.node) * 1000, 1),
    figure(median(({ cost }) => cost.postgres) * 1000, 1),
  ];
  return { row, ratio, perSecond };
};

const head = [
  'events',
  'product/s',
  'floor/s',
  'ratio',
  'p50 ms',
  'p99 ms',
  'CPU ms/1,000: Node',
  'PostgreSQL',
];

const postgres = await Postgres.open();
try {
  buildProduct();
  await seeded(postgres, template, [
    { tenants: tenantCount, customersEach: 1000, isSearchable: false },
  ]);
  const [batches, singles]: (Measured & { floor: number })[][] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const floor = await batchFloor(postgres);
    batches?.push({ ...(await measure(postgres, 'product', batch)), floor });
    if (process.env['SINGLES'] === 'off') continue;
    const { perSecond } = await measure(postgres, 'floor', 1);
    singles?.push({ ...(await measure(postgres, 'product', 1)), floor: perSecond });
  }
  const ofBatches = rowOf(`batches of ${batch}`, batches ?? []);
  const ofSingles = rowOf('one by one', singles ?? []);
  print(`\n${table(head, [ofBatches.row, ofSingles.row])}`);
  print(`\nAn event takes ${figure(medianOf(bytesEach), 0)} bytes, with its key and indexes.`);
  const missed = [
    ofBatches.ratio < batchRatioMin ? `Batches: ${figure(ofBatches.ratio, 2)} of the floor.` : '',
    ofBatches.perSecond < batchGoalPerSecond
      ? `Batches: ${figure(ofBatches.perSecond, 0)} events/s.`
      : '',
    ofSingles.ratio < singleRatioMin ? `One by one: ${figure(ofSingles.ratio, 2)}.` : '',
  ].filter((each) => each !== '');
  for (const each of missed) print(`Target missed. ${each}`);
  print(faults.length === 0 ? '\nNo faults.' : `\nFAILED.\n${faults.join('\n')}`);
  if (faults.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  for (const copy of copies) await postgres.drop(copy);
  await postgres.close();
}
