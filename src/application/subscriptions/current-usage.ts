import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { Terms } from '#application/subscriptions/agreements.ts';
import { amountSoFar, countDueUsage, openDues } from '#application/subscriptions/due-usage.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { ExplainedStep } from '#domain/catalog/pricing/words.ts';
import { explain } from '#domain/charging/words.ts';
import type { PriceId, SubscriptionId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { agreementOf } from '#domain/subscriptions/agreement-of.ts';
import { SubscriptionNotFound } from '#domain/subscriptions/errors.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  readonly hash: (text: string) => string;
}

export interface CurrentUsageInput {
  readonly subscriptionId: SubscriptionId;
}

/** The usage of a price, or of one of its groups, in the period that is open. */
export interface CurrentUsage {
  readonly priceId: PriceId;
  readonly meterId: string;
  /** The group, as its line will name it; null where there is one line. */
  readonly group: string | null;
  /** Local dates, the end exclusive. */
  readonly servicePeriod: { readonly start: CalendarDate; readonly end: CalendarDate };
  /** A decimal. */
  readonly quantity: string;
  /** The amount of the period so far. */
  readonly amount: Money;
  /** The part of it that lines were made of already. */
  readonly charged: Money;
  /** From the price to the amount of the line to come. */
  readonly steps: readonly ExplainedStep[];
}

/**
 * Shows what was used in the open period of each price of usage, and what it comes to: computed as
 * the invoice will be, should nothing more happen. Nothing is written.
 */
export class ShowCurrentUsage
  implements UseCase<CurrentUsageInput, { readonly data: readonly CurrentUsage[] }>
{
  readonly permission = 'subscriptions:read' as const;
  readonly isRead = true;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {SubscriptionNotFound} */
  execute(
    context: RequestContext,
    { subscriptionId }: CurrentUsageInput,
  ): Promise<{ readonly data: readonly CurrentUsage[] }> {
    const { unitOfWork, hash } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { now, nextId }) => {
      const found = await repositories.subscriptions.find(subscriptionId, now);
      if (found === undefined) throw new SubscriptionNotFound();
      const terms = await Terms.of(repositories, [found.facts], hash);
      const agreement = agreementOf(found.facts, terms);
      const book = { repositories, hash, now, nextId };
      const dues = await openDues(repositories, agreement, now);
      const counted = await countDueUsage(book, agreement, dues, terms);
      const byHash = terms.byHash();
      const data = counted.flatMap((line): CurrentUsage[] => {
        const ofLine = byHash.get(line.termsHash);
        if (ofLine?.meterId === undefined) return [];
        const charged = Money.of(BigInt(line.derivation.before), line.currency);
        return [
          {
            priceId: line.priceId,
            meterId: ofLine.meterId,
            group: line.part === '' ? null : line.part,
            servicePeriod: line.servicePeriod,
            quantity: line.quantity,
            amount: amountSoFar(line),
            charged,
            steps: explain(ofLine, line.derivation),
          },
        ];
      });
      return { data };
    });
  }
}
