import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from '#domain/shared/time.ts';
import { textOfInstant } from '#interfaces/http/response/instant-text.ts';

const day = 86_400_000;

test('an instant is written as Date writes it, whenever it is', () => {
  const anyTime = fc.date({ noInvalidDate: true }).map((date) => date.getTime());
  const nearby = fc.integer({ min: -(10 ** 12), max: 10 ** 13 });

  fc.assert(
    fc.property(fc.oneof(nearby, anyTime), (at) => {
      expect(textOfInstant(instantOf(at))).toBe(new Date(at).toISOString());
    }),
    { numRuns: 2000 },
  );
});

test('every day of eight centuries is written as Date writes it, at both of its ends', () => {
  const [begin, end] = [Date.UTC(1599, 11, 31), Date.UTC(2401, 0, 1)];
  const days = Array.from({ length: (end - begin) / day }, (_, index) => begin + index * day);

  const wrong = days
    .flatMap((at) => [at, at + day - 1])
    .filter((at) => textOfInstant(instantOf(at)) !== new Date(at).toISOString());

  expect(wrong).toEqual([]);
});

test.each([
  Date.UTC(1600, 1, 29),
  Date.UTC(9999, 11, 31, 23, 59, 59, 999),
  Date.UTC(10_000, 0, 1),
  -62_167_219_200_001,
])('beyond the years of four digits too: %s', (at) => {
  expect(textOfInstant(instantOf(at))).toBe(new Date(at).toISOString());
});
