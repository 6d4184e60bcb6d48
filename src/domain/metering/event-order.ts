import type { UsageToCount } from '#domain/metering/measure.ts';

/**
 * Compares events by their time; those of one instant by id, then by source. Texts are compared by
 * their code points, as storages do, and not by the halves that a text of ours has of some.
 */
export const byTime = (one: Moment, other: Moment): number =>
  one.at - other.at || byCodePoints(one.id, other.id) || byCodePoints(one.source, other.source);

type Moment = Pick<UsageToCount, 'at' | 'id' | 'source'>;

const byCodePoints = (one: string, other: string): number => {
  if (one === other) return 0;
  const shorter = Math.min(one.length, other.length);
  for (let index = 0; index < shorter; index += 1) {
    const difference = rankAt(one, index) - rankAt(other, index);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
};

// Halves of what lies beyond U+FFFF stand before U+E000, which is less.
const rankAt = (text: string, index: number): number => {
  const unit = text.charCodeAt(index);
  return firstHalf <= unit && unit <= lastHalf ? unit + beyondAll : unit;
};

const [firstHalf, lastHalf, beyondAll] = [0xd800, 0xdfff, 0x10000];
