import { describe, expect, test } from 'vitest';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { WebhookReads, WebhookRepositories } from '#application/webhooks/ports.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { later } from '#domain/shared/time.ts';
import type { Attempt, WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import {
  buildId,
  buildWebhookDelivery,
  buildWebhookEndpoint,
  madeAttempt,
  nextDay,
  someday,
} from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';

type OpenWebhooks = OpenStorage<TenantRepositories & WebhookRepositories, WebhookReads>;

const refused: Attempt = {
  at: nextDay,
  durationMilliseconds: 42,
  responseStatus: 500,
  error: null,
  responseBody: 'Zoë said: "no" 🚫',
};

const unanswered: Attempt = {
  at: later(nextDay, 5000),
  durationMilliseconds: 15_000,
  responseStatus: null,
  error: 'It gave no answer: "Zoë %_\\".',
  responseBody: null,
};

/** The laws of `WebhookDeliveryRepository`; the fourth needs jobs that are worked on. */
export const webhookDeliveryRepositoryContract = (name: string, open: OpenWebhooks): void => {
  describe(`WebhookDeliveryRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** A tenant with two endpoints, and the events that these made. */
    const tenantWithEndpoints = async () => {
      const tenant = await createTenant();
      const [one, two] = await tenant.run(async ({ webhookEndpoints }) => [
        await webhookEndpoints.save(buildWebhookEndpoint()),
        await webhookEndpoints.save(buildWebhookEndpoint()),
      ]);
      const [first, second] = await tenant.read(({ events }) => events.since(someday, null, 2));
      if (first === undefined || second === undefined) throw new Error('Nothing was recorded.');
      const add = (...deliveries: readonly WebhookDelivery[]) =>
        tenant.run(({ webhookDeliveries }) =>
          inTurn(deliveries, (delivery) => webhookDeliveries.add(delivery)),
        );
      const find = (delivery: WebhookDelivery, at = tenant) =>
        at.run(({ webhookDeliveries }) => webhookDeliveries.find(delivery.facts.id));
      const save = (delivery: WebhookDelivery) =>
        tenant.run(({ webhookDeliveries }) => webhookDeliveries.save(delivery));
      return { tenant, one, two, first, second, add, find, save };
    };

    test('law 1: a delivery is found as it was added, or not at all', async () => {
      const { one, first, add, find } = await tenantWithEndpoints();
      const delivery = buildWebhookDelivery(one, first);

      const added = await add(delivery);

      expect(added).toEqual([true]);
      expect((await find(delivery))?.facts).toEqual({ ...delivery.facts, version: 1 });
      expect(await find(buildWebhookDelivery(one, first))).toBeUndefined();
      expect(await find(delivery, await createTenant())).toBeUndefined();
    });

    test('law 1: deliveries are found by their events, of one endpoint', async () => {
      const { tenant, one, two, first, second, add } = await tenantWithEndpoints();
      const [a, b] = [buildWebhookDelivery(one, first), buildWebhookDelivery(one, second)];
      await add(a, b, buildWebhookDelivery(two, first));

      const ofEvents = async (...eventIds: readonly (typeof first.id)[]) => {
        const found = await tenant.run(({ webhookDeliveries }) =>
          webhookDeliveries.ofEvents(one.facts.id, eventIds),
        );
        return found.map(({ facts }) => facts).toSorted((c, d) => (c.id < d.id ? -1 : 1));
      };

      const [ofFirst, ofSecond] = [a, b].map(({ facts }) => ({ ...facts, version: 1 }));
      expect(await ofEvents(first.id, second.id, buildId('evt'))).toEqual([ofFirst, ofSecond]);
      expect(await ofEvents(second.id)).toEqual([ofSecond]);
      expect(await ofEvents(buildId('evt'))).toEqual([]);
      expect(await ofEvents()).toEqual([]);
    });

    test('law 2: what is saved comes back one version on, with all its attempts', async () => {
      const { one, first, add, find, save } = await tenantWithEndpoints();
      const added = buildWebhookDelivery(one, first);
      await add(added);
      const fresh = await find(added);
      const once = fresh?.attempted(madeAttempt(fresh, refused), nextDay);
      const attempted = once?.attempted(madeAttempt(once, unanswered, true), nextDay);

      const saved = attempted && (await save(attempted));

      expect(saved?.facts).toEqual({ ...attempted?.facts, version: 2 });
      expect(saved?.facts.attempts).toEqual([refused, unanswered]);
      expect(await find(added)).toEqual(saved);
    });

    test('law 3: of two who note an attempt at once, one succeeds', async () => {
      const { one, first, add, find, save } = await tenantWithEndpoints();
      const added = buildWebhookDelivery(one, first);
      await add(added);
      const stored = await find(added);

      const outcomes = await Promise.allSettled(
        [refused, unanswered].map(
          async (attempt) =>
            stored && save(stored.attempted(madeAttempt(stored, attempt), nextDay)),
        ),
      );

      const late = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(late).toHaveLength(1);
      expect(late[0]?.reason).toBeInstanceOf(VersionMismatch);
      const left = await find(added);
      expect(left?.facts).toMatchObject({ version: 2, attemptsMade: 1 });
    });

    test('law 6: of many attempts that are noted at once, none is lost', async () => {
      const { tenant, one, first, add, find } = await tenantWithEndpoints();
      const added = buildWebhookDelivery(one, first);
      await add(added);

      await Promise.all(
        Array.from({ length: 5 }, () =>
          tenant.run(async ({ webhookDeliveries }) => {
            const found = await webhookDeliveries.findLocked(added.facts.id);
            const attempted = found?.attempted(madeAttempt(added, refused), nextDay);
            return attempted && webhookDeliveries.save(attempted);
          }),
        ),
      );

      // They were attempts at the same step, so the schedule goes on by one.
      expect((await find(added))?.facts).toMatchObject({ attemptsMade: 5, step: 1, version: 6 });
    });

    test('law 5: an event has one delivery to an endpoint, however often it is added', async () => {
      const { one, two, first, second, add, find } = await tenantWithEndpoints();
      const [delivery, twin] = [buildWebhookDelivery(one, first), buildWebhookDelivery(one, first)];

      const added = await add(delivery, twin);
      const others = await add(buildWebhookDelivery(two, first), buildWebhookDelivery(one, second));

      expect([added, others]).toEqual([
        [true, false],
        [true, true],
      ]);
      expect((await find(delivery))?.facts).toEqual({ ...delivery.facts, version: 1 });
      expect(await find(twin)).toBeUndefined();
    });

    test('law 5: of many who add the same at once, one does', async () => {
      const { one, first, add } = await tenantWithEndpoints();

      const added = await Promise.all(
        Array.from({ length: 5 }, () => add(buildWebhookDelivery(one, first))),
      );

      expect(added.flat().filter((isNew) => isNew)).toEqual([true]);
    });

    test('with an endpoint its deliveries go, and no others', async () => {
      const { tenant, one, two, first, add, find, save } = await tenantWithEndpoints();
      const [itsOwn, other] = [buildWebhookDelivery(one, first), buildWebhookDelivery(two, first)];
      await add(itsOwn, other);
      const stored = await find(itsOwn);

      await tenant.run(({ webhookEndpoints }) => webhookEndpoints.delete(one.delete(nextDay)));

      expect(await find(itsOwn)).toBeUndefined();
      expect((await find(other))?.facts.endpointId).toBe(two.facts.id);
      const noting = async () =>
        stored && save(stored.attempted(madeAttempt(stored, refused), nextDay));
      await expect(noting()).rejects.toThrow(VersionMismatch);
    });

    test('law 5: of many that are added those come whose endpoint is there, once', async () => {
      const { tenant, one, two, first, second, add, find } = await tenantWithEndpoints();
      const known = buildWebhookDelivery(one, first);
      await add(known);
      await tenant.run(({ webhookEndpoints }) => webhookEndpoints.delete(two.delete(nextDay)));
      const [twin, another, gone] = [
        buildWebhookDelivery(one, first),
        buildWebhookDelivery(one, second),
        buildWebhookDelivery(two, first),
      ];

      await tenant.run(async ({ webhookDeliveries }) => {
        await webhookDeliveries.addAll([]);
        await webhookDeliveries.addAll([twin, another, gone]);
      });

      expect((await find(another))?.facts).toEqual({ ...another.facts, version: 1 });
      expect((await find(known))?.facts.id).toBe(known.facts.id);
      expect([await find(twin), await find(gone)]).toEqual([undefined, undefined]);
    });
  });
};
