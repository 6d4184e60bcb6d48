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

const idleMilliseconds = 1000;
const tenantsMax = 100;
// Of a round that does not pause: about a second's work, so that looking for tenants costs little.
const batchesMin = 20;

/**
 * Looks for tenants with due accounts, and handles a batch of each in turn, so that none waits for
 * one with very many. Where nothing was due it looks again a second later. Any number of workers
 * may do so side by side: each takes the accounts that no other has.
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
    if (handled === 0) await pause(idleMilliseconds, signal);
  }
};

/** Gives how many accounts were handled. */
const runRound = async (needs: BillingRunNeeds, signal: AbortSignal): Promise<number> => {
  const { dueAccounts, clock, tenantsAtOnce, pauseMilliseconds } = needs.billing;
  const due = await dueAccounts.tenants(clock.now(), tenantsMax);
  const turns = turnsOf(due, pauseMilliseconds > 0 ? tenantsAtOnce : batchesMin);
  const finished = new Set<TenantId>();
  let handled = 0;
  // A lane does not wait for the others. Those of one tenant have accounts of their own each.
  const lane = async (): Promise<void> => {
    for (;;) {
      const tenantId = turns.shift();
      if (tenantId === undefined || signal.aborted) return;
      if (finished.has(tenantId)) continue;
      const accounts = await runBatch(needs, tenantId);
      handled += accounts;
      if (accounts === 0) finished.add(tenantId);
      else await pause(pauseMilliseconds, signal);
    }
  };
  await Promise.all(Array.from({ length: tenantsAtOnce }, lane));
  return handled;
};

/** Each tenant once; where that is too little for a round, all of them again and again. */
const turnsOf = (tenants: readonly TenantId[], turnsMin: number): TenantId[] =>
  Array.from({ length: Math.ceil(turnsMin / Math.max(1, tenants.length)) }, () => tenants).flat();

const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  if (milliseconds > 0) await delay(milliseconds, undefined, { signal }).catch(() => undefined);
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
