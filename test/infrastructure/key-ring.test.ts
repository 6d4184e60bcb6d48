import { beforeEach, expect, test } from 'vitest';
import { KeyRing, MemorySigningKeys } from '#infrastructure/security/key-ring.ts';
import { someday } from '../../src/testing/builders.ts';
import { FixedClock } from '../../src/testing/fixed-clock.ts';

const minutes = 60_000;
let clock: FixedClock;
let store: MemorySigningKeys;
let ring: KeyRing;

beforeEach(async () => {
  clock = new FixedClock(someday);
  store = new MemorySigningKeys();
  ring = await KeyRing.open(store, clock);
});

const published = (of: KeyRing): number => of.keySet().keys.length;

test('a retiring key verifies for 20 minutes, and nothing at that instant', async () => {
  const { id } = ring.active();
  await ring.rotate();

  clock.advance(20 * minutes - 1);
  expect(await ring.publicKeyOf(id)).toBeDefined();
  expect(published(ring)).toBe(3);

  clock.advance(1);
  expect(await ring.publicKeyOf(id)).toBeUndefined();
  expect(published(ring)).toBe(2);
});

test('a node that did not rotate verifies what the new key signed, at once', async () => {
  const other = await KeyRing.open(store, clock);

  await ring.rotate();

  expect(await other.publicKeyOf(ring.active().id)).toBeDefined();
});

test('a key that is not known is looked for in the store, once in 5 seconds', async () => {
  const other = await KeyRing.open(store, clock);
  await ring.rotate();
  await ring.rotate();
  const { id } = ring.active();

  expect(await other.publicKeyOf(id)).toBeUndefined();
  clock.advance(5_001);
  expect(await other.publicKeyOf(id)).toBeDefined();
});
