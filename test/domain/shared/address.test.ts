import { describe, expect, test } from 'vitest';
import {
  addressEncoder,
  addressLineLengthMax,
  countryCodes,
  parseAddress,
  parseCountry,
} from '#domain/shared/address.ts';
import { parseTaxId, taxIdLengthMax } from '#domain/shared/tax-id.ts';
import { parseTenantMode } from '#domain/shared/tenant-mode.ts';
import { refused } from '../refused.ts';

const whole = {
  line1: 'Ring 1',
  line2: 'Stair 2',
  city: 'Wien',
  postalCode: '1010',
  state: 'W',
  country: 'AT',
};

describe('an address', () => {
  test('is read line by line, and has a country at least', () => {
    const nowhere = { line1: null, line2: null, city: null, postalCode: null, state: null };

    expect(parseAddress(whole)).toEqual(whole);
    expect(parseAddress({ country: 'AT', line1: ' Ring 1 ' })).toEqual({
      ...nowhere,
      line1: 'Ring 1',
      country: 'AT',
    });
    expect(parseAddress({ country: 'AT', ...nowhere })).toEqual({ ...nowhere, country: 'AT' });
  });

  test('is refused with every fault at once', () => {
    const long = 'x'.repeat(addressLineLengthMax + 1);
    const given = { line1: long, line2: '', city: long, postalCode: '\t', state: long };

    expect(addressLineLengthMax).toBe(200);
    expect(refused(() => parseAddress({ ...given, country: 'XX' }))).toEqual([
      '/line1 too_long',
      '/line2 too_short',
      '/city too_long',
      '/postalCode too_short',
      '/state too_long',
      '/country invalid_country',
    ]);
    expect(refused(() => parseAddress({ ...whole, city: long.slice(1) }))).toEqual([]);
  });

  test('is shown with all its lines', () => {
    expect(addressEncoder.encode(parseAddress(whole))).toEqual(whole);
    for (const line of Object.keys(whole)) {
      expect(addressEncoder.isEqual(whole, { ...whole, [line]: 'other' })).toBe(false);
    }
  });
});

test('a country is one of the 249 codes that ISO 3166-1 assigns, in capitals', () => {
  expect(countryCodes.size).toBe(249);
  expect([...countryCodes].every((code) => /^[A-Z]{2}$/.test(code))).toBe(true);
  expect(parseCountry('ZW')).toBe('ZW');
  for (const none of ['at', 'EU', 'UK', '', 'AUT']) {
    expect(refused(() => parseCountry(none))).toEqual([' invalid_country']);
  }
});

test('a tax id has 50 signs at most', () => {
  expect(taxIdLengthMax).toBe(50);
  expect(parseTaxId(' ATU12345678 ')).toBe('ATU12345678');
  expect(parseTaxId('x'.repeat(50))).toHaveLength(50);
  expect(refused(() => parseTaxId('x'.repeat(51)))).toEqual([' too_long']);
});

test('a tenant is live or test', () => {
  expect([parseTenantMode('live'), parseTenantMode('test')]).toEqual(['live', 'test']);
  expect(refused(() => parseTenantMode('demo'))).toEqual([' invalid_mode']);
});
