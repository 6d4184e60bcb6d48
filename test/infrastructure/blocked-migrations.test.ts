import { Client } from 'pg';
import { expect, test } from 'vitest';
import { migrate, revertLastMigration } from '#infrastructure/typeorm/schema/migrate.ts';
import { freshDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

// A migration that waits for a table holds up all who come after it, those who only read, too. So
// it waits for a short while, lets them through, and tries again.

const fresh = freshDatabase();
const patience = { waitMilliseconds: 300, pauseMilliseconds: 700, attemptsMax: 2 };

const connected = async (program: string): Promise<Client> => {
  const client = new Client({ connectionString: fresh.url(), application_name: program });
  await client.connect();
  return client;
};

const alteringUsage = 'UsageCancellations1765100003800';

/** Takes migrations back until the next to be applied alters the table of usage events. */
const behind = async (): Promise<void> => {
  let reverted = '';
  while (reverted !== alteringUsage) reverted = (await revertLastMigration(fresh.url())) ?? '';
};

test('a migration gives up on a table that others hold, and says who does', async () => {
  await behind();
  const report = await connected('long report');
  await report.query('begin; lock table usage_events in access share mode');
  const reader = await connected('reader');
  // The pause is so long that whoever is let through is seen in it on a busy machine, too.
  const slow = { ...patience, pauseMilliseconds: 4000 };
  let isOver = false;
  const migrating = migrate(fresh.url(), slow)
    .catch((error: unknown) => error)
    .finally(() => (isOver = true));

  await until(async () => (await waitingFor(report)) > 0);
  await reader.query('select from usage_events limit 1');
  const wasOver = isOver;
  const failure = await migrating;

  expect(wasOver).toBe(false);
  expect(String(failure)).toMatch(/^MigrationBlocked: .* 2 times, and changed nothing/);
  expect(String(failure)).toMatch(
    /long report \(\d+\) holds usage_events.*: select pg_terminate_backend\(\d+\);/,
  );
  await report.query('rollback');
  await Promise.all([report.end(), reader.end()]);
});

test('a migration is applied once others let go, whatever it was tried before', async () => {
  const report = await connected('short report');
  await report.query('begin; lock table usage_events in access share mode');
  const migrating = migrate(fresh.url(), { ...patience, attemptsMax: 20 });

  await until(async () => (await waitingFor(report)) > 0);
  await until(async () => (await waitingFor(report)) === 0);
  await report.query('commit');

  expect(await migrating).toContain(alteringUsage);
  expect(await migrate(fresh.url())).toEqual([]);
  await report.end();
});

const waitingFor = async (client: Client): Promise<number> => {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::integer as count from pg_locks
      where not granted and relation = to_regclass('usage_events')`,
  );
  return rows[0]?.count ?? 0;
};
