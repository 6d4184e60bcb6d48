import { readConfig } from '#infrastructure/composition/config.ts';
import { openingFailure } from '#infrastructure/composition/failures.ts';
import { startEmbedded, unlessAborted } from '#infrastructure/composition/storage.ts';
import { migrate, revertLastMigration } from '#infrastructure/typeorm/schema/migrate.ts';

/** Applies what is missing, or takes the last one back; gives a line for each. */
export const migrateFrom = async (
  environment: Readonly<Record<string, string | undefined>>,
  direction: 'apply' | 'revert',
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly string[]> => {
  const begins = direction === 'apply';
  const keyChoice = begins ? 'make-missing' : 'look-only';
  const { databaseUrl, databasePooled, dataDirectory } = await readConfig(environment, keyChoice);
  if (databaseUrl !== undefined && databasePooled) throw notThroughPooler();
  if (databaseUrl !== undefined) {
    return unlessAborted(signal, migrateUrl(databaseUrl, direction)).catch((error: unknown) => {
      signal.throwIfAborted();
      throw openingFailure(error, { isEmbedded: false });
    });
  }
  const server = await startEmbedded({ directory: dataDirectory, log: silent, signal, begins });
  try {
    return await unlessAborted(signal, migrateUrl(server.ownerUrl, direction));
  } finally {
    await server.stop();
  }
};

// The lock of who migrates is held by a session, and a pooler hands each transaction to another.
const notThroughPooler = (): Error =>
  new Error(
    'Nothing is migrated through a pooler. Run this with the DATABASE_URL of PostgreSQL itself, ' +
      'of the login that owns the database, and DATABASE_POOLER=off.',
  );

const silent = (): void => undefined;

const migrateUrl = async (
  url: string,
  direction: 'apply' | 'revert',
): Promise<readonly string[]> => {
  if (direction === 'apply') {
    const applied = await migrate(url);
    if (applied.length === 0) return ['The database is up to date.'];
    return applied.map((name) => `Applied ${name}.`);
  }
  const reverted = await revertLastMigration(url);
  return [reverted === undefined ? 'There is nothing to revert.' : `Reverted ${reverted}.`];
};
