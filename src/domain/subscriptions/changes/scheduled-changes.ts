import type { ChargeWithTerms, SubscriptionCharge } from '#domain/charging/charge.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { rankOf } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedRun } from '#domain/subscriptions/agreement/runs.ts';
import { endsByItself, isEmpty, itemOf, runsOf } from '#domain/subscriptions/agreement/runs.ts';
import type { BegunBy } from '#domain/subscriptions/agreement/segments.ts';
import {
  afterCredits,
  isChargeOf,
  netOf,
  nextItem,
} from '#domain/subscriptions/changes/change-settlement.ts';
import type { Credit, NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import { chargeOf } from '#domain/subscriptions/settlement/charges.ts';
import {
  followsChange,
  uncountedSinceBegun,
} from '#domain/subscriptions/settlement/counted-usage.ts';
import { creditBeyond, uncharged } from '#domain/subscriptions/settlement/coverage.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import { asCharged, dueBetween, settledBetween } from '#domain/subscriptions/settlement/due.ts';
import { dayBeforeChanges } from '#domain/subscriptions/settlement/recorded-since.ts';
import type {
  Cursor,
  DrawLineId,
  SettledMoment,
  Settlement,
} from '#domain/subscriptions/settlement/settlement.ts';
import { cursorAt } from '#domain/subscriptions/settlement/settlement.ts';
import type { StandingCharge } from '#domain/subscriptions/settlement/standing.ts';
import { standingCharges } from '#domain/subscriptions/settlement/standing.ts';

/**
 * Charges that end on this day or earlier do not matter to the changes that take effect after the
 * cursor, by an instant, nor to what is owed once for a period of several agreements, nor to usage
 * that a change agreed to. Null where there is none of them.
 */
export const scheduledRecordedSince = (
  agreement: Agreement,
  { settledThrough }: Cursor,
  until: Instant,
): CalendarDate | null => {
  const runs = runsOf(agreement);
  const changes = agreement.segments.flatMap(({ from, begunBy }) =>
    begunBy === undefined || from.at > until || from.at <= (settledThrough ?? from.at - 1)
      ? []
      : runs.map((run) => ({ grid: itemOf(run).grid, on: from.on })),
  );
  const joined = dueBetween(agreement, settledThrough, until)
    .filter((due) => due.isJoined || followsChange(due, runs))
    .map(({ item: { grid }, period }) => ({ grid, on: period.end }));
  return dayBeforeChanges([...changes, ...joined]);
};

/**
 * Settles as `settle` does, where changes take effect on the way: what ends comes first, then the
 * changes, then what begins.
 * @param recorded charges and credits that end after `scheduledRecordedSince`
 */
export const settleThroughChanges = (
  agreement: Agreement,
  { settledThrough, noticedThrough }: Cursor,
  until: Instant,
  recorded: readonly ChargeWithTerms[],
  draw: DrawLineId,
): Settlement => {
  const runs = runsOf(agreement);
  const changes = changesBetween(agreement, settledThrough, until);
  const dues = Map.groupBy(settledBetween(agreement, settledThrough, until), ({ at }) => at);
  const instants = [...new Set([...dues.keys(), ...changes.keys()])].toSorted((a, b) => a - b);
  let standing = standingCharges(recorded);
  const moments: SettledMoment[] = [];
  for (const at of instants) {
    const change = changes.get(at);
    const by = change?.begunBy;
    const credits = change === undefined ? [] : creditsAt({ agreement, runs, standing, change });
    const stands = afterCredits(standing, credits);
    standing = stands;
    const open = (due: Due): readonly Due[] => {
      if (due.item.kind !== 'usage') return uncharged(agreement, due, stands);
      const uncounted = uncountedSinceBegun(due, recorded, runs);
      return uncounted === null ? [] : [uncounted];
    };
    const made = madeOf(agreement, dues.get(at) ?? [], open, draw);
    // Named in the order of their moments, in which lines that wait stand on their document.
    const named = credits.map((credit) => ({ ...credit, line: { ...credit.line, id: draw() } }));
    const moment = momentOf(at, made, named, by);
    moments.push(moment);
    const charged = new Set([...moment.charges, ...(moment.change?.charges ?? [])]);
    const added = made
      .filter(({ charge }) => charged.has(charge))
      .map(({ due, charge }) => ({ charge: pending(charge, at, draw), terms: due.item.terms }));
    standing = [...standing, ...standingCharges(added)];
  }
  return {
    moments: moments.filter(isSomething),
    cursor: cursorAt(agreement, until, noticedThrough),
  };
};

const isSomething = ({ charges, change }: SettledMoment): boolean =>
  charges.length > 0 || change !== undefined;

/** A change and where it takes effect. */
interface Begun {
  readonly from: Mark;
  readonly begunBy: BegunBy;
  /** Whether nothing was agreed just before: a pause ends. */
  readonly isResume: boolean;
}

const changesBetween = (
  { segments }: Agreement,
  after: Instant | null,
  until: Instant,
): ReadonlyMap<Instant, Begun> =>
  new Map(
    segments.flatMap(({ from, begunBy, items }, index) => {
      const isDue = from.at <= until && (after === null || from.at > after);
      if (begunBy === undefined || !isDue) return [];
      const isResume = items.length > 0 && segments[index - 1]?.items.length === 0;
      return [[from.at, { from, begunBy, isResume }] as const];
    }),
  );

const creditsAt = ({
  agreement,
  runs,
  standing,
  change: { from, begunBy, isResume },
}: {
  readonly agreement: Agreement;
  readonly runs: readonly AgreedRun[];
  readonly standing: readonly StandingCharge[];
  readonly change: Begun;
}): readonly Credit[] =>
  standing.flatMap((charge) => {
    const own = runs.filter((run) => itemOf(run).id === charge.charge.itemId);
    const run =
      own.find((each) => isChargeOf(charge, each, agreement)) ??
      own.find((each) => each.until?.at === from.at && isBehind(charge, each, agreement));
    if (run === undefined || run.until === null || run.until.at > from.at) return [];
    if (run.endedBy === null && !endsByItself(run)) return [];
    // A rest that stayed paid beyond an earlier end is looked at where the item is agreed anew.
    const isTouched =
      own.some((each) => each.from.at === from.at || isEndedAt(each, from)) ||
      (isResume && begunBy.isOtherPlan);
    if (!isTouched) return [];
    if (own.some((each) => each.from.at === from.at && isReplacedAtOnce(each, agreement)))
      return [];
    return creditBeyond(charge, from, nextItem(own, from, agreement), begunBy) ?? [];
  });

// Of a run that another change ends on the day on which it begins, that change decides.
const isReplacedAtOnce = (run: AgreedRun, { policy }: Agreement): boolean =>
  run.endedBy !== null && isEmpty(run, policy);

const isEndedAt = ({ until, endedBy }: AgreedRun, { at }: Mark): boolean =>
  endedBy !== null && until?.at === at;

// A charge that took the place of a change that lay ahead begins there. It lies behind the end of
// its run, where another change ends that sooner, or, by days, on the day on which it begins.
const isBehind = ({ charge, from }: StandingCharge, run: AgreedRun, { policy }: Agreement) => {
  const { termsHash, quantity } = itemOf(run);
  return (
    run.until !== null &&
    rankOf(from, policy) >= rankOf(run.until, policy) &&
    charge.termsHash === termsHash &&
    charge.quantity === quantity
  );
};

interface Made {
  readonly due: Due;
  readonly charge: NewCharge;
}

const madeOf = (
  agreement: Agreement,
  dues: readonly Due[],
  openOf: (due: Due) => readonly Due[],
  draw: DrawLineId,
): readonly Made[] =>
  dues.flatMap((due) =>
    openOf(asCharged(due)).map((open) => {
      return { due, charge: { ...chargeOf(agreement, open, due.cause), id: draw() } };
    }),
  );

/** Charges of the new rest belong to the change. Others, and usage, fall due whatever it says. */
const momentOf = (
  at: Instant,
  made: readonly Made[],
  credits: readonly Credit[],
  by: BegunBy | undefined,
): SettledMoment => {
  const isOfChange = ({ due }: Made): boolean =>
    by !== undefined &&
    due.phase === 'advance' &&
    due.item.kind !== 'usage' &&
    due.begunBy !== null;
  const charges = made.filter((each) => !isOfChange(each)).map(({ charge }) => charge);
  const ofChange = made.filter(isOfChange).map(({ charge }) => charge);
  if (by === undefined || (ofChange.length === 0 && credits.length === 0)) return { at, charges };
  const isWaived = by.charge === 'none' && netOf(ofChange, credits) >= 0n;
  return isWaived ? { at, charges } : { at, charges, change: { by, charges: ofChange, credits } };
};

/** A charge of this very run, as one that stands already. */
const pending = (charge: NewCharge, at: Instant, draw: DrawLineId): SubscriptionCharge => ({
  ...charge,
  id: charge.id ?? draw(),
  invoiceId: null,
  createdAt: at,
});
