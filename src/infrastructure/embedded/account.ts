import { chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
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

/** Hands a file or directory of ours to the account that PostgreSQL runs under. */
export const giveTo = async (account: Account | undefined, path: string): Promise<void> => {
  if (account !== undefined) await chown(path, account.uid, account.gid);
};

const nearestOwner = async (directory: string): Promise<number> => {
  const found = await stat(directory).catch(() => undefined);
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
