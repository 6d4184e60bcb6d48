import { instantsOf, rangeOf } from '#application/charging/count-usage.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { groupsOf, isUsage } from '#domain/charging/counted-usage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { ExplainableLine } from '#domain/invoicing/line-explanation.ts';
import { countUsage } from '#domain/metering/count.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { isId } from '#domain/shared/ids.ts';

/** The reads that quantities are counted again with. */
export type RecountReads = Pick<MeteringReads, 'meters' | 'usageCounts'>;

/**
 * Counts the events behind lines of usage once more, up to the position that each line was counted
 * to. Gives the lines whose quantity or number of events is another.
 */
export const wronglyCounted = async (
  reads: RecountReads,
  lines: readonly ExplainableLine[],
): Promise<ReadonlySet<LineId>> => {
  const wrong = new Set<LineId>();
  for (const { charge, terms } of lines) {
    if (isUsage(charge) && !(await isCountedRight(reads, charge, terms))) wrong.add(charge.id);
  }
  return wrong;
};

const isCountedRight = async (
  { meters, usageCounts }: RecountReads,
  charge: UsageCharge,
  terms: PriceTerms,
): Promise<boolean> => {
  const { counted, spans, period, quantity } = charge.derivation;
  const { meterId } = terms;
  if (counted === null || meterId === undefined || !isId('mtr', meterId)) return false;
  const meter = await meters.find(meterId);
  if (meter === undefined) return false;
  const { events } = await usageCounts.within(rangeOf(charge, meter, spans), counted.position);
  const within = { period: instantsOf(period), spans: spans.map(instantsOf) };
  const parts = countUsage(meter, groupsOf(terms), events, within);
  const group = JSON.stringify(charge.derivation.group ?? {});
  const part = parts.find((each) => JSON.stringify(each.group) === group);
  // A price with groups has one line of nothing where there is no group.
  if (part === undefined) return counted.events === 0 && parts.length === 0;
  return part.events === counted.events && part.quantity.toText() === quantity;
};
