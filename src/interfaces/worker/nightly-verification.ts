import type { VerificationOperations } from '#application/billing-use-cases.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Nights, TenantNeeds } from '#interfaces/worker/nightly.ts';
import { startNights, stepThroughTenants } from '#interfaces/worker/nightly.ts';

/** The parts that a worker verifies invoices with. */
export interface VerificationNeeds extends TenantNeeds {
  readonly verification: VerificationOperations;
  readonly contextOf: (tenantId: TenantId) => RequestContext;
}

/**
 * Goes through all tenants a minute after the start, and then every night at 02:00 UTC, and
 * verifies what was issued since the last time. Any number of workers may do so side by side.
 */
export const startNightlyVerification = (needs: VerificationNeeds): Nights =>
  startNights(
    (signal) => verifyAll(needs, signal),
    () => needs.verification.clock.now(),
  );

/** Verifies what is new in all tenants. Where one cannot be verified the others still are. */
export const verifyAll = async (needs: VerificationNeeds, signal: AbortSignal): Promise<void> => {
  const { verification, contextOf } = needs;
  const verify = async (tenantId: TenantId) => {
    const step = await verification.step.execute(contextOf(tenantId), {});
    for (const fault of step.faults) verification.found(fault, tenantId);
    return step;
  };
  if (await stepThroughTenants(needs, verify, signal)) verification.succeeded();
};
