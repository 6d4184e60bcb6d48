import { setTimeout as delay } from 'node:timers/promises';
import type { VerificationOperations } from '#application/billing-use-cases.ts';
import type { Installation } from '#application/operations/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds } from '#domain/shared/time.ts';

/** The parts that a worker verifies invoices with. */
export interface VerificationNeeds {
  readonly verification: VerificationOperations;
  readonly installation: Pick<Installation, 'tenants'>;
  readonly contextOf: (tenantId: TenantId) => RequestContext;
  readonly failed: (error: unknown, tenantId: TenantId | null) => void;
}

/** Invoices are verified every night until it is stopped. */
export interface NightlyVerification {
  /** Begins no other step, and waits for the one at work. */
  stop(): Promise<void>;
}

const firstAfterMilliseconds = 60_000;
const nightlyAtMilliseconds = 2 * 3_600_000;
// A step is short work, and between two of them the process has time for others.
const stepPauseMilliseconds = 20;
const tenantsMax = 100;

/**
 * Goes through all tenants a minute after the start, and then every night at 02:00 UTC, and
 * verifies what was issued since the last time. Any number of workers may do so side by side.
 */
export const startNightlyVerification = (needs: VerificationNeeds): NightlyVerification => {
  const stopping = new AbortController();
  const nights = run(needs, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await nights;
    },
  };
};

const run = async (needs: VerificationNeeds, signal: AbortSignal): Promise<void> => {
  let wait = firstAfterMilliseconds;
  for (;;) {
    await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    await verifyAll(needs, signal);
    wait = untilNight(needs.verification.clock.now());
  }
};

const untilNight = (now: Instant): number => {
  const tonight = Math.floor(now / dayMilliseconds) * dayMilliseconds + nightlyAtMilliseconds;
  return (tonight > now ? tonight : tonight + dayMilliseconds) - now;
};

/** Verifies what is new in all tenants. Where one cannot be verified the others still are. */
export const verifyAll = async (needs: VerificationNeeds, signal: AbortSignal): Promise<void> => {
  let isWhole = true;
  let after: TenantId | null = null;
  for (;;) {
    const page: readonly TenantId[] | null = await nextTenants(needs, after);
    if (page === null) return;
    for (const tenantId of page) {
      isWhole = (await verifyTenant(needs, tenantId, signal)) && isWhole;
      if (signal.aborted) return;
    }
    after = page.at(-1) ?? null;
    if (page.length < tenantsMax) break;
  }
  if (isWhole) needs.verification.succeeded();
};

const nextTenants = async (
  { installation, failed }: VerificationNeeds,
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

/** Gives whether all of it could be verified, with faults or without. */
const verifyTenant = async (
  { verification, contextOf, failed }: VerificationNeeds,
  tenantId: TenantId,
  signal: AbortSignal,
): Promise<boolean> => {
  try {
    while (!signal.aborted) {
      const { faults, isDone } = await verification.step.execute(contextOf(tenantId), {});
      for (const fault of faults) verification.found(fault, tenantId);
      if (isDone) return true;
      await delay(stepPauseMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  } catch (error) {
    failed(error, tenantId);
  }
  return false;
};
