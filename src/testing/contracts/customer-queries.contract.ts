import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerFilter, CustomerReads } from '#application/customers/queries.ts';
import { customerView } from '#application/customers/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { CustomerInput } from '#domain/customers/customer.ts';
import { later } from '#domain/shared/time.ts';
import { buildCustomer, buildId, nextDay, someday } from '../builders.ts';
import type { OpenStorage } from '../harness.ts';
import { storageUnderTest } from '../harness.ts';

/** The laws of `CustomerQueries`. */
export const customerQueriesContract = (
  name: string,
  open: OpenStorage<TenantRepositories & CustomerRepositories, CustomerReads>,
): void => {
  describe(`CustomerQueries: ${name}`, () => {
    const { foundTenant } = storageUnderTest(open);

    /** A tenant with these customers, the first one made first, and a way to list their names. */
    const tenantWith = async (inputs: readonly (Partial<CustomerInput> & { at?: number })[]) => {
      const tenant = await foundTenant();
      const saved = await tenant.run(async ({ customers }) => {
        const all = [];
        for (const { at = 0, ...input } of inputs) {
          all.push(await customers.save(buildCustomer({ ...input, at: later(someday, at) })));
        }
        return all;
      });
      const list = async (filter: CustomerFilter, limit = 100, after = -1) => {
        const key = saved[after]?.facts.id ?? null;
        const views = await tenant.read(({ customers }) =>
          customers.list(filter, { limit, after: key }),
        );
        return views.map((view) => view.name);
      };
      return { tenant, saved, list };
    };

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
        if (second !== undefined) await customers.remove(second.remove(nextDay));
      });

      expect(await list({}, 2, 1)).toEqual(['A']);
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

    test('a search looks in the name, the address and the external id', async () => {
      const { list } = await tenantWith([
        { name: 'Needle Works', email: 'a@globex.example' },
        { name: 'By address', email: 'the.needle@globex.example' },
        { name: 'By id', email: 'c@globex.example', externalId: 'x-NEEDLE-x' },
        { name: 'By tax', email: 'd@globex.example', taxId: 'needle' },
      ]);

      expect(await list({ search: 'needle' })).toEqual(['By id', 'By address', 'Needle Works']);
    });

    test('a search means what it says: nothing in it stands for anything else', async () => {
      const { list } = await tenantWith([
        { name: '100% sure', email: 'a@globex.example' },
        { name: '1000 sure', email: 'b@globex.example' },
        { name: 'snake_case', email: 'c@globex.example' },
        { name: 'snakeXcase', email: 'd@globex.example' },
        { name: 'back\\slash', email: 'e@globex.example' },
        { name: "O'Hara; --", email: 'f@globex.example' },
      ]);

      expect(await list({ search: '100%' })).toEqual(['100% sure']);
      expect(await list({ search: '%' })).toEqual([]);
      expect(await list({ search: 'snake_' })).toEqual(['snake_case']);
      expect(await list({ search: '_' })).toEqual([]);
      expect(await list({ search: 'back\\' })).toEqual(['back\\slash']);
      expect(await list({ search: "o'h" })).toEqual(["O'Hara; --"]);
      expect(await list({ search: '--' })).toEqual(["O'Hara; --"]);
      expect(await list({ search: 'no such thing' })).toEqual([]);
    });

    test('a search finds what has, for each of its words, one that begins so', async () => {
      const { list } = await tenantWith([
        { name: 'Blue Moon Bakery', email: 'a@globex.example' },
        { name: 'Blue-Sky', email: 'b@globex.example' },
        { name: '🚀 Launch', email: 'c@globex.example' },
        { name: `${'x'.repeat(63)}🚀🚀`, email: 'd@globex.example' },
      ]);

      expect(await list({ search: 'bak  BLU' })).toEqual(['Blue Moon Bakery']);
      expect(await list({ search: 'sky' })).toEqual(['Blue-Sky']);
      expect(await list({ search: 'lue' })).toEqual([]);
      expect(await list({ search: 'blue green' })).toEqual([]);
      expect(await list({ search: '🚀' })).toEqual(['🚀 Launch']);
      expect(await list({ search: `${'x'.repeat(63)}🚀🚀` })).toHaveLength(1);
      expect(await list({ search: ' ' })).toHaveLength(4);
    });

    test('a search follows what is changed, and forgets what is removed', async () => {
      const { tenant, saved, list } = await tenantWith([{ name: 'Before' }, { name: 'Removed' }]);
      await tenant.run(async ({ customers }) => {
        const [changed, removed] = saved;
        if (changed !== undefined) await customers.save(changed.change({ name: 'After' }, nextDay));
        if (removed !== undefined) await customers.remove(removed.remove(nextDay));
      });

      expect(await list({ search: 'after' })).toEqual(['After']);
      expect(await list({ search: 'before' })).toEqual([]);
      expect(await list({ search: 'removed' })).toEqual([]);
    });

    test.each([
      ['İstanbul Ltd', ['istanbul', 'ISTANBUL', 'İSTANBUL', 'ıstanbul']],
      ['Müller', ['muller', 'MÜLLER', 'Mu\u0308ller', 'ｍｕｌｌｅｒ']],
      ['Große Straße', ['GROSSE', 'strasse', 'STRAẞE']],
      ['ΟΔΥΣΣΕΥΣ', ['οδυσσεύς', 'Ὀδυσσεὺς', 'οδυσσευσ']],
      ['Ærøskøbing Łódź Đà Nẵng', ['aeroskobing', 'LODZ', 'da nang', 'ærø łódź']],
      ['Орёл Йод', ['орел', 'ЙОД']],
      ['O’Brien–Çelik', ["o'brien", 'O’BRIEN', "o'brien-celik"]],
      ['co\u00adop \ufb01ne', ['coop', 'fine']],
      ['مُحَمَّد', ['محمد']],
      ['हिन्दी', ['हिन्दी', 'हि']],
    ])('a search finds %j whatever its case, accents and forms', async (name, searches) => {
      const { list } = await tenantWith([{ name }, { name: 'Other', email: 'o@globex.example' }]);

      for (const search of searches)
        expect([search, await list({ search })]).toEqual([search, [name]]);
    });

    test('letters of their own stay apart: kana with and without voicing, й and и', async () => {
      const { list } = await tenantWith([{ name: 'ガス' }, { name: 'Йод' }]);

      expect(await list({ search: 'カス' })).toEqual([]);
      expect(await list({ search: 'Иод' })).toEqual([]);
      expect(await list({ search: 'ｶﾞｽ' })).toEqual(['ガス']);
    });

    test.each([
      [
        '株式会社東京都庁',
        ['東京', '京都', '都', '株式会社', '会社東京都庁'],
        ['京東', '東都', '庁株'],
      ],
      ['山田タワー商事', ['タワー', 'ワー商', '商事'], ['タワ商']],
      ['삼성전자', ['전자', '성전'], ['자전']],
      ['บริษัทไทย', ['ไทย'], ['ยไท']],
      ['第3ビルAcme分店', ['3', 'ビルacme', 'acme分', '分店'], ['cme']],
      ['京', ['京'], ['京都']],
    ])('a search finds any part of %j', async (name, parts, others) => {
      const { list } = await tenantWith([{ name }, { name: 'Other', email: 'o@globex.example' }]);

      for (const search of parts)
        expect([search, await list({ search })]).toEqual([search, [name]]);
      for (const search of others) expect([search, await list({ search })]).toEqual([search, []]);
    });

    test('a search finds who has an address in a domain, with its sign or without', async () => {
      const { list } = await tenantWith([
        { name: 'Ada', email: 'ada@Acme.example' },
        { name: 'Grace', email: 'grace@acme.org' },
        { name: 'Joan', email: 'acme@globex.example' },
        { name: '@acme', email: 'joan@globex.example' },
      ]);

      expect(await list({ search: '@acme.example' })).toEqual(['Ada']);
      expect(await list({ search: 'acme.example' })).toEqual(['Ada']);
      expect(await list({ search: '@ACME' })).toEqual(['@acme', 'Grace', 'Ada']);
      expect(await list({ search: '.org' })).toEqual(['Grace']);
      expect(await list({ search: 'a@acme' })).toEqual([]);
    });

    test('a search finds an id whole and by how it begins, and ids that others gave', async () => {
      const { list, saved } = await tenantWith([
        { name: 'Ada' },
        { name: 'Grace', email: 'g@globex.example', externalId: 'cus_NffrFeUfNV2Hib' },
        { name: 'Joan', email: 'j@globex.example' },
      ]);
      const [ada = '', grace = '', joan = ''] = saved.map(({ facts }) => facts.id);

      expect(await list({ search: ada })).toEqual(['Ada']);
      expect(await list({ search: ` ${joan.toUpperCase()} ` })).toEqual(['Joan']);
      expect(await list({ search: ada.slice(0, -1) })).toContain('Ada');
      expect(await list({ search: ada.slice(0, 6) })).toEqual(['Joan', 'Grace', 'Ada']);
      expect(await list({ search: 'cus_' })).toEqual(['Joan', 'Grace', 'Ada']);
      expect(await list({ search: 'cus_' }, 1, 1)).toEqual(['Ada']);
      expect(await list({ search: 'cus_nffr' })).toEqual(['Grace']);
      expect(await list({ search: `${ada} ada` })).toEqual(['Ada']);
      expect(await list({ search: `${ada} grace` })).toEqual([]);
      expect(await list({ search: `${ada} ${grace}` })).toEqual([]);
      expect(await list({ search: ada.replace('cus_', 'prod_') })).toEqual([]);
      expect(await list({ search: `${ada}0` })).toEqual([]);
      expect(await list({ search: ada.slice(4) })).toEqual([]);
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
