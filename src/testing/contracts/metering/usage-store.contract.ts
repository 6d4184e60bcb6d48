import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import { monthOf } from '#domain/metering/usage-life.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf, later } from '#domain/shared/time.ts';
import { buildCustomer, buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildMeter, buildUsageEvent } from '../../metering-builders.ts';
import { intakeLaws } from './usage-intake-laws.ts';
import { usagePageLaws } from './usage-page-laws.ts';

type OpenUsage = OpenStorage<
  TenantRepositories & CustomerRepositories & MeteringRepositories,
  MeteringReads
>;

const receipt = { receivedAt: someday, expiresAt: later(someday, 400 * dayMilliseconds) };
const accepted = { outcome: 'accepted' };
const same = { outcome: 'duplicate', isSame: true };
const other = { outcome: 'duplicate', isSame: false };

/** The laws of `UsageStore` and `UsageQueries`, and how events end: law 3 of `Installation`. */
export const usageStoreContract = (name: string, open: OpenUsage): void => {
  describe(`UsageStore: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);
    const customerId = buildId('cus');
    const build = (id: string, given: Partial<UsageEvent> = {}): UsageEvent =>
      buildUsageEvent({ id, customerId, ...given });
    const range = { customerId, type: 'call', subscriptionId: null, from: null, to: weekLater };

    test('law 1: an event is stored once, by source and id, in its tenant', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];

      const first = await tenant.run(({ usage }) =>
        usage.append([build('a'), build('b')], receipt),
      );
      const second = await tenant.run(({ usage }) =>
        usage.append([build('c'), build('a'), build('a', { source: 'crm' })], receipt),
      );
      const elsewhere = await another.run(({ usage }) => usage.append([build('a')], receipt));

      expect([first, second, elsewhere]).toEqual([
        [accepted, accepted],
        [accepted, same, accepted],
        [accepted],
      ]);
      const found = await tenant.read(({ usage }) => usage.within(range));
      expect(found.map(({ source, id }) => `${source}/${id}`).toSorted()).toEqual([
        'api/a',
        'api/b',
        'api/c',
        'crm/a',
      ]);
      expect(found[0]).toMatchObject({ at: nextDay, data: { size: 5 } });
    });

    test('law 1: a run that fails stores none', async () => {
      const tenant = await createTenant();

      const failing = tenant.run(async ({ usage }) => {
        await usage.append([build('a')], receipt);
        throw new Error('failed');
      });

      await expect(failing).rejects.toThrow('failed');
      const again = await tenant.run(({ usage }) => usage.append([build('a')], receipt));
      expect(again).toEqual([accepted]);
    });

    test('law 2: of runs at once one stores an event', async () => {
      const tenant = await createTenant();
      const events = Array.from({ length: 30 }, (_, index) => build(String(index)));

      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, turn) =>
          tenant.run(({ usage }) =>
            usage.append([...events.slice(turn * 5), ...events.slice(0, turn * 5)], receipt),
          ),
        ),
      );

      const stored = outcomes.flat().filter(({ outcome }) => outcome === 'accepted');
      expect(stored.length).toBe(30);
      expect((await tenant.read(({ usage }) => usage.within(range))).length).toBe(30);
    });

    test('law 3, 7: a duplicate is stored, and the same where it says the same', async () => {
      const tenant = await createTenant();
      const append = async (event: UsageEvent) =>
        (await tenant.run(({ usage }) => usage.append([event], receipt)))[0];
      await append(build('a', { data: '{"size": 5, "of": {"x": [1]}}' }));
      await append(build('b', { isTimed: false }));

      expect(await append(build('a', { data: '{"of": {"x": [1]}, "size": 5}' }))).toEqual(same);
      expect(await append(build('b', { isTimed: false, at: weekLater }))).toEqual(same);
      const changes: readonly Partial<UsageEvent>[] = [
        { data: '{"size": 5, "of": {"x": [2]}}' },
        { data: '{"size": 5}' },
        { type: 'login', data: '{"size": 5, "of": {"x": [1]}}' },
        { at: weekLater, data: '{"size": 5, "of": {"x": [1]}}' },
        { isTimed: false, data: '{"size": 5, "of": {"x": [1]}}' },
        { customerId: buildId('cus'), data: '{"size": 5, "of": {"x": [1]}}' },
        { subscriptionId: buildId('sub'), data: '{"size": 5, "of": {"x": [1]}}' },
      ];
      for (const change of changes) expect(await append(build('a', change))).toEqual(other);
      const stored = await tenant.read(({ usage }) => usage.within(range));
      const kept = stored.find(({ id }) => id === 'a');
      expect(kept?.data).toEqual({ size: 5, of: { x: [1] } });
      const [changed, unknown] = [build('a', { type: 'login' }), build('c')];
      const known = await tenant.run(({ usage }) => usage.stored([changed, unknown]));
      expect([...known]).toEqual([changed]);
    });

    intakeLaws(createTenant);

    describe('whose time is over', () => {
      // Real time: no storage drops a month that is not over.
      const now = instantOf(Date.now());
      const before = monthOf(now);
      const over = { receivedAt: someday, expiresAt: later(now, -40 * dayMilliseconds) };
      const expiring = { before, keptUntil: later(now, 40 * dayMilliseconds), limit: 2 };
      type Tenant = Awaited<ReturnType<typeof createTenant>>;
      const namesIn = async (tenant: Tenant) => {
        const seats = { ...range, type: 'seat' };
        const found = await tenant.read(async ({ usage }) => [
          ...(await usage.within(range)),
          ...(await usage.within(seats)),
        ]);
        return found.map(({ id }) => id).toSorted();
      };
      const keep = (tenant: Tenant) => tenant.run(({ usage }) => usage.keepNeeded(expiring));
      const goneUntilIn = async (tenant: Tenant) => {
        const billed = { ...range, subscriptionId: buildId('sub') };
        return (await tenant.read(({ usageCounts }) => usageCounts.within(billed, null))).goneUntil;
      };

      test('law 5: those of a meter that is carried over are kept, some at a time', async () => {
        const [tenant, another] = [await createTenant(), await createTenant()];
        const seats = ['s1', 's2', 's3'].map((id) => build(id, { type: 'seat' }));
        const meter = buildMeter({ eventType: 'seat', aggregation: 'sum', isCarriedOver: true });
        for (const each of [tenant, another]) {
          await each.run(({ usage }) => usage.append([build('a'), ...seats], over));
        }
        await tenant.run(({ meters }) => meters.save(meter));
        expect(await goneUntilIn(tenant)).toBeNull();

        const kept = [await keep(tenant), await keep(tenant), await keep(tenant)];
        const keptElsewhere = await keep(another);
        const months = await storage().installation.endUsage(before);

        expect([kept, keptElsewhere, months]).toEqual([[2, 1, 0], 0, 1]);
        expect(await namesIn(tenant)).toEqual(['s1', 's2', 's3']);
        expect(await namesIn(another)).toEqual([]);
        expect([await goneUntilIn(tenant), await goneUntilIn(another)]).toEqual([nextDay, nextDay]);
      });

      test('law 6: the ids of those that are gone are free, and those of no others', async () => {
        const tenant = await createTenant();
        const meter = buildMeter({ eventType: 'seat', aggregation: 'sum', isCarriedOver: true });
        await tenant.run(async ({ usage, meters }) => {
          await meters.save(meter);
          await usage.append([build('a'), build('b'), build('s', { type: 'seat' })], over);
          await usage.append([build('new')], receipt);
        });
        const position = async () => {
          const billed = { ...range, subscriptionId: buildId('sub') };
          const counted = tenant.read(({ usageCounts }) => usageCounts.within(billed, null));
          return Number((await counted).position);
        };
        const last = await position();
        await keep(tenant);
        await storage().installation.endUsage(before);

        const forget = () => tenant.run(({ usage }) => usage.forgetEnded(before, 100));
        await forget();

        expect(await forget()).toBe(0);
        const again = [build('a'), build('s', { type: 'seat' }), build('new')];
        const outcomes = await tenant.run(({ usage }) => usage.append(again, receipt));
        expect(outcomes).toEqual([accepted, same, same]);
        expect(await position()).toBeGreaterThan(last);
        expect(await namesIn(tenant)).toEqual(['a', 'new', 's']);
      });

      test('Installation, law 3: a month that is not over is not dropped', async () => {
        const tenant = await createTenant();
        const soon = { receivedAt: someday, expiresAt: now };
        await tenant.run(({ usage }) => usage.append([build('a')], soon));

        expect(await storage().installation.endUsage(before)).toBe(0);

        expect(await namesIn(tenant)).toEqual(['a']);
      });
    });

    test('counts: up to a position, and whether that has changed since', async () => {
      const tenant = await createTenant();
      const billed = { ...range, subscriptionId: buildId('sub') };
      const counted = async (through: string | null = null) => {
        const { events, position } = await tenant.run(({ usageCounts }) =>
          usageCounts.within(billed, through),
        );
        return { ids: events.map(({ id }) => id).toSorted(), position };
      };
      const hasChanged = (since: string) =>
        tenant.run(({ usageCounts }) => usageCounts.hasChanged(billed, since));
      await tenant.run(({ usage }) => usage.append([build('a')], receipt));
      const first = await counted();
      await tenant.run(({ usage }) => usage.append([build('b'), build('c')], receipt));
      const second = await counted();

      expect([first.ids, second.ids]).toEqual([['a'], ['a', 'b', 'c']]);
      expect((await counted(first.position)).ids).toEqual(['a']);
      expect(await hasChanged(first.position)).toBe(true);
      expect(await hasChanged(second.position)).toBe(false);
    });

    usagePageLaws(createTenant);

    test('reads: the time zone is the customer’s, else the tenant’s', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      const timeZone = 'Asia/Tokyo' as TimeZone;
      const local = buildCustomer({ email: 'a@b.example', timeZone });
      const plain = buildCustomer({ email: 'c@d.example', timeZone: null });
      await tenant.run(async ({ customers }) => {
        await customers.save(local);
        await customers.save(plain);
      });
      const zonesOf = (who: typeof tenant, { facts }: typeof local) =>
        who.read(({ usage }) =>
          usage.zonesOf({ customerId: facts.id, subscriptionId: buildId('sub') }),
        );
      const { timeZone: own } = (await tenant.read(({ tenants }) => tenants.find())) ?? {};

      expect(await zonesOf(tenant, local)).toEqual({ customer: timeZone });
      expect(await zonesOf(tenant, plain)).toEqual({ customer: own });
      expect(await zonesOf(another, local)).toBeUndefined();
    });

    test('reads: events of a customer and a type, from one instant to another', async () => {
      const tenant = await createTenant();
      const subscriptionId = buildId('sub');
      await tenant.run(({ usage }) =>
        usage.append(
          [
            build('early', { at: someday }),
            build('next', { at: nextDay, subscriptionId }),
            build('late', { at: weekLater }),
            build('login', { type: 'login' }),
            build('theirs', { customerId: buildId('cus') }),
          ],
          receipt,
        ),
      );
      const read = async (given: Partial<typeof range> | { subscriptionId: SubscriptionId }) => {
        const found = await tenant.read(({ usage }) => usage.within({ ...range, ...given }));
        return found.map(({ id }) => id).toSorted();
      };

      expect(await read({})).toEqual(['early', 'next']);
      expect(await read({ to: later(weekLater, 1) })).toEqual(['early', 'late', 'next']);
      const fromNextDay = { ...range, from: nextDay };
      const found = await tenant.read(({ usage }) => usage.within(fromNextDay));
      expect(found.map(({ id }) => id)).toEqual(['next']);
      expect(await read({ subscriptionId })).toEqual(['next']);
      expect(await read({ type: 'login' })).toEqual(['login']);
    });
  });
};
