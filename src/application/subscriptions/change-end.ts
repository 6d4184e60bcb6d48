import { openBook } from '#application/invoicing/open-book.ts';
import type { Run } from '#application/shared/ports.ts';
import { agreementOf, Terms } from '#application/subscriptions/agreements.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import type { SubscriptionBook } from '#application/subscriptions/settle.ts';
import {
  movedCursor,
  proposalFor,
  settleTracked,
  stored,
  writeSettled,
} from '#application/subscriptions/settle.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import type { ChargeFacts, ChargeWithTerms } from '#domain/charging/charge.ts';
import type { BillingPolicy } from '#domain/charging/policy.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import type { LineId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';
import { SubscriptionNotFound } from '#domain/subscriptions/errors.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import type { Cursor } from '#domain/subscriptions/settlement.ts';
import {
  chargesOfLaterEnd,
  chargesOfNewEnd,
  creditsOfEnd,
  cursorAt,
} from '#domain/subscriptions/settlement.ts';
import type { Subscription, SubscriptionFacts } from '#domain/subscriptions/subscription.ts';

interface Work {
  readonly repositories: SubscriptionRepositories;
  readonly run: Run;
  readonly hash: (text: string) => string;
}

type CancelCredit = BillingPolicy['cancelCredit'];

interface EndChange {
  readonly subscriptionId: SubscriptionId;
  readonly version: SeenVersion;
  readonly cancelCredit?: CancelCredit | undefined;
}

/**
 * Gives a subscription another end, or none, and settles in the same transaction what follows: what
 * is due before comes first, then credits for what is not used after all, or charges for what is.
 */
export const changeEnd = async (
  { repositories, run, hash }: Work,
  { subscriptionId, version, cancelCredit }: EndChange,
  change: (found: Subscription, grid: Grid, now: Instant) => Subscription,
): Promise<SubscriptionView> => {
  requireReadyClock(run);
  const { subscriptions, billingAccounts } = repositories;
  const known = requireVersion(
    await subscriptions.find(subscriptionId, run.now),
    version,
    SubscriptionNotFound,
  );
  const { customerId } = known.facts;
  const { now } = await billingAccounts.lock([customerId]);
  const found = requireVersion(
    await subscriptions.find(subscriptionId, now),
    version,
    SubscriptionNotFound,
  );
  const book = await openBook(repositories, { ...run, hash, now }, [customerId]);
  const tracked = await subscriptions.ofCustomers([customerId]);
  const terms = await Terms.of(
    repositories,
    [...tracked.map(({ facts }) => facts), found.facts],
    hash,
  );
  const before = settleTracked(book, terms, tracked, now);
  const changed = change(found, gridOf(found.facts), now);
  const view = subscriptionView(await subscriptions.save(changed), now);
  const credit = cancelCredit ?? changed.facts.policy.cancelCredit;
  const settled = await settleEnd(book, terms, {
    found: found.facts,
    changed: changed.facts,
    credit,
    justMade: before.proposals.flatMap(({ charges }) => charges),
  });
  const cursors = [
    ...before.cursors.filter((moved) => moved.subscriptionId !== subscriptionId),
    movedCursor(changed.facts, settled.cursor),
  ];
  const goesOn = cursors.some(({ cursor }) => cursor.nextDueAt !== null);
  const own = proposalFor(changed.facts, now, settled.charges, goesOn);
  const proposals = settled.charges.length > 0 ? [...before.proposals, own] : before.proposals;
  await writeSettled(book, { proposals, cursors }, terms.byHash(), [customerId]);
  if (settled.credited.size > 0) await repositories.charges.credit(settled.credited);
  return view;
};

const gridOf = ({ interval, anchorOn, anchorDay }: SubscriptionFacts): Grid => ({
  ...interval,
  anchorOn,
  anchorDay,
});

interface SettledEnd {
  readonly charges: readonly ChargeFacts[];
  readonly credited: ReadonlyMap<LineId, Money>;
  readonly cursor: Cursor;
}

/**
 * What another end brings, once everything is settled that was due under the one before.
 * @param justMade charges of this run, which are not stored yet
 */
const settleEnd = async (
  book: SubscriptionBook,
  terms: Terms,
  change: {
    readonly found: SubscriptionFacts;
    readonly changed: SubscriptionFacts;
    readonly credit: CancelCredit;
    readonly justMade: readonly ChargeFacts[];
  },
): Promise<SettledEnd> => {
  const { now, nextId } = book;
  const { found, changed, credit, justMade } = change;
  const cause = nextId('chg');
  const [before, after] = [agreementOf(found, terms), agreementOf(changed, terms)];
  const { end } = changed;
  const charged =
    end === null ? [] : await chargesBeyond(book, terms, { facts: changed, end, justMade });
  const credits = end === null ? [] : creditsOfEnd(charged, end, { cause, credit });
  const charges = [
    ...chargesOfNewEnd(before, after, now, cause),
    ...chargesOfLaterEnd(before, after, { settledThrough: now, cause }),
    ...credits.map(({ line }) => line),
  ];
  return {
    charges: charges.map((charge) => stored(book, charge)),
    credited: new Map(credits.map(({ of, credited }) => [of, credited])),
    cursor: cursorAt(after, now),
  };
};

const chargesBeyond = async (
  { repositories }: SubscriptionBook,
  terms: Terms,
  {
    facts,
    end,
    justMade,
  }: {
    readonly facts: SubscriptionFacts;
    readonly end: Mark;
    readonly justMade: readonly ChargeFacts[];
  },
): Promise<readonly ChargeWithTerms[]> => {
  const stored = await repositories.charges.endingAfter(facts.id, end.on);
  const byHash = terms.byHash();
  const made = justMade.flatMap((charge) => {
    const ofCharge = byHash.get(charge.termsHash);
    const isBeyond = charge.subscriptionId === facts.id && charge.servicePeriod.end > end.on;
    return ofCharge !== undefined && isBeyond ? [{ charge, terms: ofCharge }] : [];
  });
  return [...stored, ...made];
};
