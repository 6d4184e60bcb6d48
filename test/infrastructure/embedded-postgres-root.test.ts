import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '#infrastructure/composition/config.ts';
import { EmbeddedPostgresLab, query, soon } from '../support/embedded-postgres-lab.ts';

// Root lends PostgreSQL an account. Whatever that account puts where root works, no file of root's
// changes its owner, its mode or what it says, and none is read, renamed or deleted.

const isRoot = process.getuid?.() === 0;
const lab = EmbeddedPostgresLab.open();
let victim: string;
let victims: string;
let account: { uid: number; gid: number };

const stateOf = async (path: string) => {
  const { uid, gid, mode, nlink } = await lstat(path);
  return { uid, gid, mode, nlink, text: await readFile(path, 'utf8') };
};

beforeEach(async () => {
  victim = join(lab.temporary, 'victim');
  victims = join(lab.temporary, 'victims');
  await writeFile(victim, 'secret of root', { mode: 0o604 });
  await mkdir(victims, { mode: 0o755 });
  await writeFile(join(victims, 'kept'), 'kept');
});

/** A cluster in a directory that the account owns, as a careless copy left it. */
const givenOpenDirectory = async (): Promise<void> => {
  await lab.givenCluster();
  const { uid, gid } = await lstat(join(lab.directory, 'cluster'));
  account = { uid, gid };
  await chown(lab.directory, uid, gid);
};

const attempt = (): Promise<unknown> =>
  lab.start().then(
    () => undefined,
    (error: unknown) => error,
  );

/** Runs a program as the account, and gives its exit code. */
const asAccount = async (program: string, ...parameters: string[]): Promise<number> => {
  const child = spawn(program, parameters, { ...account, cwd: '/', stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number];
  return code;
};

const fifo = async (path: string): Promise<void> => {
  await once(spawn('mkfifo', [path]), 'exit');
};

describe.runIf(isRoot)('what the account has put in the directory', () => {
  const names = ['server.log', 'server.log.old', 'admin-password', 'port'];

  test.each(names)('a symbolic link for %s leads root nowhere', async (name) => {
    await givenOpenDirectory();
    await rm(join(lab.directory, name), { force: true });
    await symlink(victim, join(lab.directory, name));
    const before = await stateOf(victim);

    const error = await attempt();

    expect(String(error)).toContain(join(lab.directory, name));
    expect(await stateOf(victim)).toEqual(before);
  });

  test.each(['server.log', 'admin-password', 'port'])(
    'a second name of a file of root for %s is not used',
    async (name) => {
      await givenOpenDirectory();
      await rm(join(lab.directory, name), { force: true });
      await link(victim, join(lab.directory, name));
      const before = await stateOf(victim);

      const error = await attempt();

      expect(String(error)).toContain('one of several names of a file');
      expect(await stateOf(victim)).toEqual(before);
    },
  );

  test.each(['server.log', 'admin-password', 'port'])(
    'a pipe for %s holds nobody up',
    async (name) => {
      await givenOpenDirectory();
      await rm(join(lab.directory, name), { force: true });
      await fifo(join(lab.directory, name));

      expect(String(await attempt())).toContain(join(lab.directory, name));
    },
  );

  test('a symbolic link for the cluster is refused', async () => {
    await givenOpenDirectory();
    await rename(join(lab.directory, 'cluster'), join(lab.temporary, 'moved'));
    await symlink(victims, join(lab.directory, 'cluster'));

    expect(String(await attempt())).toContain(join(lab.directory, 'cluster'));
    expect((await lstat(victims)).uid).toBe(0);
  });

  test('links in what was left unfinished are deleted, not followed', async () => {
    await givenOpenDirectory();
    const unfinished = join(lab.directory, 'unfinished-999999999-ab', 'cluster');
    await mkdir(unfinished, { recursive: true });
    await symlink(victims, join(unfinished, 'base'));
    await symlink(victim, join(dirname(unfinished), 'password'));
    for (const path of [unfinished, dirname(unfinished)]) {
      await chown(path, account.uid, account.gid);
    }

    expect(await attempt()).toBeUndefined();

    expect(await readdir(victims)).toEqual(['kept']);
    expect(await readFile(victim, 'utf8')).toBe('secret of root');
    expect(await readdir(lab.directory)).not.toContain('unfinished-999999999-ab');
  });

  test('what was left before it was handed over is removed', async () => {
    await givenOpenDirectory();
    const unfinished = join(lab.directory, 'unfinished-999999999-ab');
    await mkdir(unfinished, { mode: 0o711 });
    await mkdir(join(unfinished, 'cluster'), { mode: 0o700 });

    expect(await attempt()).toBeUndefined();

    expect(await readdir(lab.directory)).not.toContain('unfinished-999999999-ab');
  });

  test.each(['symbolic link', 'pipe'])(
    'a %s for the pid file in the cluster is not read',
    async (kind) => {
      await givenOpenDirectory();
      const path = join(lab.directory, 'cluster', 'postmaster.pid');
      await (kind === 'pipe' ? fifo(path) : symlink(victim, path));
      const before = await stateOf(victim);

      expect(await attempt()).toBeUndefined();

      expect(await stateOf(victim)).toEqual(before);
    },
  );

  test('a second name in restored data keeps its owner', async () => {
    await givenOpenDirectory();
    const cluster = join(lab.directory, 'cluster');
    await link(victim, join(cluster, 'base', 'planted'));
    await chown(cluster, 0, 0);
    const before = await stateOf(victim);

    expect(String(await attempt())).toContain('one of several names of a file');
    expect(await stateOf(victim)).toEqual(before);
  });

  test('restored data is given to it with all that is in it, and no target of a link', async () => {
    await givenOpenDirectory();
    const cluster = join(lab.directory, 'cluster');
    await symlink(victim, join(cluster, 'pg_tblspc', 'link'));
    await once(spawn('chown', ['-R', '0:0', cluster]), 'exit');
    await rm(join(cluster, 'pg_tblspc', 'link'));
    await symlink(victim, join(cluster, 'base', 'link'));
    const before = await stateOf(victim);

    expect(await attempt()).toBeUndefined();

    expect((await lstat(join(cluster, 'base'))).uid).toBe(account.uid);
    expect(await stateOf(victim)).toEqual(before);
  });
});

describe.runIf(isRoot)('the directory of a server that runs', () => {
  test('is of root, but for the data, and the account can change nothing in it', async () => {
    await lab.givenCluster();
    await lab.start();
    const { uid, gid } = await lstat(join(lab.directory, 'cluster'));
    account = { uid, gid };
    await chmod(lab.temporary, 0o755);
    await chmod(dirname(lab.directory), 0o755);

    const owners = new Map<string, number>();
    for (const name of await readdir(lab.directory)) {
      owners.set(name, (await lstat(join(lab.directory, name))).uid);
    }
    expect(Object.fromEntries(owners)).toEqual({
      'admin-password': 0,
      cluster: uid,
      port: 0,
      'server.log': 0,
    });
    expect(await asAccount('touch', join(lab.directory, 'planted'))).not.toBe(0);
    expect(await asAccount('mv', join(lab.directory, 'cluster'), '/tmp/taken')).not.toBe(0);
    expect(await asAccount('cat', join(lab.directory, 'admin-password'))).not.toBe(0);
  });

  test('stays the one that root works in when another is put in its place', async () => {
    await lab.givenCluster();
    const server = await lab.start();
    const moved = `${lab.directory}.moved`;
    await rename(lab.directory, moved);
    await symlink(victims, lab.directory);
    const [pid = ''] = (await readFile(join(moved, 'cluster', 'postmaster.pid'), 'utf8')).split(
      '\n',
    );

    process.kill(Number(pid), 'SIGKILL');

    await expect
      .poll(() => query(server.adminUrl, 'select 1 as one').catch(() => []), soon)
      .toEqual([{ one: 1 }]);
    await server.stop();
    expect(await readdir(victims)).toEqual(['kept']);
    await rm(lab.directory);
    await rename(moved, lab.directory);
  });

  test("is not reached by another account's link", async () => {
    await mkdir(dirname(lab.directory), { recursive: true });
    await symlink(victims, lab.directory);
    const nobody = 65_534;
    const { lchown } = await import('node:fs/promises');
    await lchown(lab.directory, nobody, nobody);

    expect(String(await attempt())).toContain('symbolic link that belongs to another account');
    expect(await readdir(victims)).toEqual(['kept']);
    await rm(lab.directory);
  });
});

describe.runIf(isRoot)('the development key', () => {
  const reading = () => readConfig({ BILLING_DATA_DIR: lab.temporary });

  test.each<[string, (path: string) => Promise<void>, string]>([
    ['a symbolic link', (path) => symlink(victim, path), 'is a symbolic link'],
    ['a second name of a file', (path) => link(victim, path), 'one of several names'],
    ['a pipe', fifo, 'is no plain file'],
    ['a directory', (path) => mkdir(path).then(() => undefined), 'is no plain file'],
  ])('is not read through %s', async (_, plant, told) => {
    await plant(join(lab.temporary, 'encryption-key'));
    const { text, uid, mode } = await stateOf(victim);

    await expect(reading()).rejects.toThrow(told);

    expect(await stateOf(victim)).toMatchObject({ text, uid, mode });
  });
});
