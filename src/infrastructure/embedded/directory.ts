import { constants, existsSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Account, run } from '#infrastructure/embedded/command.ts';
import { EmbeddedPostgresFailure, useAnother } from '#infrastructure/embedded/failure.ts';

/**
 * The files of one embedded PostgreSQL. Everything lies in one directory, which is ours alone; the
 * account that root lends the server owns `cluster` in it, and can change nothing else.
 */
export interface ClusterFiles {
  /** As people know it, for messages. */
  readonly directory: string;
  /** The same directory, whatever becomes of the path to it. */
  readonly root: string;
  /** PostgreSQL's own data directory. It appears complete or not at all. */
  readonly cluster: string;
  /** The superuser's; those of the other logins are made of it. */
  readonly adminPassword: string;
  readonly port: string;
  readonly log: string;
}

/** A directory that was opened, and stays the same one until it is closed. */
export interface OpenDirectory {
  readonly files: ClusterFiles;
  close(): Promise<void>;
}

/** How the files are laid out in `directory`, an absolute path; reached by way of `root`. */
export const clusterFiles = (directory: string, root: string = directory): ClusterFiles => ({
  directory,
  root,
  cluster: join(root, 'cluster'),
  adminPassword: join(root, 'admin-password'),
  port: join(root, 'port'),
  log: join(root, 'server.log'),
});

/** A text of Node's, with paths as people know them. */
export const inWordsOf = ({ directory, root }: ClusterFiles, text: string): string =>
  text.replaceAll(root, directory);

/**
 * How a program of PostgreSQL is told its data directory. Root lends the server another account,
 * which often may not pass the directories above (/root is closed). A process keeps its working
 * directory whatever lies above it, so on Linux the account gets the data directory as that.
 */
export const dataDirectoryFor = (account: Account | undefined, cluster: string): string =>
  account !== undefined && hasProc() ? '/proc/self/cwd' : cluster;

/**
 * Makes the directory where it is missing, and opens it for us alone. Root works through the handle
 * from then on: whoever owns a directory above could put another in its place at any time.
 * @throws {EmbeddedPostgresFailure} when it holds something that is not PostgreSQL's.
 */
export const openDirectory = async (
  given: string,
  account: Account | undefined,
): Promise<OpenDirectory> => {
  const directory = resolve(given);
  if (account === undefined) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const files = clusterFiles(directory);
    await refuseForeign(files);
    await closeToOthers(directory);
    return { files, close: async () => undefined };
  }
  await refuseOthersLinks(directory);
  await mkdir(directory, { recursive: true, mode: 0o711 });
  const handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const root = hasProc() ? `/proc/self/fd/${handle.fd}` : directory;
    const files = clusterFiles(directory, root);
    await refuseForeign(files);
    await takeForRoot(handle);
    await refusePlanted(files);
    return { files, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
};

/** Empties a directory as the account that owns what lies in it: nothing of root's can be hit. */
export const emptyAs = async (account: Account | undefined, directory: string): Promise<void> => {
  const parameters = ['.', '-mindepth', '1', '-delete'];
  await run('find', parameters, { directory, account, millisecondsMax: 120_000 });
};

const hasProc = (): boolean => existsSync('/proc/self/cwd');

// Somebody else's link in the path would lead root to where that one likes. Root's own are fine.
const refuseOthersLinks = async (directory: string): Promise<void> => {
  const names = directory.split('/').filter((name) => name !== '');
  for (let length = 1; length <= names.length; length += 1) {
    const path = `/${names.slice(0, length).join('/')}`;
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) return;
    if (!found.isSymbolicLink() || found.uid === 0) continue;
    throw new EmbeddedPostgresFailure(
      `${path} is a symbolic link that belongs to another account, so root does not follow it. ` +
        `BILLING_DATA_DIR names another directory. ${useAnother}`,
    );
  }
};

// We are about to change who owns the directory and who may enter it: not somebody's home.
const refuseForeign = async ({ directory, root }: ClusterFiles): Promise<void> => {
  const names = await readdir(root);
  if (names.includes('password') && !names.includes('admin-password')) {
    throw new EmbeddedPostgresFailure(
      `${directory} was made by a version from before the first release, whose data cannot be ` +
        'taken over. Move it away to begin anew.',
    );
  }
  const ours =
    /^(cluster|(admin-password|port)(\.\d+-\w+)?|server\.log(\.old)?|unfinished-.*|postgresql-.*)$/;
  const foreign = names.find((name) => !ours.test(name));
  if (foreign === undefined || names.includes('admin-password')) return;
  throw new EmbeddedPostgresFailure(
    `${directory} holds ${foreign}, so it is not PostgreSQL's. ` +
      `BILLING_DATA_DIR names another directory. ${useAnother}`,
  );
};

const closeToOthers = async (directory: string): Promise<void> => {
  const handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    if (((await handle.stat()).mode & 0o777) !== 0o700) await handle.chmod(0o700);
  } finally {
    await handle.close();
  }
};

// The account passes it on its way to the cluster where it cannot be given that as its working
// directory; it can list and change nothing in it.
const takeForRoot = async (handle: FileHandle): Promise<void> => {
  const { uid, gid, mode } = await handle.stat();
  if (uid !== 0 || gid !== 0) await handle.chown(0, 0);
  if ((mode & 0o777) !== 0o711) await handle.chmod(0o711);
};

// From here on nobody else can put anything in. What somebody had put there before is told.
const refusePlanted = async ({ directory, root }: ClusterFiles): Promise<void> => {
  for (const name of await readdir(root)) {
    const found = await lstat(join(root, name));
    const isDirectory = /^(cluster$|unfinished-|postgresql-)/.test(name);
    if (isDirectory ? found.isDirectory() : found.isFile()) continue;
    throw new EmbeddedPostgresFailure(
      `${join(directory, name)} is not the ${isDirectory ? 'directory' : 'file'} that belongs ` +
        'there. Look at it, then take it away.',
    );
  }
};
