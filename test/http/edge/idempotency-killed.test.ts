import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseId, uuidOf } from '#domain/shared/ids.ts';
import { appUnderTest } from '../../support/app.ts';
import { until } from '../../support/until.ts';
import { newEmail, signUp } from '../world.ts';

// A request that is killed in the middle of its transaction leaves its key as if it never came.

const app = appUnderTest('postgres');
let holder: Client;
let killer: Client;

beforeAll(async () => {
  [holder, killer] = [await connected(), await connected()];
});
afterAll(async () => {
  await holder.end();
  await killer.end();
});

const connected = async (): Promise<Client> => {
  const client = new Client({ connectionString: app.url() });
  await client.connect();
  return client;
};

/** Locks the head of a tenant's chain, which every transaction takes last. */
const holdChain = async (tenantId: string): Promise<number> => {
  const uuid = uuidOf(parseId('ten', tenantId));
  await holder.query('begin');
  await holder.query(`select set_config('app.tenant_id', $1, true)`, [uuid]);
  const held = await holder.query('select from audit_chains where tenant_id = $1 for update', [
    uuid,
  ]);
  expect(held.rowCount).toBe(1);
  const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
};

/** Ends every connection that waits for `pid`; gives how many. */
const killWaiting = async (pid: number): Promise<number> => {
  const { rowCount } = await killer.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where $1 = any (pg_blocking_pids(pid)) and datname = current_database()`,
    [pid],
  );
  return rowCount ?? 0;
};

const listed = async (token: string) =>
  (await app.send('get', '/v1/customers', { token })).body.data as { id: string }[];

test('a POST that is killed in the middle is answered 503, and its key is not stuck', async () => {
  const { token, tenantId } = await signUp(app);
  const body = { name: 'Globex', email: newEmail() };
  const headers = { 'Idempotency-Key': 'killed-in-the-middle' };
  const create = () => app.send('post', '/v1/customers', { token, body, headers });
  const holding = await holdChain(tenantId);

  const killed = create();
  const waits = async (): Promise<boolean> => {
    const { rowCount } = await killer.query(
      'select from pg_stat_activity where $1 = any (pg_blocking_pids(pid))',
      [holding],
    );
    return rowCount === 1;
  };
  await until(waits);
  // Asked again meanwhile with the same key: the first still has it.
  const meanwhile = await create();
  const kills = await killWaiting(holding);
  const response = await killed;
  await holder.query('rollback');

  expect([meanwhile.status, meanwhile.body.code]).toEqual([409, 'idempotency_key_in_flight']);
  expect(kills).toBe(1);
  expect([response.status, response.body.code]).toEqual([503, 'unavailable']);
  expect(response.headers['retry-after']).toBe('1');
  expect(await listed(token)).toEqual([]);

  const again = await create();
  const replayed = await create();

  expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, undefined]);
  expect([replayed.status, replayed.headers['idempotent-replayed']]).toEqual([201, 'true']);
  expect((await listed(token)).map(({ id }) => id)).toEqual([again.body.id]);
  expect(replayed.body.id).toBe(again.body.id);
});

test('each of many that are killed can be repeated, and each has one effect', async () => {
  const { token, tenantId } = await signUp(app);
  const requests = ['a', 'b', 'c'].map((name) => ({
    body: { name, email: newEmail() },
    headers: { 'Idempotency-Key': `killed-${name}` },
  }));
  const createAll = () =>
    Promise.all(requests.map((each) => app.send('post', '/v1/customers', { token, ...each })));
  const holding = await holdChain(tenantId);

  const killed = createAll();
  let over = false;
  void killed.then(() => (over = true));
  // Those behind the first wait for the first, and for us once it is gone.
  await until(async () => {
    await killWaiting(holding);
    return over;
  });
  await holder.query('rollback');
  const again = await createAll();

  expect((await killed).map(({ status }) => status)).toEqual([503, 503, 503]);
  expect(again.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(await listed(token)).toHaveLength(3);
});
