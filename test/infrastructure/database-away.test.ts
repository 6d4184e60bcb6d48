import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { migrate } from '#infrastructure/typeorm/schema/migrate.ts';
import { BillingProgram } from '../support/billing-program.ts';
import { EmbeddedPostgresLab, query } from '../support/embedded-postgres-lab.ts';
import { call, createTenant } from '../support/http-caller.ts';
import { until } from '../support/until.ts';

// A server on a PostgreSQL that is stopped and started behind its back.

const lab = EmbeddedPostgresLab.open();
const program = BillingProgram.open(() => ({}));

interface Problem {
  readonly code: string;
}

const served = async () => {
  await lab.givenCluster();
  const postgres = await lab.start();
  await migrate(postgres.ownerUrl);
  const serving = await program.serve({ DATABASE_URL: postgres.url });
  const { url } = serving;
  const output = (): string => serving.output();
  const token = await createTenant(url, 'ada@acme.example');
  const ready = async (): Promise<number> => (await call(`${url}/readyz`)).status;
  const create = (email: string) =>
    call<Problem>(`${url}/v1/customers`, { token, body: { name: 'Globex', email } });
  return { postgres, url, token, ready, create, output };
};

test('while PostgreSQL is away all is answered 503, and in a second after it is 200', async () => {
  const { postgres, url, token, ready, create } = await served();
  expect(await ready()).toBe(200);

  await postgres.stop();
  const away = [
    await call<Problem>(`${url}/readyz`),
    await call<Problem>(`${url}/v1/customers`, { token }),
    await create('away@globex.example'),
    await call<Problem>(`${url}/v1/auth/login`, {
      body: { email: 'ada@acme.example', password: 'correct horse' },
    }),
  ];
  const alive = await call(`${url}/livez`);

  for (const { status, headers, body } of away) {
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
  }
  expect(alive.status).toBe(200);

  const back = await lab.start();
  expect(back.url).toBe(postgres.url);
  await query(back.url, 'select 1');
  await until(async () => (await ready()) === 200);
  expect((await create('back@globex.example')).status).toBe(201);
  const listed = await call<{ data: { email: string }[] }>(`${url}/v1/customers`, { token });
  expect(listed.body.data.map(({ email }) => email)).toEqual(['back@globex.example']);
});

test('a statement that waits too long for a lock is answered 503 and keeps nothing', async () => {
  const { postgres, create, ready } = await served();
  // The wait of 10 s is not ours to shorten, but that of this one function is its owner's.
  await query(postgres.adminUrl, `alter function append_audit_entries set lock_timeout = '300ms'`);
  const holder = new Client({ connectionString: postgres.adminUrl });
  await holder.connect();
  await holder.query('begin; select from audit_chains for update');

  const refused = await create('globex@globex.example');

  await holder.query('rollback');
  await holder.end();
  expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await ready()).toBe(200);
  // Its address is still free: the statements before the wait were rolled back.
  expect((await create('globex@globex.example')).status).toBe(201);
});

const faultOf = (output: string, text: string): boolean =>
  output.split('\n').some((line) => line.includes('"unavailable"') && line.includes(text));

test('what fails over to a standby is unavailable until it can write again', async () => {
  const { postgres, url, token, ready, create, output } = await served();
  const signal = join(lab.directory, 'cluster', 'standby.signal');
  await postgres.stop();
  await writeFile(signal, '');
  await lab.start();

  await until(async () => (await create('standby@globex.example')).body.code === 'unavailable');
  const refused = await create('standby@globex.example');
  const readiness = await call<Problem>(`${url}/readyz`);

  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect([readiness.status, readiness.headers.get('retry-after')]).toEqual([503, '1']);
  // A connection from before may break only now, and log lines are written in batches.
  await until(async () => (await call(`${url}/v1/customers`, { token })).status === 200);
  await until(() => faultOf(output(), 'read-only transaction'));
  await until(() => faultOf(output(), 'PostgreSQL is a standby'));

  await query(postgres.adminUrl, 'select pg_promote()');
  await until(async () => (await ready()) === 200);
  await until(async () => (await create('primary@globex.example')).status === 201);
  await rm(signal, { force: true });
});

test('sessions that became read-only are dropped, and with them the fault', async () => {
  const { postgres, ready, create } = await served();
  const many = (name: string) =>
    Promise.all(Array.from({ length: 12 }, (_, index) => create(`${name}${index}@globex.example`)));
  const statuses = async (name: string) => new Set((await many(name)).map(({ status }) => status));
  expect(await statuses('before')).toEqual(new Set([201]));

  // Each session that there is says so of itself, as after a failover behind a proxy.
  await query(postgres.adminUrl, 'alter database billing set default_transaction_read_only = on');
  await query(postgres.adminUrl, dropSessions);
  await until(async () => (await ready()) === 503);
  expect(await statuses('closed')).toEqual(new Set([503]));
  const writing = new URL(postgres.adminUrl);
  writing.searchParams.set('options', '-c default_transaction_read_only=off');
  await query(writing.href, 'alter database billing reset default_transaction_read_only');

  // No session was ended by anybody but us: each that failed once is gone.
  await until(async () => (await ready()) === 200);
  let round = 0;
  await until(async () => !(await statuses(`after${(round += 1)}.`)).has(503));
  expect(await statuses('at-last')).toEqual(new Set([201]));
});

const dropSessions = `select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = 'billing-service' and pid <> pg_backend_pid()`;
