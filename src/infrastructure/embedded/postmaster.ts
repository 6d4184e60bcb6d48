import { type ChildProcess, spawn } from 'node:child_process';
import { constants, openSync, readFileSync } from 'node:fs';
import { lstat, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from '#infrastructure/embedded/binaries.ts';
import { type Account, plainEnvironment, run } from '#infrastructure/embedded/command.ts';
import {
  type ClusterFiles,
  dataDirectoryFor,
  inWordsOf,
} from '#infrastructure/embedded/directory.ts';
import { codeOf, EmbeddedPostgresFailure, reasonOf } from '#infrastructure/embedded/failure.ts';
import { openOwnLog, readOwnFile } from '#infrastructure/system/own-files.ts';

/** A living server of our cluster. The port is not known in the first moments of its life. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number | undefined;
}

/** A server process that we began. It outlives us, and keeps nobody's event loop alive. */
export interface Launch {
  /** Whether it has ended, which before it answers means that it could not start. */
  hasEnded(): boolean;
  /** Whether somebody killed it, which says nothing about why it would not start. */
  wasKilled(): boolean;
  /** Ends it before anybody has used it, and waits until it is gone. */
  abandon(): Promise<void>;
  /** The part of the server's log that this launch has written. */
  output(): Promise<string>;
}

/** All that is needed to run the server of one cluster. */
export interface ServerSite {
  readonly files: ClusterFiles;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
}

const logBytesMax = 10 * 1024 * 1024;
const fastShutdownSecondsMax = 30;
const immediateShutdownSecondsMax = 5;
const pollMilliseconds = 50;
const shutdownStages = [
  ['SIGINT', fastShutdownSecondsMax],
  ['SIGQUIT', immediateShutdownSecondsMax],
] as const;

/**
 * Reads `postmaster.pid`, and believes it only if that process is PostgreSQL on this very cluster:
 * after a crash the number may belong to anybody.
 */
export const livePostmaster = async (files: ClusterFiles): Promise<Postmaster | undefined> => {
  const file = join(files.cluster, 'postmaster.pid');
  // Whatever else lies there in its place is of no interest.
  const lines = ((await readOwnFile(file).catch(() => '')) ?? '').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  if (!(await isServerOf(pid, files.cluster))) return undefined;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined };
};

/**
 * Begins the server on 127.0.0.1 only. It is in a session of its own, out of the way of Ctrl-C and
 * of whatever else is sent to our process group or terminal.
 */
export const launchPostmaster = async (site: ServerSite, port: number): Promise<Launch> => {
  const { files, account } = site;
  await removeMisleadingPidFile(files);
  await rotateLog(files.log);
  // The server writes through the handle and never opens the file, which stays our own.
  const log = await openOwnLog(files.log);
  try {
    const { size } = await log.stat();
    const child = spawn(site.binaries.postgres, parametersOf(site, port), {
      cwd: files.cluster,
      env: plainEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...account,
    });
    await hasSpawned(child);
    child.unref();
    return {
      hasEnded: () => hasEnded(child),
      wasKilled: () => child.signalCode !== null,
      abandon: () => abandon(child),
      output: () => readFrom(files.log, size),
    };
  } finally {
    await log.close();
  }
};

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

const abandon = async (child: ChildProcess): Promise<void> => {
  for (const [signal, secondsMax] of shutdownStages) {
    child.kill(signal);
    const giveUpAt = performance.now() + secondsMax * 1000;
    while (performance.now() < giveUpAt) {
      if (hasEnded(child)) return;
      await delay(pollMilliseconds);
    }
  }
};

/**
 * Tells the server to end, without waiting, where it is still the one that we know. Fit for the
 * last moment of a process: what cannot be done is left.
 */
export const endAtOnce = (files: ClusterFiles, pid: number): void => {
  try {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    const path = join(files.cluster, 'postmaster.pid');
    const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const [noted] = readFileSync(file, 'utf8').split('\n');
    if (Number(noted) === pid) process.kill(pid, 'SIGINT');
  } catch {
    // It is gone already, or never wrote its number.
  }
};

/**
 * Ends the server of the cluster, whoever began it, and waits until it is gone: first a fast
 * shutdown, which loses nothing, and if that hangs an immediate one, which the next start repairs.
 * @throws {EmbeddedPostgresFailure} when it survives even that.
 */
export const stopPostmaster = async (files: ClusterFiles): Promise<void> => {
  for (const [signal, secondsMax] of shutdownStages) {
    const postmaster = await livePostmaster(files);
    if (postmaster === undefined) return;
    send(postmaster.pid, signal);
    const giveUpAt = performance.now() + secondsMax * 1000;
    while (performance.now() < giveUpAt) {
      if (!(await isServerOf(postmaster.pid, files.cluster))) return;
      await delay(pollMilliseconds);
    }
  }
  throw new EmbeddedPostgresFailure(
    `PostgreSQL did not stop. Its log is ${inWordsOf(files, files.log)}.`,
  );
};

const parametersOf = ({ files, account, settings }: ServerSite, port: number): string[] => {
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // Refused statements stay out of the log: they are ours to report, and may hold personal data.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...settings,
  };
  const switches = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataDirectoryFor(account, files.cluster), ...switches];
};

// On Linux a server's working directory is its data directory. Root without CAP_SYS_PTRACE, as in a
// container, may not see that of another account; there, as elsewhere, the program's name must do,
// and on Linux that it runs as the owner of the data.
const isServerOf = async (pid: number, cluster: string): Promise<boolean> => {
  if (process.platform !== 'linux') {
    const name = await run('ps', ['-p', String(pid), '-o', 'comm=']).catch(() => '');
    return name.endsWith('postgres');
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const isZombie = /\) [ZX] /.test(status);
  if (isZombie || !status.includes('(postgres)')) return false;
  const data = await lstat(cluster).catch(() => undefined);
  if (data === undefined) return false;
  try {
    const directory = await stat(`/proc/${pid}/cwd`);
    return directory.dev === data.dev && directory.ino === data.ino;
  } catch (error) {
    if (codeOf(error) !== 'EACCES') return false;
    return (await stat(`/proc/${pid}`).catch(() => undefined))?.uid === data.uid;
  }
};

// PostgreSQL itself clears a file whose process is gone, but not one whose number now belongs to
// another process or to a zombie. Two servers on one cluster stay impossible: each also holds a
// shared memory block that is named after the data directory.
const removeMisleadingPidFile = async (files: ClusterFiles): Promise<void> => {
  const path = join(files.cluster, 'postmaster.pid');
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || (await livePostmaster(files)) !== undefined) return;
  // A server that is just starting has made the file, and not yet written it.
  if (found.isFile() && found.size === 0 && Date.now() - found.mtimeMs < 2000) return;
  await rm(path, { force: true });
};

const rotateLog = async (log: string): Promise<void> => {
  const found = await lstat(log).catch(() => undefined);
  if (found !== undefined && found.size > logBytesMax) await rename(log, `${log}.old`);
};

const hasSpawned = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(new EmbeddedPostgresFailure(`Cannot run postgres: ${reasonOf(error)}`));
    });
  });

const readFrom = async (log: string, position: number): Promise<string> => {
  const content = await readOwnFile(log, { bytesMax: 2 * logBytesMax }).catch(() => undefined);
  return Buffer.from(content ?? '')
    .subarray(position)
    .toString('utf8');
};

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
};
