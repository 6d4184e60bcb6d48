import { setTimeout as delay } from 'node:timers/promises';
import type { Installation } from '#application/operations/ports.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds } from '#domain/shared/time.ts';

/** Work of every night, until it is stopped. */
export interface Nights {
  /** Begins no other step, and waits for the one at work. */
  stop(): Promise<void>;
}

const firstAfterMilliseconds = 60_000;
const nightlyAtMilliseconds = 2 * 3_600_000;
// A step is short work, and between two of them the process has time for others.
const stepPauseMilliseconds = 20;
const tenantsMax = 100;

/** Works a minute after the start, and then every night at 02:00 UTC. */
export const startNights = (
  work: (signal: AbortSignal) => Promise<void>,
  now: () => Instant,
): Nights => {
  const stopping = new AbortController();
  const nights = run(work, now, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await nights;
    },
  };
};

const run = async (
  work: (signal: AbortSignal) => Promise<void>,
  now: () => Instant,
  signal: AbortSignal,
): Promise<void> => {
  let wait = firstAfterMilliseconds;
  for (;;) {
    await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    await work(signal);
    wait = untilNight(now());
  }
};

const untilNight = (now: Instant): number => {
  const tonight = Math.floor(now / dayMilliseconds) * dayMilliseconds + nightlyAtMilliseconds;
  return (tonight > now ? tonight : tonight + dayMilliseconds) - now;
};

/** The parts that a night goes through all tenants with. */
export interface TenantNeeds {
  readonly installation: Pick<Installation, 'tenants'>;
  readonly failed: (error: unknown, tenantId: TenantId | null) => void;
}

/**
 * Takes step after step in each tenant, until one says that it is done. Where one fails the other
 * tenants have theirs. Gives whether all were done, with nothing failing.
 */
export const stepThroughTenants = async (
  needs: TenantNeeds,
  step: (tenantId: TenantId) => Promise<{ readonly isDone: boolean }>,
  signal: AbortSignal,
): Promise<boolean> => {
  let isWhole = true;
  let after: TenantId | null = null;
  for (;;) {
    const page: readonly TenantId[] | null = await nextTenants(needs, after);
    if (page === null) return false;
    for (const tenantId of page) {
      isWhole = (await stepThrough(needs, tenantId, step, signal)) && isWhole;
      if (signal.aborted) return false;
    }
    after = page.at(-1) ?? null;
    if (page.length < tenantsMax) return isWhole;
  }
};

const nextTenants = async (
  { installation, failed }: TenantNeeds,
  after: TenantId | null,
): Promise<readonly TenantId[] | null> => {
  try {
    const tenants = await installation.tenants({ limit: tenantsMax, after });
    return tenants.map(({ id }) => id);
  } catch (error) {
    failed(error, null);
    return null;
  }
};

const stepThrough = async (
  { failed }: TenantNeeds,
  tenantId: TenantId,
  step: (tenantId: TenantId) => Promise<{ readonly isDone: boolean }>,
  signal: AbortSignal,
): Promise<boolean> => {
  try {
    while (!signal.aborted) {
      const { isDone } = await step(tenantId);
      if (isDone) return true;
      await delay(stepPauseMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  } catch (error) {
    failed(error, tenantId);
  }
  return false;
};
