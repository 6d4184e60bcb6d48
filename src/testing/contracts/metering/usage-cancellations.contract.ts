import { describe, expect, test } from 'vitest';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import type { EventKey } from '#domain/metering/cancellation.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { monthOf } from '#domain/metering/usage-life.ts';
import { dayMilliseconds, instantOf, later } from '#domain/shared/time.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildMeter } from '../../metering-builders.ts';

type OpenUsage = OpenStorage<TenantRepositories & MeteringRepositories, MeteringReads>;

const receipt = { receivedAt: someday, expiresAt: later(someday, 4000 * dayMilliseconds) };
const cancelled = { at: weekLater, reason: 'Sent twice.' };

/** The laws of `UsageCancellations`, and what they change of `UsageCounts` and `UsageTallies`. */
export const usageCancellationsContract = (name: string, open: OpenUsage): void => {
  describe(`UsageCancellations: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);
    type Tenant = Awaited<ReturnType<typeof createTenant>>;
    const customerId = buildId('cus');
    const subscriptionId = buildId('sub');
    const { facts: meter } = buildMeter();
    const build = (id: string, given: Partial<UsageEvent> = {}): UsageEvent => {
      const facts = { source: 'api', type: 'call', at: nextDay, isTimed: true, customerId };
      return { id, subscriptionId: null, data: '{"size": 5}', ...facts, ...given };
    };
    const keyOf = (id: string): EventKey => ({ source: 'api', id });
    const append = (tenant: Tenant, ...ids: readonly string[]) =>
      tenant.run(({ usage }) =>
        usage.append(
          ids.map((id) => build(id)),
          receipt,
        ),
      );
    const cancel = async (tenant: Tenant, ...ids: readonly string[]) => {
      const keys = await tenant.run(({ usageCancellations }) =>
        usageCancellations.add(ids.map(keyOf), cancelled),
      );
      return keys.map(({ id }) => id).toSorted();
    };
    const find = (tenant: Tenant, ...ids: readonly string[]) =>
      tenant.run(({ usageCancellations }) => usageCancellations.find(ids.map(keyOf)));
    const range = { customerId, subscriptionId, type: 'call', from: null, to: weekLater };
    const counted = async (tenant: Tenant, through: string | null = null) => {
      const { events, position } = await tenant.run(({ usageCounts }) =>
        usageCounts.within(range, through),
      );
      return { ids: events.map(({ id }) => id).toSorted(), position };
    };

    test('law 1: events are found by source and id, in their tenant', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      await append(tenant, 'a', 'b');
      await append(another, 'c');
      await cancel(tenant, 'b');

      const found = await find(tenant, 'a', 'b', 'c');

      const inOrder = found.toSorted((one, other) => (one.key.id < other.key.id ? -1 : 1));
      expect(inOrder.map(({ key, event }) => [key, event?.id, event?.at])).toEqual([
        [keyOf('a'), 'a', nextDay],
        [keyOf('b'), 'b', nextDay],
      ]);
      expect(inOrder.map(({ cancellation }) => cancellation)).toMatchObject([null, cancelled]);
    });

    test('law 2: an event is cancelled once, in its tenant', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      await append(tenant, 'a', 'b');
      await append(another, 'a');

      expect(await cancel(tenant, 'a', 'unknown')).toEqual(['a']);
      expect(await cancel(tenant, 'a', 'b')).toEqual(['b']);
      expect((await counted(another)).ids).toEqual(['a']);
    });

    test('law 2: of runs at once one cancels an event', async () => {
      const tenant = await createTenant();
      const ids = Array.from({ length: 12 }, (_, index) => `e${index}`);
      await append(tenant, ...ids);

      const outcomes = await Promise.all(
        Array.from({ length: 4 }, (_, turn) =>
          cancel(tenant, ...ids.slice(turn * 3), ...ids.slice(0, turn * 3)),
        ),
      );

      expect(outcomes.flat().toSorted()).toEqual(ids.toSorted());
    });

    test('law 2: a run that fails cancels none', async () => {
      const tenant = await createTenant();
      await append(tenant, 'a');

      const failing = tenant.run(async ({ usageCancellations }) => {
        await usageCancellations.add([keyOf('a')], cancelled);
        throw new Error('failed');
      });

      await expect(failing).rejects.toThrow('failed');
      expect((await counted(tenant)).ids).toEqual(['a']);
    });

    test('law 2: a cancelled event keeps its id', async () => {
      const tenant = await createTenant();
      await append(tenant, 'a');
      await cancel(tenant, 'a');

      const again = await append(tenant, 'a', 'b');

      expect(again).toEqual([{ outcome: 'duplicate', isSame: true }, { outcome: 'accepted' }]);
      expect((await counted(tenant)).ids).toEqual(['b']);
    });

    test('law 3: what was counted up to a position stays as it was', async () => {
      const tenant = await createTenant();
      const hasChanged = (since: string) =>
        tenant.run(({ usageCounts }) => usageCounts.hasChanged(range, since));
      await append(tenant, 'a', 'b');
      const first = await counted(tenant);
      await cancel(tenant, 'a');
      const second = await counted(tenant);
      await append(tenant, 'c');
      await cancel(tenant, 'c');

      expect([first.ids, second.ids]).toEqual([['a', 'b'], ['b']]);
      expect(Number(second.position)).toBeGreaterThan(Number(first.position));
      expect((await counted(tenant, first.position)).ids).toEqual(['a', 'b']);
      expect((await counted(tenant, second.position)).ids).toEqual(['b']);
      const changes = [await hasChanged(first.position), await hasChanged(second.position)];
      expect(changes).toEqual([true, false]);
      const read = await tenant.read(async ({ usageCounts }) => [
        (await usageCounts.within(range, first.position)).events.length,
        await usageCounts.hasChanged(range, first.position),
      ]);
      expect(read).toEqual([2, true]);
    });

    test('is in no tally, and in no list of events', async () => {
      const tenant = await createTenant();
      await append(tenant, 'a', 'b');
      await cancel(tenant, 'a');

      const listed = await tenant.read(({ usage }) =>
        usage.within({ ...range, subscriptionId: null }),
      );
      const tallied = await tenant.read(({ usageTallies }) =>
        usageTallies.within({
          customerId,
          subscriptions: null,
          counting: countingOf(meter, []),
          spans: [{ from: null, to: weekLater }],
        }),
      );

      expect(listed.map(({ id }) => id)).toEqual(['b']);
      expect(tallied.events.map(({ id }) => id)).toEqual(['b']);
    });

    test('law 1: is kept and dropped with its event', async () => {
      const tenant = await createTenant();
      // Real time: no storage drops a month that is not over.
      const now = instantOf(Date.now());
      const before = monthOf(now);
      const over = { receivedAt: someday, expiresAt: later(now, -40 * dayMilliseconds) };
      const seats = { eventType: 'seat', aggregation: 'sum', isCarriedOver: true } as const;
      await tenant.run(({ meters }) => meters.save(buildMeter(seats)));
      const events = [build('call'), build('seat', { type: 'seat' })];
      await tenant.run(({ usage }) => usage.append(events, over));
      await cancel(tenant, 'call', 'seat');

      const expiring = { before, keptUntil: later(now, 40 * dayMilliseconds), limit: 10 };
      await tenant.run(({ usage }) => usage.keepNeeded(expiring));
      await storage().installation.endUsage(before);

      const found = await find(tenant, 'call', 'seat');
      const kept = found.flatMap(({ event, cancellation }) => (event ? [cancellation] : []));
      expect(kept).toMatchObject([cancelled]);
    });
  });
};
