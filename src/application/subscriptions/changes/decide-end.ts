import type { Command } from '#application/subscriptions/changes/command.ts';
import type { Decision, Situation } from '#application/subscriptions/changes/decision.ts';
import { together, withJustMade } from '#application/subscriptions/changes/decision.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import { creditedBy, settleDue } from '#application/subscriptions/settlement/settle.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import type { EffectiveTimes } from '#domain/subscriptions/changes/effective.ts';
import type { CancelCredit } from '#domain/subscriptions/changes/end-change.ts';
import { recordedSince, settleEnd } from '#domain/subscriptions/changes/end-change.ts';
import { SubscriptionNotFound } from '#domain/subscriptions/errors.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';

/** Names a subscription, and the version that the caller saw; a preview names none. */
export interface SubscriptionNamed {
  readonly subscriptionId: SubscriptionId;
  readonly version?: SeenVersion | undefined;
}

/**
 * The subscription, in the version that the caller saw where they name one.
 * @throws {SubscriptionNotFound | VersionMismatch}
 */
export const findNamed = async (
  { subscriptions }: Pick<SubscriptionRepositories, 'subscriptions'>,
  { subscriptionId, version }: SubscriptionNamed,
  at: Instant,
): Promise<Subscription> => {
  const found = await subscriptions.find(subscriptionId, at);
  if (version !== undefined) return requireVersion(found, version, SubscriptionNotFound);
  if (found === undefined) throw new SubscriptionNotFound();
  return found;
};

/**
 * Gives a subscription another end, or none, and settles what follows: what is due before comes
 * first, then credits for what is not used after all, or charges for what is.
 */
export const endCommand = <Input extends SubscriptionNamed>(
  creditOf: (input: Input) => CancelCredit | undefined,
  change: (found: Subscription, input: Input, times: EffectiveTimes) => Subscription,
): Command<Input> => ({
  customerOf: async (repositories, input, now) =>
    (await findNamed(repositories, input, now)).facts.customerId,
  decide: async (situation, input) => {
    const found = await findNamed(situation.book.repositories, input, situation.book.now);
    const { now } = situation.book;
    const changed = change(found, input, { now, effectiveNow: situation.effectiveNow });
    const credit = creditOf(input) ?? changed.facts.policy.cancelCredit;
    return decideEnd(situation, found, changed, credit);
  },
});

const decideEnd = async (
  { book }: Situation,
  found: Subscription,
  changed: Subscription,
  credit: CancelCredit,
): Promise<Decision> => {
  const { repositories, now, hash } = book;
  const { id, customerId } = found.facts;
  const tracked = await repositories.subscriptions.ofCustomers([customerId]);
  const named = [...tracked.map(({ facts }) => facts), found.facts];
  const terms = await Terms.of(repositories, named, hash);
  const before = await settleDue(book, terms, tracked, now);
  const [was, is] = [agreementOf(found.facts, terms), agreementOf(changed.facts, terms)];
  const since = recordedSince(was, is);
  const stored = since === null ? [] : await repositories.charges.endingAfter(id, since);
  const settled = settleEnd({
    before: was,
    after: is,
    now,
    credit,
    cause: book.nextId('chg'),
    recorded: withJustMade(stored, before, id, terms),
  });
  const lines = [...settled.charges, ...settled.credits.map(({ line }) => line)];
  const own = {
    facts: changed.facts,
    cursor: settled.cursor,
    moment: { at: now, charges: lines },
    credited: creditedBy(settled.credits),
  };
  const joined = together(book, tracked, before, own);
  return { subscription: changed, ...joined, terms, added: [], takenBack: [] };
};
