import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { lateLineId, partLineId } from '#application/charging/line-ids.ts';
import { idFromUuid, isId, uuidOf } from '#domain/shared/ids.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const id = idFromUuid('line', '019ac0de-0000-7000-8000-000000000001');

test('a line that is made of another has the same id, as often as it is counted', () => {
  expect(uuidOf(partLineId(hash, id, 'eu', 3))).toBe('019ac0de-0000-7000-8000-329ec504b847');
  expect(uuidOf(lateLineId(hash, id, 'eu', 3))).toBe('019ac0de-03e8-7000-8000-329ec504b847');
});

test('lines have ids of their own, however many there are, in the order of their places', () => {
  for (const idOf of [partLineId, lateLineId]) {
    const made = [0, 1, 9, 10, 65_535].map((index) => idOf(hash, id, `r${index}`, index));
    const further = [65_536, 65_537, 1_048_575].map((index) => idOf(hash, id, `r${index}`, index));

    expect(made).toEqual(made.toSorted());
    const all = [...made, ...further];
    expect(new Set(all).size).toBe(8);
    expect(all.every((each) => isId('line', each))).toBe(true);
    expect(all.map((each) => uuidOf(each).slice(0, 20))).toEqual(
      all.map(() => uuidOf(idOf(hash, id, '', 0)).slice(0, 20)),
    );
  }
});
