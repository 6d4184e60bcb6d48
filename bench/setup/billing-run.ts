import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { cpuMilliseconds, everyCore, postgresMilliseconds, residentMegabytes } from './cores.ts';
import { benchDirectory } from './places.ts';
import { connected } from './postgres.ts';
import { startWorker } from './workers.ts';

/** The time of one run over everything due. */
export interface BillingRun {
  readonly invoices: number;
  readonly perSecond: number;
  /** From the first batch to the last. */
  readonly seconds: number;
  readonly cost: CostEach;
  /** Memory of the worker when a quarter was done, and at the end. */
  readonly quarterMegabytes: number;
  readonly endMegabytes: number;
}

/** CPU time of each invoice in milliseconds. Unlike a rate, it hardly depends on who else works. */
export interface CostEach {
  readonly node: number;
  readonly postgres: number;
}

const stalledMilliseconds = 120_000;
const pollMilliseconds = 20;

/** Lets the product's worker handle all that is due in a database, and watches the numbers. */
export const runDue = (databaseUrl: string, due: number): Promise<BillingRun> =>
  connected(databaseUrl, async (client) => {
    const worker = startWorker({ databaseUrl, publicJwk: '', cores: everyCore });
    const backend = await backendOf(client);
    const used = () => ({
      node: cpuMilliseconds(worker.pid),
      postgres: postgresMilliseconds(backend),
    });
    try {
      let before = used();
      let first: Seen | undefined;
      let last: Seen = { invoices: 0, at: performance.now() };
      let quarterMegabytes = Number.NaN;
      while (last.invoices < due) {
        if (worker.hasEnded()) throw new Error('The worker ended: see .data/logs/worker.log.');
        const seen = { invoices: await numbersTaken(client), at: performance.now() };
        if (seen.invoices > last.invoices) last = seen;
        if (seen.at - last.at > stalledMilliseconds) break;
        if (seen.invoices > 0 && first === undefined) {
          first = seen;
          before = used();
        }
        if (Number.isNaN(quarterMegabytes) && seen.invoices >= due / 4) {
          quarterMegabytes = residentMegabytes(worker.pid);
        }
        await delay(pollMilliseconds);
      }
      const after = used();
      const begun = first ?? last;
      const made = last.invoices - begun.invoices;
      const seconds = (last.at - begun.at) / 1000;
      const cost = {
        node: (after.node - before.node) / made,
        postgres: (after.postgres - before.postgres) / made,
      };
      const memory = { quarterMegabytes, endMegabytes: residentMegabytes(worker.pid) };
      return { invoices: last.invoices, perSecond: made / seconds, seconds, cost, ...memory };
    } finally {
      await worker.stop();
    }
  });

interface Seen {
  readonly invoices: number;
  readonly at: number;
}

const backendOf = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
};

const numbersTaken = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ taken: number }>(
    'select coalesce(sum(last_number), 0)::integer as taken from number_series',
  );
  return rows[0]?.taken ?? 0;
};

const linesEach = 3;

/** Faults after a run over `due` subscriptions: lost, doubled, gaps, unproven. */
export const faultsAfter = (databaseUrl: string, due: number): Promise<readonly string[]> =>
  connected(databaseUrl, async (client) => {
    const { rows } = await client.query<Record<string, number>>(tallies, [linesEach]);
    const tally = rows[0] ?? {};
    const tenants = await client.query<{ id: string }>('select id from tenants');
    const verified = probe<Verified>(
      'verify',
      databaseUrl,
      tenants.rows.map(({ id }) => id),
    );
    const wanted = { invoices: due, complete: due, gaps: 0, waiting: 0, due: 0, issues: 0 };
    const strange = Object.entries(wanted).filter(([name, count]) => tally[name] !== count);
    return [
      ...strange.map(([name, count]) => `${name}: ${tally[name]}, and not ${count}.`),
      ...(verified.invoices === due ? [] : [`Only ${verified.invoices} were verified.`]),
      ...verified.faults,
    ];
  });

const tallies = `
  select (select count(*)::integer from invoices where status = 'finalized') as invoices,
    (select count(*)::integer from (
      select 1 from charges where invoice_id is not null
      group by tenant_id, subscription_id having count(*) = $1
        and count(distinct invoice_id) = 1) as c) as complete,
    (select coalesce(sum(s.last_number - i.count), 0)::integer from number_series s
      join lateral (select count(distinct number) from invoices i
        where i.tenant_id = s.tenant_id and i.series = s.series) i on true) as gaps,
    (select count(*)::integer from charges where invoice_id is null) as waiting,
    (select count(*)::integer from billing_accounts where due_at <= now()) as due,
    (select count(*)::integer from billing_issues) as issues`;

interface Verified {
  readonly invoices: number;
  readonly faults: readonly string[];
}

/** Runs a task of `billing-probe.ts`. */
export const probe = <Result>(
  task: 'verify' | 'find',
  databaseUrl: string,
  tenants: readonly string[] = [],
): Result => {
  const program = `${benchDirectory}setup/billing-probe.ts`;
  const parameters = ['--conditions=source', program, task, databaseUrl, ...tenants];
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  return JSON.parse(
    execFileSync(process.execPath, parameters, { stdio: [...stdio], encoding: 'utf8' }),
  ) as Result;
};

/** The time of the floor over the same; `sampleUrl` is where the product has run. */
export const runFloor = (
  databaseUrl: string,
  sampleUrl: string,
  due: number,
): Pick<BillingRun, 'perSecond' | 'cost'> => {
  const program = `${benchDirectory}floor/billing.ts`;
  const printed = execFileSync(process.execPath, [program, databaseUrl, sampleUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  const run = JSON.parse(printed) as Pick<BillingRun, 'invoices' | 'perSecond' | 'cost'>;
  const { invoices } = run;
  if (invoices !== due) throw new Error(`The floor made ${invoices} invoices, and not ${due}.`);
  return run;
};
