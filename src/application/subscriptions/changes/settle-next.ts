import { countProposals } from '#application/invoicing/documents/count-proposals.ts';
import { withJustMade } from '#application/subscriptions/changes/decision.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { Settling, SubscriptionBook } from '#application/subscriptions/settlement/settle.ts';
import { readRecorded, settleTracked } from '#application/subscriptions/settlement/settle.ts';
import type { Composed, Proposal } from '#domain/invoicing/proposal.ts';
import { withoutClosings } from '#domain/invoicing/proposal.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';

/** The state in which the next document of a subscription is looked for. */
export interface Lookout {
  readonly terms: Terms;
  /** All subscriptions of its customer that may still charge something. */
  readonly tracked: readonly TrackedSubscription[];
  /** Settled before, and not stored yet. */
  readonly made?: Pick<Settling, 'proposals' | 'credited'>;
  /** Whether levels are counted that are charged in advance: one that is not there is no line. */
  readonly isCounted: boolean;
  /** The documents that proposals become. */
  readonly compose: (proposals: readonly Proposal[]) => readonly Composed[];
}

/**
 * The proposals up to the next document with a line of a subscription. Changes without a line lie
 * on the way, and credits that wait for what is charged later. Empty where nothing more is charged.
 */
export const proposalsToNext = async (
  book: SubscriptionBook,
  subscriptionId: SubscriptionId,
  lookout: Lookout,
): Promise<readonly Proposal[]> => {
  const { terms, tracked, made = { proposals: [], credited: new Map() }, compose } = lookout;
  let due = tracked.filter(isDue);
  const ahead: Proposal[] = [];
  const credited = new Map(made.credited);
  const justMade = () => ({ proposals: [...made.proposals, ...ahead], credited });
  const own = due.find(({ facts }) => facts.id === subscriptionId);
  const attemptsMax = 2 * (own?.facts.segments.length ?? 0) + periodsMax;
  // One moment at a time, as the runs do: whether something waits depends on what comes after it.
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const through = due.find(({ facts }) => facts.id === subscriptionId)?.cursor.nextDueAt ?? null;
    if (through === null) break;
    const stored = await readRecorded(book, terms, due, through);
    const known = [...stored].map(
      ([id, charges]) => [id, withJustMade(charges, justMade(), id, terms)] as const,
    );
    const settled = settleTracked(book, terms, due, through, new Map(known));
    ahead.push(...(await withLevels(book, lookout, withoutClosings(settled.proposals))));
    for (const [id, amount] of settled.credited) credited.set(id, amount);
    if (hasDocument(subscriptionId, ahead, compose(ahead))) return ahead;
    due = due.flatMap(({ facts }, index) => {
      const moved = settled.cursors[index];
      return moved === undefined ? [] : [{ facts, cursor: moved.cursor }];
    });
    due = due.filter(isDue);
  }
  return [];
};

const withLevels = async (
  book: SubscriptionBook,
  { terms, isCounted }: Lookout,
  proposals: readonly Proposal[],
): Promise<readonly Proposal[]> =>
  isCounted ? countProposals(book, { proposals, terms: terms.byHash(), isDraft: true }) : proposals;

const isDue = ({ cursor }: TrackedSubscription): boolean => cursor.nextDueAt !== null;

const hasDocument = (
  subscriptionId: SubscriptionId,
  proposals: readonly Proposal[],
  documents: readonly Composed[],
): boolean =>
  documents.some(
    ({ proposal }) =>
      proposals.includes(proposal) &&
      proposal.charges.some((charge) => charge.subscriptionId === subscriptionId),
  );

// A credit seldom takes longer to be used up; nobody reads an invoice that lies farther ahead.
const periodsMax = 12;
