import { describe, expect, test } from 'vitest';
import { nextDay } from '../../builders.ts';
import { customersUnderTest } from './customer-queries.contract.ts';

/** The laws of a search for customers, in every script. */
export const customerSearchContract = (
  name: string,
  open: Parameters<typeof customersUnderTest>[0],
): void => {
  describe(`A search for customers: ${name}`, () => {
    const { tenantWith } = customersUnderTest(open);

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
        if (removed !== undefined) await customers.delete(removed.delete(nextDay));
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
    ])('a search finds %j whatever its case, accents and forms', async (called, searches) => {
      const { list } = await tenantWith([
        { name: called },
        { name: 'Other', email: 'o@globex.example' },
      ]);

      for (const search of searches)
        expect([search, await list({ search })]).toEqual([search, [called]]);
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
    ])('a search finds any part of %j', async (called, parts, others) => {
      const { list } = await tenantWith([
        { name: called },
        { name: 'Other', email: 'o@globex.example' },
      ]);

      for (const search of parts)
        expect([search, await list({ search })]).toEqual([search, [called]]);
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
  });
};
