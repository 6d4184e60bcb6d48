import type { ForgottenStep } from '#application/alerts/forget-reached-thresholds.ts';
import type { DueAccounts } from '#application/charging/ports.ts';
import type { DeliverEvents } from '#application/events/deliver-events.ts';
import type { EventPositions } from '#application/events/ports.ts';
import type {
  AccountOperations,
  ApiKeyAuthenticationUseCases,
} from '#application/identity/use-cases.ts';
import type { InvoiceFault } from '#application/invoicing/verification/verify-invoices.ts';
import type { VerifiedStep } from '#application/invoicing/verification/verify-new-invoices.ts';
import type { EndedStep, EndUsageInput } from '#application/metering/end-usage.ts';
import type { RolledUpStep } from '#application/metering/roll-up-usage.ts';
import type { WatchedStep } from '#application/metering/watch-usage.ts';
import * as modules from '#application/modules.ts';
import type { CreateTenantUseCase } from '#application/operations/create-tenant.ts';
import type { ListTenantsUseCase } from '#application/operations/list-tenants.ts';
import type { Installation, SigningKeys } from '#application/operations/ports.ts';
import type { ReleaseAddressUseCase } from '#application/operations/release-address.ts';
import type { ShowAccountUseCase } from '#application/operations/show-account.ts';
import type { Jobs } from '#application/queues.ts';
import type { EventSubscriber } from '#application/shared/event-subscribers.ts';
import type { OverdueDeliveries } from '#application/shared/jobs.ts';
import type { Clock } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { AllPorts } from '#application/storage.ts';
import type { AdvanceMigrationInput } from '#application/subscriptions/plan-migrations/advance-migration.ts';
import type { PlanMigrationView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import type { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import type { AdvanceTestClockInput } from '#application/tenants/advance-test-clock.ts';
import type { TestClockView } from '#application/tenants/queries.ts';
import type { BackgroundUseCases } from '#application/webhooks/use-cases.ts';
import type { TenantId } from '#domain/shared/ids.ts';

type Modules = typeof modules;

/** Everything that Billing Service can do. */
export type BillingUseCases = {
  readonly [Group in keyof Modules]: ReturnType<Modules[Group]>;
};

/** Everything that Billing Service can do for a member of a tenant. */
export type TenantBoundUseCases = Omit<BillingUseCases, 'entrance'>;

/** Makes all use cases of their ports. */
export const billingUseCases = (ports: AllPorts): BillingUseCases =>
  Object.fromEntries(
    Object.entries(modules).map(([group, useCasesOf]) => [group, useCasesOf(ports)]),
  ) as unknown as BillingUseCases;

/** Delivering events to the modules that listen, and seeing how each of them stands. */
export interface EventOperations {
  readonly positions: EventPositions;
  readonly deliver: DeliverEvents;
  readonly subscribers: readonly EventSubscriber[];
  /**
   * How many tenants may be served at once. Each takes two connections: one holds the position, the
   * subscriber works on another. None where there are too few.
   */
  readonly tenantsAtOnce: number;
}

/** The parts of making invoices of what is due, in all tenants. */
export interface BillingOperations {
  readonly dueAccounts: DueAccounts;
  readonly run: RunBilling;
  /** Tells what is due by now; each batch asks again, by the clock of the storage. */
  readonly clock: Clock;
  /** The number of batches that run at once, at most. */
  readonly tenantsAtOnce: number;
  /** Between rounds that found work: more leaves more to requests. */
  readonly pauseMilliseconds: number;
}

/** Verifying, once a night, what was issued in all tenants since the last time. */
export interface VerificationOperations {
  /** The next step in one tenant. */
  readonly step: UseCase<Record<string, never>, VerifiedStep>;
  readonly clock: Clock;
  /** Hears of each fault that was found, */
  readonly found: (fault: InvoiceFault, tenantId: TenantId) => void;
  /** and when all tenants were gone through. */
  readonly succeeded: () => void;
}

/** Rolling usage events up and watching them, and ending their life at night, in all tenants. */
export interface UsageOperations {
  /** The next events of one tenant. */
  readonly rollUp: UseCase<Record<string, never>, RolledUpStep>;
  readonly watch: UseCase<Record<string, never>, WatchedStep>;
  /** The next step in one tenant: before events are dropped, */
  readonly keepNeeded: UseCase<EndUsageInput, EndedStep>;
  /** and afterwards. */
  readonly forgetEnded: UseCase<EndUsageInput, EndedStep>;
  /** The next step in one tenant: ends what alerts told of. */
  readonly forgetReached: UseCase<Record<string, never>, ForgottenStep>;
  /** Tells which months are over. */
  readonly clock: Clock;
}

/** The use cases of whoever runs the installation. None of them is open to the network. */
export interface Operations {
  readonly listTenants: ListTenantsUseCase;
  readonly createTenant: CreateTenantUseCase;
  readonly showAccount: ShowAccountUseCase;
  readonly releaseAddress: ReleaseAddressUseCase;
  readonly installation: Installation;
  readonly signingKeys: SigningKeys;
  readonly events: EventOperations;
  readonly billing: BillingOperations;
  readonly verification: VerificationOperations;
  readonly usage: UsageOperations;
  readonly jobs: Jobs;
  readonly overdueDeliveries: OverdueDeliveries;
  readonly background: BackgroundUseCases;
  /** Takes a test clock on that was sent somewhere. */
  readonly testClocks: { readonly advance: UseCase<AdvanceTestClockInput, TestClockView> };
  /** Moves what is left of a migration. */
  readonly migrations: { readonly advance: UseCase<AdvanceMigrationInput, PlanMigrationView> };
  readonly accounts: AccountOperations;
  /** Makes the context of a request that shows an API key. */
  readonly apiKeyAuthentication: ApiKeyAuthenticationUseCases;
}
