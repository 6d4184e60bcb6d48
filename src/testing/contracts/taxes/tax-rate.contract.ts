import { describe, expect, test } from 'vitest';
import type { TaxRepositories } from '#application/taxes/ports.ts';
import type { TaxRateFilter, TaxReads } from '#application/taxes/queries.ts';
import { taxRateView } from '#application/taxes/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { buildId, buildTaxRate, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenTaxes = OpenStorage<TenantRepositories & TaxRepositories, TaxReads>;

/** The laws of `TaxRateRepository`. */
export const taxRateRepositoryContract = (name: string, open: OpenTaxes): void => {
  describe(`TaxRateRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('laws 1 and 2: a rate is found as it was last saved, in its state', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const made = buildTaxRate({ name: 'TVA „é“', rate: '0.200000', isInclusive: true });

      const first = await tenant.run(({ taxRates }) => taxRates.save(made));
      const found = await tenant.run(({ taxRates }) => taxRates.find(made.facts.id));
      const archived = await tenant.run(({ taxRates }) =>
        taxRates.save(buildArchived(first, nextDay)),
      );

      expect([first.facts, first.events]).toEqual([{ ...made.facts, version: 1 }, []]);
      expect(found).toEqual(first);
      const again = await tenant.run(({ taxRates }) => taxRates.find(made.facts.id));
      expect([again, again?.status]).toEqual([archived, 'archived']);
      expect(await other.run(({ taxRates }) => taxRates.find(made.facts.id))).toBeUndefined();
    });

    test('law 3: a stale rate is not saved', async () => {
      const tenant = await createTenant();
      const stale = await tenant.run(({ taxRates }) => taxRates.save(buildTaxRate()));
      await tenant.run(({ taxRates }) => taxRates.save(buildArchived(stale, nextDay)));

      const saving = tenant.run(({ taxRates }) => taxRates.save(buildArchived(stale, weekLater)));

      await expect(saving).rejects.toThrow(VersionMismatch);
    });

    test('laws 4 and 5: all of some are found, and those that are not archived', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [active, archived] = await tenant.run(async ({ taxRates }) => [
        await taxRates.save(buildTaxRate()),
        await taxRates.save(buildArchived(await taxRates.save(buildTaxRate()), nextDay)),
        await taxRates.save(buildTaxRate()),
      ]);
      const ids = [archived, active].map((rate) => rate?.facts.id ?? buildId('tax'));
      const asked = [...ids, buildId('tax')];

      const found = await tenant.run(({ taxRates }) => taxRates.findAll(asked));
      const known = await tenant.run(({ taxRates }) => taxRates.active(asked));
      const theirs = await other.run(async ({ taxRates }) => [
        (await taxRates.findAll(asked)).length,
        (await taxRates.active(asked)).size,
      ]);

      expect(new Set(found.map(({ facts }) => facts.id))).toEqual(new Set(ids));
      expect([...known]).toEqual([active?.facts.id]);
      expect(theirs).toEqual([0, 0]);
    });
  });
};

const buildArchived = (
  taxRate: Awaited<ReturnType<TaxRepositories['taxRates']['save']>>,
  at: typeof nextDay,
) => {
  if (taxRate.status === 'archived') throw new Error('It is archived already.');
  return taxRate.archive(at);
};

/** The laws of `TaxRateQueries`. */
export const taxRateQueriesContract = (name: string, open: OpenTaxes): void => {
  describe(`TaxRateQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('rates are listed by status and words, the newest first, in slices', async () => {
      const tenant = await createTenant();
      const [old, archived, young] = await tenant.run(async ({ taxRates }) => [
        await taxRates.save(buildTaxRate({ at: someday, name: 'VAT standard' })),
        await taxRates.save(
          buildArchived(await taxRates.save(buildTaxRate({ at: nextDay, name: 'VAT' })), nextDay),
        ),
        await taxRates.save(buildTaxRate({ at: weekLater, name: 'City tax' })),
      ]);
      const list = async (filter: TaxRateFilter, limit = 10) => {
        const slice = { limit, after: null };
        const views = await tenant.read(({ taxRates }) => taxRates.list(filter, slice));
        return views.map(({ id }) => id);
      };
      const [oldId, archivedId, youngId] = [old, archived, young].map((rate) => rate?.facts.id);

      expect(await list({})).toEqual([youngId, oldId]);
      expect(await list({ status: 'archived' })).toEqual([archivedId]);
      expect(await list({ status: 'all' }, 2)).toEqual([youngId, archivedId]);
      expect(await list({ status: 'all', search: 'vat' })).toEqual([archivedId, oldId]);
      expect(await list({ createdAt: { gte: nextDay } })).toEqual([youngId]);
      const seen = await tenant.read(({ taxRates }) => taxRates.find(archivedId ?? buildId('tax')));
      expect([seen]).toEqual(
        [archived].flatMap((rate) => (rate === undefined ? [] : taxRateView(rate))),
      );
    });
  });
};
