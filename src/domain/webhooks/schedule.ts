import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';

/**
 * How long after the attempt before each of the ten is made, in seconds: at once, then over three
 * days, as Standard Webhooks 1.0 suggests ("Deliverability and reliability").
 */
const attemptDelaysSeconds = [
  0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
] as const;

/** An endpoint may ask to be left alone for as long as the schedule ever waits, and no longer. */
const askedDelaySecondsMax = 86_400;

/**
 * When the next attempt is due after `made` have failed; null when there is none any more. It comes
 * no sooner than the schedule says, and no sooner than the endpoint asked for, within a day.
 */
export const nextAttemptAfter = (
  made: number,
  notBefore: Instant | null,
  now: Instant,
): Instant | null => {
  const delaySeconds = attemptDelaysSeconds[made];
  if (delaySeconds === undefined) return null;
  const scheduled = later(now, delaySeconds * 1000);
  if (notBefore === null || notBefore <= scheduled) return scheduled;
  const latest = later(now, askedDelaySecondsMax * 1000);
  return notBefore < latest ? notBefore : latest;
};
