import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { WebhookReads, WebhookRepositories } from '#application/webhooks/ports.ts';
import type { WebhookDeliveryFilter } from '#application/webhooks/queries.ts';
import { webhookDeliveryView, webhookEndpointView } from '#application/webhooks/queries.ts';
import type { EventId } from '#domain/shared/ids.ts';
import { later } from '#domain/shared/time.ts';
import {
  buildCustomer,
  buildId,
  buildSealedSecret,
  buildWebhookDelivery,
  buildWebhookEndpoint,
  madeAttempt,
  nextDay,
  someday,
} from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';

type OpenWebhooks = OpenStorage<TenantRepositories & WebhookRepositories, WebhookReads>;

/** The laws of `WebhookEndpointQueries`. */
export const webhookEndpointQueriesContract = (name: string, open: OpenWebhooks): void => {
  describe(`WebhookEndpointQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('an endpoint is shown as it was last saved, without its secrets', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(
          buildWebhookEndpoint({ description: 'The CRM', eventTypes: ['plan.created'] })
            .rotateSecret(buildSealedSecret(), someday)
            .fail(false, nextDay)
            .leave(nextDay),
        ),
      );

      const seen = await tenant.read(async ({ webhookEndpoints }) => [
        await webhookEndpoints.find(saved.facts.id),
        ...(await webhookEndpoints.list({ limit: 10, after: null })),
      ]);

      const view = webhookEndpointView(saved);
      expect(seen).toStrictEqual([view, view]);
      expect(JSON.stringify(seen)).not.toMatch(/sealed|secret/i);
    });

    test('an endpoint that is unknown or another tenant’s is not shown', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const theirs = await other.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(buildWebhookEndpoint()),
      );

      const seen = await tenant.read(async ({ webhookEndpoints }) => [
        await webhookEndpoints.find(buildId('whk')),
        await webhookEndpoints.find(theirs.facts.id),
        ...(await webhookEndpoints.list({ limit: 10, after: null })),
      ]);

      expect(seen).toEqual([undefined, undefined]);
    });

    test('laws 1 and 2: endpoints are listed newest first, slice by slice', async () => {
      const tenant = await createTenant();
      const [second, first, third] = await tenant.run(async ({ webhookEndpoints }) => [
        await webhookEndpoints.save(buildWebhookEndpoint({ at: later(someday, 1000) })),
        await webhookEndpoints.save(buildWebhookEndpoint({ at: someday })),
        await webhookEndpoints.save(buildWebhookEndpoint({ at: nextDay }).leave(nextDay)),
      ]);

      const list = (limit: number, after: typeof first | null) =>
        tenant.read(({ webhookEndpoints }) =>
          webhookEndpoints.list({ limit, after: after?.facts.id ?? null }),
        );

      const [one, two, three] = [first, second, third].map(webhookEndpointView);
      expect(await list(10, null)).toEqual([three, two, one]);
      expect(await list(1, null)).toEqual([three]);
      expect(await list(1, third)).toEqual([two]);
      expect(await list(10, first)).toEqual([]);
    });

    test('law 3: all that are not disabled are listeners, oldest first', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      await other.run(({ webhookEndpoints }) => webhookEndpoints.save(buildWebhookEndpoint()));
      const [second, first, gone] = await tenant.run(async ({ webhookEndpoints }) => [
        await webhookEndpoints.save(
          buildWebhookEndpoint({ at: nextDay, eventTypes: ['plan.created', 'plan.updated'] }),
        ),
        await webhookEndpoints.save(buildWebhookEndpoint({ at: someday })),
        await webhookEndpoints.save(buildWebhookEndpoint().leave(nextDay)),
      ]);
      const [one, two, three] = [first, second, gone].map(({ facts: { id, eventTypes } }) => ({
        id,
        eventTypes,
      }));

      const listeners = () => tenant.read(({ webhookEndpoints }) => webhookEndpoints.listeners());

      expect(await listeners()).toStrictEqual([one, two]);
      await tenant.run(async ({ webhookEndpoints }) => {
        await webhookEndpoints.save(first.change({ isEnabled: false }, nextDay));
        await webhookEndpoints.save(gone.change({ isEnabled: true }, nextDay));
      });
      expect(await listeners()).toStrictEqual([three, two]);
    });
  });
};

/** The laws of `WebhookDeliveryQueries`. */
export const webhookDeliveryQueriesContract = (name: string, open: OpenWebhooks): void => {
  describe(`WebhookDeliveryQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** Two endpoints, two events, and of each pair a delivery: A1, B1, A2, B2 by age. */
    const tenantWithDeliveries = async () => {
      const tenant = await createTenant();
      const [a, b] = await tenant.run(async ({ webhookEndpoints }) => [
        await webhookEndpoints.save(buildWebhookEndpoint()),
        await webhookEndpoints.save(buildWebhookEndpoint()),
      ]);
      const [one, two] = await tenant.read(({ events }) => events.since(someday, null, 2));
      if (one === undefined || two === undefined) throw new Error('Nothing was recorded.');
      const all = [
        { label: 'A1', delivery: buildWebhookDelivery(a, one, { at: later(someday, 1) }) },
        { label: 'B1', delivery: buildWebhookDelivery(b, one, { at: later(someday, 2) }) },
        { label: 'A2', delivery: buildWebhookDelivery(a, two, { at: later(someday, 3) }) },
        { label: 'B2', delivery: buildWebhookDelivery(b, two, { at: later(someday, 4) }) },
      ];
      const labels = new Map(all.map(({ label, delivery }) => [delivery.facts.id, label]));
      const idOf = (wanted: string) =>
        all.find(({ label }) => label === wanted)?.delivery.facts.id ?? null;
      await tenant.run(({ webhookDeliveries }) =>
        inTurn(all.toReversed(), ({ delivery }) => webhookDeliveries.add(delivery)),
      );
      const list = async (filter: WebhookDeliveryFilter, limit = 100, after = '') => {
        const views = await tenant.read(({ webhookDeliveries }) =>
          webhookDeliveries.list(filter, { limit, after: idOf(after) }),
        );
        return views.map(({ id }) => labels.get(id));
      };
      return { tenant, a, b, one, two, all, list };
    };

    test('a delivery is shown as it was last saved', async () => {
      const { tenant, all } = await tenantWithDeliveries();
      const id = all[0]?.delivery.facts.id ?? buildId('dlv');
      const saved = await tenant.run(async ({ webhookDeliveries }) => {
        const found = await webhookDeliveries.find(id);
        const error = 'It gave no answer in time.';
        const made = { at: nextDay, durationMilliseconds: 9, responseStatus: null, error };
        const attempt = { ...made, responseBody: null };
        return (
          found && webhookDeliveries.save(found.attempted(madeAttempt(found, attempt), nextDay))
        );
      });

      const seen = await tenant.read(async ({ webhookDeliveries }) => [
        await webhookDeliveries.find(id),
        ...(await webhookDeliveries.list({}, { limit: 10, after: null })).slice(-1),
      ]);

      const view = saved && webhookDeliveryView(saved);
      expect(seen).toStrictEqual([view, view]);
      expect(view?.attempts).toHaveLength(1);
    });

    test('a delivery that is unknown or another tenant’s is not shown', async () => {
      const { all } = await tenantWithDeliveries();
      const other = await createTenant();

      const seen = await other.read(async ({ webhookDeliveries }) => [
        await webhookDeliveries.find(buildId('dlv')),
        await webhookDeliveries.find(all[0]?.delivery.facts.id ?? buildId('dlv')),
        ...(await webhookDeliveries.list({}, { limit: 10, after: null })),
      ]);

      expect(seen).toEqual([undefined, undefined]);
    });

    test('laws 1 and 2: deliveries are listed newest first, slice by slice', async () => {
      const { list } = await tenantWithDeliveries();

      expect(await list({})).toEqual(['B2', 'A2', 'B1', 'A1']);
      expect(await list({}, 2)).toEqual(['B2', 'A2']);
      expect(await list({}, 2, 'A2')).toEqual(['B1', 'A1']);
      expect(await list({}, 2, 'A1')).toEqual([]);
    });

    test('deliveries are found by endpoint, by event, by status, and by all of these', async () => {
      const { tenant, a, b, one, two, all, list } = await tenantWithDeliveries();
      await tenant.run(async ({ webhookDeliveries }) => {
        for (const { delivery } of all.slice(1, 3)) {
          const found = await webhookDeliveries.find(delivery.facts.id);
          if (found !== undefined) await webhookDeliveries.save(found.abandon());
        }
      });

      expect(await list({ endpointId: a.facts.id })).toEqual(['A2', 'A1']);
      expect(await list({ eventId: one.id })).toEqual(['B1', 'A1']);
      expect(await list({ status: 'failed' })).toEqual(['A2', 'B1']);
      expect(await list({ status: 'pending' })).toEqual(['B2', 'A1']);
      expect(await list({ status: 'succeeded' })).toEqual([]);
      expect(await list({ endpointId: b.facts.id, eventId: two.id })).toEqual(['B2']);
      expect(await list({ endpointId: b.facts.id, eventId: two.id, status: 'failed' })).toEqual([]);
      expect(await list({ endpointId: buildId('whk') })).toEqual([]);
      expect(await list({ eventId: buildId('evt') })).toEqual([]);
      expect(await list({ status: 'failed' }, 1)).toEqual(['A2']);
      expect(await list({ status: 'failed' }, 10, 'A2')).toEqual(['B1']);
    });
  });
};

/** The law of `EventQueries`. */
export const eventQueriesContract = (
  name: string,
  open: OpenStorage<TenantRepositories & CustomerRepositories, WebhookReads>,
): void => {
  describe(`EventQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('an event is found by its id, as it happened', async () => {
      const tenant = await createTenant();
      const customer = buildCustomer({ metadata: { tier: 'gold' }, at: nextDay });
      await tenant.runAt(nextDay, ({ customers }) => customers.save(customer));
      const [listed] = await tenant.read(({ events }) => events.since(nextDay, null, 10));
      const id = listed?.id ?? buildId('evt');

      const found = await tenant.read(({ events }) => events.find(id));

      expect(found).toEqual(listed);
      expect(found).toEqual({
        id: expect.stringMatching(/^evt_/) as string,
        type: 'customer.created',
        subjectId: customer.facts.id,
        occurredAt: nextDay,
        before: null,
        after: customer.events[0]?.after,
      });
    });

    test('an event that is unknown or another tenant’s is not found', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [theirs] = await other.read(({ events }) => events.since(someday, null, 10));

      const found = await tenant.read(async ({ events }) => [
        await events.find(buildId('evt')),
        await events.find(theirs?.id ?? buildId('evt')),
      ]);

      expect(theirs?.subjectId).toBe(other.id);
      expect(found).toEqual([undefined, undefined]);
      const seen = await tenant.read(({ events }) => events.since(someday, null, 10));
      expect(seen.map(({ subjectId: resourceId }) => resourceId)).toEqual([tenant.id]);
    });

    test('law 1: events are read oldest first, from an instant on, slice by slice', async () => {
      const tenant = await createTenant();
      const at = [3000, 1000, 2000].map((milliseconds) => later(someday, milliseconds));
      await inTurn(at, (instant) =>
        tenant.runAt(instant, ({ customers }) => customers.save(buildCustomer({ at: instant }))),
      );
      const read = (since: number, limit: number, after: EventId | null = null) =>
        tenant.read(({ events }) => events.since(later(someday, since), after, limit));
      const offsets = async (...given: Parameters<typeof read>) =>
        (await read(...given)).map(({ occurredAt }) => occurredAt - someday);

      expect(await offsets(0, 10)).toEqual([0, 1000, 2000, 3000]);
      expect(await offsets(1000, 10)).toEqual([1000, 2000, 3000]);
      expect(await offsets(1001, 10)).toEqual([2000, 3000]);
      expect(await offsets(1000, 2)).toEqual([1000, 2000]);
      expect(await offsets(3001, 10)).toEqual([]);
      const [, second, , fourth] = await read(0, 10);
      expect(await offsets(0, 1, second?.id)).toEqual([2000]);
      expect(await offsets(2001, 10, second?.id)).toEqual([3000]);
      expect(await offsets(0, 10, fourth?.id)).toEqual([]);
    });

    test('law 1: whenever an event happened, it counts as it was recorded', async () => {
      const tenant = await createTenant();
      const [earlier, afterwards] = [later(someday, -5000), later(someday, 5000)];
      await tenant.runAt(later(someday, 1000), async ({ customers }) => {
        await customers.save(buildCustomer({ at: afterwards }));
        await customers.save(buildCustomer({ at: earlier }));
      });
      const since = async (milliseconds: number) => {
        const at = later(someday, milliseconds);
        const events = await tenant.read((queries) => queries.events.since(at, null, 10));
        return events.map(({ occurredAt }) => occurredAt);
      };

      expect(await since(1000)).toEqual([afterwards, earlier]);
      expect(await since(1001)).toEqual([]);
    });
  });
};
