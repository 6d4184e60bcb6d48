import type { ChargeFacts, SubscriptionCharge } from '#domain/charging/charge.ts';
import { isCommitment } from '#domain/charging/commitment-lines.ts';
import { isUsage } from '#domain/charging/counted-usage.ts';
import { isId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';

/** The cause of lines that are made because usage has reached a threshold, in minor units. */
export const thresholdCause = (minor: bigint): string => `${prefix}${minor}`;

const prefix = 'threshold/';

/** A period, by its instants. */
interface Instants {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/**
 * The usage in a period, in minor units: the sum of its lines of usage, of prices whose own periods
 * lie in it. The lines of a price add up to what all of its usage comes to.
 */
export const usageIn = (period: Instants, lines: readonly ChargeFacts[]): bigint =>
  usageLines(period, lines).reduce((sum, { amount }) => sum + amount.minor, 0n);

/** The highest threshold that lines of a period were made at, in minor units; null for none. */
export const invoicedThreshold = (
  period: Instants,
  lines: readonly ChargeFacts[],
): bigint | null => {
  const reached = usageLines(period, lines)
    .filter(({ cause }) => cause.startsWith(prefix))
    .map(({ cause }) => BigInt(cause.slice(prefix.length)));
  return reached.reduce<bigint | null>(
    (one, other) => (one === null || other > one ? other : one),
    null,
  );
};

// A copy on an invoice that replaces another stands for its original.
const usageLines = (
  { startsAt, endsAt }: Instants,
  lines: readonly ChargeFacts[],
): readonly SubscriptionCharge[] => {
  const [from, until] = [formatInstant(startsAt), formatInstant(endsAt)];
  return lines.filter(isUsage).filter((line) => {
    const { period } = line.derivation;
    const isWithin = from <= period.startsAt && period.endsAt <= until;
    return isWithin && !isCommitment(line) && !isId('line', line.cause);
  });
};
