import { describe, expect, test } from 'vitest';
import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import { buildCustomer, nextDay } from '../../builders.ts';
import type { EventRepositories } from '../../event-subscribers.ts';
import {
  eventsAtHand,
  storeCustomer,
  subscribedTypes,
  subscriberOf,
} from '../../event-subscribers.ts';
import type { OpenStorage } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';

/** The laws of `EventPositions`. */
export const eventPositionsContract = (
  name: string,
  open: OpenStorage<EventRepositories, unknown>,
): void => {
  describe(`EventPositions: ${name}`, () => {
    const { storage, createTenant } = storageUnderTest(open);
    const { deliver, hold, deadOf, stateOf, isServed } = eventsAtHand(() => storage().positions);

    test('laws 1 and 2: a subscriber hears every event of its types once, in order', async () => {
      const tenant = await createTenant();
      const customerId = await storeCustomer(tenant, 2);
      const heard: SequencedEvent[] = [];
      const subscriber = subscriberOf((events) => heard.push(...events));

      await deliver(tenant, subscriber);
      await deliver(tenant, subscriber);
      const later = await storeCustomer(tenant);
      await deliver(tenant, subscriber);

      expect(heard.map(({ type, subjectId, sequence }) => [sequence, type, subjectId])).toEqual([
        [1, 'tenant.created', tenant.id],
        [2, 'customer.created', customerId],
        [3, 'customer.updated', customerId],
        [4, 'customer.updated', customerId],
        [5, 'customer.created', later],
      ]);
      expect(heard[3]).toMatchObject({ occurredAt: nextDay, after: { name: 'Name 2' } });
    });

    test('law 2: an event of a run that failed is in no sequence', async () => {
      const tenant = await createTenant();
      const heard: string[] = [];
      const subscriber = subscriberOf((events) => heard.push(...events.map(({ type }) => type)));

      const failed = tenant.run(async ({ customers }) => {
        await customers.save(buildCustomer());
        throw new Error('No.');
      });
      await expect(failed).rejects.toThrow('No.');
      await storeCustomer(tenant);
      await deliver(tenant, subscriber);

      expect(heard).toEqual(['tenant.created', 'customer.created']);
    });

    test('law 2: what many wrote at once is heard in full, however reading falls', async () => {
      const tenant = await createTenant();
      const heard = new Set<string>();
      const subscriber = subscriberOf(
        (events) => events.forEach(({ subjectId }) => heard.add(subjectId)),
        ['customer.created'],
      );

      const written = new AbortController();
      const reading = (async () => {
        while (!written.signal.aborted) await deliver(tenant, subscriber);
      })();
      const writers = Array.from({ length: 4 }, () =>
        inTurn(Array.from({ length: 10 }), () => storeCustomer(tenant)),
      );
      const made = (await Promise.all(writers)).flat();
      written.abort();
      await reading;
      await deliver(tenant, subscriber);

      expect([...heard].toSorted()).toEqual(made.toSorted());
    });

    test('law 3: a position is held by one at a time', async () => {
      const tenant = await createTenant();
      const subscriber = subscriberOf(() => undefined);
      const other = subscriberOf(() => undefined);
      const taken: boolean[] = [];

      await hold(tenant, subscriber, async () => {
        taken.push(await hold(tenant, subscriber, async () => undefined));
        taken.push(await hold(tenant, other, async () => undefined));
      });
      taken.push(await hold(tenant, subscriber, async () => undefined));

      expect(taken).toEqual([false, true, true]);
    });

    test('law 3: what was done to a position is undone if its holder fails', async () => {
      const tenant = await createTenant();
      const subscriber = subscriberOf(() => undefined);
      await deliver(tenant, subscriber);
      const subjectId = await storeCustomer(tenant);

      const failing = hold(tenant, subscriber, async (position) => {
        await position.advance(2);
        await position.setAside({
          subjectId,
          sequence: 2,
          tries: 1,
          error: 'Broken.',
          retryAfterSeconds: null,
        });
        throw new Error('The holder dies.');
      });
      await expect(failing).rejects.toThrow('The holder dies.');

      expect(await deadOf(subscriber)).toEqual([]);
      await hold(tenant, subscriber, async (position) => {
        const { events, through } = await position.newEvents(subscribedTypes, 10);
        expect(events.map(({ sequence }) => sequence)).toEqual([2]);
        expect(through).toBe(2);
      });
    });

    test('a delivery finds nothing only where nothing is left and nobody is at it', async () => {
      const tenant = await createTenant();
      const subscriber = subscriberOf(() => undefined);
      const isIdle = async (): Promise<boolean> => (await deliver(tenant, subscriber)).isIdle;

      const subjectId = await storeCustomer(tenant);
      expect([await isIdle(), await isIdle()]).toEqual([false, true]);

      const failure = { subjectId, sequence: 2, tries: 1, error: 'Broken.' };
      await hold(tenant, subscriber, async (position) => {
        await position.setAside({ ...failure, retryAfterSeconds: 0 });
        expect(await isIdle()).toBe(false);
      });
      expect([await isIdle(), await isIdle()]).toEqual([false, true]);
    });

    test('many new events come in batches, and each batch says that there is more', async () => {
      const tenant = await createTenant();
      await storeCustomer(tenant, 4);
      const subscriber = subscriberOf(() => undefined);

      await hold(tenant, subscriber, async (position) => {
        const first = await position.newEvents(['customer.updated'], 3);
        const all = await position.newEvents(['customer.updated'], 10);

        expect(first).toMatchObject({ through: 3, hasMore: true });
        expect(first.events.map(({ sequence }) => sequence)).toEqual([3]);
        expect(all).toMatchObject({ through: 6, hasMore: false });
        expect(all.events).toHaveLength(4);
      });
    });

    test('law 4: a tenant is served while there is something to do, and then no more', async () => {
      const tenant = await createTenant();
      const subscriber = subscriberOf(() => undefined);
      const names = [subscriber.subscriber];
      const { positions } = storage();
      expect(await isServed(tenant)).toBe(true);
      await positions.settle(tenant.id, names);
      expect(await isServed(tenant)).toBe(true);
      expect((await stateOf(subscriber))?.waiting).toBeGreaterThan(0);

      await deliver(tenant, subscriber);
      await positions.settle(tenant.id, names);
      expect(await isServed(tenant)).toBe(false);

      await storeCustomer(tenant);
      expect(await isServed(tenant)).toBe(true);
    });

    test('law 4: a subject whose next try is due makes its tenant be served', async () => {
      const tenant = await createTenant();
      const subscriber = subscriberOf(() => undefined);
      const { positions } = storage();
      const setAside = (retryAfterSeconds: number) =>
        hold(tenant, subscriber, (position) =>
          position.setAside({
            subjectId: tenant.id,
            sequence: 1,
            tries: 1,
            error: 'Broken.',
            retryAfterSeconds,
          }),
        );
      await deliver(tenant, subscriber);
      await positions.settle(tenant.id, [subscriber.subscriber]);

      await setAside(3600);
      expect(await isServed(tenant)).toBe(false);
      await setAside(-1);
      expect(await isServed(tenant)).toBe(true);
      await deliver(tenant, subscriber);
      expect(await isServed(tenant)).toBe(false);
    });

    test('tenants to serve come in the order of their ids, some at a time', async () => {
      const tenants = await inTurn(Array.from({ length: 3 }), () => createTenant());
      const ids = tenants.map(({ id }) => id).toSorted();
      const { positions } = storage();

      const all = await positions.tenantsToServe(10_000, null);
      const firstOf = all.findIndex((id) => id === ids[0]);
      const behind = await positions.tenantsToServe(1, all[firstOf] ?? null);

      expect(all).toEqual(all.toSorted());
      expect(behind).toEqual(all.slice(firstOf + 1, firstOf + 2));
    });
  });
};
