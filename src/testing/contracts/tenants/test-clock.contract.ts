import { describe, expect, test } from 'vitest';
import type { TenantReads, TenantRepositories } from '#application/tenants/ports.ts';
import { testClockView } from '#application/tenants/queries.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { TestClock } from '#domain/tenants/test-clock.ts';
import { AdvancingClock, ReadyClock } from '#domain/tenants/test-clock.ts';
import { nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type Tenant = TenantUnderTest<TenantRepositories, TenantReads>;

const saveIn = (tenant: Tenant, clock: TestClock): Promise<TestClock> =>
  tenant.run(({ testClocks }) => testClocks.save(clock));

const findIn = (tenant: Tenant): Promise<TestClock | undefined> =>
  tenant.run(({ testClocks }) => testClocks.find());

/** The clock, which must be ready: only then can it be advanced. */
const ready = (clock: TestClock): ReadyClock => {
  if (clock instanceof ReadyClock) return clock;
  throw new Error('The clock is on its way.');
};

/** The laws of `TestClockRepository`, and what `TestClockQueries` show. */
export const testClockContract = (
  name: string,
  open: OpenStorage<TenantRepositories, TenantReads>,
): void => {
  describe(`TestClockRepository: ${name}`, () => {
    const { enter, createTenant } = storageUnderTest(open);
    const moving = (tenant: Tenant): Tenant => enter({ ...tenant.context, movesClock: true });

    test('law 1: the clock is found and shown as it was last saved, in each state', async () => {
      const tenant = moving(await createTenant());
      const begun = await saveIn(tenant, ReadyClock.begin(tenant.id, someday));
      expect(await findIn(tenant)).toEqual(begun);

      const sent = await saveIn(tenant, ready(begun).advance(weekLater, nextDay));
      expect(await findIn(tenant)).toEqual(sent);
      expect(sent).toBeInstanceOf(AdvancingClock);

      const arrived = await saveIn(tenant, (sent as AdvancingClock).arrive({ invoices: 3 }));
      expect(await findIn(tenant)).toEqual(arrived);
      expect(arrived.facts).toEqual({
        tenantId: tenant.id,
        version: 3,
        now: weekLater,
        status: 'ready',
        advance: { from: someday, to: weekLater, startedAt: nextDay },
        report: { invoices: 3 },
      });
      const seen = await tenant.read(({ testClocks }) => testClocks.find());
      expect(seen).toEqual(testClockView(arrived));
    });

    test('law 1: a tenant without a clock has none to find or to show', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      await saveIn(other, ReadyClock.begin(other.id, someday));

      expect(await findIn(tenant)).toBeUndefined();
      expect(await tenant.read(({ testClocks }) => testClocks.find())).toBeUndefined();
    });

    test('law 2: a clock is saved one version on, and its events are recorded', async () => {
      const tenant = moving(await createTenant());
      const begun = await saveIn(tenant, ReadyClock.begin(tenant.id, someday));

      const sent = await saveIn(tenant, ready(begun).advance(nextDay, someday));

      expect([begun, sent].map(({ facts }) => facts.version)).toEqual([1, 2]);
      expect([begun, sent].flatMap(({ events }) => events)).toEqual([]);
      const recorded = (await tenant.events()).map(({ type }) => type);
      expect(recorded).toEqual(['tenant.created', 'test_clock.advance_started']);
    });

    test('law 3: a state that is not the stored one is refused, and changes nothing', async () => {
      const tenant = moving(await createTenant());
      const begun = ready(await saveIn(tenant, ReadyClock.begin(tenant.id, someday)));
      const sent = await saveIn(tenant, begun.advance(nextDay, someday));

      const stale = saveIn(tenant, begun.advance(weekLater, someday));

      await expect(stale).rejects.toThrow(VersionMismatch);
      expect(await findIn(tenant)).toEqual(sent);
    });

    test('a clock is stored in its own tenant alone', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];

      const saving = saveIn(tenant, ReadyClock.begin(other.id, someday));

      await expect(saving).rejects.toThrow('A clock is stored in');
      expect(await findIn(other)).toBeUndefined();
    });
  });
};
