import { setTimeout as delay } from 'node:timers/promises';
import type { EventOperations } from '#application/billing-use-cases.ts';
import type { Delivery } from '#application/events/deliver-events.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';

/** The dependencies of the relay. */
export interface RelayNeeds {
  readonly events: EventOperations;
  readonly contextOf: (tenantId: TenantId) => RequestContext;
  readonly failed: (error: unknown) => void;
}

/** Events are delivered until it is stopped. */
export interface EventRelay {
  /** Begins with no other tenant, and waits for those at work. */
  stop(): Promise<void>;
}

const pauseMilliseconds = 500;
const tenantsMax = 100;

/**
 * Looks twice a second for tenants with news and delivers it to every subscriber. Each tenant gets
 * one batch a round, so that none waits for a busy one. A tenant stays on the list until a round
 * finds nothing new there: a busy tenant would else leave the list and join it with each event. Any
 * number of relays may run side by side.
 */
export const startEventRelay = (needs: RelayNeeds): EventRelay => {
  invariant(needs.events.tenantsAtOnce > 0, 'Delivering events takes a pool of two connections.');
  const stopping = new AbortController();
  const rounds = relay(needs, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await rounds;
    },
  };
};

const relay = async (needs: RelayNeeds, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    let hasMore = false;
    try {
      hasMore = await serveRound(needs, signal);
    } catch (error) {
      needs.failed(error);
    }
    if (!hasMore) await delay(pauseMilliseconds, undefined, { signal }).catch(() => undefined);
  }
};

/** Gives whether one of the tenants has more. */
const serveRound = async (needs: RelayNeeds, signal: AbortSignal): Promise<boolean> => {
  let hasMore = false;
  let after: TenantId | null = null;
  while (!signal.aborted) {
    const tenants: readonly TenantId[] = await needs.events.positions.tenantsToServe(
      tenantsMax,
      after,
    );
    hasMore = (await serveAll(needs, tenants, signal)) || hasMore;
    if (tenants.length < tenantsMax) break;
    after = tenants.at(-1) ?? null;
  }
  return hasMore;
};

/** Gives whether one of them has more. */
const serveAll = async (
  needs: RelayNeeds,
  tenants: readonly TenantId[],
  signal: AbortSignal,
): Promise<boolean> => {
  const waiting = [...tenants];
  let hasMore = false;
  const lane = async (): Promise<void> => {
    for (;;) {
      const tenantId = waiting.shift();
      if (tenantId === undefined || signal.aborted) return;
      hasMore = (await serve(needs, tenantId)) || hasMore;
    }
  };
  const lanes = Array.from({ length: needs.events.tenantsAtOnce }, lane);
  for (const settled of await Promise.allSettled(lanes)) {
    if (settled.status === 'rejected') throw settled.reason;
  }
  return hasMore;
};

const serve = async (
  { events: { positions, deliver, subscribers }, contextOf }: RelayNeeds,
  tenantId: TenantId,
): Promise<boolean> => {
  const deliveries: Delivery[] = [];
  for (const subscriber of subscribers) {
    deliveries.push(await deliver.execute(contextOf(tenantId), subscriber));
  }
  if (deliveries.every(({ isIdle }) => isIdle)) {
    await positions.settle(
      tenantId,
      subscribers.map(({ subscriber }) => subscriber),
    );
  }
  return deliveries.some(({ hasMore }) => hasMore);
};
