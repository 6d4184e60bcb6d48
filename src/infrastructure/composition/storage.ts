import type { Directory } from '#application/identity/ports.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { IdGenerator } from '#application/shared/ports.ts';
import { MemoryDirectory } from '#infrastructure/memory/identity/memory-identity-queries.ts';
import { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { openMemoryQueries, openMemoryRepositories } from '#infrastructure/memory/repositories.ts';
import { MemoryUnitOfWork } from '#infrastructure/memory/unit-of-work.ts';
import { openDatabase } from '#infrastructure/typeorm/data-source.ts';
import { PostgresDirectory } from '#infrastructure/typeorm/identity/directory.ts';
import { migrate } from '#infrastructure/typeorm/migrate.ts';
import { openQueries, openRepositories } from '#infrastructure/typeorm/repositories.ts';
import { TypeOrmUnitOfWork } from '#infrastructure/typeorm/unit-of-work.ts';

/**
 * Where everything is kept: in this process' memory, in a PostgreSQL at `databaseUrl` (15 or
 * later), or in an embedded PostgreSQL 18 under `dataDirectory`.
 */
export type StorageChoice =
  | 'memory'
  | { readonly databaseUrl: string; readonly poolMax?: number | undefined }
  | { readonly dataDirectory: string; readonly poolMax?: number | undefined };

/** One sentence for whoever watches the start. */
export type Tell = (event: { level: 'info' | 'warn' | 'error'; message: string }) => void;

const poolMaxDefault = 10;

/** The adapters of every storage port, over one storage. */
export const openStorage = async (choice: StorageChoice, ids: IdGenerator, tell: Tell) => {
  if (choice === 'memory') return memoryStorage();
  const poolMax = choice.poolMax ?? poolMaxDefault;
  if ('databaseUrl' in choice) return postgresStorage(choice.databaseUrl, poolMax, ids);
  return embeddedStorage(choice.dataDirectory, poolMax, ids, tell);
};

export type Storage = Awaited<ReturnType<typeof openStorage>>;

const memoryStorage = () => {
  const store = new MemoryStore();
  const work = new MemoryUnitOfWork(store, {
    openRepositories: openMemoryRepositories,
    openQueries: openMemoryQueries,
  });
  return {
    unitOfWork: work,
    reads: work,
    directory: new MemoryDirectory(store) as Directory,
    ready: async (): Promise<void> => undefined,
    close: async (): Promise<void> => undefined,
  };
};

const postgresStorage = async (url: string, poolMax: number, ids: IdGenerator) => {
  await migrate(url);
  const database = await openDatabase({ url, poolMax });
  const work = new TypeOrmUnitOfWork(database, ids, { openRepositories, openQueries });
  return {
    unitOfWork: work,
    reads: work,
    directory: new PostgresDirectory(database.pool) as Directory,
    ready: async (): Promise<void> => {
      await database.pool.query('select 1').catch(() => {
        throw new Unavailable();
      });
    },
    close: () => database.close(),
  };
};

const embeddedStorage = async (
  directory: string,
  poolMax: number,
  ids: IdGenerator,
  tell: Tell,
) => {
  const { startEmbeddedPostgres } = await import('#infrastructure/embedded/embedded-postgres.ts');
  const server = await startEmbeddedPostgres({ directory: `${directory}/postgres`, log: tell });
  try {
    const storage = await postgresStorage(server.url, poolMax, ids);
    const close = async (): Promise<void> => {
      await storage.close();
      await server.stop();
    };
    return { ...storage, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
};
