import type { InvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
import { openBook } from '#application/invoicing/documents/open-book.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { Run, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { previewDecision } from '#application/subscriptions/changes/preview-decision.ts';
import type {
  Chosen,
  PlanMigrationInput,
} from '#application/subscriptions/plan-migrations/choose-subscriptions.ts';
import { chooseSubscriptions } from '#application/subscriptions/plan-migrations/choose-subscriptions.ts';
import { decideMigration } from '#application/subscriptions/plan-migrations/decide-migration.ts';
import { migrationQuote } from '#application/subscriptions/plan-migrations/migration-quote.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { SubscriptionBook } from '#application/subscriptions/settlement/settle.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { MigrationOutcome } from '#domain/subscriptions/plan-migration.ts';
import type { Refusal } from '#domain/subscriptions/refusal.ts';
import { refusalOf } from '#domain/subscriptions/refusal.ts';

/** The effect of a migration on one subscription. */
export interface PreviewedMove {
  readonly id: SubscriptionId;
  readonly subscriptionId: SubscriptionId;
  readonly outcome: Exclude<MigrationOutcome, 'pending'>;
  readonly refusal: Refusal | null;
  /** When its change takes effect; null where it is not moved. */
  readonly effectiveAt: Instant | null;
  /** The documents that its change makes, and the next one with lines of the subscription. */
  readonly now: readonly InvoicePreview[];
  readonly next: InvoicePreview | null;
}

/** A page of the subscriptions of a migration, newest first, and how many there are. */
export interface MigrationPreview extends Page<PreviewedMove> {
  readonly quote: string;
  readonly total: number;
}

export type PreviewMigrationInput = PlanMigrationInput & PageRequest;

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  readonly hash: (text: string) => string;
}

/** Shows what a migration would do to each subscription, a page at a time. Nothing is written. */
export class PreviewMigration implements UseCase<PreviewMigrationInput, MigrationPreview> {
  readonly permission = 'subscriptions:write' as const;
  readonly isRead = true as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Refuses exactly what the call refuses, and `invalid_limit` and `invalid_cursor`. */
  execute(
    context: RequestContext,
    { limit, cursor, ...input }: PreviewMigrationInput,
  ): Promise<MigrationPreview> {
    const { unitOfWork, hash } = this.#dependencies;
    return unitOfWork.run({ ...context, idempotency: undefined }, async (repositories, run) => {
      requireReadyClock(run);
      const chosen = await chooseSubscriptions(repositories, input, run.now);
      return previewChosen(repositories, run, hash, chosen, input, { limit, cursor });
    });
  }
}

/** Shows the effect of a migration on a page of the subscriptions chosen for it. */
export const previewChosen = async (
  repositories: SubscriptionRepositories,
  run: Run,
  hash: (text: string) => string,
  chosen: Chosen,
  input: PlanMigrationInput,
  page: PageRequest = {},
): Promise<MigrationPreview> => {
  const ids = chosen.subscriptions.map(({ id }) => id).toSorted();
  const key = { prefix: 'sub', of: ({ id }: PreviewedMove) => id } as const;
  const shown = await readPage(page, key, async ({ limit, after, before }) => {
    const newest = ids.toReversed();
    const part =
      before === undefined
        ? newest.filter((id) => after === null || id < after).slice(0, limit)
        : newest.filter((id) => id > before).slice(-limit);
    return previewEach(repositories, run, hash, chosen, part);
  });
  const quote = migrationQuote(chosen, input, run, hash);
  return { ...shown, quote, total: ids.length };
};

const previewEach = async (
  repositories: SubscriptionRepositories,
  run: Run,
  hash: (text: string) => string,
  chosen: Chosen,
  ids: readonly SubscriptionId[],
): Promise<readonly PreviewedMove[]> => {
  const byId = new Map(chosen.subscriptions.map((each) => [each.id, each.customerId]));
  const customerIds = [...new Set(ids.flatMap((id) => byId.get(id) ?? []))];
  const book = await openBook(repositories, { ...run, hash }, customerIds);
  const previews: PreviewedMove[] = [];
  for (const id of ids) previews.push(await previewOne(book, chosen, id));
  return previews;
};

const previewOne = async (
  book: SubscriptionBook,
  chosen: Chosen,
  id: SubscriptionId,
): Promise<PreviewedMove> => {
  const shown = { id, subscriptionId: id, refusal: null, effectiveAt: null, now: [], next: null };
  try {
    const decision = await decideMigration({ book, effectiveNow: book.now }, chosen, id);
    if (decision === null) return { ...shown, outcome: 'unchanged' };
    const { now, next } = await previewDecision(book, decision, true);
    const effectiveAt = decision.added[0]?.effective.at ?? null;
    return { ...shown, outcome: 'moved', effectiveAt, now, next };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...shown, outcome: 'refused', refusal: refusalOf(error) };
  }
};
