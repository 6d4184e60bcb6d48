import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import {
  amountSoFar,
  countDueUsage,
  openDues,
  readBeforeOpenUsage,
} from '#application/subscriptions/settlement/due-usage.ts';
import type { ExplainedStep } from '#domain/catalog/pricing/words.ts';
import { metersOf } from '#domain/catalog/usage-price.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { explain } from '#domain/charging/words.ts';
import type { PriceId, SubscriptionId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
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
  /** Null where the price bounds several meters. */
  readonly meterId: string | null;
  /** The group, as its line will name it; null where there is one line. */
  readonly group: string | null;
  /** Local dates, the end exclusive. */
  readonly servicePeriod: { readonly start: CalendarDate; readonly end: CalendarDate };
  /** A decimal; `1` where the price bounds several meters. */
  readonly quantity: string;
  /** Decimals by the codes of these meters; null where there is one. */
  readonly quantities: Readonly<Record<string, string>> | null;
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
      const before = await readBeforeOpenUsage(book, agreement, terms);
      const dues = await openDues(repositories, agreement, now, before.recorded);
      const counted = await countDueUsage(book, agreement, dues, terms, before);
      const byHash = terms.byHash();
      const data = counted.flatMap((line): CurrentUsage[] => {
        const ofLine = byHash.get(line.termsHash);
        if (ofLine === undefined || metersOf(ofLine).length === 0) return [];
        const charged = Money.of(BigInt(line.derivation.before), line.currency);
        return [
          {
            priceId: line.priceId,
            meterId: ofLine.meterId ?? null,
            group: line.part === '' ? null : line.part,
            servicePeriod: line.servicePeriod,
            quantity: line.quantity,
            quantities: quantitiesOf(line),
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

const quantitiesOf = ({
  derivation: { quantities },
}: UsageCharge): Readonly<Record<string, string>> | null =>
  quantities === undefined
    ? null
    : Object.fromEntries(
        Object.entries(quantities).map(([meter, { quantity }]) => [meter, quantity]),
      );
