import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../panel/values/diff.ts';
import { changedFields, mergeThree } from '../../panel/values/merge.ts';
import { nested } from '../../panel/values/nested.ts';

const base = { name: 'Globex', email: 'a@globex.example', address: { city: 'Wien' } };

describe('three sides of a change', () => {
  test('fields that one side changed are taken from that side', () => {
    const merge = mergeThree(base, { ...base, name: 'Globex Ltd' }, { ...base, email: 'b@x.at' });

    expect(merge).toEqual({
      mine: { name: 'Globex Ltd' },
      takenOver: ['email'],
      conflicts: [],
    });
  });

  test('a field that both changed is for a person to choose', () => {
    const merge = mergeThree(base, { ...base, name: 'Mine' }, { ...base, name: 'Theirs' });

    expect(merge).toEqual({
      mine: {},
      takenOver: [],
      conflicts: [{ field: 'name', mine: 'Mine', theirs: 'Theirs' }],
    });
  });

  test('the same change on both sides is none any more', () => {
    const same = { ...base, name: 'Globex Ltd' };

    expect(mergeThree(base, same, same)).toEqual({ mine: {}, takenOver: [], conflicts: [] });
  });

  test('the order of keys is no change', () => {
    const [one, other] = [{ address: { a: 1, b: 2 } }, { address: { b: 2, a: 1 } }];

    expect(changedFields(one, other)).toEqual({});
  });
});

describe('the changes of an audit entry', () => {
  test('are the fields that differ, by their paths, and no version', () => {
    const before = { ...base, version: 1 };
    const after = { ...base, version: 2, address: { city: 'Graz' } };

    expect(changesBetween(before, after)).toEqual([
      { field: 'address.city', before: 'Wien', after: 'Graz' },
    ]);
  });

  test('of something new are all its fields; money is one value', () => {
    const after = { amount: { amount: 1, currency: 'EUR' }, note: null };

    expect(changesBetween(null, after)).toEqual([
      { field: 'amount', before: null, after: { amount: 1, currency: 'EUR' } },
    ]);
  });
});

test('fields with points in their names are fields of objects, however deep', () => {
  const typed = { name: 'Acme', 'billing.graceDays': 3, 'billing.seller.logo': null };

  expect(nested({ ...typed, 'billing.seller.address': { city: 'Wien' } })).toEqual({
    name: 'Acme',
    billing: { graceDays: 3, seller: { logo: null, address: { city: 'Wien' } } },
  });
});
