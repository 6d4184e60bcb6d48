import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byTime } from '#domain/metering/event-order.ts';
import { instantOf } from '#domain/shared/time.ts';
import { checkLaw } from '../../support/laws.ts';

const event = (at: number, id: string, source: string) => ({ at: instantOf(at), id, source });

test('events are in order by time, then by id, then by source', () => {
  const ordered = [
    event(1, 'b', 'b'),
    event(2, 'a', 'b'),
    event(2, 'aa', 'a'),
    event(2, 'b', 'a'),
    event(2, 'b', 'b'),
  ];

  expect(ordered.toReversed().toSorted(byTime)).toEqual(ordered);
  expect(byTime(event(2, 'b', 'a'), event(2, 'b', 'a'))).toBe(0);
});

test('texts are compared by code points, as their bytes are', () => {
  // Beyond U+FFFF, at its edge, and below the halves that the former are made of.
  const letters = fc.constantFrom('a', 'z', '\u{D7FF}', '\u{E000}', '\u{FFFD}', '\u{10000}', '🜀');
  const texts = fc.oneof(fc.string({ unit: letters, maxLength: 4 }), fc.string({ unit: 'binary' }));

  checkLaw(
    fc.property(texts, texts, (one, other) => {
      const difference = byTime(event(0, one, ''), event(0, other, ''));

      expect(Math.sign(difference)).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
    }),
  );
});
