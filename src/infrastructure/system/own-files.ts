import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

// Files that we make and read in directories where others may have put something. Nothing here
// follows a symbolic link in the last part of a path, and everything is checked and changed through
// the handle that is then used: what a name leads to may change between two looks at it.

/** Something else stands where a file of ours belongs. It was neither read nor changed. */
export class NotOurFile extends Error {
  override readonly name = 'NotOurFile';

  constructor(path: string, what: string) {
    super(`${path} ${what}, so it is not ours to use: look at it, then take it away.`);
  }
}

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
const bytesMaxDefault = 65_536;
const secondNameTriesMax = 20;
const secondNamePauseMilliseconds = 50;

/**
 * Reads a file of ours; undefined where there is none.
 * @throws {NotOurFile} for a link, a second name of another file, a device, or what is too large.
 */
export const readOwnFile = async (
  path: string,
  { bytesMax = bytesMaxDefault, isSecret = false } = {},
): Promise<string | undefined> => {
  // Without O_NONBLOCK a named pipe would hold us up until somebody writes to it.
  const handle = await openOwn(path, O_RDONLY | O_NONBLOCK).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const { size, mode } = await handle.stat();
    if (size > bytesMax) throw new NotOurFile(path, `has more than ${bytesMax} bytes`);
    if (isSecret && (mode & 0o077) !== 0) await handle.chmod(0o600);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
};

/** Opens a file to write at its end, and makes it where there is none. */
export const openOwnLog = (path: string): Promise<FileHandle> =>
  openOwn(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK);

/**
 * Writes a file that is not there yet. It appears whole or not at all; where another process was
 * first, that one's stays.
 */
export const writeOnce = async (path: string, text: string): Promise<void> => {
  const draft = await writeDraft(path, text);
  try {
    // A link, unlike a rename, fails where there is something already.
    await link(draft, path).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
};

/** Writes a file anew. A link in its place is replaced, and what it leads to stays as it is. */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  const draft = await writeDraft(path, text);
  try {
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};

/** The marker in the name of an unfinished file of ours, after the name that it will have. */
const draftOf = (path: string): string =>
  `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;

const writeDraft = async (path: string, text: string): Promise<string> => {
  const draft = draftOf(path);
  const handle = await open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
};

const openOwn = async (path: string, flags: number): Promise<FileHandle> => {
  const handle = await open(path, flags | O_NOFOLLOW, 0o600).catch((error: unknown) => {
    if (hasCode(error, 'ELOOP')) throw new NotOurFile(path, 'is a symbolic link');
    // The error of a named pipe without a reader, when opened to write without waiting.
    if (hasCode(error, 'ENXIO')) throw new NotOurFile(path, 'is no plain file');
    throw error;
  });
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new NotOurFile(path, 'is no plain file');
    await refuseSecondName(path, handle);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
};

// A file that `writeOnce` of another process has just made has two names for a moment.
const refuseSecondName = async (path: string, handle: FileHandle): Promise<void> => {
  for (let tries = 0; (await handle.stat()).nlink > 1; tries += 1) {
    if (tries === secondNameTriesMax) {
      throw new NotOurFile(path, 'is one of several names of a file');
    }
    await delay(secondNamePauseMilliseconds);
  }
};

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
