import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { installJobs } from '#infrastructure/jobs/job-schema.ts';
import { connectionOptions } from '#infrastructure/typeorm/connection/data-source.ts';
import { refuseMissingRights } from '#infrastructure/typeorm/connection/owner-rights.ts';
import type { Ask } from '#infrastructure/typeorm/connection/session.ts';
import {
  isRefusedByPooler,
  ownerSession,
  refusedByPooler,
  refuseUnfitSession,
  UnfitDatabase,
  unboundTransactions,
  withSession,
} from '#infrastructure/typeorm/connection/session.ts';
import type { LockPatience } from '#infrastructure/typeorm/schema/blocked-migration.ts';
import { lockPatience, untilUnlocked } from '#infrastructure/typeorm/schema/blocked-migration.ts';
import { appliedMigrations, missingOf } from '#infrastructure/typeorm/schema/known-schema.ts';

// Any number will do, as long as nobody else in the database locks the same one.
const migrationLock = 4_917_203_115;

const serverVersionMin = 15;

/**
 * Brings the schema up to date; gives the names of the migrations that ran.
 * @throws {UnfitDatabase} when the server, the way to it or the rights of the login are not enough.
 * @throws {UnknownSchema} when another version made the database.
 * @throws {MigrationBlocked} when others do not let go of a table.
 */
export const migrate = (
  url: string,
  patience: LockPatience = lockPatience,
): Promise<readonly string[]> =>
  asOwner(url, patience, async (dataSource, ask) => {
    const missing = missingOf(await appliedMigrations(ask));
    if (missing.length > 0) await refuseMissingRights(ask);
    await untilUnlocked(ask, patience, () => dataSource.runMigrations());
    // pg-boss has migrations of its own, and its tables are a part of the schema.
    await untilUnlocked(ask, patience, () => overConnection(url, patience, installJobs));
    return missing;
  });

/** Takes the last migration back; gives its name, or nothing when there was none. */
export const revertLastMigration = (
  url: string,
  patience: LockPatience = lockPatience,
): Promise<string | undefined> =>
  asOwner(url, patience, async (dataSource, ask) => {
    const last = (await appliedMigrations(ask)).at(-1);
    if (last === undefined) return undefined;
    await untilUnlocked(ask, patience, () => dataSource.undoLastMigration());
    return last;
  });

// Works as the login of the URL, which owns the tables; the application itself never does.
const asOwner = async <Result>(
  url: string,
  patience: LockPatience,
  work: (dataSource: DataSource, ask: Ask) => Promise<Result>,
): Promise<Result> => {
  const session = ownerSession(patience);
  const dataSource = await new DataSource(connectionOptions({ url, poolMax: 2 }, session))
    .initialize()
    .catch((error: unknown) => {
      throw isRefusedByPooler(error) ? refusedByPooler() : error;
    });
  const ask: Ask = (text) => dataSource.query(text);
  // Two nodes that start at once would both migrate, and one would fail. The lock needs a
  // connection of its own, because each migration has its own transaction.
  const guard = dataSource.createQueryRunner();
  try {
    await refuseOldServer(ask);
    await refuseUnfitSession(ask, session, { pooled: false });
    // Whoever has it will be done, or gives up: there is nothing to be tried again.
    await guard.query('set lock_timeout = 0');
    await guard.query('select pg_advisory_lock($1)', [migrationLock]);
    return await work(dataSource, ask);
  } finally {
    await guard.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    await guard.release();
    await dataSource.destroy();
  }
};

const overConnection = async (
  url: string,
  patience: LockPatience,
  work: (client: Client) => Promise<void>,
): Promise<void> => {
  const { url: connectionString, options } = withSession(url, ownerSession(patience));
  const client = new Client({ connectionString, options });
  // Without a listener a connection that breaks would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(unboundTransactions);
    await work(client);
  } finally {
    await client.end();
  }
};

const refuseOldServer = async (ask: Ask): Promise<void> => {
  const [row] = await ask<{ server_version_num: string }>('show server_version_num');
  const version = Number(row?.server_version_num);
  if (version >= serverVersionMin * 10_000) return;
  const major = Math.floor(version / 10_000);
  throw new UnfitDatabase([
    `This is PostgreSQL ${major}, and we need ${serverVersionMin} or later.`,
  ]);
};
