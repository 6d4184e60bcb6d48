import { setTimeout as delay } from 'node:timers/promises';
import type { UsageOperations } from '#application/billing-use-cases.ts';
import type { Installation } from '#application/operations/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';

/** The parts that a worker rolls usage up with. */
export interface RollUpNeeds {
  readonly usage: Pick<UsageOperations, 'rollUp'>;
  readonly installation: Pick<Installation, 'tenantsToRollUp'>;
  readonly contextOf: (tenantId: TenantId) => RequestContext;
  readonly failed: (error: unknown, tenantId: TenantId | null) => void;
}

/** Usage is rolled up until it is stopped. */
export interface UsageRollUpRounds {
  /** Begins no other step, and waits for the one at work. */
  stop(): Promise<void>;
}

const tenantsMax = 100;

// A step writes a row for each customer with news, however many events it has. So where steps take
// long the rest between them is long, too, and each row is written for more events at once.
const restMin = 1000;
const restMax = 15_000;
const restFor = (worked: number, hasMore: boolean): number =>
  hasMore ? Math.min(worked, restMin) : Math.min(Math.max(10 * worked, restMin), restMax);

/**
 * Looks for tenants to which usage events came, and takes a step in each in turn, so that none
 * waits for one with very many. Then it rests, ten times as long as that took: from a second to a
 * quarter of a minute. Any number of workers may do so side by side. Nothing depends on it but how
 * long it takes to count.
 */
export const startUsageRollUps = (needs: RollUpNeeds): UsageRollUpRounds => {
  const stopping = new AbortController();
  const rounds = run(needs, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await rounds;
    },
  };
};

const run = async (needs: RollUpNeeds, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const beganAt = performance.now();
    const hasMore = await rollUpRound(needs, signal);
    const rest = restFor(performance.now() - beganAt, hasMore);
    await delay(rest, undefined, { signal }).catch(() => undefined);
  }
};

/** Takes a step in each tenant with news, and gives whether more may wait in one of them. */
const rollUpRound = async (needs: RollUpNeeds, signal: AbortSignal): Promise<boolean> => {
  let hasMore = false;
  let after: TenantId | null = null;
  while (!signal.aborted) {
    const tenants: readonly TenantId[] = await tenantsAfter(needs, after);
    for (const tenantId of tenants) {
      if (signal.aborted) return false;
      hasMore = (await step(needs, tenantId)) || hasMore;
    }
    if (tenants.length < tenantsMax) break;
    after = tenants.at(-1) ?? null;
  }
  return hasMore;
};

const tenantsAfter = async (
  { installation, failed }: RollUpNeeds,
  after: TenantId | null,
): Promise<readonly TenantId[]> => {
  try {
    return await installation.tenantsToRollUp(tenantsMax, after);
  } catch (error) {
    failed(error, null);
    return [];
  }
};

const step = async (
  { usage, contextOf, failed }: RollUpNeeds,
  tenantId: TenantId,
): Promise<boolean> => {
  try {
    const { isFull } = await usage.rollUp.execute(contextOf(tenantId), {});
    return isFull;
  } catch (error) {
    failed(error, tenantId);
    return false;
  }
};
