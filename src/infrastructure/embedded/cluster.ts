import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { giveTo } from '#infrastructure/embedded/account.ts';
import type { Binaries } from '#infrastructure/embedded/binaries.ts';
import { type Account, run } from '#infrastructure/embedded/command.ts';
import {
  codeOf,
  EmbeddedPostgresFailure,
  reasonOf,
  useAnother,
} from '#infrastructure/embedded/failure.ts';

/** The files of one embedded PostgreSQL. Everything lies in `directory`, which is ours alone. */
export interface ClusterFiles {
  readonly directory: string;
  /** PostgreSQL's own data directory. It appears complete or not at all. */
  readonly cluster: string;
  readonly password: string;
  readonly port: string;
  readonly log: string;
}

/** How the files are laid out in `directory`, an absolute path. */
export const clusterFiles = (directory: string): ClusterFiles => ({
  directory,
  cluster: join(directory, 'cluster'),
  password: join(directory, 'password'),
  port: join(directory, 'port'),
  log: join(directory, 'server.log'),
});

/**
 * How a program of PostgreSQL is told its data directory. Root lends the server another account,
 * which often may not pass the directories above (/root is closed). A process keeps its working
 * directory whatever lies above it, so on Linux the account gets the data directory as that.
 */
export const dataDirectoryFor = (account: Account | undefined, cluster: string): string =>
  account !== undefined && existsSync('/proc/self/cwd') ? '/proc/self/cwd' : cluster;

/**
 * Makes the directory, the password and the cluster, or finds them. Safe to repeat after a crash at
 * any point, and safe to run in several processes at once: the first to finish wins.
 * @returns the superuser's password.
 * @throws {EmbeddedPostgresFailure} when the directory cannot be written, holds something else, or
 * was written by another major version.
 */
export const prepareCluster = async (
  files: ClusterFiles,
  binaries: Binaries,
  account: Account | undefined,
  isDurable: boolean,
): Promise<string> => {
  try {
    await mkdir(files.directory, { recursive: true });
    await refuseForeign(files);
    if (existsSync(files.cluster)) await refuseOtherVersion(files, binaries);
    await giveTo(account, files.directory);
    await chmod(files.directory, 0o700);
    await removeUnfinished(files);
    const password = await keptPassword(files, account);
    if (!existsSync(files.cluster)) await initialize(files, binaries, account, isDurable);
    await handOver(files, account);
    return password;
  } catch (error) {
    if (error instanceof EmbeddedPostgresFailure) throw error;
    throw new EmbeddedPostgresFailure(
      `Cannot keep PostgreSQL's data in ${files.directory}: ${reasonOf(error)} ` +
        `BILLING_DATA_DIR names another directory. ${useAnother}`,
      { cause: error },
    );
  }
};

const unfinishedPrefix = 'unfinished-';

// We are about to change who owns the directory and who may enter it: not somebody's home.
const refuseForeign = async (files: ClusterFiles): Promise<void> => {
  const names = await readdir(files.directory);
  const ours = /^(cluster|password|port|server\.log(\.old)?|unfinished-.*|postgresql-.*)$/;
  const foreign = names.find((name) => !ours.test(name));
  if (foreign === undefined || names.includes('password')) return;
  throw new EmbeddedPostgresFailure(
    `${files.directory} holds ${foreign}, so it is not PostgreSQL's. ` +
      `BILLING_DATA_DIR names another directory. ${useAnother}`,
  );
};

const refuseOtherVersion = async (files: ClusterFiles, binaries: Binaries): Promise<void> => {
  const file = join(files.cluster, 'PG_VERSION');
  const version = await readFile(file, 'utf8').catch(() => undefined);
  if (version === undefined) {
    throw new EmbeddedPostgresFailure(
      `${files.cluster} is not a PostgreSQL data directory. Move it away to begin anew.`,
    );
  }
  if (version.trim() === binaries.majorVersion) return;
  throw new EmbeddedPostgresFailure(
    `${files.cluster} was written by PostgreSQL ${version.trim()}, and this is PostgreSQL ` +
      `${binaries.majorVersion}: dump it with the old one and restore it, or move it away.`,
  );
};

// What an initdb left behind when its process was killed. That of a living process is left alone.
const removeUnfinished = async ({ directory }: ClusterFiles): Promise<void> => {
  const names = await readdir(directory);
  for (const name of names.filter((entry) => entry.startsWith(unfinishedPrefix))) {
    const pid = Number(name.slice(unfinishedPrefix.length).split('-')[0]);
    if (pid !== process.pid && existsProcess(pid)) continue;
    // An initdb that outlived its process may still be writing there, for a moment.
    await rm(join(directory, name), { recursive: true, force: true, maxRetries: 10 });
  }
};

const existsProcess = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

// A link, unlike a write, is there whole or not at all, and fails when another process was first.
const keptPassword = async (files: ClusterFiles, account: Account | undefined): Promise<string> => {
  if (!existsSync(files.password)) {
    if (existsSync(files.cluster)) {
      throw new EmbeddedPostgresFailure(
        `${files.password} is missing: without it nobody gets into ${files.cluster}. ` +
          'Put it back, or move the cluster away to begin anew.',
      );
    }
    const draft = join(files.directory, `${unfinishedPrefix}${process.pid}-password`);
    const password = randomBytes(24).toString('base64url');
    await writeFile(draft, `${password}\n`, { mode: 0o600 });
    await giveTo(account, draft);
    await link(draft, files.password).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    await rm(draft, { force: true });
  }
  return (await readFile(files.password, 'utf8')).trim();
};

const initialize = async (
  files: ClusterFiles,
  binaries: Binaries,
  account: Account | undefined,
  isDurable: boolean,
): Promise<void> => {
  const name = `${unfinishedPrefix}${process.pid}-${randomBytes(4).toString('hex')}`;
  const unfinished = join(files.directory, name);
  await mkdir(unfinished, { mode: 0o700 });
  await giveTo(account, unfinished);
  const parameters = [
    `--pgdata=${dataDirectoryFor(account, unfinished)}`,
    '--pwfile=../password',
    '--username=billing',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--set=timezone=UTC',
    '--set=log_timezone=UTC',
    ...(isDurable ? [] : ['--no-sync']),
  ];
  await run(binaries.initdb, parameters, {
    account,
    directory: unfinished,
    millisecondsMax: 120_000,
  });
  await rename(unfinished, files.cluster).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(files.cluster)) throw error;
  });
  if (isDurable) await flush(files.directory);
};

// Data that root restored or copied here belongs to root, and PostgreSQL would refuse it.
const handOver = async (files: ClusterFiles, account: Account | undefined): Promise<void> => {
  if (account === undefined) return;
  const { uid } = await stat(files.cluster);
  if (uid === account.uid) return;
  await run('chown', ['-R', `${account.uid}:${account.gid}`, files.directory], {
    millisecondsMax: 120_000,
  });
};

// The new name must outlive a power cut, or the next start would take the data for unfinished.
const flush = async (directory: string): Promise<void> => {
  const handle = await open(directory);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
