import { countedByFor, versionFor } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import { periodOn } from '#domain/shared/calendar/grid.ts';
import type { AgreedItem, Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { laterMark, markInZone, rankOf } from '#domain/subscriptions/agreement/mark.ts';
import type { BegunBy } from '#domain/subscriptions/agreement/segments.ts';
import type { Credit } from '#domain/subscriptions/settlement/charges.ts';
import { creditOf, unusedAfter } from '#domain/subscriptions/settlement/charges.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import type { StandingCharge } from '#domain/subscriptions/settlement/standing.ts';
import { isDivided } from '#domain/subscriptions/settlement/standing.ts';

/**
 * The parts of a due that no charge stands for, in order of time. There are several where a period
 * was charged in parts, and one of them was credited. What is charged once is not charged again,
 * however its terms or quantity change.
 */
export const uncharged = (
  { policy }: Pick<Agreement, 'policy'>,
  due: Due,
  standing: readonly StandingCharge[],
): readonly Due[] => {
  const { item, period, until } = due;
  const rank = (mark: Mark): number => rankOf(mark, policy);
  const ofPeriod = standing.filter(
    (each) =>
      each.charge.itemId === item.id &&
      each.derivation.kind === item.kind &&
      (item.kind === 'one_time' || isOver(each.derivation, period)) &&
      !isOfNothing(each, item),
  );
  if (ofPeriod.length === 0) return [due];
  const countedBy = countedByFor(policy.countedBy, item.grid.unit);
  if (!isDivided(item.terms, { countedBy })) return [];
  const inOrder = ofPeriod
    .filter((charge) => rank(charge.from) < rank(until) && rank(charge.until) > rank(due.from))
    .toSorted((one, other) => rank(one.from) - rank(other.from));
  const open: Due[] = [];
  let covered = due.from;
  const openUntil = (end: Mark): void => {
    if (rank(covered) >= rank(end)) return;
    // Where seconds are counted an end within a day is said to end with it; what goes on is of it.
    const from = covered === due.from ? covered : markInZone(covered, item.timeZone, policy);
    open.push({ ...due, from, until: end });
  };
  for (const charge of inOrder) {
    openUntil(charge.from);
    covered = laterMark(covered, charge.until, policy);
  }
  openUntil(until);
  return open;
};

const isOver = ({ period }: StandingCharge['derivation'], { start, end }: Due['period']): boolean =>
  period.start === start && period.end === end;

/** Whether nothing was charged for another level: no credit tells that it was replaced. */
const isOfNothing = ({ charge, terms, derivation }: StandingCharge, item: AgreedItem): boolean =>
  charge.amount.isZero() &&
  (charge.quantity !== item.quantity || charge.termsHash !== item.termsHash) &&
  evaluate(terms, derivation).exact.numerator === 0n;

/**
 * The credit for what a charge has left beyond a cut, where another agreement begins. With
 * `keep_paid`, or where periods are owed whole, a level that is paid for stays paid until the
 * period ends: only more than that is charged anew, and what was paid is set off.
 * @param next the same item as it is agreed from the cut on; null where it ends
 */
export const creditBeyond = (
  standing: StandingCharge,
  cut: Mark,
  next: AgreedItem | null,
  { id, decrease, isOtherPlan }: BegunBy,
): Credit | null => {
  const unused = unusedAfter(cut, standing);
  if (unused === null || isOnce(standing)) return null;
  const isUndivided = !isDivided(standing.terms, standing.derivation);
  const isKept = decrease === 'keep_paid';
  if (next === null) {
    return isKept && !isOtherPlan ? null : creditOf(standing, unused, id);
  }
  if ((isKept || isUndivided) && isOfSameGrid(standing, next)) {
    if (!isMore(standing, next)) return null;
    if (isUndivided) return creditOf(standing, { from: standing.from, isAll: true }, id);
  }
  return creditOf(standing, unused, id);
};

/** Whether it is owed once, whatever comes after it. */
export const isOnce = ({ derivation }: StandingCharge): boolean => derivation.kind === 'one_time';

const isOfSameGrid = ({ derivation }: StandingCharge, { grid }: AgreedItem): boolean => {
  const { start, end } = periodOn(grid, derivation.period.start);
  return start === derivation.period.start && end === derivation.period.end;
};

/** Whether a whole period comes to more under the other terms than what was charged for one. */
const isMore = ({ terms, derivation }: StandingCharge, next: AgreedItem): boolean => {
  const whole = { ...derivation, served: derivation.period };
  const paid = evaluate(terms, whole).exact;
  // The version that knew the old terms need not know the model of the new ones.
  const version = versionFor(next.terms, derivation.kind);
  const owed = evaluate(next.terms, { ...whole, version, quantity: next.quantity }).exact;
  return owed.compare(paid) > 0;
};
