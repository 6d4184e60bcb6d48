import { constants } from 'node:fs';
import { chmod, lchown, lstat, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, run } from '#infrastructure/embedded/command.ts';
import { EmbeddedPostgresFailure, useAnother } from '#infrastructure/embedded/failure.ts';

/**
 * PostgreSQL refuses to run as root, so root lends it an account that exists already: the owner of
 * the nearest directory (with `sudo`, the person whose clone it is), else `postgres`, else
 * `nobody`. Anybody else runs it as themselves: `undefined`.
 * @throws {EmbeddedPostgresFailure} when root finds no such account.
 */
export const serverAccount = async (directory: string): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await nearestOwner(directory);
  const candidates = owner === 0 ? ['postgres', 'nobody'] : [String(owner), 'postgres', 'nobody'];
  for (const candidate of candidates) {
    const account = await accountNamed(candidate);
    if (account !== undefined) return account;
  }
  throw new EmbeddedPostgresFailure(
    `PostgreSQL does not run as root, and there is no account postgres or nobody. ${useAnother}`,
  );
};

/** Hands one file or directory to the account that PostgreSQL runs under, and no link's target. */
export const giveTo = async (account: Account | undefined, path: string): Promise<void> => {
  if (account === undefined) return;
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = await handle.stat();
    // A second name of a file of root's would hand that one over too.
    if (found.isFile() && found.nlink > 1) {
      throw new EmbeddedPostgresFailure(
        `${path} is one of several names of a file, so it stays root's. Take it away.`,
      );
    }
    await handle.chown(account.uid, account.gid);
  } finally {
    await handle.close();
  }
};

/**
 * Hands a data directory with all that is in it to the account. Until that is done nobody but root
 * can enter it, so that nothing in it changes meanwhile.
 */
export const giveTreeTo = async (account: Account, directory: string): Promise<void> => {
  await giveTo({ uid: 0, gid: 0 }, directory);
  await chmod(directory, 0o700);
  await giveEntriesTo(account, directory);
  await giveTo(account, directory);
};

const giveEntriesTo = async (account: Account, directory: string): Promise<void> => {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await giveEntriesTo(account, path);
    if (entry.isDirectory() || entry.isFile()) await giveTo(account, path);
    else await lchown(path, account.uid, account.gid);
  }
};

const nearestOwner = async (directory: string): Promise<number> => {
  const found = await lstat(directory).catch(() => undefined);
  if (found !== undefined) return found.uid;
  return directory === dirname(directory) ? 0 : nearestOwner(dirname(directory));
};

// `initdb` looks its own account up by number, so a number without a name is of no use.
const accountNamed = async (nameOrNumber: string): Promise<Account | undefined> => {
  try {
    await run('id', ['-un', nameOrNumber]);
    const uid = Number(await run('id', ['-u', nameOrNumber]));
    const gid = Number(await run('id', ['-g', nameOrNumber]));
    return uid > 0 && Number.isInteger(gid) ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
};
