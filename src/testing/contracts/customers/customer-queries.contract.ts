import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerFilter, CustomerReads } from '#application/customers/queries.ts';
import { customerView } from '#application/customers/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { CustomerInput } from '#domain/customers/customer.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { later } from '#domain/shared/time.ts';
import { buildCustomer, buildId, nextDay, someday } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenCustomers = OpenStorage<TenantRepositories & CustomerRepositories, CustomerReads>;

/** A storage, and a way to fill tenants of it with customers. */
export const customersUnderTest = (open: OpenCustomers) => {
  const { createTenant } = storageUnderTest(open);

  /** A tenant with these customers, the first one made first, and a way to list their names. */
  const tenantWith = async (inputs: readonly (Partial<CustomerInput> & { at?: number })[]) => {
    const tenant = await createTenant();
    const saved = await tenant.run(async ({ customers }) => {
      const all = [];
      for (const { at = 0, ...input } of inputs) {
        all.push(await customers.save(buildCustomer({ ...input, at: later(someday, at) })));
      }
      return all;
    });
    const listSlice = async (filter: CustomerFilter, slice: Slice<CustomerId>) => {
      const views = await tenant.read(({ customers }) => customers.list(filter, slice));
      return views.map((view) => view.name);
    };
    const list = (filter: CustomerFilter, limit = 100, after = -1) =>
      listSlice(filter, { limit, after: saved[after]?.facts.id ?? null });
    const listBefore = (filter: CustomerFilter, limit: number, before: number) =>
      listSlice(filter, { limit, after: null, before: saved[before]?.facts.id });
    return { tenant, saved, list, listBefore };
  };
  return { tenantWith };
};

/** The laws of `CustomerQueries`, but for what a search finds. */
export const customerQueriesContract = (name: string, open: OpenCustomers): void => {
  describe(`CustomerQueries: ${name}`, () => {
    const { tenantWith } = customersUnderTest(open);

    test('a customer is shown as it was last saved', async () => {
      const address = { country: 'AT', city: 'Wien' };
      const { tenant, saved } = await tenantWith([{ address, metadata: { tier: 'gold' } }]);

      const seen = await tenant.read(async ({ customers }) => [
        ...(await customers.list({}, { limit: 10, after: null })),
        saved[0] && (await customers.find(saved[0].facts.id)),
      ]);

      expect(seen).toEqual([...saved, ...saved].map(customerView));
    });

    test('an unknown customer is not shown', async () => {
      const { tenant } = await tenantWith([]);

      expect(await tenant.read(({ customers }) => customers.find(buildId('cus')))).toBeUndefined();
    });

    test('law 1: customers are listed newest first, also of one instant', async () => {
      const { list } = await tenantWith([
        { name: 'Second', at: 1000 },
        { name: 'First', at: 0 },
        { name: 'Third', at: 2000 },
        { name: 'Fourth', at: 2000 },
      ]);

      expect(await list({})).toEqual(['Fourth', 'Third', 'Second', 'First']);
    });

    test('law 2: a slice has its limit of customers after the one named', async () => {
      const { list } = await tenantWith(
        ['A', 'B', 'C', 'D', 'E'].map((letter, at) => ({ name: letter, at })),
      );

      expect(await list({}, 2)).toEqual(['E', 'D']);
      expect(await list({}, 2, 3)).toEqual(['C', 'B']);
      expect(await list({}, 2, 1)).toEqual(['A']);
      expect(await list({}, 2, 0)).toEqual([]);
    });

    test('law 2: a slice goes on after a customer that was removed', async () => {
      const { tenant, saved, list } = await tenantWith([
        { name: 'A' },
        { name: 'B' },
        { name: 'C' },
      ]);
      await tenant.run(async ({ customers }) => {
        const second = saved[1] && (await customers.find(saved[1].facts.id));
        if (second !== undefined) await customers.delete(second.delete(nextDay));
      });

      expect(await list({}, 2, 1)).toEqual(['A']);
    });

    test('law 3: a slice before a customer has the nearest, newest first', async () => {
      const { list, listBefore } = await tenantWith(
        ['A', 'B', 'C', 'D', 'E'].map((letter, at) => ({ name: letter, at })),
      );

      expect(await listBefore({}, 2, 0)).toEqual(['C', 'B']);
      expect(await listBefore({}, 2, 2)).toEqual(['E', 'D']);
      expect(await listBefore({}, 2, 3)).toEqual(['E']);
      expect(await listBefore({}, 2, 4)).toEqual([]);
      expect(await list({}, 2, 3)).toEqual(['C', 'B']);
    });

    test('law 3: a filtered list is sliced backwards like any other', async () => {
      const { saved, listBefore } = await tenantWith(
        ['Red 1', 'Blue 2', 'Red 3', 'Blue 4', 'Red 5'].map((text, at) => ({ name: text, at })),
      );
      const id = String(saved[2]?.facts.id);

      expect(await listBefore({ search: 'red' }, 1, 0)).toEqual(['Red 3']);
      expect(await listBefore({ search: 'red' }, 2, 1)).toEqual(['Red 5', 'Red 3']);
      expect(await listBefore({ createdAt: { lt: later(someday, 3) } }, 9, 0)).toEqual([
        'Red 3',
        'Blue 2',
      ]);
      expect(await listBefore({ search: id.slice(0, 12) }, 2, 0)).toEqual(['Red 3', 'Blue 2']);
    });

    test('law 2: a filtered list is sliced like any other', async () => {
      const { list } = await tenantWith(
        ['Red 1', 'Blue 2', 'Red 3', 'Blue 4', 'Red 5'].map((text, at) => ({ name: text, at })),
      );

      expect(await list({ search: 'red' }, 1)).toEqual(['Red 5']);
      expect(await list({ search: 'red' }, 2, 4)).toEqual(['Red 3', 'Red 1']);
    });

    test('an e-mail address finds its customer whole and whatever its case', async () => {
      const { list } = await tenantWith([
        { name: 'Ada', email: 'Ada_L@Globex.example' },
        { name: 'Other', email: 'adaxl@globex.example' },
      ]);

      expect(await list({ email: 'aDA_l@gLOBEX.example' })).toEqual(['Ada']);
      expect(await list({ email: 'ada' })).toEqual([]);
      expect(await list({ email: '%@globex.example' })).toEqual([]);
    });

    test('an external id finds its customer whole and as it is written', async () => {
      const { list } = await tenantWith([
        { name: 'Lower', externalId: 'crm-1' },
        { name: 'Upper', externalId: 'CRM-1' },
        { name: 'None' },
      ]);

      expect(await list({ externalId: 'crm-1' })).toEqual(['Lower']);
      expect(await list({ externalId: 'crm-' })).toEqual([]);
    });

    test('a range of time holds its bounds or leaves them out, as it says', async () => {
      const { list } = await tenantWith([
        { name: 'Before', at: 999 },
        { name: 'At', at: 1000 },
        { name: 'After', at: 1001 },
      ]);
      const at = later(someday, 1000);

      expect(await list({ createdAt: { gte: at } })).toEqual(['After', 'At']);
      expect(await list({ createdAt: { gt: at } })).toEqual(['After']);
      expect(await list({ createdAt: { lte: at } })).toEqual(['At', 'Before']);
      expect(await list({ createdAt: { lt: at } })).toEqual(['Before']);
      expect(await list({ createdAt: { gte: at, lte: at } })).toEqual(['At']);
      expect(await list({ createdAt: { gt: at, lt: at } })).toEqual([]);
      expect(await list({ createdAt: {} })).toEqual(['After', 'At', 'Before']);
    });

    test('all filters count together', async () => {
      const { list } = await tenantWith([
        { name: 'Match', email: 'one@globex.example', externalId: 'x1' },
        { name: 'Match', email: 'two@globex.example', externalId: 'x2' },
      ]);
      const createdAt = { gte: someday };

      expect(await list({ search: 'match', email: 'one@globex.example', createdAt })).toHaveLength(
        1,
      );
      expect(
        await list({ search: 'match', email: 'one@globex.example', externalId: 'x2' }),
      ).toEqual([]);
    });
  });
};
