import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { until } from './until.ts';

const found = ((): string | undefined => {
  for (const program of ['pgbouncer', '/usr/sbin/pgbouncer']) {
    try {
      return execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n')[0];
    } catch {
      // Not there: the next one.
    }
  }
  return undefined;
})();

/** The version of the PgBouncer of this machine, if it has one. */
export const pgBouncerVersion = found;

if (found === undefined) {
  process.stdout.write('There is no PgBouncer here, so its tests are skipped (apt: pgbouncer).\n');
}

/** A PgBouncer before a server. */
export interface PgBouncer {
  /** The URL of a database behind it. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/**
 * Starts one before the server of `adminUrl`, with few connections to hand around.
 * @param login who logs in, here and there
 * @param settings what its configuration says besides
 */
export const startPgBouncer = async (
  adminUrl: string,
  login: { readonly name: string; readonly password: string },
  settings: Readonly<Record<string, string>>,
): Promise<PgBouncer> => {
  const { hostname, port: serverPort } = new URL(adminUrl);
  const directory = await mkdtemp(join(tmpdir(), 'billing-pgbouncer-'));
  const port = await freePort();
  const all = {
    listen_addr: '127.0.0.1',
    listen_port: String(port),
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: join(directory, 'users'),
    default_pool_size: '3',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  const [ini, users] = [join(directory, 'pgbouncer.ini'), join(directory, 'users')];
  const databases = `[databases]\n* = host=${hostname} port=${serverPort}\n`;
  await writeFile(ini, `${databases}[pgbouncer]\n${lines.join('\n')}\n`);
  await writeFile(users, `"${login.name}" "${login.password}"\n`);
  await chmod(directory, 0o755);
  // It refuses to work as root, and takes another account.
  const asOther = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('pgbouncer', [...asOther, ini], {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  });
  const urlOf = (database: string): string =>
    `postgres://${login.name}:${login.password}@127.0.0.1:${port}/${database}`;
  await until(() => idempotencyRecords(urlOf('pgbouncer')), 10_000);
  return {
    urlOf,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
};

// Of its own database anybody may ask, or is told that they may not: both are an answer.
const idempotencyRecords = async (url: string): Promise<boolean> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    (error: unknown) =>
      !(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'),
  );
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
};
