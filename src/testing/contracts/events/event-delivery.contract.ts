import { describe, expect, test } from 'vitest';
import { Unavailable } from '#application/shared/errors.ts';
import type { EventRepositories } from '../../event-subscribers.ts';
import { eventsAtHand, storeCustomer, subscriberOf } from '../../event-subscribers.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

/** How `DeliverEvents` treats a subscriber that fails, over the positions of any storage. */
export const eventDeliveryContract = (
  name: string,
  open: OpenStorage<EventRepositories, unknown>,
): void => {
  describe(`DeliverEvents: ${name}`, () => {
    const { storage, createTenant } = storageUnderTest(open);
    const { deliver, hold, deadOf, stateOf } = eventsAtHand(() => storage().positions);

    test('a subject that fails is set aside with its later events; others go on', async () => {
      const tenant = await createTenant();
      const broken = await storeCustomer(tenant, 1);
      const good = await storeCustomer(tenant, 1);
      const heard: number[] = [];
      const subscriber = subscriberOf((events) => {
        if (events.some(({ subjectId }) => subjectId === broken)) throw new Error('Broken.');
        heard.push(...events.map(({ sequence }) => sequence));
      });

      await deliver(tenant, subscriber);
      const later = await storeCustomer(tenant);
      await deliver(tenant, subscriber);

      // 2 and 3 are of the broken one, 4 and 5 of the good one.
      expect(heard).toEqual([1, 4, 5, 6]);
      expect([good, later]).not.toContain(broken);
      expect(await stateOf(subscriber)).toMatchObject({ setAside: 1, dead: 0 });
    });

    test('of the events of its types it hears those that are wanted in the tenant', async () => {
      const tenant = await createTenant();
      await storeCustomer(tenant, 1);
      const heard: string[] = [];
      let wanted = ['customer.updated'];
      const subscriber = {
        ...subscriberOf((events) => heard.push(...events.map(({ type }) => type))),
        typesWanted: async () => wanted,
      };

      await deliver(tenant, subscriber);
      wanted = [];
      await storeCustomer(tenant, 1);
      const passedOver = await deliver(tenant, subscriber);
      wanted = ['customer.created'];
      const idle = await deliver(tenant, subscriber);
      await storeCustomer(tenant, 1);
      await deliver(tenant, subscriber);

      expect(heard).toEqual(['customer.updated', 'customer.created']);
      expect([passedOver, idle]).toEqual([
        { isIdle: false, hasMore: false },
        { isIdle: true, hasMore: false },
      ]);
    });

    test('law 5: a dead subject waits for its replay, and goes on where it failed', async () => {
      const tenant = await createTenant();
      const subjectId = await storeCustomer(tenant, 3);
      let isBroken = true;
      const heard: number[] = [];
      const subscriber = subscriberOf((events) => {
        if (isBroken && events.some(({ sequence }) => sequence >= 4)) throw new Error('Broken.');
        heard.push(...events.map(({ sequence }) => sequence));
      });
      await deliver(tenant, subscriber);
      expect(heard).toEqual([1, 2, 3]);
      await hold(tenant, subscriber, (position) =>
        position.setAside({
          subjectId,
          sequence: 4,
          tries: 10,
          error: 'Broken.',
          retryAfterSeconds: null,
        }),
      );

      await deliver(tenant, subscriber);
      const [dead, ...others] = await deadOf(subscriber);
      expect(dead).toMatchObject({ tenantId: tenant.id, subjectId, sequence: 4, error: 'Broken.' });
      expect(dead?.failedAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
      expect(others).toEqual([]);
      expect(await stateOf(subscriber)).toMatchObject({ setAside: 0, dead: 1 });

      isBroken = false;
      const { subscriber: named } = subscriber;
      const elsewhere = { subscriber: named, subjects: ['cus_nobody'] };
      expect(await storage().positions.replay(elsewhere)).toBe(0);
      expect(await storage().positions.replay({ subscriber: named, subjects: 'all' })).toBe(1);
      await deliver(tenant, subscriber);
      await storeCustomer(tenant);
      await deliver(tenant, subscriber);

      expect(heard).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await deadOf(subscriber)).toEqual([]);
    });

    test('a subject that fails again and again is tried later, and dead in the end', async () => {
      const tenant = await createTenant();
      const subjectId = await storeCustomer(tenant);
      const subscriber = subscriberOf(() => {
        throw new Error('Still broken.');
      }, ['customer.created']);
      await deliver(tenant, subscriber);
      expect(await stateOf(subscriber)).toMatchObject({ setAside: 1, dead: 0 });

      for (let tries = 1; tries < 10; tries += 1) {
        await hold(tenant, subscriber, (position) =>
          position.setAside({
            subjectId,
            sequence: 2,
            tries,
            error: 'Made due by the test.',
            retryAfterSeconds: -1,
          }),
        );
        await deliver(tenant, subscriber);
      }

      expect(await deadOf(subscriber)).toMatchObject([{ subjectId, error: 'Still broken.' }]);
    });

    test('where the storage is away no subject is to blame, and the position stays', async () => {
      const tenant = await createTenant();
      let isAway = true;
      const heard: number[] = [];
      const subscriber = subscriberOf((events) => {
        if (isAway) throw new Unavailable();
        heard.push(...events.map(({ sequence }) => sequence));
      });

      await expect(deliver(tenant, subscriber)).rejects.toThrow(Unavailable);
      isAway = false;
      await deliver(tenant, subscriber);

      expect(heard).toEqual([1]);
      expect(await stateOf(subscriber)).toMatchObject({ setAside: 0, dead: 0 });
    });
  });
};
