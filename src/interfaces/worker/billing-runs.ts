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
// Of a look where nothing pauses: about a second's work, so that looking for tenants costs little.
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
    const handled = await runRound(needs, signal);
    if (handled === 0) await pause(idleMilliseconds, signal);
  }
};

/**
 * Works until nothing is due any more, and gives how many accounts were handled. Lanes take batches
 * beside each other, and none waits for another: whichever finds no turn left looks for tenants
 * again. It ends where the last look brought no work.
 */
const runRound = async (needs: BillingRunNeeds, signal: AbortSignal): Promise<number> => {
  const { tenantsAtOnce, pauseMilliseconds } = needs.billing;
  const turns = takeTurns(needs);
  let handled = 0;
  const lane = async (): Promise<void> => {
    while (!signal.aborted) {
      const tenantId = await turns.next();
      if (tenantId === undefined) return;
      const accounts = await runBatch(needs, tenantId);
      handled += accounts;
      turns.worked(tenantId, accounts);
      if (accounts > 0) await pause(pauseMilliseconds, signal);
    }
  };
  await Promise.all(Array.from({ length: tenantsAtOnce }, lane));
  return handled;
};

interface Turns {
  /** The tenant whose turn it is; none where nothing is due. */
  next(): Promise<TenantId | undefined>;
  /** Hears how many accounts a batch handled: without any, a tenant waits for the next look. */
  worked(tenantId: TenantId, accounts: number): void;
}

const takeTurns = ({ billing, failed }: BillingRunNeeds): Turns => {
  const { dueAccounts, clock, tenantsAtOnce, pauseMilliseconds } = billing;
  const turnsMin = pauseMilliseconds > 0 ? tenantsAtOnce : batchesMin;
  const finished = new Set<TenantId>();
  let turns: TenantId[] = [];
  let isWorthLooking = true;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    isWorthLooking = false;
    finished.clear();
    try {
      turns = turnsOf(await dueAccounts.tenants(clock.now(), tenantsMax), turnsMin);
    } catch (error) {
      failed(error);
    } finally {
      looking = undefined;
    }
  };
  const takeNext = (): TenantId | undefined => {
    for (;;) {
      const tenantId = turns.shift();
      if (tenantId === undefined || !finished.has(tenantId)) return tenantId;
    }
  };
  return {
    next: async () => {
      for (;;) {
        const tenantId = takeNext();
        if (tenantId !== undefined) return tenantId;
        if (looking === undefined && !isWorthLooking) return undefined;
        // All lanes that wait share one look.
        looking ??= look();
        await looking;
      }
    },
    worked: (tenantId, accounts) => {
      if (accounts > 0) isWorthLooking = true;
      else finished.add(tenantId);
    },
  };
};

/** Each tenant once; where that is too little for a look, all of them again and again. */
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
