import { openBook } from '#application/invoicing/open-book.ts';
import type { Run } from '#application/shared/ports.ts';
import { agreementOf, Terms } from '#application/subscriptions/agreements.ts';
import type {
  SubscriptionRepositories,
  TrackedSubscription,
} from '#application/subscriptions/ports.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import type { Settling, SubscriptionBook } from '#application/subscriptions/settle.ts';
import {
  isGoingOn,
  movedCursor,
  proposalFor,
  settleTracked,
  stored,
  writeSettled,
} from '#application/subscriptions/settle.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';
import type { CancelCredit, EndSettlement } from '#domain/subscriptions/end-change.ts';
import { recordedSince, settleEnd } from '#domain/subscriptions/end-change.ts';
import { SubscriptionNotFound } from '#domain/subscriptions/errors.ts';
import type { Subscription, SubscriptionFacts } from '#domain/subscriptions/subscription.ts';

interface Work {
  readonly repositories: SubscriptionRepositories;
  readonly run: Run;
  readonly hash: (text: string) => string;
}

interface EndInput {
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
  { subscriptionId, version, cancelCredit }: EndInput,
  change: (found: Subscription, grid: Grid, now: Instant) => Subscription,
): Promise<SubscriptionView> => {
  requireReadyClock(run);
  const { subscriptions, billingAccounts, charges } = repositories;
  const findAt = async (at: Instant): Promise<Subscription> =>
    requireVersion(await subscriptions.find(subscriptionId, at), version, SubscriptionNotFound);
  const { customerId } = (await findAt(run.now)).facts;
  const { now } = await billingAccounts.lock([customerId]);
  const found = await findAt(now);
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
  const [was, is] = [agreementOf(found.facts, terms), agreementOf(changed.facts, terms)];
  const settled = settleEnd({
    before: was,
    after: is,
    now,
    credit,
    cause: book.nextId('chg'),
    recorded: [
      ...(await charges.endingAfter(subscriptionId, recordedSince(was, is))),
      ...justMade(before, subscriptionId, terms),
    ],
  });
  await writeSettled(
    book,
    together(book, tracked, before, changed.facts, settled),
    terms.byHash(),
    [customerId],
  );
  const credited = settled.credits.map(({ of, credited: amount }) => [of, amount] as const);
  if (credited.length > 0) await charges.credit(new Map(credited));
  return view;
};

const gridOf = ({ interval, anchorOn, anchorDay }: SubscriptionFacts): Grid => ({
  ...interval,
  anchorOn,
  anchorDay,
});

/** Charges that this very run makes, so that they are not stored yet. */
const justMade = (
  { proposals }: Settling,
  subscriptionId: SubscriptionId,
  terms: Terms,
): readonly ChargeWithTerms[] => {
  const byHash = terms.byHash();
  return proposals
    .flatMap(({ charges }) => charges)
    .filter((charge) => charge.subscriptionId === subscriptionId)
    .flatMap((charge) => {
      const ofCharge = byHash.get(charge.termsHash);
      return ofCharge === undefined ? [] : [{ charge, terms: ofCharge }];
    });
};

/**
 * Joins what was due before with what the change brings, which has a document of its own. Where
 * nothing more will be charged, that is made even without a line: it takes in what waited for one.
 */
const together = (
  book: SubscriptionBook,
  tracked: readonly TrackedSubscription[],
  before: Settling,
  changed: SubscriptionFacts,
  settled: EndSettlement,
): Settling => {
  const others = tracked.flatMap(({ facts }, index) => {
    const moved = before.cursors[index];
    return moved === undefined || facts.id === changed.id ? [] : [{ facts, cursor: moved.cursor }];
  });
  const known = tracked.find(({ facts }) => facts.id === changed.id)?.cursor.noticedThrough ?? null;
  const cursor = { ...settled.cursor, noticedThrough: known };
  const now = [...others, { facts: changed, cursor }];
  const lines = [...settled.charges, ...settled.credits.map(({ line }) => line)];
  const charges = lines.map((line) => stored(book, line));
  const goesOn = isGoingOn(now)(changed);
  const own = proposalFor(changed, book.now, charges, goesOn);
  return {
    proposals: charges.length > 0 || !goesOn ? [...before.proposals, own] : before.proposals,
    cursors: now.map((each) => movedCursor(each.facts, each.cursor)),
  };
};
