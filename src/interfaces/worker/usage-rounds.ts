import { setTimeout as delay } from 'node:timers/promises';
import type { TenantId } from '#domain/shared/ids.ts';

/** The parts that a worker works usage off with, as it comes. */
export interface UsageRoundNeeds {
  /** The tenants with news: by id, up to `limit` after `after`. */
  readonly tenants: (limit: number, after: TenantId | null) => Promise<readonly TenantId[]>;
  /** Takes a step in a tenant, and gives whether more may wait there. */
  readonly step: (tenantId: TenantId) => Promise<{ readonly hasMore: boolean }>;
  /** The longest rest between two rounds, in milliseconds. */
  readonly restMax: number;
  readonly failed: (error: unknown, tenantId: TenantId | null) => void;
}

/** Usage is worked off until it is stopped. */
export interface UsageRounds {
  /** Begins no other step, and waits for the one at work. */
  stop(): Promise<void>;
}

const tenantsMax = 100;

// A step costs something for each customer with news, however many events it has. So where steps
// take long the rest between them is long, too, and each takes more events at once.
const restMin = 1000;
const restFor = (worked: number, hasMore: boolean, restMax: number): number =>
  hasMore ? Math.min(worked, restMin) : Math.min(Math.max(10 * worked, restMin), restMax);

/**
 * Looks for tenants to which usage events came, and takes a step in each in turn, so that none
 * waits for one with very many. Then it rests, ten times as long as that took, for a second at
 * least. Any number of workers may do so side by side.
 */
export const startUsageRounds = (needs: UsageRoundNeeds): UsageRounds => {
  const stopping = new AbortController();
  const rounds = run(needs, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await rounds;
    },
  };
};

const run = async (needs: UsageRoundNeeds, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const beganAt = performance.now();
    const hasMore = await takeRound(needs, signal);
    const rest = restFor(performance.now() - beganAt, hasMore, needs.restMax);
    await delay(rest, undefined, { signal }).catch(() => undefined);
  }
};

/** Takes a step in each tenant with news, and gives whether more may wait in one of them. */
const takeRound = async (needs: UsageRoundNeeds, signal: AbortSignal): Promise<boolean> => {
  let hasMore = false;
  let after: TenantId | null = null;
  while (!signal.aborted) {
    const tenants: readonly TenantId[] = await tenantsAfter(needs, after);
    for (const tenantId of tenants) {
      if (signal.aborted) return false;
      hasMore = (await takeStep(needs, tenantId)) || hasMore;
    }
    if (tenants.length < tenantsMax) break;
    after = tenants.at(-1) ?? null;
  }
  return hasMore;
};

const tenantsAfter = async (
  { tenants, failed }: UsageRoundNeeds,
  after: TenantId | null,
): Promise<readonly TenantId[]> => {
  try {
    return await tenants(tenantsMax, after);
  } catch (error) {
    failed(error, null);
    return [];
  }
};

const takeStep = async (
  { step, failed }: UsageRoundNeeds,
  tenantId: TenantId,
): Promise<boolean> => {
  try {
    return (await step(tenantId)).hasMore;
  } catch (error) {
    failed(error, tenantId);
    return false;
  }
};
