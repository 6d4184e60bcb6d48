import { describe, expect, test } from 'vitest';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeterFilter, MeteringReads } from '#application/metering/queries.ts';
import { meterView } from '#application/metering/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { MeterCodeTaken } from '#domain/metering/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildMeter } from '../../metering-builders.ts';

type OpenMetering = OpenStorage<TenantRepositories & MeteringRepositories, MeteringReads>;

/** The laws of `MeterRepository`. */
export const meterRepositoryContract = (name: string, open: OpenMetering): void => {
  describe(`MeterRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('laws 1 and 2: a meter is found as it was last saved, in its state', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const made = buildMeter({
        name: 'Données „é“',
        unit: 'Go',
        filters: [
          { property: 'a b', equals: 5 },
          { property: 'in', in: ['x', true] },
          { property: 'tier', exists: false },
        ],
        aggregation: 'sum',
        property: 'bytes',
        groupBy: ['region', 'sku'],
        isCarriedOver: true,
        removal: { property: 'op', value: 'remove' },
        rounding: { mode: 'half_even', decimals: 3 },
      });

      const first = await tenant.run(({ meters }) => meters.save(made));
      const found = await tenant.run(({ meters }) => meters.find(made.facts.id));
      const archived = await tenant.run(({ meters }) => meters.save(buildArchived(first, nextDay)));

      expect([first.facts, first.events]).toEqual([{ ...made.facts, version: 1 }, []]);
      expect(found).toEqual(first);
      const again = await tenant.run(({ meters }) => meters.find(made.facts.id));
      expect([again, again?.status]).toEqual([archived, 'archived']);
      expect(await other.run(({ meters }) => meters.find(made.facts.id))).toBeUndefined();
    });

    test('law 3: a stale meter is not saved', async () => {
      const tenant = await createTenant();
      const stale = await tenant.run(({ meters }) => meters.save(buildMeter()));
      await tenant.run(({ meters }) => meters.save(buildArchived(stale, nextDay)));

      const saving = tenant.run(({ meters }) => meters.save(buildArchived(stale, weekLater)));

      await expect(saving).rejects.toThrow(VersionMismatch);
    });

    test('law 4: a code is one meter for good, in its tenant', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const first = await tenant.run(({ meters }) => meters.save(buildMeter({ code: 'api' })));
      await tenant.run(({ meters }) => meters.save(buildArchived(first, nextDay)));

      const again = tenant.run(({ meters }) => meters.save(buildMeter({ code: 'api' })));
      const elsewhere = other.run(({ meters }) => meters.save(buildMeter({ code: 'api' })));

      await expect(again).rejects.toThrow(MeterCodeTaken);
      expect((await elsewhere).facts.code).toBe('api');
    });

    test('law 6: those count a type that are not archived', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [calls, sizes] = await tenant.run(async ({ meters }) => [
        await meters.save(buildMeter({ code: 'calls', eventType: 'api.request' })),
        await meters.save(buildMeter({ code: 'sizes', eventType: 'api.request' })),
        await meters.save(buildMeter({ code: 'logins', eventType: 'login' })),
        await meters.save(
          buildArchived(
            await meters.save(buildMeter({ code: 'old', eventType: 'login' })),
            nextDay,
          ),
        ),
      ]);
      const counting = async (at: typeof tenant, ...types: string[]) => {
        const found = await at.run(({ meters }) => meters.countingTypes(types));
        return found.map(({ code }) => code).toSorted();
      };

      expect(await counting(tenant, 'api.request', 'other')).toEqual(['calls', 'sizes']);
      expect(await counting(tenant, 'login')).toEqual(['logins']);
      expect(await counting(tenant)).toEqual([]);
      expect(await counting(other, 'api.request')).toEqual([]);
      const found = await tenant.run(({ meters }) => meters.countingTypes(['api.request']));
      expect(new Set(found)).toEqual(new Set([calls?.facts, sizes?.facts]));
    });

    test('law 7: meters are found together, archived ones too', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const active = await tenant.run(({ meters }) => meters.save(buildMeter()));
      const gone = await tenant.run(({ meters }) => meters.save(buildMeter()));
      const archived = await tenant.run(({ meters }) => meters.save(buildArchived(gone, nextDay)));
      const ids = [archived.facts.id, active.facts.id, buildId('mtr')];

      const find = (at: typeof tenant) => at.run(({ meters }) => meters.findAll(ids));

      expect(new Set(await find(tenant))).toEqual(new Set([active, archived]));
      expect(await find(other)).toEqual([]);
      expect(await tenant.run(({ meters }) => meters.findAll([]))).toEqual([]);
    });
  });
};

const buildArchived = (
  meter: Awaited<ReturnType<MeteringRepositories['meters']['save']>>,
  at: typeof nextDay,
) => {
  if (meter.status === 'archived') throw new Error('It is archived already.');
  return meter.archive(at);
};

/** The laws of `MeterQueries`. */
export const meterQueriesContract = (name: string, open: OpenMetering): void => {
  describe(`MeterQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('meters are listed by status and words, the newest first, in slices', async () => {
      const tenant = await createTenant();
      const [old, archived, young] = await tenant.run(async ({ meters }) => [
        await meters.save(buildMeter({ at: someday, code: 'b', name: 'Calls standard' })),
        await meters.save(
          buildArchived(
            await meters.save(buildMeter({ at: nextDay, code: 'calls', name: 'API' })),
            nextDay,
          ),
        ),
        await meters.save(buildMeter({ at: weekLater, code: 'c', name: 'Storage' })),
      ]);
      const list = async (filter: MeterFilter, limit = 10) => {
        const slice = { limit, after: null };
        const views = await tenant.read(({ meters }) => meters.list(filter, slice));
        return views.map(({ id }) => id);
      };
      const [oldId, archivedId, youngId] = [old, archived, young].map((rate) => rate?.facts.id);

      expect(await list({})).toEqual([youngId, oldId]);
      expect(await list({ status: 'archived' })).toEqual([archivedId]);
      expect(await list({ status: 'all' }, 2)).toEqual([youngId, archivedId]);
      expect(await list({ status: 'all', search: 'calls' })).toEqual([archivedId, oldId]);
      expect(await list({ code: 'c' })).toEqual([youngId]);
      expect(await list({ createdAt: { gte: nextDay } })).toEqual([youngId]);
      const seen = await tenant.read(({ meters }) => meters.find(archivedId ?? buildId('mtr')));
      expect([seen]).toEqual(
        [archived].flatMap((rate) => (rate === undefined ? [] : meterView(rate))),
      );
    });
  });
};
