import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { Settling, SubscriptionBook } from '#application/subscriptions/settlement/settle.ts';
import {
  isGoingOn,
  movedCursor,
  partsOf,
  proposalsOf,
} from '#application/subscriptions/settlement/settle.ts';
import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import type { Cursor, SettledMoment } from '#domain/subscriptions/settlement/settlement.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';

/** The state in which a command is decided, once the customer's account is locked. */
export interface Situation {
  readonly book: SubscriptionBook;
  /** The instant that `now` means: that of a preview, where the call repeats one. */
  readonly effectiveNow: Instant;
}

/** All that a command writes. A preview is made of the same, and writes nothing. */
export interface Decision {
  readonly subscription: Subscription;
  readonly settling: Settling;
  readonly terms: Terms;
  /** The customer's subscriptions that may still charge something, as they are afterwards. */
  readonly tracked: readonly TrackedSubscription[];
  readonly added: readonly SubscriptionChange[];
  readonly takenBack: readonly SubscriptionChange[];
}

/** The money that a command brings to its own subscription. */
export interface OwnMoney {
  readonly facts: SubscriptionFacts;
  readonly cursor: Cursor;
  readonly moment: SettledMoment;
  readonly credited: Settling['credited'];
}

/**
 * Joins what was due before with what a command brings, which has a document of its own. Where
 * nothing more will be charged, that is made even without a line: it takes in what waited for one.
 * @param tracked the subscriptions that `before` settled
 */
export const together = (
  book: SubscriptionBook,
  tracked: readonly TrackedSubscription[],
  before: Settling,
  { facts, cursor, moment, credited }: OwnMoney,
): { readonly settling: Settling; readonly tracked: readonly TrackedSubscription[] } => {
  const others = tracked.flatMap((each, index) => {
    const moved = before.cursors[index];
    return moved === undefined || each.facts.id === facts.id
      ? []
      : [{ facts: each.facts, cursor: moved.cursor }];
  });
  // A command tells of no invoice to come: the notices stand as they stood.
  const known = tracked.find((each) => each.facts.id === facts.id)?.cursor.noticedThrough ?? null;
  const afterwards = [...others, { facts, cursor: { ...cursor, noticedThrough: known } }];
  const goesOn = isGoingOn(afterwards)(facts);
  const parts = partsOf(facts, moment, goesOn).filter(({ lines }) => lines.length > 0 || !goesOn);
  const settling = {
    proposals: [...before.proposals, ...proposalsOf(book, parts)],
    cursors: afterwards.map((each) => movedCursor(each.facts, each.cursor)),
    credited: new Map([...before.credited, ...credited]),
  };
  return { settling, tracked: afterwards };
};

/** The charges recorded for a subscription, with those that this very command settles before. */
export const withJustMade = (
  stored: readonly ChargeWithTerms[],
  { proposals, credited }: Pick<Settling, 'proposals' | 'credited'>,
  subscriptionId: SubscriptionId,
  terms: Terms,
): readonly ChargeWithTerms[] => {
  const byHash = terms.byHash();
  const made = proposals
    .flatMap(({ charges }) => charges)
    .filter((charge) => charge.subscriptionId === subscriptionId)
    .flatMap((charge) => {
      const ofCharge = byHash.get(charge.termsHash);
      return ofCharge === undefined ? [] : [{ charge, terms: ofCharge }];
    });
  return [...stored, ...made].map(({ charge, terms: ofCharge }) => ({
    charge: { ...charge, credited: credited.get(charge.id) ?? charge.credited },
    terms: ofCharge,
  }));
};
