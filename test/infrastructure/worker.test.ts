import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BillingProgram, freePort } from '../support/billing-program.ts';
import { freshDatabase } from '../support/database.ts';
import { call, createTenant } from '../support/http-caller.ts';
import { until } from '../support/until.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';

// Workers as processes of their own, beside a server that works no queues.

const fresh = freshDatabase();
const receiver = webhookReceiver();
const program = BillingProgram.open(() => ({
  DATABASE_URL: fresh.url(),
  WEBHOOKS_ALLOW_PRIVATE: 'true',
  RATE_LIMIT_TENANT: '0',
}));
let owner: Client;
beforeAll(async () => {
  owner = new Client({ connectionString: fresh.url() });
  await owner.connect();
});
afterAll(() => owner.end());

let tenants = 0;
/** A server with WORKER=off, and a tenant there whose new customers are told to the receiver. */
const served = async () => {
  const { url } = await program.serve({ WORKER: 'off' });
  tenants += 1;
  const token = await createTenant(url, `ada-${tenants}@acme.example`);
  const body = { url: receiver.url(), eventTypes: ['customer.created'] };
  expect((await call(`${url}/v1/webhook-endpoints`, { token, body })).status).toBe(201);
  let count = 0;
  const create = async (): Promise<string> => {
    count += 1;
    const customer = { name: 'Globex', email: `customer-${count}@example.com` };
    const made = await call<{ id: string }>(`${url}/v1/customers`, { token, body: customer });
    expect(made.status).toBe(201);
    return made.body.id;
  };
  return create;
};

const timesToldOf = (id: string): number =>
  receiver.told.filter(({ resourceId }) => resourceId === id).length;

/**
 * Events that nobody has read, and webhook attempts that are not over. (Mail is left out: the test
 * before may have killed a worker amid one, which nobody takes up until its time is over.)
 */
const undone = async (): Promise<number> => {
  const { rows } = await owner.query<{ undone: number }>(`
    select (select count(*) from billing_jobs.job
        where name = 'webhook-delivery' and state in ('created', 'retry', 'active', 'failed')
      )::integer
      + (select coalesce(sum(c.sequence - coalesce(p.sequence, 0)), 0) from audit_chains c
        left join event_positions p on p.tenant_id = c.tenant_id)::integer as undone`);
  return rows[0]?.undone ?? 0;
};

test('a worker alone works off what a server without one left, and stops cleanly', async () => {
  const create = await served();
  const before = [await create(), await create()];
  expect(await undone()).toBeGreaterThan(2);
  expect(before.map(timesToldOf)).toEqual([0, 0]);

  const worker = await program.work();
  await until(() => before.every((id) => timesToldOf(id) > 0));
  const later = await create();
  await until(async () => timesToldOf(later) > 0 && (await undone()) === 0);

  expect([...before, later].map(timesToldOf)).toEqual([1, 1, 1]);
  worker.child.kill('SIGTERM');
  expect((await worker.ended).code).toBe(0);
  expect(worker.output()).toMatch(/"stopping"[\s\S]*"stopped"/);
});

test('a worker says that it is well and ready, where it is asked to', async () => {
  await served();
  const port = await freePort();
  await program.work({ HEALTH_PORT: String(port), HOST: '127.0.0.1' });
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return [response.status, await response.text()];
  };

  expect(await ask('/livez')).toEqual([200, '{"status":"ok"}']);
  expect(await ask('/readyz')).toEqual([200, '{"status":"ok"}']);
  expect((await ask('/metrics'))[0]).toBe(404);
});

test('two workers share the work: each event is told once', async () => {
  const create = await served();
  const workers = [await program.work(), await program.work()];

  const ids: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    ids.push(...(await Promise.all(Array.from({ length: 5 }, create))));
  }
  await until(async () => (await undone()) === 0 && ids.every((id) => timesToldOf(id) > 0));

  expect(new Set(ids).size).toBe(50);
  expect(ids.map(timesToldOf)).toEqual(ids.map(() => 1));
  for (const { child } of workers) child.kill('SIGTERM');
  const codes = await Promise.all(workers.map(({ ended }) => ended));
  expect(codes.map(({ code }) => code)).toEqual([0, 0]);
});

test('what one worker leaves another takes up', async () => {
  const create = await served();
  const first = await program.work();
  first.child.kill('SIGTERM');
  expect((await first.ended).code).toBe(0);
  const id = await create();

  await program.work();
  await until(() => timesToldOf(id) > 0);

  expect(timesToldOf(id)).toBe(1);
});
