import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
import { BillingIssueNotFound, BillingIssueResolved } from '#domain/invoicing/errors.ts';
import type { BillingIssueId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
}

export interface RetryBillingIssueInput {
  readonly issueId: BillingIssueId;
}

/**
 * Lets the runs handle a customer again, whatever was missed meanwhile. If it fails once more, that
 * is a new issue.
 */
export class RetryBillingIssue implements UseCase<RetryBillingIssueInput, BillingIssueFacts> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {BillingIssueNotFound | BillingIssueResolved | CustomerBusy} */
  execute(
    context: RequestContext,
    { issueId }: RetryBillingIssueInput,
  ): Promise<BillingIssueFacts> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ billingAccounts, billingIssues }) => {
      const known = await billingIssues.find(issueId);
      if (known === undefined) throw new BillingIssueNotFound();
      const { now } = await billingAccounts.lock([known.customerId]);
      const issue = await billingIssues.find(issueId);
      if (issue === undefined) throw new BillingIssueNotFound();
      if (issue.resolvedAt !== null) throw new BillingIssueResolved();

      await billingIssues.resolve(issue, now);
      await billingAccounts.unpark(issue.customerId);
      return { ...issue, version: issue.version + 1, resolvedAt: now };
    });
  }
}
