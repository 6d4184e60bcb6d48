import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EventReads } from '#application/events/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { WebhookRepositories } from '#application/webhooks/ports.ts';
import type { TenantId, WebhookDeliveryId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import { buildWebhookDelivery, buildWebhookEndpoint } from '../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../harness.ts';
import { storageUnderTest } from '../harness.ts';

type Repositories = TenantRepositories & WebhookRepositories;
type Tenant = TenantUnderTest<Repositories, EventReads>;

// Whatever clock a queue goes by, the one is over and the other is far away.
const longAgo = instantOf(Date.UTC(2020, 0));
const farAway = instantOf(Date.UTC(2200, 0));

const patience = { timeout: 20_000, interval: 20 };

/** Stores a delivery whose next attempt is due then; fails afterwards where it is told to. */
const schedule = async (tenant: Tenant, at: Instant, failure?: Error) => {
  const event = await tenant.read(({ eventSequence }) => eventSequence.end());
  if (event === null) throw new Error('No event was recorded.');
  const endpoint = buildWebhookEndpoint();
  const delivery = buildWebhookDelivery(endpoint, { ...event, type: 'tenant.created' }, { at });
  const run = tenant.run(async ({ webhookEndpoints, webhookDeliveries }) => {
    await webhookEndpoints.save(endpoint);
    await webhookDeliveries.add(delivery);
    if (failure !== undefined) throw failure;
  });
  if (failure === undefined) await run;
  else await expect(run).rejects.toBe(failure);
  return delivery.facts.id;
};

/** The laws of `Jobs`, and the fourth of `WebhookDeliveryRepository`. */
export const jobsContract = (name: string, open: OpenStorage<Repositories, EventReads>): void => {
  describe(`Jobs: ${name}`, () => {
    const { storage, createTenant } = storageUnderTest(open);
    /** How often each delivery was handed out, and to which tenant. */
    const handed = new Map<WebhookDeliveryId, string[]>();
    const failing = new Set<TenantId>();

    beforeAll(() =>
      storage().jobs.start({
        mail: async () => 'done',
        advance: async () => 'done',
        migrate: async () => 'done',
        delivery: async ({ tenantId, deliveryId }) => {
          handed.set(deliveryId, [...(handed.get(deliveryId) ?? []), tenantId]);
          if (failing.delete(tenantId)) throw new Error('Not yet.');
          return 'done';
        },
      }),
    );
    afterAll(() => storage().jobs.stop());

    const stateOf = async () =>
      (await storage().jobs.states()).find((state) => state.name === 'webhook-delivery');
    const times = (deliveryId: WebhookDeliveryId) => handed.get(deliveryId)?.length ?? 0;

    test('law 1: what is due is handed out, and nothing that is not, or was undone', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const undone = await schedule(tenant, longAgo, new Error('The work changed its mind.'));
      const later = await schedule(tenant, farAway);
      const due = await schedule(tenant, longAgo);
      const theirs = await schedule(other, longAgo);

      await vi.waitFor(() => expect(times(due) * times(theirs)).toBeGreaterThan(0), patience);

      expect(new Set(handed.get(due))).toEqual(new Set([tenant.id]));
      expect(new Set(handed.get(theirs))).toEqual(new Set([other.id]));
      expect([times(later), times(undone)]).toEqual([0, 0]);
    });

    test('law 2: what fails is kept, to be handed out again later', async () => {
      const tenant = await createTenant();
      const deferred = async () => (await stateOf())?.deferred ?? 0;
      const before = await deferred();
      failing.add(tenant.id);

      const due = await schedule(tenant, longAgo);

      await vi.waitFor(async () => {
        const again = times(due) > 1;
        expect(times(due)).toBeGreaterThan(0);
        expect(again || (await deferred()) > before).toBe(true);
      }, patience);
    });

    test('law 2: what is to be tried again is not dead, and nobody replays it', async () => {
      const tenant = await createTenant();
      const { jobs } = storage();
      failing.add(tenant.id);
      const due = await schedule(tenant, longAgo);
      await vi.waitFor(() => expect(times(due)).toBeGreaterThan(0), patience);

      const dead = await jobs.deadLetters('webhook-delivery', 1000);

      const known = dead.map(({ data }) => data['deliveryId']);
      expect(known).not.toContain(due);
      expect(await jobs.replay('webhook-delivery', [])).toBe(0);
    });

    test('the queues say how they stand', async () => {
      const states = await storage().jobs.states();

      expect(states.map((state) => state.name)).toContain('webhook-delivery');
      expect(states.find((state) => state.name === 'webhook-delivery')?.deferred).toBeGreaterThan(
        0,
      );
    });
  });
};

/** The laws of `OverdueDeliveries`. */
export const overdueDeliveriesContract = (
  name: string,
  open: OpenStorage<Repositories, EventReads>,
): void => {
  describe(`OverdueDeliveries: ${name}`, () => {
    const { storage, createTenant } = storageUnderTest(open);
    const handed: WebhookDeliveryId[] = [];
    const times = (deliveryId: WebhookDeliveryId) =>
      handed.filter((each) => each === deliveryId).length;
    // A delivery that it does not attempt stays due, and its job is gone.
    const start = () =>
      storage().jobs.start({
        advance: async () => 'done',
        migrate: async () => 'done',
        mail: async () => 'done',
        delivery: async ({ deliveryId }) => {
          handed.push(deliveryId);
          return 'done';
        },
      });

    test('law 1: what should have been attempted is counted, with a job or without', async () => {
      const tenant = await createTenant();
      const { overdueDeliveries, jobs } = storage();
      const before = await overdueDeliveries.state();

      await schedule(tenant, farAway);
      const due = await schedule(tenant, longAgo);
      const withJob = await overdueDeliveries.state();
      await start();
      await vi.waitFor(() => expect(times(due)).toBe(1), patience);
      await jobs.stop();
      const withoutJob = await overdueDeliveries.state();

      expect(withJob.overdue).toBe(before.overdue + 1);
      expect(withoutJob.overdue).toBe(before.overdue + 1);
      expect(withoutJob.oldestSeconds).toBeGreaterThan(60);
    });

    test('law 2: what has no job is given one, and nothing else is', async () => {
      const tenant = await createTenant();
      const { overdueDeliveries, jobs } = storage();
      const lost = await schedule(tenant, longAgo);
      await start();
      await vi.waitFor(() => expect(times(lost)).toBe(1), patience);
      await jobs.stop();
      const later = await schedule(tenant, farAway);

      const resumed = [await overdueDeliveries.resume(), await overdueDeliveries.resume()];
      await start();
      await vi.waitFor(() => expect(times(lost)).toBe(2), patience);
      await jobs.stop();

      expect(resumed).toEqual([expect.toSatisfy((count: number) => count > 0), 0]);
      expect(times(later)).toBe(0);
    });
  });
};
