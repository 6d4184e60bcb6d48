import { Client } from 'pg';
import { expect, test } from 'vitest';
import { migrate } from '#infrastructure/typeorm/migrate.ts';
import { BillingProgram } from '../support/billing-program.ts';
import { EmbeddedPostgresLab, query } from '../support/embedded-postgres-lab.ts';
import { call, foundTenant } from '../support/http-caller.ts';
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
  await migrate(postgres.url);
  const { url } = await program.serve({ DATABASE_URL: postgres.url });
  const token = await foundTenant(url, 'ada@acme.example');
  const ready = async (): Promise<number> => (await call(`${url}/readyz`)).status;
  const create = (email: string) =>
    call<Problem>(`${url}/v1/customers`, { token, body: { name: 'Globex', email } });
  return { postgres, url, token, ready, create };
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
  await until(async () => (await ready()) === 200, 1_000);
  expect((await create('back@globex.example')).status).toBe(201);
  const listed = await call<{ data: { email: string }[] }>(`${url}/v1/customers`, { token });
  expect(listed.body.data.map(({ email }) => email)).toEqual(['back@globex.example']);
});

test('a statement that waits too long for a lock is answered 503 and keeps nothing', async () => {
  const { postgres, create, ready } = await served();
  // The wait of 10 s is not ours to shorten, but that of this one function is its owner's.
  await query(postgres.url, `alter function append_audit_entry set lock_timeout = '300ms'`);
  const holder = new Client({ connectionString: postgres.url });
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
