import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metadataLimits } from '#domain/shared/metadata.ts';
import { fieldOfPointer } from '../../panel/values/field-errors.ts';
import type { FormValues } from '../../panel/values/form-values.ts';
import { fieldText, isUntouched, mergeThree } from '../../panel/values/merge.ts';
import {
  emptyEntry,
  metadataBody,
  metadataFieldOf,
  metadataValues,
  repeatedKeys,
} from '../../panel/values/metadata.ts';
import {
  subscriptionTextBody,
  subscriptionTextValues,
} from '../../panel/values/subscription-texts.ts';

const bare = { name: null, externalId: null, purchaseOrder: null, metadata: {} };

describe('the texts of a subscription in a form', () => {
  test('are sent as they are where nothing was typed, and empty ones are null', () => {
    const written = { ...bare, name: 'Head office', metadata: { soldBy: 'Grace' } };
    const cleared = { ...subscriptionTextValues(written), name: '  ' };

    expect(subscriptionTextBody(subscriptionTextValues(written))).toEqual(written);
    expect(subscriptionTextBody(cleared)).toEqual({ ...written, name: null });
  });
});

describe('metadata in a form', () => {
  const key = fc
    .string({ minLength: 1, maxLength: metadataLimits.keyCharacters })
    .map((text) => text.trim())
    .filter((text) => text !== '' && text !== '__proto__');

  test('are what they were, whatever their keys', () => {
    fc.assert(
      fc.property(fc.dictionary(key, fc.string()), (metadata) => {
        expect(metadataBody(metadataValues(metadata))).toEqual({ ...metadata });
      }),
    );
  });

  test('are as many as have a text: an added row that stays empty is none', () => {
    const values = { ...metadataValues({ soldBy: 'Grace' }), ...emptyEntry('metadataA') };

    expect(metadataBody({ ...values, metadata: 'metadata0 metadataA' })).toEqual({
      soldBy: 'Grace',
    });
  });

  test('with one key twice are told here: the body would lose one of them', () => {
    const values: FormValues = {
      ...metadataValues({ soldBy: 'Grace', region: 'north' }),
      'metadata1.key': ' soldBy ',
    };

    expect(repeatedKeys(values, 'Twice.')).toEqual({ 'metadata1.key': 'Twice.' });
    expect(repeatedKeys(metadataValues({ a: '1', b: '2' }), 'Twice.')).toEqual({});
  });

  test.each([
    ['/metadata/a~1b~0c.d', 'metadata1.key'],
    ['/metadata/', 'metadata2.key'],
    ['/metadata/unknown', 'metadata'],
    ['/name', 'name'],
  ])('show the fault of %s at %s', (pointer, field) => {
    const values = metadataValues({ soldBy: 'Grace', 'a/b~c.d': 'x', '': 'y' });

    expect(metadataFieldOf(fieldOfPointer(pointer), values)).toBe(field);
  });
});

describe('what somebody else changed', () => {
  test('is none of my business where none of my fields moved', () => {
    const mine = { ...bare, name: 'Mine' };

    expect(isUntouched(mergeThree(bare, mine, bare))).toBe(true);
    expect(isUntouched(mergeThree(bare, mine, { ...bare, name: 'Theirs' }))).toBe(false);
    expect(isUntouched(mergeThree(bare, mine, { ...bare, externalId: 'x' }))).toBe(false);
  });

  test.each([
    ['Grace', 'Grace'],
    [null, '–'],
    ['', '–'],
    [{}, '–'],
    [12, '12'],
    [{ soldBy: 'Grace', region: null }, 'soldBy: Grace'],
    [{ line1: 'Ring 1', country: 'AT' }, 'line1: Ring 1, country: AT'],
    [[{ amount: 5 }, { amount: 9 }], 'amount: 5; amount: 9'],
  ])('is said in words: %j', (value, words) => {
    expect(fieldText(value)).toBe(words);
  });
});
