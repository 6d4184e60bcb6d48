import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';
import { newEncryptionKey } from '#infrastructure/security/sealer.ts';
import { migrate } from '#infrastructure/typeorm/schema/migrate.ts';
import { until } from '../../test/support/until.ts';
import type { Environment } from './measurement.ts';

/** The product with its panel, on a database of its own. */
export interface Served {
  readonly url: string;
  /** The database, as a superuser: to fill it. */
  readonly adminUrl: string;
}

const main = resolve(import.meta.dirname, '../../src/main.ts');
const program = [
  '--max-semi-space-size=16',
  '--heap-growing-percent=80',
  '--conditions=source',
  main,
  'serve',
];
const log = (): void => undefined;
const unlimited = '100000000';

/** Serves the product as `npm start` does while `work` goes on, and leaves nothing behind. */
export const served = async <Result>(
  { PATH: path = '' }: Environment,
  work: (at: Served) => Promise<Result>,
): Promise<Result> => {
  const directory = await mkdtemp(join(tmpdir(), 'billing-panel-'));
  try {
    const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), log });
    try {
      await migrate(postgres.ownerUrl);
      return await withServer({ directory, path, databaseUrl: postgres.url }, (url) =>
        work({ url, adminUrl: postgres.adminUrl }),
      );
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
};

interface Ground {
  readonly directory: string;
  /** Where programs are looked for. */
  readonly path: string;
  readonly databaseUrl: string;
}

const withServer = async <Result>(
  { directory, path, databaseUrl }: Ground,
  work: (url: string) => Promise<Result>,
): Promise<Result> => {
  const child = spawn(process.execPath, program, {
    cwd: directory,
    env: {
      PATH: path,
      DATABASE_URL: databaseUrl,
      ENCRYPTION_KEY: newEncryptionKey(),
      HOST: '127.0.0.1',
      PORT: '0',
      RATE_LIMIT_TENANT: unlimited,
      RATE_LIMIT_KEY: unlimited,
      RATE_LIMIT_ADDRESS: unlimited,
      WEBHOOKS_ALLOW_PRIVATE: 'true',
      MALLOC_ARENA_MAX: '1',
    },
  });
  let output = '';
  let url = '';
  const hear = (chunk: Buffer): void => {
    if (url === '') output += chunk.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  try {
    await until(() => {
      if (child.exitCode !== null) throw new Error(output);
      url = /listens on (http:\/\/localhost:\d+)/.exec(output)?.[1] ?? '';
      return url !== '';
    }, startMilliseconds);
    // The panel may have to be built first.
    await until(async () => (await pageAt(url)).includes('/assets/'), startMilliseconds);
    return await work(url);
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  }
};

const startMilliseconds = 110_000;

const pageAt = async (url: string): Promise<string> => (await fetch(`${url}/panel/`)).text();
