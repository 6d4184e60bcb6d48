import type { CountedPart } from '#domain/charging/counted-usage.ts';
import { groupsOf } from '#domain/charging/counted-usage.ts';
import type { CountedTime } from '#domain/charging/held-time.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { MeterUsage } from '#domain/charging/usage-parts.ts';
import { usageParts } from '#domain/charging/usage-parts.ts';

/**
 * The parts of a line of usage, as `usageParts` counts them. A level that is carried over has a
 * group for good, however long ago its last unit was taken away: those of which there was nothing
 * are told, so that no line is made of them.
 */
export const partsOfLine = (
  terms: PriceTerms,
  usages: readonly MeterUsage[],
  time: CountedTime,
): readonly CountedPart[] => {
  const parts = usageParts(terms, usages, time);
  const isLevel = usages.every(({ meter }) => meter.isCarriedOver);
  if (!isLevel || groupsOf(terms).length === 0) return parts;
  return parts.map((part) => (isHeld(part) ? part : { ...part, isUnheld: true }));
};

const isHeld = ({ quantity, held, eventBasis }: CountedPart): boolean =>
  !quantity.isZero() || eventBasis !== undefined || (held !== undefined && held.peak !== '0');
