import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Unavailable } from '#application/shared/errors.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { inTransaction } from '#infrastructure/typeorm/transactions/in-transaction.ts';
import { asAdmin } from '../support/admin.ts';
import { freshDatabase } from '../support/database.ts';

// One connection, so that each transaction finds the connection as the one before has left it.
const fresh = freshDatabase();
const tenantId = '01900000-0000-7000-8000-000000000001';
let database: Database;
beforeAll(async () => {
  await asAdmin(fresh.url(), async (client) => {
    await client.query('create table notes (text text); grant all on notes to billing_app');
  });
  database = await openDatabase({ url: fresh.url(), poolMax: 1 });
});
afterAll(() => database.close());

const note = (client: Pick<PoolClient, 'query'>, text: string) =>
  client.query('insert into notes values ($1)', [text]);
const ask = async (text: string, client: Pick<PoolClient, 'query'> = database.pool) =>
  (await client.query<Record<string, unknown>>(text)).rows[0];
const settings = `select current_setting('app.tenant_id', true) as tenant,
  current_setting('app.purpose', true) as purpose`;
const nothing = { tenant: '', purpose: '' };
const notes = (text: string) =>
  database.pool.query('select from notes where text = $1', [text]).then(({ rowCount }) => rowCount);
const backend = 'select pg_backend_pid() as id';

test('what was written is there when it ends, and what the work gave is given', async () => {
  const given = await inTransaction(database.pool, 'installation', async (client) => {
    await note(client, 'kept');
    return 'given';
  });

  expect([given, await notes('kept')]).toEqual(['given', 1]);
});

test.each([
  [{ tenantId }, { tenant: tenantId }],
  [{ purpose: 'sweep' } as const, { purpose: 'sweep' }],
  ['installation' as const, {}],
])('within %j row-level security sees that, and nothing after it', async (scope, seen) => {
  const within = await inTransaction(database.pool, scope, (client) => ask(settings, client));

  const orEmpty = (found: Record<string, unknown> | undefined) => ({
    tenant: found?.['tenant'] ?? '',
    purpose: found?.['purpose'] ?? '',
  });
  expect(orEmpty(within)).toEqual({ ...nothing, ...seen });
  expect(orEmpty(await ask(settings))).toEqual(nothing);
});

test('where the work fails nothing is written, and the connection serves on', async () => {
  const before = await ask(backend);
  const failed = inTransaction(database.pool, { tenantId }, async (client) => {
    await note(client, 'lost');
    throw new RangeError('no more');
  });

  await expect(failed).rejects.toThrow(new RangeError('no more'));
  expect([await notes('lost'), await ask(backend)]).toEqual([0, before]);
});

test('a connection that was cut is not given to anybody again', async () => {
  const before = await ask(backend);
  const cut = inTransaction(database.pool, { purpose: 'sweep' }, async (client) => {
    await note(client, 'cut');
    await asAdmin(fresh.url(), (admin) =>
      admin.query('select pg_terminate_backend($1)', [before?.['id']]),
    );
    await note(client, 'cut too');
  });

  await expect(cut).rejects.toThrow(Unavailable);
  expect(await notes('cut')).toBe(0);
  expect(await ask(backend)).not.toEqual(before);
});

// As on a standby after a failover: it rolls back without complaint.
test('a connection that may not write any more is not given to anybody again', async () => {
  const before = await ask(backend);
  const refused = inTransaction(database.pool, { tenantId }, async (client) => {
    await client.query('set transaction read only');
    await note(client, 'refused');
  });

  await expect(refused).rejects.toThrow(Unavailable);
  expect(await ask(backend)).not.toEqual(before);
});

test('a connection that is still in the transaction is not given to anybody again', async () => {
  const before = await ask(backend);
  const failed = inTransaction(database.pool, { tenantId }, async (client) => {
    await note(client, 'held');
    // A connection that is gone says so to each statement, `rollback` included.
    const connection = client.connection as PoolClient;
    connection.query = () => Promise.reject(new RangeError('nothing can be sent'));
    throw new RangeError('no more');
  });

  await expect(failed).rejects.toThrow('no more');
  expect(await notes('held')).toBe(0);
  expect(await ask(backend)).not.toEqual(before);
});

test('what goes on after the work failed is refused, and reaches no other work', async () => {
  const next = Promise.withResolvers<void>();
  let late: Promise<unknown> = Promise.resolve();
  const failed = inTransaction(database.pool, 'installation', async (client) => {
    late = next.promise.then(() => note(client, 'too late'));
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');

  await inTransaction(database.pool, 'installation', async (client) => {
    await note(client, 'the next');
    next.resolve();
    await expect(late).rejects.toThrow('The transaction is over.');
  });

  expect([await notes('too late'), await notes('the next')]).toEqual([0, 1]);
});
