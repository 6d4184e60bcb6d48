import { readConfig } from '#infrastructure/composition/config.ts';
import { migrate, revertLastMigration } from '#infrastructure/typeorm/migrate.ts';

/** Applies what is missing, or takes the last one back; gives a line for each. */
export const migrateFrom = async (
  environment: Readonly<Record<string, string | undefined>>,
  direction: 'apply' | 'revert',
): Promise<readonly string[]> => {
  const { databaseUrl, dataDirectory } = await readConfig(environment);
  if (databaseUrl !== undefined) return migrateUrl(databaseUrl, direction);
  const { startEmbeddedPostgres } = await import('#infrastructure/embedded/embedded-postgres.ts');
  const directory = `${dataDirectory}/postgres`;
  const server = await startEmbeddedPostgres({ directory, log: () => undefined });
  try {
    return await migrateUrl(server.url, direction);
  } finally {
    await server.stop();
  }
};

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
