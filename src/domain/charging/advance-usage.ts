import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { isOfSamePeriod, isUncounted } from '#domain/charging/counted-usage.ts';

// Usage in advance is charged by lines of a part of a period that goes on: the first one where the
// part begins, of the level that is there, and others as events come. The line that ends the part
// counts all of it again.

/** The cause of the line for a level that is there when a part of a period begins. */
export const openingCause = (cause: string): string => `${opening}${cause}`;

/** The cause of lines for usage as it comes: what it comes to in the period, in minor units. */
export const usageCause = (minor: bigint): string => `usage/${minor}`;

/** The cause of the line that ends a part which a change took back whole: none of a run has it. */
export const givenUpCause = (cause: string): string => `given-up/${cause}`;

const opening = 'opening/';

/** Whether a line waits to be counted for a level that was there when a part began. */
export const isOpening = (charge: ChargeFacts): charge is UsageCharge =>
  isUncounted(charge) && charge.cause.startsWith(opening);

/**
 * The lines that are charged of what some lines of one price come to: all that are not zero, where
 * there is more than was charged before; else none. What falls is given back by the line that ends
 * the part.
 */
export const chargedInAdvance = (lines: readonly UsageCharge[]): readonly UsageCharge[] =>
  sumOf(lines) > 0n ? lines.filter(({ amount }) => !amount.isZero()) : [];

/**
 * The same, of lines that usage brings as it comes, with their cause. That is what all groups come
 * to, also those of which nothing came: it grows each time, so that no cause comes twice.
 * @param counted all lines that were counted before, of this price and period and of others
 */
export const chargedAsUsed = (
  lines: readonly UsageCharge[],
  counted: readonly UsageCharge[],
): readonly UsageCharge[] => {
  const [first] = lines;
  if (first === undefined) return [];
  const before = sumOf(counted.filter((line) => isOfSamePeriod(first, line)));
  const cause = usageCause(before + sumOf(lines));
  return chargedInAdvance(lines).map((line) => ({ ...line, cause }));
};

const sumOf = (lines: readonly UsageCharge[]): bigint =>
  lines.reduce((sum, { amount }) => sum + amount.minor, 0n);
