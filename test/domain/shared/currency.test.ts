import { describe, expect, test } from 'vitest';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import {
  currencyCodes,
  currencyName,
  digitsIfKnown,
  minorUnitDigits,
  parseCurrencyCode,
} from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { iso4217, withdrawnFromIso4217 } from '#domain/shared/iso-4217.ts';
import { Money } from '#domain/shared/money.ts';

const allCodes = iso4217.map(([code]) => code);

// Every currency whose minor unit is not a hundredth, as ISO 4217 had them on 2026-09-17.
const codesByDigits = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
  null: 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX',
};

describe('the table of ISO 4217', () => {
  test('holds each code once, in the order of the alphabet', () => {
    expect(allCodes).toEqual([...new Set(allCodes)].toSorted());
    expect(allCodes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  });

  test('holds each numeric code once, with three digits', () => {
    const numericCodes = iso4217.map(([, numericCode]) => numericCode);

    expect(new Set(numericCodes).size).toBe(numericCodes.length);
    expect(numericCodes.filter((code) => !/^[0-9]{3}$/.test(code))).toEqual([]);
  });

  test('has as many lines as the list of 2026-09-17', () => {
    expect(iso4217).toHaveLength(178);
    expect(currencyCodes()).toHaveLength(165);
  });

  test('names every currency', () => {
    expect(iso4217.filter(([, , , name]) => name === '' || name !== name.trim())).toEqual([]);
  });

  test.each([0, 3, 4, null] as const)('gives %s digits to these codes and no others', (digits) => {
    const codes = iso4217.filter((entry) => entry[2] === digits).map(([code]) => code);

    expect(codes.join(' ')).toBe(codesByDigits[`${digits}`]);
  });

  test.each([
    ['SLE', 'SLL'],
    ['ZWG', 'ZWL'],
    ['XCG', 'ANG'],
    ['CUP', 'CUC'],
    ['EUR', 'BGN'],
    ['EUR', 'HRK'],
    ['VES', 'VEF'],
    ['VED', 'VEB'],
    ['XAD', 'ADP'],
  ])('knows %s, but not the withdrawn %s', (current, withdrawn) => {
    expect(allCodes).toContain(current);
    expect(allCodes).not.toContain(withdrawn);
  });

  // Intl carries codes that were withdrawn, until its data drop them, and lacks funds and metals.
  test('differs from Intl in known codes only', () => {
    const intlCodes = Intl.supportedValuesOf('currency');
    const withdrawn = 'ANG BGN CUC HRK SLL ZWL'.split(' ');
    const notInIntl =
      'BOV CHE CHW CLF COU MXV USN UYI UYW VED XAD XAG XAU XBA XBB XBC XBD XPD XPT XTS XUA XXX';

    const onlyIntl = intlCodes.filter((code) => !allCodes.includes(code));
    const onlyOurs = allCodes.filter((code) => !intlCodes.includes(code));

    expect(onlyIntl.filter((code) => !withdrawn.includes(code))).toEqual([]);
    expect(onlyOurs.filter((code) => !notInIntl.split(' ').includes(code))).toEqual([]);
  });
});

describe('a currency that ISO 4217 has withdrawn', () => {
  // Every code in which amounts could ever be stated here. Codes are added, and none is taken out.
  const everAccepted = `
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP
    BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN
    ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK
    JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP
    PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
    SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV
    WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`;

  test('keeps its digits: every code that was ever accepted has them', () => {
    const codes = everAccepted.trim().split(/\s+/) as CurrencyCode[];

    expect(codes.filter((code) => digitsIfKnown(code) === undefined)).toEqual([]);
    expect(currencyCodes().filter((code) => !codes.includes(code))).toEqual([]);
  });

  test('is in one of the two lists, in the order of the alphabet, with its digits', () => {
    const withdrawn = withdrawnFromIso4217.map(([code]) => code);

    expect(withdrawn).toEqual([...new Set(withdrawn)].toSorted());
    expect(withdrawn.filter((code) => allCodes.includes(code))).toEqual([]);
    expect(withdrawnFromIso4217.filter(([, , digits]) => digits === null)).toEqual([]);
  });

  test('keeps its line: its code, three digits and its name', () => {
    const isLine = ([code, numericCode, , name]: (typeof withdrawnFromIso4217)[number]) =>
      /^[A-Z]{3}$/.test(code) && /^[0-9]{3}$/.test(numericCode) && /^\S.*\S$/.test(name);

    expect(withdrawnFromIso4217.filter((line) => !isLine(line))).toEqual([]);
    expect(new Set(withdrawnFromIso4217.map(([, numericCode]) => numericCode)).size).toBe(14);
  });

  test.each([
    ['HRK', 2, 'Kuna', 'HRK 49.00'],
    ['BYR', 0, 'Belarusian Ruble', 'BYR 4900'],
  ])('%s is refused, and what is stored in it is still written', (text, digits, name, written) => {
    const stored = text as CurrencyCode;

    expect(faultOf(text)).toBe('currency_unknown');
    expect(minorUnitDigits(stored)).toBe(digits);
    expect(currencyName(stored)).toBe(name);
    expect(String(Money.of(4900n, stored))).toBe(written);
  });

  test('and one that no list has had is written in what is certain, and never guessed', () => {
    const stored = 'QQQ' as CurrencyCode;

    expect(currencyName(stored)).toBe('QQQ');
    expect(String(Money.of(4900n, stored))).toBe('QQQ 4900 minor units');
    expect(() => minorUnitDigits(stored)).toThrow(InvariantViolation);
  });
});

describe('a currency code', () => {
  test.each([
    ['EUR', 2, 'Euro'],
    ['USD', 2, 'US Dollar'],
    ['JPY', 0, 'Yen'],
    ['KWD', 3, 'Kuwaiti Dinar'],
    ['CLF', 4, 'Unidad de Fomento'],
    ['UYW', 4, 'Unidad Previsional'],
    ['ISK', 0, 'Iceland Krona'],
    ['UGX', 0, 'Uganda Shilling'],
    ['VND', 0, 'Dong'],
    ['IQD', 3, 'Iraqi Dinar'],
    // The ouguiya and the ariary are in fifths, which ISO 4217 writes with two digits.
    ['MRU', 2, 'Ouguiya'],
    ['MGA', 2, 'Malagasy Ariary'],
    ['VES', 2, 'Bolívar Soberano'],
  ])('%s has %i digits after the point and is named %s', (text, digits, name) => {
    const code = parseCurrencyCode(text);

    expect(code).toBe(text);
    expect(minorUnitDigits(code)).toBe(digits);
    expect(currencyName(code)).toBe(name);
  });

  test.each(['eur', 'Eur', ' EUR', 'EUR ', 'EURO', 'EU', '', '978', 'ABC', 'HRK', '__proto__'])(
    'is not %j',
    (text) => {
      expect(faultOf(text)).toBe('currency_unknown');
    },
  );

  test.each(codesByDigits.null.split(' '))('%s states no amounts', (text) => {
    expect(faultOf(text)).toBe('currency_not_money');
    expect(currencyCodes()).not.toContain(text);
  });

  test('in which amounts are stated is read back from the list of them', () => {
    expect(currencyCodes().map(parseCurrencyCode)).toEqual(currencyCodes());
  });
});

const faultOf = (text: string): string | undefined => {
  try {
    parseCurrencyCode(text);
  } catch (error) {
    if (error instanceof InvalidValue) return error.faults[0]?.code;
    throw error;
  }
  return undefined;
};
