import { describe, expect, test } from 'vitest';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type {
  PositionedUsage,
  TalliedRange,
  UsageRollUps,
  UsageToRollUpNext,
} from '#application/metering/usage-tallies.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import { rollUp } from '#domain/metering/open-roll-ups.ts';
import type { TalliedUsage } from '#domain/metering/rollup.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { monthOf } from '#domain/metering/usage-life.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf, later, parseInstant } from '#domain/shared/time.ts';
import { buildId, someday } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildMeter } from '../../metering-builders.ts';

type OpenTallies = OpenStorage<TenantRepositories & MeteringRepositories, MeteringReads>;

const receipt = { receivedAt: someday, expiresAt: later(someday, 4000 * dayMilliseconds) };
const begin = parseInstant('2026-06-01T00:00:00Z');
const hours = (count: number): Instant => instantOf(begin + count * 3_600_000);
const days = (count: number): Instant => hours(24 * count);

const rolledUpBy = async (rollUps: UsageRollUps, work: UsageToRollUpNext) => {
  const events = (await Array.fromAsync(rollUps.events(work))).flat();
  return new Map(work.countings.map((each) => [each, rollUp(each, events)]));
};

/** The laws of `UsageTallies` and `UsageRollUps`, whether a storage rolls anything up or not. */
export const usageTalliesContract = (name: string, open: OpenTallies): void => {
  describe(`UsageTallies: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);
    type Tenant = Awaited<ReturnType<typeof createTenant>>;
    const customerId = buildId('cus');
    const subscriptionId = buildId('sub');
    const meter = buildMeter({ eventType: 'call', groupBy: ['region'] });
    let sent = 0;
    const build = (at: Instant, given: Partial<UsageEvent> = {}): UsageEvent => {
      sent += 1;
      const facts = { source: 'api', type: 'call', isTimed: true, customerId };
      return { id: `e${sent}`, at, subscriptionId: null, data: '{}', ...facts, ...given };
    };
    const openTenant = async (): Promise<Tenant> => {
      const tenant = await createTenant();
      await tenant.run(({ meters }) => meters.save(meter));
      return tenant;
    };
    const append = (tenant: Tenant, ...events: readonly UsageEvent[]) =>
      tenant.run(({ usage }) => usage.append(events, receipt));
    const rollUpNext = (tenant: Tenant, limit = 100): Promise<boolean> =>
      tenant.run(async ({ usageRollUps }) => {
        const work = await usageRollUps.next(await usageRollUps.countings(), limit);
        if (work === null) return false;
        await usageRollUps.add(work, await rolledUpBy(usageRollUps, work));
        return true;
      });
    const rollUpAll = async (tenant: Tenant, limit?: number): Promise<void> => {
      while (await rollUpNext(tenant, limit)) continue;
    };
    const range: TalliedRange = {
      customerId,
      subscriptions: null,
      counting: countingOf(meter.facts, []),
      spans: [{ from: begin, to: days(3) }],
    };
    const used = (tenant: Tenant, given: Partial<TalliedRange> = {}): Promise<PositionedUsage> =>
      tenant.run(({ usageTallies }) => usageTallies.within({ ...range, ...given }));
    const countIn = ({ rolledUp, events }: TalliedUsage): number =>
      rolledUp
        .flatMap(({ groups }) => groups)
        .reduce((sum, { tally }) => sum + tally.events, events.length);
    const count = async (tenant: Tenant, given?: Partial<TalliedRange>): Promise<number> =>
      countIn(await used(tenant, given));

    test('law 1: each event is counted once, rolled up or not, by reads too', async () => {
      const tenant = await openTenant();
      await append(tenant, build(hours(1)), build(hours(25)), build(hours(26)));
      const before = await used(tenant);
      await rollUpAll(tenant);
      const then = await used(tenant);
      await append(tenant, build(hours(1)));

      expect(before.rolledUp).toEqual([]);
      expect([countIn(before), countIn(then), await count(tenant)]).toEqual([3, 3, 4]);
      const read = await tenant.read(({ usageTallies }) => usageTallies.within(range));
      expect(countIn(read)).toBe(4);
      expect([before.position, then.position, read.position]).toEqual(['3', '3', '4']);
    });

    test('law 4: no more events are read one by one than a range allows', async () => {
      const tenant = await openTenant();
      await append(tenant, build(hours(1)), build(hours(25)), build(hours(26)));
      const counted = (eventsMax: number) => count(tenant, { eventsMax });
      const unrolled = countingOf(meter.facts, ['user']);
      const byUser = (eventsMax: number) => used(tenant, { counting: unrolled, eventsMax });

      expect(await counted(3)).toBe(3);
      await expect(counted(2)).rejects.toThrow('More than 2 events');
      await rollUpAll(tenant);
      expect((await byUser(3)).events).toHaveLength(3);
      await expect(byUser(2)).rejects.toThrow('More than 2 events');
    });

    test('law 1: of its tenant, customer, type and subscriptions, and of no others', async () => {
      const [tenant, another] = [await openTenant(), await openTenant()];
      await append(
        tenant,
        build(hours(1)),
        build(hours(1), { subscriptionId }),
        build(hours(1), { subscriptionId: buildId('sub') }),
        build(hours(1), { customerId: buildId('cus') }),
        build(hours(1), { type: 'login' }),
      );
      await append(another, build(hours(2)));
      const counts = async () => [
        await count(tenant),
        await count(tenant, { subscriptions: [subscriptionId, null] }),
        await count(tenant, { subscriptions: [subscriptionId] }),
        await count(another),
      ];
      const before = await counts();

      await rollUpAll(tenant);
      await rollUpAll(another);

      expect([before, await counts()]).toEqual([
        [3, 2, 1, 1],
        [3, 2, 1, 1],
      ]);
    });

    test('laws 2 and 3: what is tallied lies within a span', async () => {
      const tenant = await openTenant();
      const times = [0.5, 1.5, 30, 47.5, 48.5, 71, 72];
      await append(tenant, ...times.map((each) => build(hours(each))));
      await rollUpAll(tenant);

      const spans = [
        { from: hours(0.4), to: hours(26) },
        { from: hours(47.1), to: hours(72) },
      ];
      const { rolledUp, events } = await used(tenant, { spans });

      const starts = rolledUp.map(({ startsAt }) => startsAt);
      expect(starts.filter((at) => at < hours(1) || (at > hours(25) && at < hours(48)))).toEqual(
        [],
      );
      const inside = events.filter(({ at }) => at < hours(26) || at >= hours(47.1));
      expect(countIn({ rolledUp, events: inside })).toBe(5);
    });

    test('law 1: each of so many that they are not all in memory is counted once', async () => {
      const tenant = await openTenant();
      const spans = [
        { from: begin, to: hours(20) },
        { from: hours(30), to: hours(60) },
      ];
      const many = Array.from({ length: 6000 }, (_, index) => build(hours(index / 100)));
      await append(tenant, ...many);
      const billed = { customerId, subscriptionId, type: 'call', from: begin, to: hours(60) };
      const tallying = { counting: range.counting, spans };
      const isInside = ({ at }: { readonly at: Instant }): boolean =>
        spans.some(({ from, to }) => from <= at && at < to);
      const inside = (usage: TalliedUsage): number =>
        countIn({ ...usage, events: usage.events.filter(isInside) });

      const [tallied, counted] = await tenant.read(({ usageTallies, usageCounts }) =>
        Promise.all([
          usageTallies.within({ ...range, spans }),
          usageCounts.within(billed, null, tallying),
        ]),
      );
      const [one, other] = await tenant.run(({ usageTallies, usageCounts }) =>
        Promise.all([
          usageTallies.within({ ...range, spans }),
          usageCounts.within(billed, counted.position, tallying),
        ]),
      );

      expect([tallied, counted, one, other].map(inside)).toEqual([5000, 5000, 5000, 5000]);
    });

    test('law 2 of roll-ups: of runs at once each event is rolled up by one', async () => {
      const tenant = await openTenant();
      await append(tenant, ...Array.from({ length: 20 }, (_, index) => build(hours(index))));

      await Promise.all(Array.from({ length: 4 }, () => rollUpAll(tenant, 3)));

      const { rolledUp, events } = await used(tenant);
      expect(countIn({ rolledUp, events })).toBe(20);
      expect(await rollUpNext(tenant)).toBe(false);
    });

    test('law 3 of roll-ups: a run that fails adds nothing', async () => {
      const tenant = await openTenant();
      await append(tenant, build(hours(1)));

      const failing = tenant.run(async ({ usageRollUps }) => {
        const work = await usageRollUps.next(await usageRollUps.countings(), 100);
        if (work) await usageRollUps.add(work, await rolledUpBy(usageRollUps, work));
        throw new Error('failed');
      });

      await expect(failing).rejects.toThrow('failed');
      await rollUpAll(tenant);
      expect(await count(tenant)).toBe(1);
    });

    test('law 4 of roll-ups: those of a meter that is archived are forgotten', async () => {
      const [tenant, another] = [await openTenant(), await openTenant()];
      const later5 = later(someday, 5);
      for (const each of [tenant, another]) {
        await append(each, build(hours(1)), build(hours(25)));
        await rollUpAll(each);
      }
      await tenant.run(async ({ meters }) => {
        const found = await meters.find(meter.facts.id);
        if (found?.status === 'active') await meters.save(found.archive(later5));
      });

      const forget = (each: Tenant) => each.run(({ usageRollUps }) => usageRollUps.forgetEnded(1));
      while ((await forget(tenant)) > 0) continue;

      expect((await used(tenant)).rolledUp).toEqual([]);
      expect([await count(tenant), await count(another)]).toEqual([2, 2]);
      expect(await forget(another)).toBe(0);
    });

    test('law 4 of roll-ups: no tally has events that are gone', async () => {
      const tenant = await openTenant();
      const now = instantOf(Date.now());
      const over = { receivedAt: someday, expiresAt: later(now, -40 * dayMilliseconds) };
      const old = [build(hours(1)), build(hours(23)), build(hours(25.5))];
      await tenant.run(({ usage }) => usage.append(old, over));
      await append(tenant, build(hours(2)), build(hours(25.7)), build(hours(27)), build(hours(50)));
      await rollUpAll(tenant);
      const before = monthOf(now);
      const expiring = { before, keptUntil: later(now, 40 * dayMilliseconds), limit: 100 };

      await tenant.run(async ({ usage, usageRollUps }) => {
        await usage.keepNeeded(expiring);
        await usageRollUps.forgetEnded(100);
      });
      const still = await count(tenant);
      await storage().installation.endUsage(before);

      expect([still, await count(tenant)]).toEqual([7, 4]);
    });
  });
};
