import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatInstant,
  instantOf,
  later,
  parseCalendarDate,
  parseInstant,
  parseTimeZone,
} from '#domain/shared/time.ts';

const refusedAs = (code: string) =>
  expect.objectContaining({ faults: [expect.objectContaining({ pointer: '', code })] });

describe('an instant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-23T08:00:00.000Z', 1_795_420_800_000],
    ['2026-11-23T09:00:00+01:00', 1_795_420_800_000],
    ['2026-11-22T22:30:00-09:30', 1_795_420_800_000],
    ['2026-11-23t08:00:00z', 1_795_420_800_000],
    ['2026-11-23 08:00:00Z', 1_795_420_800_000],
    ['2026-11-23T08:00:00.123999Z', 1_795_420_800_123],
    ['1969-12-31T23:59:59.9999Z', -1],
    ['2026-11-23T08:00:00.5Z', 1_795_420_800_500],
    ['2000-02-29T12:00:00Z', 951_825_600_000],
    ['2028-02-29T23:59:59.999Z', 1_835_481_599_999],
    ['2026-01-31T00:00:00Z', 1_769_817_600_000],
    ['2026-12-31T23:59:59Z', 1_798_761_599_000],
    ['2016-12-31T23:59:60Z', 1_483_228_799_000],
    ['2016-12-31T23:59:60.250Z', 1_483_228_799_250],
  ])('is read from %s', (text, expected) => {
    const instant = parseInstant(text);

    expect(instant).toBe(expected);
  });

  it.each([
    '',
    'soon',
    '2026-11-23',
    '2026-11-23T08:00:00',
    '2026-11-23T08:00Z',
    '2026-02-29T08:00:00Z',
    '1900-02-29T08:00:00Z',
    '2028-02-30T08:00:00Z',
    '2026-04-31T08:00:00Z',
    '2026-06-31T08:00:00Z',
    '2026-09-31T08:00:00Z',
    '2026-11-31T08:00:00Z',
    '2026-12-32T08:00:00Z',
    '2026-13-01T08:00:00Z',
    '2026-00-10T08:00:00Z',
    '2026-11-00T08:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T25:00:00Z',
    '2026-11-23T08:60:00Z',
    '2026-11-23T08:00:61Z',
    '2026-11-23T08:00:00+25:00',
    '2026-11-23T08:00:00Z[Europe/Vienna]',
    '2026-11-23T08:00:00.Z',
    '2026-11-23T08:00:00.abcZ',
    'year-11-23T08:00:00Z',
    '2026-11-23T  :00:00Z',
    '2026-11-23T08:  :00Z',
    '2026-11-23T08:00:  Z',
    '+012026-11-23T08:00:00Z',
    '1795420800000',
  ])('is not read from "%s"', (text) => {
    const parsing = () => parseInstant(text);

    expect(parsing).toThrow(refusedAs('invalid_instant'));
  });

  // Each of the two is read in a way of its own.
  it('is the same with Z and with +00:00, whether the calendar has it or not', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    const parts = [part(9999), part(13), part(32), part(25), part(61), part(61)] as const;
    const read = (text: string): number | undefined => {
      try {
        return parseInstant(text);
      } catch {
        return undefined;
      }
    };
    const fixed = (value: number, digits = 2) => String(value).padStart(digits, '0');

    fc.assert(
      fc.property(fc.tuple(...parts), fc.option(part(999)), ([y, mo, d, h, m, s], ms) => {
        const date = [fixed(y, 4), fixed(mo), fixed(d)].join('-');
        const finer = ms === null ? '' : `.${fixed(ms, 3)}`;
        const text = `${date}T${[h, m, s].map((each) => fixed(each)).join(':')}${finer}`;

        expect(read(`${text}Z`), text).toBe(read(`${text}+00:00`));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('is not %d', (milliseconds) => {
    const naming = () => instantOf(milliseconds);

    expect(naming).toThrow(refusedAs('invalid_instant'));
  });

  it.each([
    ['1970-01-01T00:00:00.000Z', 0],
    ['1969-12-31T23:59:59.999Z', -1],
    ['2026-11-23T08:00:00.120Z', 1_795_420_800_120],
    ['2028-02-29T23:59:59.999Z', 1_835_481_599_999],
    ['2028-03-01T00:00:00.000Z', 1_835_481_600_000],
    ['2000-02-29T12:00:00.000Z', 951_825_600_000],
    ['0000-01-01T00:00:00.000Z', -62_167_219_200_000],
    ['-000001-12-31T23:59:59.999Z', -62_167_219_200_001],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
    ['+010000-01-01T00:00:00.000Z', 253_402_300_800_000],
  ])('is written as %s', (text, milliseconds) => {
    expect(formatInstant(instantOf(milliseconds))).toBe(text);
  });

  it('is written as every program writes it', () => {
    const range = fc.integer({ min: -8.64e15, max: 8.64e15 });
    const near = fc.integer({ min: -62_200_000_000_000, max: 253_500_000_000_000 });
    fc.assert(
      fc.property(fc.oneof(range, near), (milliseconds) => {
        expect(formatInstant(instantOf(milliseconds))).toBe(new Date(milliseconds).toISOString());
      }),
      { numRuns: 2000 },
    );
  });

  it('is followed by others', () => {
    const after = later(instantOf(1000), 500);

    expect(after).toBe(1500);
  });
});

describe('a date', () => {
  it.each(['2026-11-23', '2028-02-29', '1900-01-01'])('is read from %s', (text) => {
    const date = parseCalendarDate(text);

    expect(date).toBe(text);
  });

  it.each([
    '',
    '2026-02-30',
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    '20261123',
    '2026-11-23T08',
    '2026-11-23[u-ca=iso8601]',
    '+012026-11-23',
  ])('is not read from "%s"', (text) => {
    const parsing = () => parseCalendarDate(text);

    expect(parsing).toThrow(refusedAs('invalid_date'));
  });
});

describe('a time zone', () => {
  it.each([
    ['Europe/Vienna', 'Europe/Vienna'],
    ['europe/vienna', 'Europe/Vienna'],
    ['UTC', 'UTC'],
    ['Etc/GMT+12', 'Etc/GMT+12'],
    ['America/Port-au-Prince', 'America/Port-au-Prince'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ])('is read from %s', (text, expected) => {
    const timeZone = parseTimeZone(text);

    expect(timeZone).toBe(expected);
  });

  it.each([
    '',
    '+01:00',
    '2026-11-23T08:00:00Z',
    'Europe/Atlantis',
    'Europe/Vienna ',
    'x'.repeat(65),
  ])('is not read from "%s"', (text) => {
    const parsing = () => parseTimeZone(text);

    expect(parsing).toThrow(refusedAs('invalid_time_zone'));
  });
});
