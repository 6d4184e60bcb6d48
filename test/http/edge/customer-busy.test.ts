import type { Client } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { CustomerBusy } from '#domain/charging/errors.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import { asAdmin, rowsAsAdmin } from '../../support/admin.ts';
import { appUnderTest } from '../../support/app.ts';
import { until } from '../../support/until.ts';
import { bodies, pathOf } from '../requests.ts';
import type { Belongings, Caller } from '../world.ts';
import { furnish, newEmail, signUp } from '../world.ts';

// Somebody else has the billing account of a customer, for longer than a request waits for it. In
// memory nobody waits: runs go one after another there.

const app = appUnderTest('postgres');
let admin: Caller;
let own: Belongings;
let writes: readonly Endpoint[];
beforeAll(async () => {
  admin = await signUp(app);
  own = await furnish(app, admin);
  const endpoints = allEndpoints(app.composition().useCases);
  writes = endpoints.filter(({ errors }) => errors?.some((each) => each === CustomerBusy) === true);
  // From now on this customer has an account, too.
  const { status } = await send(theWrite('createSubscription'));
  if (status !== 201) throw new Error(`Nobody could be subscribed: ${status}.`);
});

const theWrite = (operationId: string): Endpoint => {
  const found = writes.find((each) => each.operationId === operationId);
  if (found === undefined) throw new Error(`${operationId} is no write of money.`);
  return found;
};

const send = (each: Endpoint, headers: Readonly<Record<string, string>> = {}) =>
  app.send(each.method, pathOf(each, own), {
    token: admin.token,
    ...(each.body === undefined ? {} : { body: bodies[each.operationId]?.(own, admin) }),
    headers: { ...(each.ifMatch === true ? { 'If-Match': '*' } : {}), ...headers },
  });

/** Does something while a transaction of somebody else has the accounts of all customers. */
const whileLocked = <Result>(work: (holder: Client) => Promise<Result>): Promise<Result> =>
  asAdmin(app.url(), async (holder) => {
    await holder.query('begin; select from billing_accounts for update');
    return work(holder);
  });

const waiters = async (): Promise<number> => {
  const rows = await rowsAsAdmin<{ readonly count: number }>(
    app.url(),
    `select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
};

/** A digest of each table: whatever is written anywhere changes one. */
const contents = async (): Promise<Readonly<Record<string, unknown>>> => {
  const tables = await rowsAsAdmin<{ readonly name: string }>(
    app.url(),
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const digests: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [digest] = await rowsAsAdmin(
      app.url(),
      `select md5(string_agg(t::text, ',' order by t::text)) from ${name} t`,
    );
    digests[name] = digest;
  }
  return digests;
};

/** Fewer than the pool has connections: more would wait for one, and not for the account. */
const atOnce = 8;

test('every write of money gives up after a while, and has written nothing', async () => {
  const before = await contents();

  const refusal = async (each: Endpoint) => {
    const { status, body } = await send(each);
    return [each.operationId, status, body.code];
  };
  const responses = await whileLocked(async () => {
    const told = [];
    for (let from = 0; from < writes.length; from += atOnce) {
      told.push(...(await Promise.all(writes.slice(from, from + atOnce).map(refusal))));
    }
    return told;
  });

  expect(responses.length).toBeGreaterThan(5);
  expect(responses).toEqual(writes.map(({ operationId }) => [operationId, 409, 'customer_busy']));
  expect(await contents()).toEqual(before);
});

test('a customer is busy, too, whose account somebody else is opening', async () => {
  const { body: customer } = await app.send('post', '/v1/customers', {
    token: admin.token,
    body: { name: 'New here', email: newEmail() },
  });
  const subscribe = () =>
    app.send('post', '/v1/subscriptions', {
      token: admin.token,
      body: { customerId: customer.id, planId: own.planId },
    });

  const response = await asAdmin(app.url(), async (opener) => {
    await opener.query('begin');
    await opener.query(
      'insert into billing_accounts (tenant_id, customer_id, is_live) values ($1, $2, true)',
      [uuidOf(admin.tenantId as never), uuidOf(customer.id as never)],
    );
    return subscribe();
  });

  expect([response.status, response.body.code]).toEqual([409, 'customer_busy']);
  expect((await subscribe()).status).toBe(201);
});

test('whoever waits for less goes on when the account is free', async () => {
  const response = await whileLocked(async (holder) => {
    const waiting = send(theWrite('createSubscription'));
    await until(async () => (await waiters()) === 1);
    await holder.query('rollback');
    return waiting;
  });

  expect(response.status).toBe(201);
});

test('a busy customer is no outcome: the same request with its key is tried again', async () => {
  const subscribe = () => send(theWrite('createSubscription'), { 'Idempotency-Key': 'patience' });

  const busy = await whileLocked(subscribe);
  const again = await subscribe();
  const replayed = await subscribe();

  expect([busy.status, busy.body.code]).toEqual([409, 'customer_busy']);
  expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, undefined]);
  expect(replayed.body).toEqual(again.body);
});
