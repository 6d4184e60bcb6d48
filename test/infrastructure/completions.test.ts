import { expect, test } from 'vitest';
import type { Attempt } from '#infrastructure/jobs/completions.ts';
import { Completions } from '#infrastructure/jobs/completions.ts';

const attempt = (id: string): Attempt => ({ id, retryCount: 0 });

/** Completions whose batches end when the test says so. */
const slow = () => {
  const batches: string[][] = [];
  const ends: { readonly resolve: () => void; readonly reject: (why: Error) => void }[] = [];
  const completions = new Completions((attempts) => {
    batches.push(attempts.map(({ id }) => id));
    return new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
  });
  return { batches, ends, completions };
};

test('what comes while some are completed is completed next, together', async () => {
  const { batches, ends, completions } = slow();
  const first = completions.add(attempt('a'));
  const others = [completions.add(attempt('b')), completions.add(attempt('c'))];
  expect(batches).toEqual([['a']]);

  ends[0]?.resolve();
  await first;
  await Promise.resolve();
  expect(batches).toEqual([['a'], ['b', 'c']]);

  ends[1]?.resolve();
  await Promise.all(others);
});

test('a failure is that of its own batch', async () => {
  const { batches, ends, completions } = slow();
  const first = completions.add(attempt('a'));
  const second = completions.add(attempt('b'));

  ends[0]?.reject(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  expect(batches).toEqual([['a'], ['b']]);
  ends[1]?.resolve();
  await expect(second).resolves.toBeUndefined();

  const third = completions.add(attempt('c'));
  ends[2]?.resolve();
  await expect(third).resolves.toBeUndefined();
});
