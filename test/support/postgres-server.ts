import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Relative: Vitest loads the global setup without the condition that leads `#…` to the sources.
import { clusterFiles } from '../../src/infrastructure/embedded/directory.ts';
import { startEmbeddedPostgres } from '../../src/infrastructure/embedded/embedded-postgres.ts';
import { stopPostmaster } from '../../src/infrastructure/embedded/postmaster.ts';
import { isDockerRunning } from './docker.ts';

/** A PostgreSQL for one run of the tests. */
export interface PostgresServer {
  /** Which of the three it is, for people. */
  readonly name: string;
  /** A database whose user may create databases and roles. */
  readonly adminUrl: string;
  stop(): Promise<void>;
}

// A test database need not survive a power cut.
const hastySettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
} as const;

/**
 * Finds a PostgreSQL: that of `TEST_DATABASE_URL`, else one in Docker, else the embedded one, so
 * that the tests run wherever Node does.
 */
export const postgresServer = async (): Promise<PostgresServer> => {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    return { name: 'TEST_DATABASE_URL', adminUrl: given, stop: () => Promise.resolve() };
  }
  return (await inDocker()) ?? embedded();
};

const inDocker = async (): Promise<PostgresServer | undefined> => {
  if (!(await isDockerRunning())) return undefined;
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const settings = Object.entries(hastySettings);
  try {
    const container = await new PostgreSqlContainer('postgres:18-alpine')
      .withDatabase('billing')
      .withUsername('billing')
      .withPassword('billing')
      .withCommand(['postgres', ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])])
      .start();
    return {
      name: 'postgres:18-alpine in Docker',
      adminUrl: container.getConnectionUri(),
      stop: async () => {
        await container.stop();
      },
    };
  } catch (error) {
    // The image cannot be fetched everywhere, and the tests need not fail for that.
    process.stdout.write(`Docker gave no PostgreSQL: ${String(error)}\n`);
    return undefined;
  }
};

const prefix = 'billing-service-test-';

const embedded = async (): Promise<PostgresServer> => {
  await sweepKilledRuns();
  const directory = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const server = await startEmbeddedPostgres({
    directory,
    settings: hastySettings,
    log: ({ level, message }) => {
      if (level !== 'info') process.stdout.write(`${message}\n`);
    },
  });
  return {
    name: 'embedded PostgreSQL',
    adminUrl: server.adminUrl,
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

// A run that was killed leaves its server and its data behind; the next run tidies up.
const sweepKilledRuns = async (): Promise<void> => {
  const names = await readdir(tmpdir());
  for (const name of names.filter((entry) => entry.startsWith(prefix))) {
    if (isAlive(Number(name.slice(prefix.length).split('-')[0]))) continue;
    const directory = join(tmpdir(), name);
    await stopPostmaster(clusterFiles(directory)).catch(() => undefined);
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
