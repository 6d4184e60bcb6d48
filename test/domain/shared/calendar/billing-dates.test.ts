import { describe, expect, test } from 'vitest';
import { parseBillingDate, parseBillingInstant } from '#domain/shared/calendar/billing-dates.ts';
import { refused } from '../../refused.ts';

describe('a day or an instant at which something is billed', () => {
  test.each(['1970-01-01', '2000-02-29', '2199-12-31'])('may be %s', (date) => {
    expect(parseBillingDate(date)).toBe(date);
  });

  test.each([
    ['1969-12-31', 'out_of_range'],
    ['2200-01-01', 'out_of_range'],
    ['0000-01-01', 'out_of_range'],
    ['9999-12-31', 'out_of_range'],
    ['2026-02-30', 'invalid_date'],
    ['soon', 'invalid_date'],
  ])('is not %s', (date, code) => {
    expect(refused(() => parseBillingDate(date))).toEqual([` ${code}`]);
  });

  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2199-12-31T23:59:59.999Z', 7_258_118_399_999],
  ])('may be %s', (text, at) => {
    expect(parseBillingInstant(text)).toBe(at);
  });

  test.each([
    ['1970-01-01T00:00:00+00:01', 'out_of_range'],
    ['2199-12-31T23:59:59-00:01', 'out_of_range'],
    ['0000-01-01T00:00:00Z', 'out_of_range'],
    ['9999-12-31T23:59:59-12:00', 'out_of_range'],
    ['2026-02-30T00:00:00Z', 'invalid_instant'],
  ])('is not %s', (text, code) => {
    expect(refused(() => parseBillingInstant(text))).toEqual([` ${code}`]);
  });
});
