import { openBook } from '#application/invoicing/documents/open-book.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Run, UnitOfWork } from '#application/shared/ports.ts';
import type { Quoted } from '#application/shared/quote.ts';
import { fixesNow, quoteOf, readQuote } from '#application/shared/quote.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { Decision, Situation } from '#application/subscriptions/changes/decision.ts';
import type { Preview } from '#application/subscriptions/changes/preview-decision.ts';
import {
  fingerprintOf,
  previewDecision,
} from '#application/subscriptions/changes/preview-decision.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { writeSettled } from '#application/subscriptions/settlement/settle.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { chargesWithinPeriods } from '#domain/catalog/plan-terms.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';

export interface CommandDependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  /** SHA-256 of a text in UTF-8, in hexadecimal. */
  readonly hash: (text: string) => string;
}

/** Something that changes what a customer owes: decided in memory, then written, or only shown. */
export interface Command<Input> {
  /** Whose account it is; what it refuses, it refuses without a lock. */
  customerOf(
    repositories: SubscriptionRepositories,
    input: Input,
    now: Instant,
  ): Promise<CustomerId>;
  decide(situation: Situation, input: Input): Promise<Decision>;
}

/** The result of a command. */
export interface Executed {
  readonly subscription: Subscription;
  readonly decision: Decision;
  readonly now: Instant;
}

/**
 * Decides a command under the lock of the account, and writes all that follows.
 * @param opensAccount whether the customer may have none yet
 * @throws {PreviewOutdated} where a quote is given, and something moved since
 */
export const execute = <Input extends object, Answer>(
  { unitOfWork, hash }: CommandDependencies,
  context: RequestContext,
  command: Command<Input>,
  input: Input & Quoted,
  answer: (executed: Executed) => Answer,
  opensAccount = false,
): Promise<Answer> =>
  unitOfWork.run(context, async (repositories, run) => {
    requireReadyClock(run);
    const customerId = await command.customerOf(repositories, input, run.now);
    if (opensAccount) await repositories.billingAccounts.open(customerId, run.mode);
    const { now } = await repositories.billingAccounts.lock([customerId]);
    const book = await openBook(repositories, { ...run, hash, now }, [customerId]);
    const decision =
      input.quote === undefined
        ? await command.decide({ book, effectiveNow: now }, input)
        : await decideAsQuoted(command, { book, effectiveNow: now }, input, input.quote, run);
    const subscription = await writeDecision({ book, effectiveNow: now }, decision, customerId);
    return answer({ subscription, decision, now });
  });

/** Decides a command as the call would, and shows what would follow. Nothing is written. */
export class PreviewCommand<Input extends object> implements UseCase<Input, Preview> {
  readonly permission = 'subscriptions:write' as const;
  readonly isRead = true as const;
  readonly #dependencies: CommandDependencies;
  readonly #command: Command<Input>;

  constructor(dependencies: CommandDependencies, command: Command<Input>) {
    this.#dependencies = dependencies;
    this.#command = command;
  }

  /** Refuses exactly what the call refuses. */
  execute(context: RequestContext, input: Input): Promise<Preview> {
    const { unitOfWork, hash } = this.#dependencies;
    return unitOfWork.run({ ...context, idempotency: undefined }, async (repositories, run) => {
      requireReadyClock(run);
      const customerId = await this.#command.customerOf(repositories, input, run.now);
      const book = await openBook(repositories, { ...run, hash }, [customerId]);
      return previewAt(this.#command, { book, effectiveNow: run.now }, input, run);
    });
  }
}

const previewAt = async <Input extends object>(
  command: Command<Input>,
  situation: Situation,
  input: Input,
  { realNow }: Pick<Run, 'realNow'>,
): Promise<Preview> => {
  const { book, effectiveNow } = situation;
  const decision = await command.decide(situation, input);
  const shown = await previewDecision(book, decision, true);
  const quoted = shown.isOfUsage ? await previewDecision(book, decision, false) : shown;
  const fingerprint = fingerprintOf(quoted, input, book.hash);
  return { quote: quoteOf({ effectiveNow, madeAt: realNow, fingerprint }), ...shown };
};

const decideAsQuoted = async <Input extends object>(
  command: Command<Input>,
  situation: Situation,
  input: Input,
  text: string,
  run: Run,
): Promise<Decision> => {
  const { book } = situation;
  const quote = readQuote(text);
  const decision = fixesNow(quote, { ...run, now: book.now })
    ? await decidedOrRefused(command, { book, effectiveNow: quote.effectiveNow }, input)
    : undefined;
  if (decision !== undefined) {
    const shown = await previewDecision(book, decision, false);
    if (fingerprintOf(shown, input, book.hash) === quote.fingerprint) return decision;
  }
  throw new PreviewOutdated(await previewAt(command, situation, input, run));
};

/** Nothing where it is refused as of then: whether it is refused as of now too, is seen next. */
const decidedOrRefused = async <Input>(
  command: Command<Input>,
  situation: Situation,
  input: Input,
): Promise<Decision | undefined> => {
  try {
    return await command.decide(situation, input);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
};

/** Writes all that a command follows with, under the lock of the account. */
export const writeDecision = async (
  { book }: Situation,
  decision: Decision,
  customerId: CustomerId,
): Promise<Subscription> => {
  const { subscription, settling, terms, added, takenBack } = decision;
  const { subscriptions, subscriptionChanges, usageWatches } = book.repositories;
  const saved = await subscriptions.save(subscription);
  for (const change of added) await subscriptionChanges.add(change);
  if (takenBack.length > 0) {
    await subscriptionChanges.takeBack(
      takenBack.map(({ id }) => id),
      book.now,
    );
  }
  // Usage goes on to be watched: other commands need not lock the watch until they commit.
  if (bringsUsageToWatch(decision)) await usageWatches.begin();
  await writeSettled(book, settling, terms.byHash(), [customerId]);
  return saved;
};

/** Whether it agrees, for now or later, to terms that charge usage before its period ends. */
const bringsUsageToWatch = ({ subscription: { facts }, added, terms }: Decision): boolean => {
  const isNew = facts.version === 0;
  const moved = new Set(added.map(({ planVersionId }) => planVersionId));
  return facts.segments
    .filter(({ planVersionId }) => isNew || moved.has(planVersionId))
    .some((segment) => chargesWithinPeriods(terms.versionOf(segment).terms));
};
