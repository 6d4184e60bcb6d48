import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EmbeddedPostgresLab, query, soon, urlFrom } from '../support/embedded-postgres-lab.ts';

const lab = EmbeddedPostgresLab.open();

describe('several processes', () => {
  test('the server of a killed process is taken over, and stopped, by the next', async () => {
    await lab.givenCluster();
    const child = lab.startProcess();
    const url = await urlFrom(child);
    await query(url, 'create table invoices as select 4900 as amount');
    const before = await lab.pidOfServer();
    child.kill('SIGKILL');
    await once(child, 'exit');

    const server = await lab.start();

    expect(server.adminUrl).toBe(url);
    expect(await lab.pidOfServer()).toBe(before);
    expect(await query(server.adminUrl, 'select amount from invoices')).toEqual([{ amount: 4900 }]);
    await server.stop();
    expect(await lab.pidOfServer()).toBeUndefined();
  });

  test('a guest shares the server of its owner, and leaves it running', async () => {
    await lab.givenCluster();
    const url = await urlFrom(lab.startProcess());
    const guest = await lab.start();

    await guest.stop();

    expect(guest.adminUrl).toBe(url);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('two that begin at once on a new directory agree on one server', async () => {
    const urls = await Promise.all([urlFrom(lab.startProcess()), urlFrom(lab.startProcess())]);

    expect(urls[0]).toBe(urls[1]);
    expect(await query(urls[0], 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(lab.directory)).toSorted()).toEqual([
      'admin-password',
      'cluster',
      'port',
      'server.log',
    ]);
  });
});

describe('what a crash leaves behind', () => {
  test('a pid file whose number belongs to another process is not believed', async () => {
    await lab.givenCluster();
    const { uid, gid } = await stat(join(lab.directory, 'cluster'));
    const stranger = lab.startStranger({ uid, gid });
    const lines = [stranger.pid, lab.directory, 1, 1, '', '127.0.0.1', '', 'ready'];
    await writeFile(join(lab.directory, 'cluster', 'postmaster.pid'), `${lines.join('\n')}\n`);

    const server = await lab.start();

    expect(await query(server.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  test('an initdb that was interrupted is begun anew', async () => {
    const child = lab.startProcess();
    await expect
      .poll(() => readdir(lab.directory).catch(() => []), soon)
      .toContainEqual(expect.stringMatching(/^unfinished-\d+-[0-9a-f]{8}$/));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(lab.directory)).not.toContain('cluster');

    const server = await lab.start();

    expect(await query(server.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(lab.directory)).toSorted()).toEqual([
      'admin-password',
      'cluster',
      'port',
      'server.log',
    ]);
  });
});

describe('what cannot be run', () => {
  test('data of another major version is refused, and left as it was', async () => {
    await lab.givenCluster();
    const file = join(lab.directory, 'cluster', 'PG_VERSION');
    await writeFile(file, '17\n');

    await expect(lab.start()).rejects.toThrow(
      /was written by PostgreSQL 17, and this is PostgreSQL 18/,
    );

    expect(await readFile(file, 'utf8')).toBe('17\n');
  });

  test('a cluster that no PostgreSQL wrote is refused', async () => {
    await mkdir(join(lab.directory, 'cluster', 'photos'), { recursive: true });

    await expect(lab.start()).rejects.toThrow(/is not a PostgreSQL data directory/);
  });

  test('a directory that holds something else is refused, and left as it was', async () => {
    await mkdir(join(lab.directory, 'photos'), { recursive: true, mode: 0o755 });
    const before = await stat(lab.directory);

    await expect(lab.start()).rejects.toThrow(/holds photos, so it is not PostgreSQL's/);

    const after = await stat(lab.directory);
    expect([after.uid, after.mode]).toEqual([before.uid, before.mode]);
  });

  test('a cluster whose password was lost is refused', async () => {
    await lab.givenCluster();
    await rm(join(lab.directory, 'admin-password'));

    await expect(lab.start()).rejects.toThrow(/password is missing/);
  });

  test('a directory that cannot be made is named, with the way out', async () => {
    await writeFile(join(lab.temporary, '.data'), 'a file');

    await expect(lab.start()).rejects.toThrow(
      /Cannot keep PostgreSQL's data in .*BILLING_DATA_DIR/,
    );
  });

  test('a server that refuses to start says why, in its own words', async () => {
    await lab.givenCluster();

    await expect(lab.start({ shared_buffers: 'plenty' })).rejects.toThrow(
      /invalid value for parameter "shared_buffers": "plenty"/,
    );
  });
});
