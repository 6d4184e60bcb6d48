import { metersOf } from '#domain/catalog/usage-price.ts';
import type { ChargeWithTerms, SubscriptionCharge } from '#domain/charging/charge.ts';
import { isProgressive } from '#domain/charging/counted-usage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { later } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedRun } from '#domain/subscriptions/agreement/runs.ts';
import { itemOf } from '#domain/subscriptions/agreement/runs.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';

/**
 * The part of a due of usage that no line is for yet; null where there is none. What was charged is
 * not charged again under other terms, where a change was back-dated over the end of a period. What
 * was charged of the due itself before it ended is counted again when it does.
 * @param runs as it is agreed now
 * @param since where the change takes effect
 */
export const uncounted = (
  due: Due,
  recorded: readonly ChargeWithTerms[],
  runs: readonly AgreedRun[],
  since: Mark,
): Due | null => {
  const { item, until } = due;
  const goingOn = new Set(
    runs
      .filter((run) => run.until === null || run.until.at > since.at)
      .map((run) => itemOf(run).id),
  );
  const from = recorded
    .filter(({ charge }) => charge.derivation.kind === 'usage' && !isOf(charge, due))
    .filter(
      ({ charge, terms }) =>
        charge.itemId === item.id ||
        (sharesMeter(terms, item.terms) && !goingOn.has(charge.itemId)),
    )
    .filter(({ charge }) => charge.startsAt < until.at && isCountedBeyond(charge, due.from))
    .map(({ charge }) => countedUntil(charge))
    .reduce((one, other) => (other.at > one.at ? other : one), due.from);
  return from.at < until.at ? { ...due, from } : null;
};

const sharesMeter = (one: PriceTerms, other: PriceTerms): boolean => {
  const meters = metersOf(other);
  return metersOf(one).some((meterId) => meters.includes(meterId));
};

/**
 * The same, of a due that its time charges: only lines that begin before it may have counted some
 * of it, and those of usage as it came, where a change was back-dated.
 */
export const uncountedSinceBegun = (
  due: Due,
  recorded: readonly ChargeWithTerms[],
  runs: readonly AgreedRun[],
): Due | null => {
  const before = recorded.filter(
    ({ charge }) => charge.startsAt < due.from.at || isProgressive(charge),
  );
  const isOfNoTime = due.from.at === due.until.at;
  return isOfNoTime || before.length === 0 ? due : uncounted(due, before, runs, due.from);
};

/**
 * Whether lines under other terms may have counted some of a due: a change agreed to it, which may
 * have been back-dated to a period before.
 * @param runs as it is agreed now
 */
export const followsChange = ({ item, from }: Due, runs: readonly AgreedRun[]): boolean =>
  item.kind === 'usage' &&
  runs.some(
    (run) =>
      run.agreedBy !== null &&
      itemOf(run).id === item.id &&
      run.from.at <= from.at &&
      (run.until === null || from.at < run.until.at),
  );

// A part that goes on is counted up to and with an instant, and one that was taken back whole for a
// millisecond: events of that are of what begins then.
const isCountedBeyond = (charge: SubscriptionCharge, { at }: Mark): boolean =>
  later(charge.endsAt, -1) > at;

// The service period of a line in advance reaches beyond what was counted.
const countedUntil = (charge: SubscriptionCharge): Mark => {
  const { derivation, servicePeriod, endsAt } = charge;
  const isPart = isProgressive(charge) && derivation.kind === 'usage';
  return { on: isPart ? derivation.served.end : servicePeriod.end, at: endsAt };
};

const isOf = (charge: SubscriptionCharge, { item, from }: Due): boolean =>
  isProgressive(charge) &&
  charge.itemId === item.id &&
  charge.termsHash === item.termsHash &&
  charge.startsAt >= from.at;
