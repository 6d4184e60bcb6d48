import type { RequestContext } from '#application/shared/context.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import type { DueWork } from '#application/tenants/due-work.ts';
import { CustomerBusy } from '#domain/charging/errors.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The due work of a test tenant: the same runs as live tenants have, by its own clock. */
export const billingDueWork = (
  run: Pick<RunBilling, 'execute'>,
): DueWork<SubscriptionRepositories> => ({
  nextDueAt: ({ billingAccounts }) => billingAccounts.nextDueAt(),
  handleDue: async (context: RequestContext, moment: Instant) => {
    try {
      const { accounts } = await run.execute(context, { through: moment });
      return accounts;
    } catch (error) {
      // Others handle what is due, and have its customers for longer than anybody waits for them.
      if (error instanceof CustomerBusy) return 0;
      throw error;
    }
  },
  report: async ({ invoices }, since) => ({ invoices: await invoices.countSince(since) }),
});
