import { expect, test } from 'vitest';
import { saysTheSame, toSnapshot } from '#domain/shared/events.ts';
import { instantOf } from '#domain/shared/time.ts';

test('a snapshot shows instants as RFC 3339, and all else as it is', () => {
  const createdAt = instantOf(1_795_000_000_000);
  const metadata = { paidAt: 5 };

  expect(toSnapshot({ name: 'Acme', createdAt, archivedAt: null, net: 30, metadata })).toEqual({
    name: 'Acme',
    createdAt: '2026-11-18T11:06:40.000Z',
    archivedAt: null,
    net: 30,
    metadata,
  });
});

test('what says the same does so in whatever order', () => {
  expect(saysTheSame({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
  expect(saysTheSame({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
});
