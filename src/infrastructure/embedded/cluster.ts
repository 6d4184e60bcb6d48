import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { giveTo, giveTreeTo } from '#infrastructure/embedded/account.ts';
import type { Binaries } from '#infrastructure/embedded/binaries.ts';
import { type Account, run } from '#infrastructure/embedded/command.ts';
import {
  type ClusterFiles,
  dataDirectoryFor,
  emptyAs,
  inWordsOf,
} from '#infrastructure/embedded/directory.ts';
import {
  codeOf,
  EmbeddedPostgresFailure,
  reasonOf,
  useAnother,
} from '#infrastructure/embedded/failure.ts';
import { NotOurFile, readOwnFile, writeOnce } from '#infrastructure/system/own-files.ts';

/** The options of a new cluster. */
export interface ClusterNeeds {
  readonly files: ClusterFiles;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  /** Whether it must survive a power cut. */
  readonly isDurable: boolean;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

/**
 * Makes the password and the cluster, or finds them. Safe to repeat after a crash at any point, and
 * safe to run in several processes at once: the first to finish wins.
 * @returns the superuser's password.
 * @throws {EmbeddedPostgresFailure} when the directory cannot be written, holds something else, or
 * was written by another major version.
 */
export const prepareCluster = async (needs: ClusterNeeds): Promise<string> => {
  const { files, binaries, account, signal } = needs;
  try {
    if (existsSync(files.cluster)) await refuseOtherVersion(files, binaries);
    await removeUnfinished(files, account);
    const password = await storedPassword(files);
    if (!existsSync(files.cluster)) await initialize(needs, password);
    await handOver(files, account);
    return password;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof EmbeddedPostgresFailure) throw error;
    const reason = inWordsOf(files, reasonOf(error));
    if (error instanceof NotOurFile) throw new EmbeddedPostgresFailure(reason, { cause: error });
    throw cannotStore(files.directory, reason, error);
  }
};

/** Why data cannot lie in a directory, and what to do about it. */
export const cannotStore = (
  directory: string,
  reason: string,
  cause: unknown,
): EmbeddedPostgresFailure =>
  new EmbeddedPostgresFailure(
    `Cannot keep PostgreSQL's data in ${directory}: ${reason} ` +
      `BILLING_DATA_DIR names another directory. ${useAnother}`,
    { cause },
  );

const unfinishedPrefix = 'unfinished-';
const removalTriesMax = 10;
const removalPauseMilliseconds = 100;

const refuseOtherVersion = async (files: ClusterFiles, binaries: Binaries): Promise<void> => {
  const shown = join(files.directory, 'cluster');
  const version = await readOwnFile(join(files.cluster, 'PG_VERSION'));
  if (version === undefined) {
    throw new EmbeddedPostgresFailure(
      `${shown} is not a PostgreSQL data directory. Move it away to begin anew.`,
    );
  }
  if (version.trim() === binaries.majorVersion) return;
  throw new EmbeddedPostgresFailure(
    `${shown} was written by PostgreSQL ${version.trim()}, and this is PostgreSQL ` +
      `${binaries.majorVersion}: dump it with the old one and restore it, or move it away.`,
  );
};

// Removes the rest of a process that was killed. That of a living process is left alone.
const removeUnfinished = async (
  { root }: ClusterFiles,
  account: Account | undefined,
): Promise<void> => {
  for (const name of await readdir(root)) {
    const [, pid] = /^(?:unfinished-|admin-password\.|port\.)(\d+)-/.exec(name) ?? [];
    if (pid === undefined || isAliveOther(Number(pid))) continue;
    if (name.startsWith(unfinishedPrefix)) await removeOne(join(root, name), account);
    else await rm(join(root, name), { force: true });
  }
};

const isAliveOther = (pid: number): boolean => {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

// An initdb that outlived its process may still be writing there, for a moment: hence the tries.
const removeOne = async (unfinished: string, account: Account | undefined): Promise<void> => {
  if (account === undefined) {
    await rm(unfinished, { recursive: true, force: true, maxRetries: removalTriesMax });
    return;
  }
  for (let tries = 1; ; tries += 1) {
    try {
      await removeAsRoot(unfinished, account);
      return;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      if (tries === removalTriesMax) throw error;
      await delay(removalPauseMilliseconds);
    }
  }
};

// Root deletes nothing recursively that another account can change meanwhile: a directory that
// became a link between two looks would lead it anywhere.
const removeAsRoot = async (unfinished: string, account: Account): Promise<void> => {
  for (const entry of await readdir(unfinished, { withFileTypes: true })) {
    const path = join(unfinished, entry.name);
    if (entry.isDirectory()) await removeDirectoryAsRoot(path, account);
    else await rm(path, { force: true });
  }
  await rmdir(unfinished);
};

// The account cannot enter a directory that a crash left before it was handed over. That one is
// empty still.
const removeDirectoryAsRoot = async (directory: string, account: Account): Promise<void> => {
  try {
    await rmdir(directory);
  } catch (error) {
    if (codeOf(error) !== 'ENOTEMPTY') throw error;
    await emptyAs(account, directory);
    await rmdir(directory);
  }
};

const storedPassword = async (files: ClusterFiles): Promise<string> => {
  const kept = await readOwnFile(files.adminPassword, { isSecret: true });
  if (kept !== undefined) return kept.trim();
  if (existsSync(files.cluster)) {
    const shown = inWordsOf(files, files.adminPassword);
    throw new EmbeddedPostgresFailure(
      `${shown} is missing: without it nobody gets into ${join(files.directory, 'cluster')}. ` +
        'Put it back, or move the cluster away to begin anew.',
    );
  }
  await writeOnce(files.adminPassword, `${randomBytes(24).toString('base64url')}\n`);
  return storedPassword(files);
};

const initialize = async (needs: ClusterNeeds, password: string): Promise<void> => {
  const { files, binaries, account, isDurable, signal } = needs;
  const name = `${unfinishedPrefix}${process.pid}-${randomBytes(4).toString('hex')}`;
  const unfinished = join(files.root, name);
  const data = join(unfinished, 'cluster');
  try {
    await mkdir(unfinished, { mode: account === undefined ? 0o700 : 0o711 });
    await mkdir(data, { mode: 0o700 });
    await giveTo(account, data);
    await writeOnce(join(unfinished, 'password'), `${password}\n`);
    await giveTo(account, join(unfinished, 'password'));
    const parameters = parametersOf(dataDirectoryFor(account, data), isDurable);
    const place = { account, directory: data, millisecondsMax: 120_000, signal };
    await run(binaries.initdb, parameters, place);
    await rename(data, files.cluster).catch((error: unknown) => {
      // Another process was as quick.
      if (!existsSync(files.cluster)) throw error;
    });
    if (isDurable) await flush(files.root);
  } finally {
    await removeOne(unfinished, account);
  }
};

const parametersOf = (dataDirectory: string, isDurable: boolean): readonly string[] => [
  `--pgdata=${dataDirectory}`,
  '--pwfile=../password',
  '--username=billing_admin',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--set=timezone=UTC',
  '--set=log_timezone=UTC',
  ...(isDurable ? [] : ['--no-sync']),
];

// Data that root restored or copied here belongs to root, and PostgreSQL would refuse it.
const handOver = async (files: ClusterFiles, account: Account | undefined): Promise<void> => {
  if (account === undefined) return;
  const { uid } = await lstat(files.cluster);
  if (uid !== account.uid) await giveTreeTo(account, files.cluster);
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
