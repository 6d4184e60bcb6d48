import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';

/**
 * How long after the attempt before each of the ten is made, in seconds: at once, then over three
 * days, as Standard Webhooks 1.0 suggests ("Deliverability and reliability").
 */
const attemptDelaysSeconds = [
  0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
] as const;

/** When the next attempt is due after `made` have failed; null when there is none any more. */
export const nextAttemptAfter = (made: number, now: Instant): Instant | null => {
  const delaySeconds = attemptDelaysSeconds[made];
  return delaySeconds === undefined ? null : later(now, delaySeconds * 1000);
};
