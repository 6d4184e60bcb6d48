import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RequestContext } from '#application/shared/context.ts';
import type { EventSubscriber, SequencedEvent } from '#application/shared/event-subscribers.ts';
import { CustomerEmailTaken } from '#domain/customers/errors.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import type { EventRelay } from '#interfaces/worker/event-relay.ts';
import { startEventRelay } from '#interfaces/worker/event-relay.ts';
import { freshDatabase } from '../support/database.ts';
import { createdTenant } from '../support/listening-tenant.ts';
import { until } from '../support/until.ts';

const fresh = freshDatabase();
let composition: Composition;
let context: RequestContext;

beforeAll(async () => {
  composition = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 5 } });
  context = await createdTenant(composition);
});
afterAll(() => composition.close());

const relays: EventRelay[] = [];
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
});

type Hear = (events: readonly SequencedEvent[], context: RequestContext) => unknown;

let named = 0;
const subscriberOf = (hear: Hear, eventTypes = ['customer.created', 'customer.updated']) => {
  named += 1;
  return {
    subscriber: `test-${named}`,
    eventTypes,
    useCase: {
      permission: 'customers:read',
      execute: async (
        caller: RequestContext,
        { events }: { events: readonly SequencedEvent[] },
      ) => {
        await hear(events, caller);
      },
    },
  } as const satisfies EventSubscriber;
};

/** Delivers to these subscribers, beside those that the modules declare. */
const relay = (...subscribers: readonly EventSubscriber[]): void => {
  const { events } = composition.operations;
  relays.push(
    startEventRelay({
      events: { ...events, subscribers: [...events.subscribers, ...subscribers] },
      contextOf: (tenantId: TenantId) => ({ ...context, tenantId }),
      failed: () => undefined,
    }),
  );
};

let emails = 0;
/** A customer that is changed some times. */
const changed = async (times: number, caller = context) => {
  const { create, update } = composition.useCases.customers;
  emails += 1;
  let customer = await create.execute(caller, {
    name: 'Name 0',
    email: `customer-${emails}@example.com`,
  });
  for (let count = 1; count <= times; count += 1) {
    const { id: customerId, version } = customer;
    const changes = { name: `Name ${count}` };
    customer = await update.execute(caller, { customerId, version, changes });
  }
  return customer.id;
};

const nameIn = ({ after }: SequencedEvent): unknown => after?.['name'];

test('events about one thing come in order, and one that fails holds up only those', async () => {
  const customerId = await changed(4);
  const otherId = await changed(1);
  const seen = new Map<string, unknown[]>();
  let failures = 0;

  relay(
    subscriberOf((events) => {
      for (const event of events) {
        const isRefused = event.subjectId === customerId && nameIn(event) === 'Name 1';
        if (isRefused && failures < 2) {
          failures += 1;
          throw new Error('Not yet.');
        }
        const names = seen.get(event.subjectId) ?? [];
        // Events that came before in a batch that failed come once more.
        if (names.at(-1) !== nameIn(event)) seen.set(event.subjectId, [...names, nameIn(event)]);
      }
    }),
  );
  await until(() => seen.get(otherId)?.length === 2);
  await until(() => seen.get(customerId)?.includes('Name 4') === true);

  expect(failures).toBe(2);
  const names = seen.get(customerId) ?? [];
  expect(names.slice(-4)).toEqual(['Name 1', 'Name 2', 'Name 3', 'Name 4']);
  expect(names[0]).toBe('Name 0');
});

test('a few tenants are served at once, so that requests find connections', async () => {
  const tenants = await Promise.all(Array.from({ length: 5 }, () => createdTenant(composition)));
  await Promise.all(tenants.map((tenant) => changed(0, tenant)));
  let now = 0;
  let most = 0;
  const seen = new Set<string>();

  relay(
    subscriberOf(async (_events, { tenantId }) => {
      now += 1;
      most = Math.max(most, now);
      await delay(50);
      now -= 1;
      seen.add(tenantId);
    }),
  );
  await until(() => tenants.every(({ tenantId }) => seen.has(tenantId)));

  expect(most).toBe(2);
});

test('what was left by a transaction that failed is never delivered', async () => {
  const { create } = composition.useCases.customers;
  const taken = { name: 'Twice', email: 'twice@example.com' };
  await create.execute(context, taken);
  await expect(create.execute(context, taken)).rejects.toThrow(CustomerEmailTaken);
  const last = await changed(0);

  const seen: unknown[] = [];
  const ids: string[] = [];
  relay(
    subscriberOf((events) => {
      seen.push(...events.map(nameIn));
      ids.push(...events.map(({ subjectId }) => subjectId));
    }),
  );
  await until(() => ids.includes(last));

  expect(seen.filter((name) => name === 'Twice')).toHaveLength(1);
});

test('two relays deliver each event once, and news arrives while they run', async () => {
  const tenant = await createdTenant(composition);
  const seen: string[] = [];
  const subscriber = subscriberOf(async (events, { tenantId }) => {
    await delay(5);
    if (tenantId === tenant.tenantId) seen.push(...events.map(({ subjectId }) => subjectId));
  });
  relay(subscriber);
  relay(subscriber);

  const made: string[] = [];
  for (let count = 0; count < 20; count += 1) made.push(await changed(0, tenant));
  await until(() => made.every((id) => seen.includes(id)));

  expect(seen).toEqual(made);
});

test('a subscriber that always fails is told of, and holds up no other subscriber', async () => {
  const id = await changed(0);
  const seen: string[] = [];
  const failing = subscriberOf(() => {
    throw new Error('Always.');
  });

  relay(
    failing,
    subscriberOf((events) => seen.push(...events.map(({ subjectId }) => subjectId))),
  );
  await until(() => seen.includes(id));

  const { positions } = composition.operations.events;
  const [state] = await positions.states([failing.subscriber]);
  expect(state?.setAside).toBeGreaterThan(0);
  expect(await composition.metrics.text()).toMatch(
    new RegExp(`billing_subscriber_failures_total\\{subscriber="${failing.subscriber}"\\} [1-9]`),
  );
});

test('once everything is read nobody is served, until there is news', async () => {
  const { positions } = composition.operations.events;
  relay(subscriberOf(() => undefined));
  await until(async () => (await positions.tenantsToServe(100, null)).length === 0);
  await Promise.all(relays.splice(0).map((each) => each.stop()));

  await changed(0);

  expect(await positions.tenantsToServe(100, null)).toEqual([context.tenantId]);
});

test('two connections deliver to one tenant at a time; one delivers to none', async () => {
  const small = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 2 } });
  const single = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 1 } });
  const seen: string[] = [];
  const subscriber = subscriberOf((events) => seen.push(...events.map(({ type }) => type)));
  const relayOf = ({ operations: { events } }: Composition): EventRelay =>
    startEventRelay({
      events: { ...events, subscribers: [subscriber] },
      contextOf: (tenantId: TenantId) => ({ ...context, tenantId }),
      failed: () => undefined,
    });

  await changed(1);
  relays.push(relayOf(small));
  await until(() => seen.includes('customer.updated'));

  expect(() => relayOf(single)).toThrow('a pool of two connections');
  await Promise.all(relays.splice(0).map((each) => each.stop()));
  await Promise.all([small.close(), single.close()]);
});
