import { randomUUID } from 'node:crypto';
import type { Operations } from '#application/billing-use-cases.ts';
import { jobHandlers } from '#application/queues.ts';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import { systemContext } from '#application/shared/system-context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { startBillingRuns } from '#interfaces/worker/billing-runs.ts';
import { startEventRelay } from '#interfaces/worker/event-relay.ts';
import { startNightlyUsage } from '#interfaces/worker/nightly-usage.ts';
import { startNightlyVerification } from '#interfaces/worker/nightly-verification.ts';
import { startUsageRounds } from '#interfaces/worker/usage-rounds.ts';

/** The dependencies of a worker. */
export type Workable = Pick<
  Operations,
  | 'events'
  | 'billing'
  | 'verification'
  | 'usage'
  | 'jobs'
  | 'overdueDeliveries'
  | 'background'
  | 'installation'
  | 'accounts'
  | 'testClocks'
  | 'migrations'
>;

interface Log {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** A worker at work. */
export interface Worker {
  /** Takes nothing new on, and lets what is at work finish. */
  stop(): Promise<void>;
}

const sweepEveryMilliseconds = 10 * 60_000;
const resumeEveryMilliseconds = 60_000;

/**
 * Delivers events to the modules that listen, works the queues, and sweeps away what is over. As
 * many workers as one likes may run beside each other, in the API's process or alone.
 */
export const startWorker = async (operations: Workable, log: Log): Promise<Worker> => {
  const { jobs, installation, events } = operations;
  await jobs.start(jobHandlers({ ...operations, contextOf, anonymous }));
  const failed = (error: unknown): void => log.error({ err: error }, 'could not deliver events');
  const relay = startEventRelay({ events, contextOf, failed });
  const runs = startBillingRuns({
    billing: operations.billing,
    contextOf: (tenantId) => ({ ...contextOf(tenantId), mode: 'live' }),
    failed: (error) => log.error({ err: error }, 'could not run billing'),
  });
  const nights = [
    startNightlyVerification({
      ...operations,
      contextOf,
      failed: (error, tenantId) => log.error({ err: error, tenantId }, 'could not verify invoices'),
    }),
    startNightlyUsage({
      ...operations,
      contextOf,
      failed: (error, tenantId) => log.error({ err: error, tenantId }, 'could not end usage'),
      ended: (months) => log.info({ months }, 'dropped usage events of months that are over'),
    }),
  ];
  const usage = [rollUpUsage(operations, log), watchUsage(operations, log)];
  const sweep = async (): Promise<void> => {
    try {
      log.info(await installation.sweep(), 'swept');
    } catch (error) {
      log.error({ err: error }, 'could not sweep');
    }
  };
  let resuming = resume(operations, log);
  const timers = [
    setInterval(() => void sweep(), sweepEveryMilliseconds).unref(),
    setInterval(() => {
      resuming = resume(operations, log);
    }, resumeEveryMilliseconds).unref(),
  ];
  return {
    stop: async () => {
      timers.forEach(clearInterval);
      const stopped = [relay, runs, ...usage, ...nights].map((each) => each.stop());
      await Promise.all([...stopped, jobs.stop(), resuming]);
    },
  };
};

const rollUpUsage = ({ usage, installation }: Workable, log: Log) =>
  startUsageRounds({
    tenants: (limit, after) => installation.tenantsToRollUp(limit, after),
    step: (tenantId) => usage.rollUp.execute(contextOf(tenantId), {}),
    restMax: 15_000,
    failed: (error, tenantId) => log.error({ err: error, tenantId }, 'could not roll usage up'),
  });

const watchUsage = ({ usage, installation }: Workable, log: Log) =>
  startUsageRounds({
    tenants: (limit, after) => installation.tenantsToWatch(limit, after),
    step: async (tenantId) => {
      await usage.watch.execute(contextOf(tenantId), {});
      return { hasMore: false };
    },
    restMax: 5000,
    failed: (error, tenantId) => log.error({ err: error, tenantId }, 'could not watch usage'),
  });

// A delivery that is due and in no queue would never be sent.
const resume = async ({ overdueDeliveries }: Workable, log: Log): Promise<void> => {
  try {
    const resumed = await overdueDeliveries.resume();
    if (resumed > 0) log.info({ resumed }, 'gave a job to deliveries that were due without one');
  } catch (error) {
    log.error({ err: error }, 'could not look for overdue deliveries');
  }
};

const anonymous = (): AnonymousContext => ({ requestId: `job-${randomUUID()}` });

const contextOf = (tenantId: TenantId): RequestContext =>
  systemContext({ ...anonymous(), tenantId }, 'worker');
