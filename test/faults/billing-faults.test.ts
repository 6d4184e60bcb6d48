import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterFiles } from '#infrastructure/embedded/directory.ts';
import type { EmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';
import { startEmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';
import { livePostmaster } from '#infrastructure/embedded/postmaster.ts';
import type { Running } from '../support/billing-program.ts';
import { BillingProgram } from '../support/billing-program.ts';
import { query } from '../support/embedded-postgres-lab.ts';
import { until } from '../support/until.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';
import type { TestShop } from './billing-shops.ts';
import { openShops } from './billing-shops.ts';

// Workers are killed while they take the clocks of test tenants through months, and at times
// PostgreSQL with them. `npm run test:faults` kills 60 workers and PostgreSQL ten times among ten
// tenants of 150 subscriptions; `FAULTS=2` kills two workers, and PostgreSQL once.

const kills = Number(process.env['FAULTS'] ?? 2);
const isLong = kills > 2;
const size = isLong ? { tenants: 10, subscriptions: 150 } : { tenants: 2, subscriptions: 40 };
const months = 12;
const workersAtOnce = 2;
const settleMilliseconds = isLong ? 20 * 60_000 : 120_000;

const receiver = webhookReceiver();
const program = BillingProgram.open(() => ({
  DATABASE_URL: postgres.adminUrl,
  WEBHOOKS_ALLOW_PRIVATE: 'true',
}));
let directory: string;
let postgres: EmbeddedPostgres;
beforeAll(async () => {
  if (process.env['FAULTS'] === undefined) return;
  directory = await mkdtemp(join(tmpdir(), 'billing-faults-'));
  postgres = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    // What was written survives the death of PostgreSQL, if not that of the machine.
    settings: { fsync: 'off' },
    log: () => undefined,
  });
});
afterAll(async () => {
  if (process.env['FAULTS'] === undefined) return;
  await postgres.stop();
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** A number that a statement counts; undefined while PostgreSQL is away. */
const count = async (text: string): Promise<number | undefined> => {
  try {
    const [row] = (await query(postgres.adminUrl, `select (${text})::integer as n`)) as [
      { readonly n: number },
    ];
    return row.n;
  } catch {
    return undefined;
  }
};

const invoices = () => count('select count(*) from invoices');
const clocksUnderway = () => count(`select count(*) from test_clocks where status = 'advancing'`);
// Events that a subscriber has not read, and attempts that are not over.
const undone = () =>
  count(`(select count(*) from billing_jobs.job
      where state in ('created', 'retry', 'active', 'failed'))
    + (select coalesce(sum(c.sequence - coalesce(p.sequence, 0)), 0) from audit_chains c
      left join event_positions p on p.tenant_id = c.tenant_id)`);

/** Starts a worker again and again until it works: PostgreSQL may be on its way back. */
const work = async (): Promise<Running> => {
  for (;;) {
    const running = program.start(['worker'], { LOG_LEVEL: 'info' });
    const isOver = () => running.child.exitCode !== null;
    await until(() => isOver() || running.output().includes('"working"'), 60_000);
    if (!isOver()) return running;
  }
};

const killPostgres = async (): Promise<void> => {
  const running = await livePostmaster(clusterFiles(join(directory, 'postgres')));
  if (running !== undefined) process.kill(running.pid, 'SIGKILL');
};

/** Kills a worker in turn each time that another share of all invoices is made. */
const killWhileAdvancing = async (shops: readonly TestShop[]): Promise<void> => {
  const workers = [];
  for (let started = 0; started < workersAtOnce; started += 1) workers.push(await work());
  const first = (await invoices()) ?? 0;
  const all = first + size.tenants * size.subscriptions * months;
  const share = (all - first) / (kills + 2);
  for (const shop of shops) await shop.advance(months);
  for (let kill = 0; kill < kills; kill += 1) {
    const wanted = first + share * (kill + 1);
    let made = 0;
    const isFarEnough = async (): Promise<boolean> => {
      made = (await invoices()) ?? 0;
      return made >= wanted;
    };
    await until(isFarEnough, settleMilliseconds);
    expect(made).toBeLessThan(all);
    const place = kill % workersAtOnce;
    workers[place]?.child.kill('SIGKILL');
    await workers[place]?.ended;
    if (kill % 6 === 5 || kill === kills - 1) await killPostgres();
    workers[place] = await work();
  }
};

// Minutes long even where it is short: `npm run test:faults` runs it.
test.skipIf(process.env['FAULTS'] === undefined)(
  'nothing is lost, charged twice or left out, whoever is killed while clocks advance',
  async () => {
    await using opened = await openShops(postgres, { ...size, webhookUrl: receiver.url() });
    const { shops } = opened;

    await killWhileAdvancing(shops);
    await until(async () => (await clocksUnderway()) === 0, settleMilliseconds);
    await until(async () => (await undone()) === 0, settleMilliseconds);

    for (const shop of shops) {
      const documents = size.subscriptions * (months + 1);
      const numbers = Array.from(
        { length: documents },
        (_, index) => `INV-${String(index + 1).padStart(6, '0')}`,
      );
      expect(await shop.chargedPeriods()).toEqual(shop.periodsOf(months));
      expect(await shop.numbers()).toEqual(numbers);
      expect(await shop.verify()).toMatchObject({ invoices: documents, faults: [] });
      expect(await shop.verifyChain()).toMatchObject({ isIntact: true });
    }
    const told = new Set(receiver.told.map(({ id }) => id));
    const events = (await Promise.all(shops.map((shop) => shop.events()))).flat();
    expect(events.length).toBeGreaterThan(size.tenants * size.subscriptions);
    expect(events.filter((event) => !told.has(event))).toEqual([]);
  },
  300_000 + kills * 60_000,
);
