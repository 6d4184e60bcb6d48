import { describe, expect, test } from 'vitest';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type {
  ListedUsageEvent,
  UsageEventFilter,
  UsageEventSlice,
} from '#application/metering/usage-event-queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildMeter, buildUsageEvent } from '../../metering-builders.ts';

type OpenUsage = OpenStorage<TenantRepositories & MeteringRepositories, MeteringReads>;

const receipt = { receivedAt: weekLater, expiresAt: later(someday, 4000 * dayMilliseconds) };
const everything: UsageEventSlice = { limit: 10, after: null, lookedAtMax: 1_000 };

/** The laws of `UsageEventQueries`, and law 4 of `MeterQueries`. */
export const usageEventsContract = (name: string, open: OpenUsage): void => {
  describe(`UsageEventQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);
    type Tenant = Awaited<ReturnType<typeof createTenant>>;
    const [customerId, anotherId] = [buildId('cus'), buildId('cus')];
    const build = (id: string, given: Partial<UsageEvent> = {}): UsageEvent =>
      buildUsageEvent({ id, customerId, ...given });
    const append = (tenant: Tenant, ...events: readonly UsageEvent[]) =>
      tenant.run(({ usage }) => usage.append(events, receipt));
    const list = (tenant: Tenant, filter: UsageEventFilter, slice: Partial<UsageEventSlice> = {}) =>
      tenant.read(({ usageEvents }) => usageEvents.list(filter, { ...everything, ...slice }));
    const idsOf = async (...asked: Parameters<typeof list>) =>
      (await list(...asked)).events.map(({ id }) => id);
    // In another order than that of their times: e3, e2, e5, e1, and e4 of somebody else.
    const openMixed = async (): Promise<Tenant> => {
      const tenant = await createTenant();
      await append(
        tenant,
        build('e1', { at: someday }),
        build('e2', { at: nextDay, type: 'login' }),
      );
      await append(
        tenant,
        build('e3', { at: weekLater, source: 'crm' }),
        build('e1', { at: someday }),
        build('e4', { customerId: anotherId }),
        build('e5', { at: nextDay, type: 'a type' }),
      );
      return tenant;
    };

    test('law 1: in the order of receipt, each as it was sent, in its tenant', async () => {
      const [tenant, another] = [await openMixed(), await createTenant()];
      const subscriptionId = buildId('sub');
      await append(tenant, build('e6', { subscriptionId, isTimed: false, data: '{"of": [1]}' }));

      const { events, reached } = await list(tenant, {});

      expect(events.map(({ id }) => id)).toEqual(['e6', 'e5', 'e4', 'e3', 'e2', 'e1']);
      expect(reached).toBeNull();
      const { position: _position, ...newest } = events[0] as ListedUsageEvent;
      expect(newest).toEqual({
        ...build('e6', { subscriptionId, isTimed: false }),
        data: { of: [1] },
        receivedAt: weekLater,
        cancelledAt: null,
        cancelReason: null,
      });
      expect(await list(another, {})).toEqual({ events: [], reached: null });
    });

    test('law 4: one that was cancelled is listed, with the time and the reason', async () => {
      const tenant = await openMixed();
      const cancel = (id: string, reason: string | null) =>
        tenant.run(({ usageCancellations }) =>
          usageCancellations.add([{ source: 'api', id }], { at: weekLater, reason }),
        );
      await cancel('e1', 'Sent twice.');
      await cancel('e2', null);

      for (const filter of [{}, { customerId }, { customerId, type: 'call' }]) {
        const { events } = await list(tenant, filter);
        const cancelled = events.flatMap(({ id, cancelledAt, cancelReason }) =>
          cancelledAt === null ? [] : [{ id, cancelledAt, cancelReason }],
        );
        const expected = [
          { id: 'e2', cancelledAt: weekLater, cancelReason: null },
          { id: 'e1', cancelledAt: weekLater, cancelReason: 'Sent twice.' },
        ];
        expect(cancelled).toEqual('type' in filter ? expected.slice(1) : expected);
      }
      const one = await list(tenant, { source: 'api', id: 'e1' });
      expect(one.events).toMatchObject([{ cancelledAt: weekLater, cancelReason: 'Sent twice.' }]);
    });

    test('law 1: of a customer in the order of time, where no source is asked for', async () => {
      const tenant = await openMixed();

      expect(await idsOf(tenant, { customerId })).toEqual(['e3', 'e5', 'e2', 'e1']);
      expect(await idsOf(tenant, { customerId, source: 'api' })).toEqual(['e5', 'e2', 'e1']);
      expect(await idsOf(tenant, { customerId: anotherId })).toEqual(['e4']);
      expect(await idsOf(tenant, { customerId: buildId('cus') })).toEqual([]);
    });

    test('law 1: those that fit all of the filter', async () => {
      const tenant = await openMixed();
      const filters: readonly (readonly [UsageEventFilter, readonly string[]])[] = [
        [{ type: 'call' }, ['e4', 'e3', 'e1']],
        [{ source: 'crm' }, ['e3']],
        [{ from: nextDay }, ['e5', 'e4', 'e3', 'e2']],
        [{ from: nextDay, to: weekLater, type: 'login' }, ['e2']],
        [{ customerId, type: 'call' }, ['e3', 'e1']],
        [{ customerId, type: 'none' }, []],
        [{ customerId, from: nextDay, to: weekLater }, ['e5', 'e2']],
        [{ source: 'api', id: 'e1' }, ['e1']],
        [{ source: 'crm', id: 'e1' }, []],
        [{ source: 'api', id: 'e1', customerId, type: 'call', from: someday }, ['e1']],
        [{ source: 'api', id: 'e1', customerId: anotherId }, []],
        [{ source: 'api', id: 'e1', type: 'login' }, []],
        [{ source: 'api', id: 'e1', to: someday }, []],
      ];

      for (const [filter, ids] of filters) {
        expect([filter, await idsOf(tenant, filter)]).toEqual([filter, ids]);
      }
    });

    test('law 2: in slices, on and back, whichever order it is', async () => {
      const tenant = await openMixed();
      for (const filter of [{}, { customerId }, { source: 'api' }]) {
        const { events } = await list(tenant, filter);
        const ids = events.map(({ id }) => id);
        for (const [index, place] of events.entries()) {
          const after = { after: place, limit: 2 };
          const before = { before: place, limit: 2 };
          expect(await idsOf(tenant, filter, after)).toEqual(ids.slice(index + 1, index + 3));
          const earlier = ids.slice(Math.max(0, index - 2), index);
          expect(await idsOf(tenant, filter, before)).toEqual(earlier);
        }
      }
    });

    test('law 3: it looks at so many positions, and says how far it came', async () => {
      const tenant = await createTenant();
      await append(tenant, build('rare', { type: 'login' }));
      await append(tenant, ...Array.from({ length: 9 }, (_, index) => build(`e${index}`)));
      const asked = { type: 'login' };

      const first = await list(tenant, asked, { lookedAtMax: 4 });
      const second = await list(tenant, asked, { lookedAtMax: 4, after: first.reached });
      const third = await list(tenant, asked, { lookedAtMax: 4, after: second.reached });

      expect([first.events, second.events]).toEqual([[], []]);
      expect([first.reached?.position, second.reached?.position]).toEqual([7, 3]);
      expect([third.events.map(({ id }) => id), third.reached]).toEqual([['rare'], null]);
      const [rare] = third.events;
      const newer = { type: 'call', source: 'crm' };
      const back = await list(tenant, newer, { lookedAtMax: 4, before: rare });
      expect([back.events, back.reached?.position]).toEqual([[], 5]);
      const end = await list(tenant, newer, {
        lookedAtMax: 4,
        before: { at: someday, position: 6 },
      });
      expect(end).toEqual({ events: [], reached: null });
      const full = await list(tenant, { type: 'call' }, { lookedAtMax: 4, limit: 4 });
      expect([full.events.length, full.reached]).toEqual([4, null]);
    });

    test('law 4 of MeterQueries: the meters of some types that are not archived', async () => {
      const tenant = await createTenant();
      const [calls, logins] = [buildMeter(), buildMeter({ eventType: 'login' })];
      const stored = await tenant.run(async ({ meters }) => {
        const archived = await meters.save(buildMeter());
        if (archived.status === 'active') await meters.save(archived.archive(nextDay));
        return [await meters.save(calls), await meters.save(logins)];
      });
      const counting = (...types: readonly string[]) =>
        tenant.read(({ meters }) => meters.countingTypes(types));

      expect(await counting('call', 'other')).toEqual([stored[0]?.facts]);
      expect(await counting()).toEqual([]);
    });
  });
};
