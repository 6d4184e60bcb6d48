import { describe, expect, test } from 'vitest';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import { RollUpUsage } from '#application/metering/roll-up-usage.ts';
import { VerifyUsage } from '#application/metering/verify-usage.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import { aggregations } from '#domain/metering/definition.ts';
import type { UsageToRollUp } from '#domain/metering/rollup.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { monthOf } from '#domain/metering/usage-life.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf, later, parseInstant } from '#domain/shared/time.ts';
import { buildId, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildMeter } from '../../metering-builders.ts';

type OpenRollUps = OpenStorage<TenantRepositories & MeteringRepositories, MeteringReads>;

const receipt = { receivedAt: someday, expiresAt: later(someday, 4000 * dayMilliseconds) };
const begin = parseInstant('2026-06-01T00:00:00Z');
const hours = (count: number): Instant => instantOf(begin + count * 3_600_000);

const meters = aggregations.map((aggregation) =>
  buildMeter({
    code: aggregation,
    eventType: aggregation === 'count' ? 'login' : 'call',
    aggregation,
    property: aggregation === 'count' ? null : 'size',
    groupBy: aggregation === 'sum' ? ['region'] : [],
  }),
);

/** Draws whole numbers below a bound, the same ones in each run: Lehmer's generator. */
const drawing = (seed: number) => {
  let state = seed;
  return (bound: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
};

const histories = 15;

/** The laws of `RollUpQueries`, whether a storage rolls anything up or not. */
export const rollUpQueriesContract = (name: string, open: OpenRollUps): void => {
  describe(`RollUpQueries: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);
    type Tenant = Awaited<ReturnType<typeof createTenant>>;
    const customerIds = [buildId('cus'), buildId('cus'), buildId('cus')];
    const subscriptionId = buildId('sub');
    let sent = 0;
    const build = (at: Instant, given: Partial<UsageEvent> = {}): UsageEvent => {
      sent += 1;
      const customerId = customerIds[0] ?? buildId('cus');
      const facts = { source: 'api', type: 'call', isTimed: true, customerId };
      return { id: `r${sent}`, at, subscriptionId: null, data: '{"size":1}', ...facts, ...given };
    };
    const openTenant = async (): Promise<Tenant> => {
      const tenant = await createTenant();
      for (const meter of meters) await tenant.run((all) => all.meters.save(meter));
      return tenant;
    };
    const append = (tenant: Tenant, events: readonly UsageEvent[], given = receipt) =>
      tenant.run(({ usage }) => usage.append(events, given));
    const cancel = (tenant: Tenant, events: readonly UsageEvent[]) =>
      tenant.run(({ usageCancellations }) =>
        usageCancellations.add(
          events.map(({ source, id }) => ({ source, id })),
          { at: weekLater, reason: null },
        ),
      );
    const rollUpAll = async (tenant: Tenant): Promise<void> => {
      const rollUp = new RollUpUsage(storage());
      while (!(await rollUp.execute(tenant.context)).isDone) continue;
    };
    const verify = (tenant: Tenant) => new VerifyUsage(storage()).execute(tenant.context);

    const drawn = (draw: ReturnType<typeof drawing>): UsageEvent =>
      build(hours(draw(24 * 40)), {
        type: ['call', 'login', 'other'][draw(3)] ?? 'call',
        customerId: customerIds[draw(3)] ?? buildId('cus'),
        subscriptionId: draw(2) === 0 ? null : subscriptionId,
        data: JSON.stringify({ size: draw(11) - 5, region: draw(2) === 0 ? 'eu' : 'us' }),
      });

    test('laws 3 and 4: whatever came and was cancelled, roll-ups are their events', async () => {
      for (let history = 1; history <= histories; history += 1) {
        const draw = drawing(history);
        const tenant = await openTenant();
        const stored: UsageEvent[] = [];
        for (let step = 0; step < 8; step += 1) {
          const kind = draw(3);
          if (kind === 0) await rollUpAll(tenant);
          if (kind === 1) {
            const each = 1 + draw(4);
            await cancel(
              tenant,
              stored.filter((_, index) => index % each === 0),
            );
          }
          if (kind === 2) {
            const events = Array.from({ length: 1 + draw(8) }, () => drawn(draw));
            await append(tenant, events);
            stored.push(...events);
          }
          expect([history, step, await verify(tenant)]).toMatchObject([
            history,
            step,
            { faulty: 0, faults: [] },
          ]);
        }
      }
    });

    test('law 4: events up to a position, with those that were cancelled behind it', async () => {
      const tenant = await openTenant();
      const events = [build(hours(1)), build(hours(2), { subscriptionId }), build(hours(3))];
      const [first] = events;
      await append(tenant, [...events, build(hours(25)), build(hours(1), { type: 'login' })]);
      if (first !== undefined) await cancel(tenant, [first]);
      const customerId = customerIds[0] ?? buildId('cus');
      const read = async (from: Instant, to: Instant, through: string) => {
        const found: UsageToRollUp[] = [];
        await tenant.read(({ usageRollUps }) =>
          usageRollUps.events({ customerId, type: 'call', from, to }, through, (some) => {
            found.push(...some);
          }),
        );
        const ordered = found.toSorted((one, other) => one.at - other.at);
        return ordered.map(({ at, subscriptionId: of }) => [(at - begin) / 3_600_000, of]);
      };
      const all = [
        [1, null],
        [2, subscriptionId],
        [3, null],
      ];
      const { rollsUp } = await standing(tenant);

      expect(rollsUp ? await read(begin, hours(24), '5') : all).toEqual(all);
      expect(rollsUp ? await read(begin, hours(24), '6') : all.slice(1)).toEqual(all.slice(1));
      expect(rollsUp ? await read(begin, hours(3), '2') : all.slice(0, 2)).toHaveLength(2);
    });

    test('law 3: days whose events are gone are no fault', async () => {
      const tenant = await openTenant();
      const now = instantOf(Date.now());
      const over = { receivedAt: someday, expiresAt: later(now, -40 * dayMilliseconds) };
      await append(tenant, [build(hours(1)), build(hours(25.5))], over);
      await append(tenant, [build(hours(2)), build(hours(27)), build(hours(50))]);
      await rollUpAll(tenant);
      const before = monthOf(now);
      const expiring = { before, keptUntil: later(now, 40 * dayMilliseconds), limit: 100 };
      await tenant.run(({ usage }) => usage.keepNeeded(expiring));

      const still = await verify(tenant);
      await storage().installation.endUsage(before);

      expect([still.faulty, (await verify(tenant)).faulty]).toEqual([0, 0]);
    });

    test('laws 1 to 3: of its tenant, in order, the ways of counting that are used', async () => {
      const [tenant, another] = [await openTenant(), await openTenant()];
      const ordered = customerIds.toSorted();
      await append(
        tenant,
        customerIds.map((customerId) => build(hours(30), { customerId })),
      );
      await append(another, [build(hours(1), { customerId: buildId('cus') })]);
      await rollUpAll(tenant);
      const sum = countingOf(meters[1]?.facts ?? buildMeter().facts, []);

      const { rollsUp, customers, next } = await standing(tenant);
      const days = await tenant.read(({ usageRollUps }) =>
        usageRollUps.days(ordered[0] ?? buildId('cus'), [sum], hours(2)),
      );
      const later31 = await tenant.read(({ usageRollUps }) =>
        usageRollUps.days(ordered[0] ?? buildId('cus'), [sum], hours(48)),
      );

      expect(customers).toEqual(rollsUp ? ordered : []);
      expect(next).toEqual(rollsUp ? ordered.slice(1) : []);
      expect(days?.from ?? hours(24)).toBe(hours(24));
      expect(days?.counted.map((each) => [each.position, each.days.length]) ?? []).toEqual(
        rollsUp ? [['3', 1]] : [],
      );
      expect(later31).toBeUndefined();
    });

    const standing = (tenant: Tenant) =>
      tenant.read(async ({ usageRollUps }) => {
        const customers = await usageRollUps.customers(null, 10);
        return {
          rollsUp: (await usageRollUps.countings()).length > 0,
          customers,
          next: await usageRollUps.customers(customers[0] ?? null, 2),
        };
      });
  });
};
