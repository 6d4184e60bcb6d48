import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { Run } from '#application/shared/ports.ts';
import type { TenantReads, TenantRepositories } from '#application/tenants/ports.ts';
import type { Id } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { Instant } from '#domain/shared/time.ts';
import { AdvancingClock, ReadyClock } from '#domain/tenants/test-clock.ts';
import {
  buildContext,
  buildCustomer,
  buildTenant,
  nextDay,
  someday,
  weekLater,
} from '../../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type Repositories = TenantRepositories & CustomerRepositories;
type Tenant = TenantUnderTest<Repositories, TenantReads>;

// The clock of the tests below: behind real time, and where it is sent.
const [start, target] = [nextDay, weekLater];

const times = ({ now, realNow, mode, isClockAdvancing }: Run) => ({
  now,
  realNow,
  mode,
  isClockAdvancing,
});

/** The milliseconds since 1970 that an id carries (UUIDv7). */
const instantIn = (id: Id): number => Number.parseInt(uuidOf(id).replace('-', '').slice(0, 12), 16);

const soon = (): Promise<'waiting'> =>
  new Promise((resolve) => setTimeout(() => resolve('waiting'), 150));

/** Law 10 of `UnitOfWork`: what time it is in a test tenant. */
export const businessTimeContract = (
  name: string,
  open: OpenStorage<Repositories, TenantReads>,
): void => {
  describe(`Business time: ${name}`, () => {
    const { enter, createTenant } = storageUnderTest(open);
    const as = (tenant: Tenant, mode: TenantMode | undefined): Tenant =>
      enter({ ...tenant.context, mode });
    const moving = (tenant: Tenant): Tenant => enter({ ...tenant.context, movesClock: true });

    /** A test tenant that is created in a run of its own, and what that run was given. */
    const createTest = async (): Promise<readonly [Tenant, Run]> => {
      const tenant = buildTenant({ mode: 'test' });
      const atHand = enter(buildContext(tenant.facts.id, { mode: 'test' }));
      const run = await atHand.run(async ({ tenants, testClocks }, given) => {
        await tenants.save(tenant);
        await testClocks.save(ReadyClock.begin(atHand.id, start));
        return given;
      });
      return [atHand, run];
    };

    const move = (tenant: Tenant, to: Instant): Promise<void> =>
      moving(tenant).run(async ({ testClocks }) => {
        const clock = await testClocks.find();
        if (clock instanceof ReadyClock) await testClocks.save(clock.advance(to, someday));
      });

    test.each(['test', undefined] as const)(
      'law 10: a run of a test tenant goes by its clock, under a context that says %s',
      async (mode) => {
        const [tenant] = await createTest();

        const run = await as(tenant, mode).run(async (_repositories, given) => given);

        expect(times(run)).toEqual({
          now: start,
          realNow: someday,
          mode: 'test',
          isClockAdvancing: false,
        });
      },
    );

    test.each(['live', undefined] as const)(
      'law 10: a run of a live tenant goes by real time, under a context that says %s',
      async (mode) => {
        const tenant = as(await createTenant(), mode);

        const run = await tenant.run(async (_repositories, given) => given);

        expect(times(run)).toEqual({
          now: someday,
          realNow: someday,
          mode: 'live',
          isClockAdvancing: false,
        });
      },
    );

    test('law 10: the run that creates a test tenant is in real time', async () => {
      const [, run] = await createTest();

      expect(times(run)).toEqual({
        now: someday,
        realNow: someday,
        mode: 'test',
        isClockAdvancing: false,
      });
    });

    test('law 10: ids of a test tenant carry real time', async () => {
      const [tenant] = await createTest();

      const [early, late] = await tenant.run(async (_repositories, { nextId }) => [
        nextId('cus'),
        nextId('cus'),
      ]);

      expect([early, late].map(instantIn)).toEqual([someday, someday]);
    });

    test('law 10: a run says whether the clock is advancing, and what time it shows', async () => {
      const [tenant] = await createTest();
      await move(tenant, target);
      await moving(tenant).run(async ({ testClocks }) => {
        const clock = await testClocks.find();
        const between = (start + (target - start) / 2) as Instant;
        if (clock instanceof AdvancingClock) await testClocks.save(clock.moveTo(between));
      });

      const run = await tenant.run(async (_repositories, given) => given);

      expect(run.isClockAdvancing).toBe(true);
      expect(run.now).toBe(start + (target - start) / 2);
      expect(run.realNow).toBe(someday);
    });

    test('law 10: who moves the clock waits for the runs that go by it', async () => {
      const [tenant] = await createTest();
      const [begun, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const first = tenant.run(async ({ customers }, { now }) => {
        begun.resolve();
        await letGo.promise;
        await customers.save(buildCustomer({ at: now }));
        return now;
      });
      await begun.promise;

      const moved = move(tenant, target).then(() => 'moved');

      expect(await Promise.race([moved, soon()])).toBe('waiting');
      letGo.resolve();
      expect([await first, await moved]).toEqual([start, 'moved']);
    });

    test('law 10: who moves the clock has it alone, and the next run sees its time', async () => {
      const [tenant] = await createTest();
      const [held, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const moved = moving(tenant).run(async ({ testClocks }) => {
        held.resolve();
        await letGo.promise;
        const clock = await testClocks.find();
        if (!(clock instanceof ReadyClock)) throw new Error('It moved by itself.');
        await testClocks.save(clock.advance(target, someday));
      });
      await held.promise;

      const next = tenant.run(async (_repositories, given) => given.isClockAdvancing);

      expect(await Promise.race([next, soon()])).toBe('waiting');
      letGo.resolve();
      await moved;
      expect(await next).toBe(true);
    });

    test('law 10: those who move a clock at once come one after the other', async () => {
      const [tenant] = await createTest();

      const sent = await Promise.all(
        Array.from({ length: 8 }, () =>
          moving(tenant).run(async ({ testClocks }) => {
            const clock = await testClocks.find();
            if (!(clock instanceof ReadyClock)) return false;
            await testClocks.save(clock.advance(target, someday));
            return true;
          }),
        ),
      );

      expect(sent.filter(Boolean)).toHaveLength(1);
    });
  });
};
