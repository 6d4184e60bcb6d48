import type { QueryRunner } from 'typeorm';
import { DataSource } from 'typeorm';
import { installJobs } from '#infrastructure/jobs/job-schema.ts';
import { connectionOptions } from '#infrastructure/typeorm/data-source.ts';
import { appliedMigrations } from '#infrastructure/typeorm/known-schema.ts';

// Any number will do, as long as nobody else in the database locks the same one.
const migrationLock = 4_917_203_115;

const serverVersionMin = 15;

/** Brings the schema up to date; gives the names of the migrations that ran. */
export const migrate = (url: string): Promise<readonly string[]> =>
  asOwner(url, async (dataSource) => {
    const applied = await dataSource.runMigrations();
    // pg-boss has migrations of its own, and its tables are a part of the schema.
    await installJobs(url);
    return applied.map(({ name }) => name);
  });

/** Takes the last migration back; gives its name, or nothing when there was none. */
export const revertLastMigration = (url: string): Promise<string | undefined> =>
  asOwner(url, async (dataSource) => {
    const last = (await appliedMigrations((text) => dataSource.query(text))).at(-1);
    if (last !== undefined) await dataSource.undoLastMigration();
    return last;
  });

// Works as the login of the URL, which owns the tables; the application itself never does.
const asOwner = async <Result>(
  url: string,
  work: (dataSource: DataSource) => Promise<Result>,
): Promise<Result> => {
  const dataSource = await new DataSource(
    connectionOptions({ url, poolMax: 2 }, null),
  ).initialize();
  // Two nodes that start at once would both migrate, and one would fail. The lock needs a
  // connection of its own, because each migration has its own transaction.
  const guard = dataSource.createQueryRunner();
  try {
    await refuseOldServer(guard);
    await guard.query('select pg_advisory_lock($1)', [migrationLock]);
    await appliedMigrations((text) => dataSource.query(text));
    return await work(dataSource);
  } finally {
    await guard.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    await guard.release();
    await dataSource.destroy();
  }
};

const refuseOldServer = async (runner: QueryRunner): Promise<void> => {
  const [row] = (await runner.query('show server_version_num')) as { server_version_num: string }[];
  const version = Number(row?.server_version_num);
  if (version >= serverVersionMin * 10_000) return;
  const major = Math.floor(version / 10_000);
  throw new Error(`This is PostgreSQL ${major}, and we need ${serverVersionMin} or later.`);
};
