import { openBook } from '#application/invoicing/documents/open-book.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import {
  isChargedWithinPeriods,
  proposalsOfProgress,
} from '#application/subscriptions/runs/progress.ts';
import type { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import { isForGood } from '#application/subscriptions/runs/setbacks.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import type { CustomerId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  readonly hash: (text: string) => string;
  readonly runBilling: RunBilling;
}

export interface ChargeProgressInput {
  /** Those of whom usage was stored. */
  readonly customerIds: readonly CustomerId[];
}

/**
 * Charges usage before its period ends: in advance, or where it reached a threshold. Customers are
 * looked at without a lock; those with something to charge are handled by the run that handles what
 * is due, which looks again. So it makes no difference who asks, when, or how often.
 */
export class ChargeProgress {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {TestClockAdvancing | CustomerBusy} where it is to be asked again a moment later */
  async execute(
    context: RequestContext,
    { customerIds }: ChargeProgressInput,
  ): Promise<{ readonly invoices: number }> {
    let invoices = 0;
    for (const customerId of await this.#withProgress(context, customerIds)) {
      const report = await this.#dependencies.runBilling.execute(context, { customerId });
      invoices += report.invoices;
    }
    return { invoices };
  }

  #withProgress(
    context: RequestContext,
    customerIds: readonly CustomerId[],
  ): Promise<readonly CustomerId[]> {
    const { unitOfWork, hash } = this.#dependencies;
    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const all = await repositories.subscriptions.ofCustomers(customerIds);
      if (all.length === 0) return [];
      const known = all.map(({ facts }) => facts);
      const terms = await Terms.of(repositories, known, hash);
      const tracked = all.filter(({ facts }) => isChargedWithinPeriods(facts, terms, run.now));
      if (tracked.length === 0) return [];
      const asked = [...new Set(tracked.map(({ facts }) => facts.customerId))];
      const book = await openBook(repositories, { ...run, hash }, asked);
      const nothing = { proposals: [], credited: new Map() };
      try {
        const proposals = await proposalsOfProgress(book, terms, tracked, nothing);
        return [...new Set(proposals.map(({ customerId }) => customerId))];
      } catch (error) {
        if (asked.length > 1 || !isForGood(error)) throw error;
        // The run sets the account aside, and says why.
        return asked;
      }
    });
  }
}
