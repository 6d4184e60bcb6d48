import type {
  BillingOperations,
  EventOperations,
  UsageOperations,
  VerificationOperations,
} from '#application/billing-use-cases.ts';
import { DeliverEvents } from '#application/events/deliver-events.ts';
import type { CancelledUsage } from '#application/metering/cancel-usage.ts';
import type { RecordedUsage } from '#application/metering/record-usage.ts';
import type { AlertFailure } from '#domain/alerts/alert-failure.ts';
import type { Storage, Tell } from '#infrastructure/composition/storage.ts';
import type { portsOf } from '#infrastructure/composition/use-cases.ts';
import { usageStepsOf, verificationStepOf } from '#infrastructure/composition/use-cases.ts';
import type { Metrics } from '#infrastructure/telemetry/metrics.ts';

/** The delivery of events to the subscribers of all modules. */
export const eventOperationsOf = (
  subscribers: EventOperations['subscribers'],
  { positions, connectionsMax }: Storage,
  { metrics, tell }: { readonly metrics: Metrics; readonly tell: Tell },
): EventOperations => {
  const failed = (error: unknown, subscriber: string): void => {
    metrics.countSubscriberFailure(subscriber);
    tell({ level: 'warn', message: `The subscriber ${subscriber} failed: ${String(error)}` });
  };
  metrics.watch(subscribers);
  // Half of the connections at most, so that requests find some.
  const tenantsAtOnce = Math.min(2, Math.floor(connectionsMax / 2));
  const deliver = new DeliverEvents({ positions, failed });
  return { positions, deliver, subscribers, tenantsAtOnce };
};

/** The runs that make invoices of what is due. */
export const billingOperationsOf = (
  { runBilling: run, clock }: ReturnType<typeof portsOf>,
  { dueAccounts, connectionsMax }: Storage,
  { billingPauseMilliseconds = 0 }: { readonly billingPauseMilliseconds?: number | undefined },
): BillingOperations => ({
  dueAccounts,
  run,
  clock,
  tenantsAtOnce: batchesAtOnce(connectionsMax, billingPauseMilliseconds > 0),
  pauseMilliseconds: billingPauseMilliseconds,
});

// Two batches at once leave half of two cores to requests. Four wait for each other's round trips
// and commits, and keep both busy. Requests find most of the connections in any case.
const batchesAtOnce = (connectionsMax: number, isPausing: boolean): number => {
  const [most, share] = isPausing ? [2, 1 / 4] : [4, 2 / 5];
  return Math.max(1, Math.min(most, Math.floor(connectionsMax * share)));
};

/** The nightly verification of issued invoices. */
export const verificationOperationsOf = (
  ports: ReturnType<typeof portsOf>,
  { metrics, tell }: { readonly metrics: Metrics; readonly tell: Tell },
): VerificationOperations => ({
  step: verificationStepOf(ports),
  clock: ports.clock,
  found: ({ number, code, detail }, tenantId) => {
    metrics.countInvoiceFault();
    const what = number === null ? 'A series of invoices' : `The invoice ${number}`;
    const message = `${what} of ${tenantId} is not as it was issued (${code}): ${detail}`;
    tell({ level: 'error', message });
  },
  succeeded: () => metrics.noteVerified(ports.clock.now()),
});

/** The nightly end of usage events. */
export const usageOperationsOf = (ports: ReturnType<typeof portsOf>): UsageOperations => ({
  ...usageStepsOf(ports),
  clock: ports.clock,
});

/** Those who hear of what a use case saw, and what it set aside. */
export const listenersOf = ({
  metrics,
  tell,
}: {
  readonly metrics: Metrics;
  readonly tell: Tell;
}) => ({
  billingFailed: (error: unknown, customerId: string): void => {
    metrics.countBillingFailure();
    tell({ level: 'warn', message: `Billing ${customerId} failed: ${told(error)}` });
  },
  watchFailed: (error: unknown, watcher: string, customerId: string): void => {
    metrics.countWatchFailure(watcher);
    const what = `The usage of ${customerId} could not be looked at by ${watcher}`;
    tell({ level: 'warn', message: `${what}: ${told(error)}` });
  },
  alertFailed: ({ alertId, customerId, detail }: AlertFailure): void => {
    const what = `The usage of ${customerId} cannot be set against ${alertId}`;
    tell({ level: 'warn', message: `${what}: ${detail}` });
  },
  usageRecorded: (recorded: RecordedUsage): void => metrics.countUsage(recorded),
  usageCancelled: (cancelled: CancelledUsage): void => metrics.countCancelledUsage(cancelled),
});

/** Callers learn only that something is away; the log needs the cause too. */
export const told = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error
    ? `${String(error)} ${String(error.cause)}`
    : String(error);
