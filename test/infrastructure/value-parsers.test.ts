import fc from 'fast-check';
import { types } from 'pg';
import { expect, test } from 'vitest';
import { parseTimestamp, valueParsers } from '#infrastructure/typeorm/connection/value-parsers.ts';

const driver = types.getTypeParser(types.builtins.TIMESTAMPTZ);

/** As PostgreSQL writes it: no zeros at the end of a fraction, and no fraction of zero. */
const written = (instant: Date): string =>
  instant
    .toISOString()
    .replace('T', ' ')
    .replace(/\.?0*Z$/, '+00');

test('every instant of four-digit years is read as the driver reads it', () => {
  const range = { min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(range), (instant) => {
      expect(parseTimestamp(written(instant))).toEqual(instant);
      expect(driver(written(instant))).toEqual(instant);
    }),
  );
});

test.each([
  '2026-11-23 08:00:00.123456+00',
  '2026-11-23 09:00:00+01',
  '2026-11-23 13:30:00.5+05:30',
  '0044-03-15 12:00:00+00 BC',
  '12026-11-23 08:00:00+00',
  'infinity',
])('%s is left to the driver', (text) => {
  expect(parseTimestamp(text)).toEqual(driver(text));
});

test('other types are the driver’s', () => {
  expect(valueParsers.getTypeParser(types.builtins.INT4)).toBe(
    types.getTypeParser(types.builtins.INT4),
  );
  expect(valueParsers.getTypeParser(types.builtins.TIMESTAMPTZ)).toBe(parseTimestamp);
});
