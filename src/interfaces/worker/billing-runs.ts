import { setTimeout as delay } from 'node:timers/promises';
import type { BillingOperations } from '#application/billing-use-cases.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';

/** The parts that a worker runs billing with. */
export interface BillingRunNeeds {
  readonly billing: BillingOperations;
  readonly contextOf: (tenantId: TenantId) => RequestContext;
  readonly failed: (error: unknown) => void;
}

/** Billing is run until it is stopped. */
export interface BillingRuns {
  /** Begins no other batch, and waits for those at work. */
  stop(): Promise<void>;
}

const pauseMilliseconds = 1000;
const tenantsMax = 100;

/**
 * Looks once a second for tenants with due accounts, and handles a batch of each in turn, so that
 * none waits for one with very many. Any number of workers may do so side by side: each takes the
 * accounts that no other has.
 */
export const startBillingRuns = (needs: BillingRunNeeds): BillingRuns => {
  const stopping = new AbortController();
  const rounds = run(needs, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await rounds;
    },
  };
};

const run = async (needs: BillingRunNeeds, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    let handled = 0;
    try {
      handled = await runRound(needs, signal);
    } catch (error) {
      needs.failed(error);
    }
    const pause = handled > 0 ? needs.billing.pauseMilliseconds : pauseMilliseconds;
    if (pause > 0) await delay(pause, undefined, { signal }).catch(() => undefined);
  }
};

/** Gives how many accounts were handled. */
const runRound = async (needs: BillingRunNeeds, signal: AbortSignal): Promise<number> => {
  const { dueAccounts, clock } = needs.billing;
  const due = await dueAccounts.tenants(clock.now(), tenantsMax);
  // Where there are too few, one tenant takes several lanes: each has accounts of its own.
  const turns = due.length === 0 ? 0 : Math.max(due.length, needs.billing.tenantsAtOnce);
  const tenants = Array.from({ length: turns }, (_, turn) => due[turn % due.length]);
  let handled = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      const tenantId = tenants.shift();
      if (tenantId === undefined || signal.aborted) return;
      handled += await runBatch(needs, tenantId);
    }
  };
  await Promise.all(Array.from({ length: needs.billing.tenantsAtOnce }, lane));
  return handled;
};

const runBatch = async (
  { billing, contextOf, failed }: BillingRunNeeds,
  tenantId: TenantId,
): Promise<number> => {
  try {
    const { accounts } = await billing.run.execute(contextOf(tenantId));
    return accounts;
  } catch (error) {
    failed(error);
    return 0;
  }
};
