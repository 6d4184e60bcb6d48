import { expect, test } from 'vitest';
import type { Running } from '../support/billing-program.ts';
import { BillingProgram } from '../support/billing-program.ts';
import { until } from '../support/until.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';
import type { TestShop } from './billing-shops.ts';
import { openShops } from './billing-shops.ts';
import { KillablePostgres } from './killable-postgres.ts';

// Workers are killed while they take the clocks of test tenants through months, and PostgreSQL with
// every sixth of them. `npm run test:faults` kills 60 workers, and PostgreSQL ten times, among ten
// tenants of 150 subscriptions, or of 30 where FAULTS says fewer kills, and waits until every event
// was told. `npm test` kills two workers, and PostgreSQL once, among few. There this process takes
// the clocks on afterwards, and what was not told yet must be waiting for its turn: the jobs of who
// was killed are given to others after 45 seconds.

const isLong = process.env['FAULTS'] !== undefined;
const kills = Number(process.env['FAULTS'] ?? 2);
const { tenants, subscriptions, months } = isLong
  ? { tenants: 10, subscriptions: kills < 60 ? 30 : 150, months: 12 }
  : { tenants: 2, subscriptions: 20, months: 12 };
const workersAtOnce = 2;
const settleMilliseconds = isLong ? 30 * 60_000 : 120_000;

const receiver = webhookReceiver();
const postgres = KillablePostgres.open();
const program = BillingProgram.open(() => ({
  DATABASE_URL: postgres.adminUrl,
  WEBHOOKS_ALLOW_PRIVATE: 'true',
}));

const untilCount = (text: string, isAsWanted: (counted: number) => boolean): Promise<void> =>
  postgres.untilCount(text, isAsWanted, settleMilliseconds);

const invoices = 'select count(*) from invoices';
const clocksUnderway = `select count(*) from test_clocks where status = 'advancing'`;
// Events that a subscriber has not read, and jobs that are not over.
const undone = `(select count(*) from billing_jobs.job
    where state in ('created', 'retry', 'active', 'failed'))
  + (select coalesce(sum(c.sequence - coalesce(p.sequence, 0)), 0) from audit_chains c
    left join event_positions p on p.tenant_id = c.tenant_id)`;

/** Starts a worker again and again until it works: PostgreSQL may be on its way back. */
const work = async (): Promise<Running> => {
  for (;;) {
    const running = program.start(['worker'], { LOG_LEVEL: 'info' });
    const isOver = () => running.child.exitCode !== null;
    const isWorking = () => running.output().includes('"working"');
    await until(() => isOver() || isWorking(), settleMilliseconds).catch((cause: unknown) => {
      throw new Error(`A worker does not begin: ${running.output()}`, { cause });
    });
    if (!isOver()) return running;
  }
};

/**
 * Kills a worker in turn each time that another share of all invoices is made. The next is killed
 * while the one before is replaced, so that there is always work left to be killed at.
 */
const killWhileAdvancing = async (shops: readonly TestShop[]): Promise<void> => {
  const workers = Array.from({ length: workersAtOnce }, work);
  await Promise.all(workers);
  const first = tenants * subscriptions;
  const all = first * (months + 1);
  const share = (all - first) / (kills + 2);
  for (const shop of shops) await shop.advance(months);
  for (let kill = 0; kill < kills; kill += 1) {
    let made = 0;
    await untilCount(invoices, (counted) => {
      made = counted;
      return made >= first + share * (kill + 1);
    });
    // Else it is nothing that is killed.
    expect(made).toBeLessThan(all);
    const place = kill % workersAtOnce;
    const worker = await workers[place];
    worker?.child.kill('SIGKILL');
    await worker?.ended;
    if (kill % 6 === 5 || kill === kills - 1) await postgres.kill();
    workers[place] = work();
  }
  await Promise.all(workers);
};

const expectSound = async (shop: TestShop): Promise<void> => {
  const documents = subscriptions * (months + 1);
  const numbers = Array.from(
    { length: documents },
    (_, index) => `INV-${String(index + 1).padStart(6, '0')}`,
  );
  expect(await shop.chargedPeriods()).toEqual(shop.periodsOf(months));
  expect(await shop.numbers()).toEqual(numbers);
  expect(await shop.verify()).toMatchObject({ invoices: documents, faults: [] });
  expect(await shop.verifyChain()).toMatchObject({ isIntact: true });
};

test(
  'nothing is lost, charged twice or left out, whoever is killed while clocks advance',
  async () => {
    const { encryptionKey } = program;
    const size = { tenants, subscriptions, webhookUrl: receiver.url(), encryptionKey };
    await using opened = await openShops(postgres.adminUrl, size);
    const { shops } = opened;

    await killWhileAdvancing(shops);
    if (!isLong) await Promise.all(shops.map((shop) => shop.goAlong()));
    await untilCount(clocksUnderway, (clocks) => clocks === 0);
    if (isLong) await untilCount(undone, (left) => left === 0);

    for (const shop of shops) await expectSound(shop);
    const waiting = new Set((await Promise.all(shops.map((shop) => shop.waitingEvents()))).flat());
    const told = new Set(receiver.told.map(({ id }) => id));
    const events = (await Promise.all(shops.map((shop) => shop.events()))).flat();
    expect(events.length).toBeGreaterThan(tenants * subscriptions * months);
    expect(events.filter((event) => !told.has(event) && !waiting.has(event))).toEqual([]);
    expect(told.size).toBeGreaterThan(0);
    if (isLong) expect([...waiting]).toEqual([]);
  },
  2 * settleMilliseconds + kills * 120_000,
);
