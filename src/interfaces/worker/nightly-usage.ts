import type { UsageOperations } from '#application/billing-use-cases.ts';
import type { Installation } from '#application/operations/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { monthOf } from '#domain/metering/usage-life.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Nights, TenantNeeds } from '#interfaces/worker/nightly.ts';
import { startNights, stepThroughTenants } from '#interfaces/worker/nightly.ts';

/** The parts that a worker ends the life of usage events with. */
export interface UsageNeeds extends TenantNeeds {
  readonly usage: Omit<UsageOperations, 'rollUp' | 'watch'>;
  readonly installation: Pick<Installation, 'tenants' | 'endUsage'>;
  readonly contextOf: (tenantId: TenantId) => RequestContext;
  /** Hears how many months of expiry were dropped, where there were any. */
  readonly ended: (months: number) => void;
}

/**
 * Ends the life of usage events whose month of expiry is over, a minute after the start and then
 * every night. Any number of workers may do so side by side.
 */
export const startNightlyUsage = (needs: UsageNeeds): Nights =>
  startNights(
    (signal) => endUsage(needs, signal),
    () => needs.usage.clock.now(),
  );

/**
 * Ends what alerts told of. Keeps what may still be counted, in all tenants; then drops the months;
 * then has the keys of what is gone forgotten. Where one tenant failed nothing is dropped, as its
 * events may be needed; and where nothing was dropped every key stays, so that no event is taken
 * twice.
 */
export const endUsage = async (needs: UsageNeeds, signal: AbortSignal): Promise<void> => {
  const { usage, installation, contextOf, failed, ended } = needs;
  const input = { before: monthOf(usage.clock.now()) };
  const forgetReached = (tenantId: TenantId) =>
    usage.forgetReached.execute(contextOf(tenantId), {});
  await stepThroughTenants(needs, forgetReached, signal);
  const keep = (tenantId: TenantId) => usage.keepNeeded.execute(contextOf(tenantId), input);
  if (!(await stepThroughTenants(needs, keep, signal))) return;
  try {
    const months = await installation.endUsage(input.before);
    if (months > 0) ended(months);
  } catch (error) {
    failed(error, null);
    return;
  }
  const forget = (tenantId: TenantId) => usage.forgetEnded.execute(contextOf(tenantId), input);
  await stepThroughTenants(needs, forget, signal);
};
