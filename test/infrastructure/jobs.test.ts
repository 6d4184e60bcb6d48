import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RequestContext } from '#application/shared/context.ts';
import type { OutboxMessage } from '#application/shared/jobs.ts';
import { CustomerEmailTaken } from '#domain/customers/errors.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { freshDatabase } from '../support/database.ts';
import { foundedTenant, listeningTenant } from '../support/listening-tenant.ts';

const fresh = freshDatabase();
let composition: Composition;
let context: RequestContext;

beforeAll(async () => {
  composition = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 5 } });
  context = await listeningTenant(composition);
});
afterEach(() => composition.operations.jobs.stop());
afterAll(() => composition.close());

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const giveUpAt = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error('It did not come to pass.');
    await delay(20);
  }
};

/** A customer that is changed some times, and the names of its events in order. */
const changed = async (times: number) => {
  const { create, update } = composition.useCases.customers;
  const email = `customer-${performance.now()}@example.com`.replaceAll(' ', '');
  let customer = await create.execute(context, { name: 'Name 0', email });
  for (let count = 1; count <= times; count += 1) {
    const { id: customerId, version } = customer;
    const changes = { name: `Name ${count}` };
    customer = await update.execute(context, { customerId, version, changes });
  }
  return customer.id;
};

const work = async (outbox: (message: OutboxMessage) => Promise<void>): Promise<void> => {
  await composition.operations.jobs.start({ outbox, delivery: async () => undefined });
};

const resourceOf = async ({ eventId }: OutboxMessage) => {
  const page = await composition.useCases.audit.list.execute(context, { limit: 100 });
  const entry = page.data.find(({ id }) => id.slice(-26) === eventId.slice(-26));
  return { resourceId: entry?.resourceId, name: entry?.after?.['name'] };
};

test('messages about one thing come in order, and a failing one holds up the rest', async () => {
  const customerId = await changed(4);
  const seen: unknown[] = [];
  let failures = 0;

  await work(async (message) => {
    const { resourceId, name } = await resourceOf(message);
    if (resourceId !== customerId) return;
    if (name === 'Name 1' && failures < 1) {
      failures += 1;
      throw new Error('Not yet.');
    }
    seen.push(name);
  });
  await until(() => seen.length === 5);

  expect(failures).toBe(1);
  expect(seen).toEqual(['Name 0', 'Name 1', 'Name 2', 'Name 3', 'Name 4']);
});

test('a few messages are worked on at once, so that requests find connections', async () => {
  await Promise.all(Array.from({ length: 12 }, () => changed(0)));
  let now = 0;
  let most = 0;
  let seen = 0;

  await work(async () => {
    now += 1;
    most = Math.max(most, now);
    await delay(20);
    now -= 1;
    seen += 1;
  });
  await until(() => seen >= 12);

  expect(most).toBe(3);
});

test('what was left by a transaction that failed is never handed out', async () => {
  const { create } = composition.useCases.customers;
  const taken = { name: 'Twice', email: 'twice@example.com' };
  await create.execute(context, taken);
  await expect(create.execute(context, taken)).rejects.toThrow(CustomerEmailTaken);

  const seen: unknown[] = [];
  await work(async (message) => {
    seen.push((await resourceOf(message)).name);
  });
  await until(async () => {
    const [outbox] = await composition.operations.jobs.states();
    return outbox?.ready === 0 && outbox.active === 0;
  });

  expect(seen.filter((name) => name === 'Twice')).toHaveLength(1);
});

test('a dead message waits for its replay, and so do those behind it', async () => {
  const { jobs } = composition.operations;
  const customerId = await changed(1);
  const { Client } = await import('pg');
  const owner = new Client({ connectionString: fresh.url() });
  await owner.connect();
  await owner.query(
    `update billing_jobs.job set retry_limit = 0 where singleton_key = $1 and state = 'created'`,
    [customerId],
  );
  await owner.end();
  const seen: unknown[] = [];
  let isBroken = true;
  await work(async (message) => {
    const { resourceId, name } = await resourceOf(message);
    if (resourceId !== customerId) return;
    if (isBroken) throw new Error('Broken.');
    seen.push(name);
  });

  await until(async () => (await jobs.deadLetters('outbox', 10)).length === 1);
  const [letter] = await jobs.deadLetters('outbox', 10);
  await delay(1_200);
  expect([letter?.key, letter?.error, seen]).toEqual([customerId, 'Broken.', []]);

  isBroken = false;
  expect(await jobs.replay('outbox', [letter?.id ?? ''])).toBe(1);
  await until(() => seen.length === 2);
  expect(seen).toEqual(['Name 0', 'Name 1']);
  expect(await jobs.deadLetters('outbox', 10)).toEqual([]);
});

test('what nobody listens to leaves no message; an endpoint hears what follows it', async () => {
  const { customers, webhookEndpoints } = composition.useCases;
  const deaf = await foundedTenant(composition);
  const create = async (name: string) => {
    const email = `${name}@deaf.example`.toLowerCase();
    return (await customers.create.execute(deaf, { name, email })).id;
  };
  const input = { url: 'https://hooks.deaf.example/', eventTypes: ['*'] };

  await create('Before');
  const { endpoint } = await webhookEndpoints.create.execute(deaf, input);
  const heard = await create('Heard');
  const { id: endpointId, version } = endpoint;
  await webhookEndpoints.delete.execute(deaf, { endpointId, version });
  await create('After');

  const seen: unknown[] = [];
  await work(async ({ tenantId, eventId }) => {
    if (tenantId === deaf.tenantId) seen.push(eventId.slice(-26));
  });
  await until(async () => (await composition.operations.jobs.states())[0]?.ready === 0);
  const entries = await composition.useCases.audit.list.execute(deaf, { limit: 100 });
  const told = entries.data.filter(({ id }) => seen.includes(id.slice(-26)));
  expect(told.map(({ resourceId }) => resourceId)).toEqual([heard, endpointId]);
});
