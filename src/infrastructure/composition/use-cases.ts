import type { DependencyContainer } from 'tsyringe';
import { ForgetReachedThresholds } from '#application/alerts/forget-reached-thresholds.ts';
import { usageAlertWatcher } from '#application/alerts/watch-usage-alerts.ts';
import type {
  Operations,
  UsageOperations,
  VerificationOperations,
} from '#application/billing-use-cases.ts';
import {
  accountOperations,
  apiKeyAuthenticationUseCases,
  identitySubscribers,
} from '#application/identity/use-cases.ts';
import { VerifyNewInvoices } from '#application/invoicing/verification/verify-new-invoices.ts';
import { ForgetEndedUsage, KeepNeededUsage } from '#application/metering/end-usage.ts';
import { RollUpUsage } from '#application/metering/roll-up-usage.ts';
import type { UsageWatcher } from '#application/metering/usage-watcher.ts';
import { WatchUsage } from '#application/metering/watch-usage.ts';
import { CreateTenant } from '#application/operations/create-tenant.ts';
import { ReleaseAddress } from '#application/operations/release-address.ts';
import { ShowAccount } from '#application/operations/show-account.ts';
import type { EventSubscriber } from '#application/shared/event-subscribers.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { AllRepositories } from '#application/storage.ts';
import { AdvanceMigration } from '#application/subscriptions/plan-migrations/advance-migration.ts';
import { ChargeProgress } from '#application/subscriptions/runs/charge-progress.ts';
import { billingDueWork } from '#application/subscriptions/runs/due-work.ts';
import { progressWatcher } from '#application/subscriptions/runs/progress-watcher.ts';
import { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import { AdvanceTestClock } from '#application/tenants/advance-test-clock.ts';
import { typesListenedTo } from '#application/webhooks/dispatch-events.ts';
import { webhookSubscribers } from '#application/webhooks/subscribers.ts';
import { backgroundUseCases } from '#application/webhooks/use-cases.ts';
import * as token from '#infrastructure/composition/tokens.ts';
import { pngLogoReader } from '#infrastructure/pdf/png-logo-reader.ts';
import { sha256 } from '#infrastructure/security/sha256.ts';
import { nextTurn } from '#infrastructure/system/next-turn.ts';
import { traced, tracedOne } from '#infrastructure/telemetry/tracing.ts';

/** The dependencies of use cases; each takes those that its own type names. */
export const portsOf = (container: DependencyContainer) => {
  const runBilling = new RunBilling({
    unitOfWork: container.resolve(token.unitOfWork),
    hash: sha256,
    failed: container.resolve(token.billingFailed),
  });
  return {
    unitOfWork: container.resolve(token.unitOfWork),
    reads: container.resolve(token.reads),
    directory: container.resolve(token.directory),
    clock: container.resolve(token.clock),
    ids: container.resolve(token.ids),
    passwords: container.resolve(token.passwords),
    secrets: container.resolve(token.secrets),
    accessTokens: container.resolve(token.accessTokens),
    signInThrottle: container.resolve(token.signInThrottle),
    linkTokens: container.resolve(token.linkTokens),
    mails: container.resolve(token.mails),
    mailer: container.resolve(token.mailer),
    mailThrottle: container.resolve(token.mailThrottle),
    publicUrl: container.resolve(token.publicUrl),
    signupOpen: container.resolve(token.signupOpen),
    entryHasher: container.resolve(token.entryHasher),
    webhookSender: container.resolve(token.webhookSender),
    webhookSecrets: container.resolve(token.webhookSecrets),
    invoiceRenderer: container.resolve(token.invoiceRenderer),
    logoReader: pngLogoReader,
    nextTurn,
    usageRecorded: container.resolve(token.usageRecorded),
    usageCancelled: container.resolve(token.usageCancelled),
    watchFailed: container.resolve(token.watchFailed),
    alertFailed: container.resolve(token.alertFailed),
    hash: sha256,
    runBilling,
    dueWork: billingDueWork(runBilling),
  };
};

type AllPorts = ReturnType<typeof portsOf>;

/** The use cases of operators and workers, traced as requests are. */
export const backgroundOf = (
  ports: AllPorts,
): Pick<
  Operations,
  | 'accounts'
  | 'background'
  | 'testClocks'
  | 'migrations'
  | 'createTenant'
  | 'showAccount'
  | 'releaseAddress'
  | 'apiKeyAuthentication'
> => ({
  ...traced({
    accounts: accountOperations(ports),
    background: backgroundUseCases(ports),
    testClocks: { advance: guarded(new AdvanceTestClock(ports)) },
    migrations: { advance: guarded(new AdvanceMigration(ports)) },
  }),
  createTenant: new CreateTenant(ports),
  showAccount: new ShowAccount(ports),
  releaseAddress: new ReleaseAddress(ports),
  apiKeyAuthentication: apiKeyAuthenticationUseCases(ports),
});

/** A step of the nightly verification, traced as requests are. */
export const verificationStepOf = (ports: AllPorts): VerificationOperations['step'] =>
  tracedOne('verification.step', guarded(new VerifyNewInvoices(ports)));

/** The watchers of usage of each module. */
const usageWatchersOf = (ports: AllPorts): readonly UsageWatcher<AllRepositories>[] => [
  usageAlertWatcher(ports),
  progressWatcher(new ChargeProgress(ports)),
];

const watchUsageOf = (ports: AllPorts): WatchUsage<AllRepositories> =>
  new WatchUsage({ ...ports, usageWatchers: usageWatchersOf(ports) });

/** The steps that roll usage up, watch it and end its life, traced likewise. */
export const usageStepsOf = (ports: AllPorts): Omit<UsageOperations, 'clock'> => ({
  rollUp: tracedOne('usage.rollUp', guarded(new RollUpUsage(ports))),
  watch: tracedOne('usage.watch', guarded(watchUsageOf(ports))),
  keepNeeded: tracedOne('usage.keepNeeded', guarded(new KeepNeededUsage(ports))),
  forgetEnded: tracedOne('usage.forgetEnded', guarded(new ForgetEndedUsage(ports))),
  forgetReached: tracedOne('usage.forgetReached', guarded(new ForgetReachedThresholds(ports))),
});

/** The subscribers of each module, traced as requests are. */
export const subscribersOf = (ports: AllPorts): readonly EventSubscriber[] => {
  const subscribers = [
    ...webhookSubscribers(backgroundUseCases(ports).dispatchEvents, typesListenedTo(ports)),
    ...identitySubscribers(ports),
  ];
  return subscribers.map(({ useCase, ...declared }) => ({
    ...declared,
    useCase: tracedOne(`subscribers.${declared.subscriber}`, useCase),
  }));
};
