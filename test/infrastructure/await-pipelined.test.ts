import { expect, test } from 'vitest';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';

test('the first that was sent says why it failed, once all are over', async () => {
  let isOver = false;
  const late = new Promise((_, reject) => {
    setTimeout(() => {
      isOver = true;
      reject(new Error('the cause'));
    }, 5);
  });
  const early = Promise.reject(new Error('what came of it'));

  await expect(awaitPipelined(Promise.resolve(), late, early)).rejects.toThrow('the cause');
  expect(isOver).toBe(true);
});
