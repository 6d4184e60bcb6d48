import type { ChargeWithTerms, SubscriptionCharge } from '#domain/charging/charge.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement.ts';
import {
  afterCredits,
  isChargeOf,
  netOf,
  nextItem,
} from '#domain/subscriptions/change-settlement.ts';
import type { Credit, NewCharge } from '#domain/subscriptions/charges.ts';
import { chargeOf } from '#domain/subscriptions/charges.ts';
import { creditBeyond, uncharged } from '#domain/subscriptions/coverage.ts';
import type { Due } from '#domain/subscriptions/due.ts';
import { asCharged, dueBetween } from '#domain/subscriptions/due.ts';
import { dayBeforeChanges } from '#domain/subscriptions/recorded-since.ts';
import type { AgreedRun } from '#domain/subscriptions/runs.ts';
import { itemOf, runsOf } from '#domain/subscriptions/runs.ts';
import type { BegunBy } from '#domain/subscriptions/segments.ts';
import type {
  Cursor,
  DrawLineId,
  SettledMoment,
  Settlement,
} from '#domain/subscriptions/settlement.ts';
import { cursorAt } from '#domain/subscriptions/settlement.ts';
import type { StandingCharge } from '#domain/subscriptions/standing.ts';
import { standingCharges } from '#domain/subscriptions/standing.ts';

/**
 * Charges that end on this day or earlier do not matter to the changes that take effect after the
 * cursor, by an instant. Null where none does.
 */
export const scheduledRecordedSince = (
  agreement: Agreement,
  { settledThrough }: Cursor,
  until: Instant,
): CalendarDate | null => {
  const changes = agreement.segments.flatMap(({ from, begunBy }) =>
    begunBy === undefined || from.at > until || from.at <= (settledThrough ?? from.at - 1)
      ? []
      : runsOf(agreement).map((run) => ({ grid: itemOf(run).grid, on: from.on })),
  );
  return dayBeforeChanges(changes);
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
  const dues = Map.groupBy(dueBetween(agreement, settledThrough, until), ({ at }) => at);
  const instants = [...new Set([...dues.keys(), ...changes.keys()])].toSorted((a, b) => a - b);
  let standing = standingCharges(recorded);
  const moments: SettledMoment[] = [];
  for (const at of instants) {
    const by = changes.get(at);
    const credits = by === undefined ? [] : creditsAt({ agreement, runs, standing, at });
    standing = afterCredits(standing, credits);
    const made = madeOf(agreement, dues.get(at) ?? [], standing, draw);
    const moment = momentOf(at, made, credits, by);
    moments.push(moment);
    const added = [...moment.charges, ...(moment.change?.charges ?? [])];
    const termsOf = new Map(made.map(({ due, charge }) => [charge, due.item.terms]));
    standing = [
      ...standing,
      ...standingCharges(
        added.flatMap((charge) => {
          const terms = termsOf.get(charge);
          return terms === undefined ? [] : [{ charge: pending(charge, at, draw), terms }];
        }),
      ),
    ];
  }
  return {
    moments: moments.filter(isSomething),
    cursor: cursorAt(agreement, until, noticedThrough),
  };
};

const isSomething = ({ charges, change }: SettledMoment): boolean =>
  charges.length > 0 || change !== undefined;

const changesBetween = (
  { segments }: Agreement,
  after: Instant | null,
  until: Instant,
): ReadonlyMap<Instant, BegunBy> =>
  new Map(
    segments.flatMap(({ from, begunBy }) =>
      begunBy !== undefined && from.at <= until && (after === null || from.at > after)
        ? [[from.at, begunBy] as const]
        : [],
    ),
  );

const creditsAt = ({
  agreement,
  runs,
  standing,
  at,
}: {
  readonly agreement: Agreement;
  readonly runs: readonly AgreedRun[];
  readonly standing: readonly StandingCharge[];
  readonly at: Instant;
}): readonly Credit[] =>
  standing.flatMap((charge) => {
    const own = runs.filter((run) => itemOf(run).id === charge.charge.itemId);
    const run = own.find((each) => isChargeOf(charge, each, agreement));
    if (!run?.endedBy || run.until?.at !== at) return [];
    return creditBeyond(charge, run.until, nextItem(own, run.until, agreement), run.endedBy) ?? [];
  });

interface Made {
  readonly due: Due;
  readonly charge: NewCharge;
}

const madeOf = (
  agreement: Agreement,
  dues: readonly Due[],
  standing: readonly StandingCharge[],
  draw: DrawLineId,
): readonly Made[] =>
  dues.flatMap((due) => {
    const open = uncharged(agreement, asCharged(due), standing);
    if (open === null) return [];
    return [{ due, charge: { ...chargeOf(agreement, open, due.cause), id: draw() } }];
  });

/** Charges of the new rest belong to the change, all others fall due whatever it says. */
const momentOf = (
  at: Instant,
  made: readonly Made[],
  credits: readonly Credit[],
  by: BegunBy | undefined,
): SettledMoment => {
  const isOfChange = ({ due }: Made): boolean =>
    by !== undefined && due.phase === 'advance' && due.begunBy !== null;
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
