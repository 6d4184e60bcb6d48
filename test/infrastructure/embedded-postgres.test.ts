import { once } from 'node:events';
import { chmod, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { EmbeddedPostgresLab, query, soon } from '../support/embedded-postgres-lab.ts';

const lab = EmbeddedPostgresLab.open();
const isRoot = process.getuid?.() === 0;

describe('a server that starts and stops', () => {
  test('begins with an empty database on loopback, whose password is private', async () => {
    const server = await lab.start();

    expect(await query(server.adminUrl, 'select current_database() as name')).toEqual([
      { name: 'billing' },
    ]);
    expect(
      await query(
        server.adminUrl,
        `select datlocprovider as provider, datlocale as locale, datcollate as collation,
           pg_encoding_to_char(encoding) as encoding, current_setting('TimeZone') as zone,
           current_setting('listen_addresses') as addresses,
           current_setting('unix_socket_directories') as sockets
         from pg_database where datname = current_database()`,
      ),
    ).toEqual([
      {
        provider: 'b',
        locale: 'C.UTF-8',
        collation: 'C',
        encoding: 'UTF8',
        zone: 'UTC',
        addresses: '127.0.0.1',
        sockets: '',
      },
    ]);
    const { mode } = await stat(join(lab.directory, 'admin-password'));
    expect(mode & 0o777).toBe(0o600);
    await expect(query(server.adminUrl.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
  });

  test('finds what it stored the last time, under the same URL', async () => {
    await lab.givenCluster();
    const first = await lab.start();
    await query(first.adminUrl, 'create table invoices as select 4900 as amount');
    await first.stop();

    const second = await lab.start();

    expect(second.adminUrl).toBe(first.adminUrl);
    expect(await query(second.adminUrl, 'select amount from invoices')).toEqual([{ amount: 4900 }]);
  });

  test('takes another port when somebody has taken the last one', async () => {
    await lab.givenCluster();
    const first = await lab.start();
    await first.stop();
    const port = Number(new URL(first.adminUrl).port);
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');

    const second = await lab.start();

    expect(new URL(second.adminUrl).port).not.toBe(String(port));
    expect(await query(second.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    squatter.close();
  });

  test('is gone after its owner stopped it, and stopping it twice is no harm', async () => {
    await lab.givenCluster();
    const server = await lab.start();

    await Promise.all([server.stop(), server.stop()]);

    expect(await lab.pidOfServer()).toBeUndefined();
    await expect(query(server.adminUrl, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a server that is killed', () => {
  test('comes back with its data on the same URL', async () => {
    await lab.givenCluster();
    const server = await lab.start();
    await query(server.adminUrl, 'create table invoices as select 4900 as amount');
    const killed = await lab.pidOfServer();

    await lab.killServer();

    await expect
      .poll(() => query(server.adminUrl, 'select amount from invoices').catch(() => []), soon)
      .toEqual([{ amount: 4900 }]);
    expect(await lab.pidOfServer()).not.toBe(killed);
    await expect.poll(() => lab.messages.at(-1), soon).toMatch(/^Embedded PostgreSQL is back/);
    await server.stop();
    expect(await lab.pidOfServer()).toBeUndefined();
  });

  test.each([0, 10, 20, 30])('is not brought back when it is stopped %i ms later', async (wait) => {
    await lab.givenCluster();
    const server = await lab.start();

    await lab.killServer();
    await expect.poll(() => lab.messages.at(-1), { interval: 1 }).toMatch(/went away/);
    await delay(wait);
    await server.stop();

    await delay(300);
    expect(await lab.pidOfServer()).toBeUndefined();
  });

  test('is not restarted when only the connection that watches it broke', async () => {
    await lab.givenCluster();
    const server = await lab.start();
    const before = await lab.pidOfServer();

    await query(
      server.adminUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name like 'billing-service embedded%'`,
    );

    await expect.poll(() => lab.messages.at(-1), soon).toMatch(/^Embedded PostgreSQL is back/);
    expect(await lab.pidOfServer()).toBe(before);
  });
});

test.runIf(isRoot)('root may keep its data below a directory closed to all others', async () => {
  await chmod(lab.temporary, 0o700);

  const server = await lab.start();

  const [closed, cluster] = [await stat(lab.temporary), await stat(join(lab.directory, 'cluster'))];
  expect([closed.uid, closed.mode & 0o777]).toEqual([0, 0o700]);
  expect(cluster.uid).not.toBe(0);
  expect(await query(server.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});
