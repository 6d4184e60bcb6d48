import { askSteadily, quantileOf } from './load/steady.ts';
import { medianOf } from './report/findings.ts';
import { figure, table } from './report/tables.ts';
import type { BillingRun, CostEach } from './setup/billing-run.ts';
import { faultsAfter, probe, runDue, runFloor } from './setup/billing-run.ts';
import { type BillingShape, seedBilling } from './setup/billing-seed.ts';
import { everyCore } from './setup/cores.ts';
import { numberFrom, print } from './setup/places.ts';
import { connected, Postgres } from './setup/postgres.ts';
import { buildProduct, signIn } from './setup/product.ts';
import { filled } from './setup/seeded.ts';
import { startServer } from './setup/servers.ts';
import { startWorker } from './setup/workers.ts';

// How fast is what is due billed, next to a program that only writes the rows? Is what is not due
// free, and do requests notice?

const subscriptions = numberFrom('SUBSCRIPTIONS', 100_000);
// `0` skips what needs the large database.
const large = process.env['LARGE'] === '0' ? 0 : numberFrom('LARGE', 1_000_000);
const pause = numberFrom('PAUSE', 200);
const seconds = numberFrom('SECONDS', 20);
const tenantsMany = 50;
const ratioMin = 0.5;
const goalPerSecond = 1500;
const memoryRatioMax = 1.2;
const findMillisecondsMax = 5;
const flatRatioMax = 1.5;
const p99RatioMax = 3;

const faults: string[] = [];
const missed: string[] = [];
const expectThat = (holds: boolean, otherwise: string): void => {
  if (!holds) missed.push(otherwise);
};

/** A database with this in it, kept as long as its dates are good. */
const seedDatabase = async (postgres: Postgres, shape: BillingShape): Promise<string> => {
  const { tenants, subscriptionsEach, dueEach, isTaxed } = shape;
  const suffix = isTaxed === true ? '_taxed' : '';
  const name = `billing_bench_due_${tenants}_${subscriptionsEach}_${dueEach}${suffix}`;
  const today = new Date().toISOString().slice(0, 10);
  const wanted = `due ${today}: ${JSON.stringify(shape)}`;
  await filled(postgres, name, wanted, (client) => seedBilling(client, shape));
  return name;
};

const copies = ['billing_bench_run', 'billing_bench_floor'] as const;

/** Runs the product over a copy of the database, and looks for faults afterwards. */
const runOver = async (
  postgres: Postgres,
  template: string,
  { tenants, dueEach }: BillingShape,
): Promise<BillingRun & { readonly url: string }> => {
  const url = await postgres.create(copies[0], template);
  const due = tenants * dueEach;
  const run = await runDue(url, due);
  faults.push(...(await faultsAfter(url, due)).map((fault) => `${template}: ${fault}`));
  return { ...run, url };
};

const compareToFloor = async (
  postgres: Postgres,
  tenants: number,
  isTaxed = false,
): Promise<readonly string[]> => {
  const each = Math.ceil(subscriptions / tenants);
  const shape = { tenants, subscriptionsEach: each, dueEach: each, isTaxed };
  const template = await seedDatabase(postgres, shape);
  const run = await runOver(postgres, template, shape);
  const floorUrl = await postgres.create(copies[1], template);
  const floor = runFloor(floorUrl, run.url, tenants * each);
  const ratio = run.perSecond / floor.perSecond;
  const growth = run.endMegabytes / run.quarterMegabytes;
  const counted = `${tenants} ${tenants === 1 ? 'tenant' : 'tenants'}`;
  const name = isTaxed ? `${counted}, with tax and credit` : counted;
  expectThat(ratio >= ratioMin, `${name}: ${figure(ratio, 2)} of the floor.`);
  expectThat(run.perSecond >= goalPerSecond, `${name}: ${figure(run.perSecond, 0)} invoices/s.`);
  expectThat(growth <= memoryRatioMax, `${name}: memory grew to ${figure(growth, 2)} times.`);
  return [
    name,
    String(run.invoices),
    figure(run.perSecond, 0),
    figure(floor.perSecond, 0),
    figure(ratio, 2),
    costText(run.cost),
    costText(floor.cost),
    figure(run.quarterMegabytes, 0),
    figure(run.endMegabytes, 0),
  ];
};

const costText = ({ node, postgres }: CostEach): string =>
  `${figure(node, 2)} + ${figure(postgres, 2)}`;

const makeDue = `
  update billing_accounts a set due_at = now() - interval '1 day'
  from (select tenant_id, customer_id from billing_accounts order by customer_id limit 1000) d
  where a.tenant_id = d.tenant_id and a.customer_id = d.customer_id`;

/** Finding a thousand due accounts among very many, and handling ten thousand of them. */
const compareToLarge = async (postgres: Postgres): Promise<void> => {
  const dueEach = Math.min(10_000, Math.ceil(large / 10)) / tenantsMany;
  const took: number[] = [];
  for (const subscriptionsEach of [dueEach, Math.ceil(large / tenantsMany)]) {
    const shape = { tenants: tenantsMany, subscriptionsEach, dueEach };
    const template = await seedDatabase(postgres, shape);
    took.push((await runOver(postgres, template, shape)).seconds);
  }
  const [few = Number.NaN, many = Number.NaN] = took;
  const url = postgres.urlOf(copies[0]);
  await connected(url, async (client) => {
    await client.query(makeDue);
    await client.query('vacuum analyze billing_accounts');
  });
  const { found, milliseconds } = probe<{ found: number; milliseconds: number[] }>('find', url);
  const median = medianOf(milliseconds) ?? Number.NaN;
  print(`\nFinding who is due (1000 of ${large}): ${figure(median, 2)} ms, ${found} tenants.`);
  const dueCount = dueEach * tenantsMany;
  const times = `${figure(few, 2)} s of ${dueCount}, ${figure(many, 2)} s of ${large}`;
  print(`Handling ${dueCount}: ${times}, ratio ${figure(many / few, 2)}.`);
  expectThat(median < findMillisecondsMax, `Finding took ${figure(median, 2)} ms.`);
  expectThat(many / few <= flatRatioMax, `Of ${large} it took ${figure(many / few, 2)} times.`);
};

/** The slowest of a hundred requests, alone and beside a run that pauses between its rounds. */
const compareRequests = async (postgres: Postgres): Promise<void> => {
  const each = Math.ceil(subscriptions / tenantsMany);
  const shape = { tenants: tenantsMany, subscriptionsEach: each, dueEach: each };
  const template = await seedDatabase(postgres, shape);
  const databaseUrl = await postgres.create(copies[0], template);
  const ground = { databaseUrl, publicJwk: '', cores: everyCore };
  const settings = { WORKER: 'off' };
  const server = await startServer('product', { ...ground, settings }, readiness);
  try {
    const { tenants } = await signIn(databaseUrl, [1], server);
    const [{ token, customerIds: [id = ''] } = { token: '', customerIds: [] }] = tenants;
    const path = `/v1/customers/${id}`;
    const load = { port: server.port, path, token, perSecond: 200, seconds };
    await askSteadily({ ...load, seconds: 5 });
    const idle = quantileOf(await askSteadily(load), 0.99);
    const throttle = { BILLING_PAUSE_MS: String(pause) };
    const worker = startWorker({ ...ground, settings: throttle });
    try {
      const { before, busy, after } = await besideRun(databaseUrl, load);
      const p99 = quantileOf(busy, 0.99);
      const rate = figure((after - before) / seconds, 0);
      print(`\nAPI p99 at 200 requests/s: ${figure(idle, 1)} ms idle, ${figure(p99, 1)} ms beside`);
      print(`a run of ${rate} invoices/s (a pause of ${pause} ms), ${figure(p99 / idle, 2)} times.`);
      expectThat(after < each * tenantsMany, 'The run was over before the requests were.');
      expectThat(p99 / idle < p99RatioMax, `The p99 was ${figure(p99 / idle, 2)} times that of idle.`);
    } finally {
      await worker.stop();
    }
  } finally {
    await server.stop();
  }
};

const readiness = { path: '/readyz', token: '' };

const besideRun = (databaseUrl: string, load: Parameters<typeof askSteadily>[0]) =>
  connected(databaseUrl, async (client) => {
    const made = async (): Promise<number> => {
      const { rows } = await client.query<{ n: number }>(
        'select coalesce(sum(last_number), 0)::integer as n from number_series',
      );
      return rows[0]?.n ?? 0;
    };
    // A start is no part of a run.
    while ((await made()) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const before = await made();
    const busy = await askSteadily(load);
    return { before, busy, after: await made() };
  });

const postgres = await Postgres.open();
try {
  buildProduct();
  const rows = [];
  for (const tenants of [tenantsMany, 1]) rows.push(await compareToFloor(postgres, tenants));
  rows.push(await compareToFloor(postgres, tenantsMany, true));
  const rates = ['due of', 'invoices', 'product/s', 'floor/s', 'ratio'];
  const costs = ['CPU ms each, Node + PostgreSQL', 'of the floor', 'MB at ¼', 'MB at the end'];
  print(`\n${table([...rates, ...costs], rows)}`);
  if (large > 0) await compareToLarge(postgres);
  await compareRequests(postgres);
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
