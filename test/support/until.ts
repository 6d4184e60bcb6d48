import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` holds, and fails when it does not within `milliseconds`. */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  milliseconds = 45_000,
): Promise<void> => {
  const giveUpAt = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error('It did not come to pass.');
    await delay(20);
  }
};
