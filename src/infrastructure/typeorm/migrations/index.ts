import { Baseline1764900000000 } from '#infrastructure/typeorm/migrations/1764900000000-baseline.ts';
import { OverdueDeliveries1765000000000 } from '#infrastructure/typeorm/migrations/1765000000000-overdue-deliveries.ts';
import { VerifiedAddresses1765000000002 } from '#infrastructure/typeorm/migrations/1765000000002-verified-addresses.ts';
import { TestTenants1765100000000 } from '#infrastructure/typeorm/migrations/1765100000000-test-tenants.ts';
import { Billing1765100000100 } from '#infrastructure/typeorm/migrations/1765100000100-billing.ts';
import { UpcomingNotices1765100000300 } from '#infrastructure/typeorm/migrations/1765100000300-upcoming-notices.ts';
import { InvoiceVerifications1765100000301 } from '#infrastructure/typeorm/migrations/1765100000301-invoice-verifications.ts';
import { SubscriptionChanges1765100000600 } from '#infrastructure/typeorm/migrations/1765100000600-subscription-changes.ts';
import { TrialsAndTerms1765100000700 } from '#infrastructure/typeorm/migrations/1765100000700-trials-and-terms.ts';
import { PlanVersions1765100000900 } from '#infrastructure/typeorm/migrations/1765100000900-plan-versions.ts';
import { Taxes1765100001000 } from '#infrastructure/typeorm/migrations/1765100001000-taxes.ts';
import { DraftsAndVoids1765100001100 } from '#infrastructure/typeorm/migrations/1765100001100-drafts-and-voids.ts';
import { InvoiceFilters1765100001200 } from '#infrastructure/typeorm/migrations/1765100001200-invoice-filters.ts';
import { FinanceRole1765100001300 } from '#infrastructure/typeorm/migrations/1765100001300-finance-role.ts';
import { Pauses1765100001400 } from '#infrastructure/typeorm/migrations/1765100001400-pauses.ts';
import { PlanMigrations1765100001500 } from '#infrastructure/typeorm/migrations/1765100001500-plan-migrations.ts';
import { Meters1765100001700 } from '#infrastructure/typeorm/migrations/1765100001700-meters.ts';
import { UsageEvents1765100001800 } from '#infrastructure/typeorm/migrations/1765100001800-usage-events.ts';
import { UsageSettings1765100002000 } from '#infrastructure/typeorm/migrations/1765100002000-usage-settings.ts';
import { EndOfUsage1765100002100 } from '#infrastructure/typeorm/migrations/1765100002100-end-of-usage.ts';
import { UncountedUsage1765100002200 } from '#infrastructure/typeorm/migrations/1765100002200-uncounted-usage.ts';
import { TenantLogos1765100002500 } from '#infrastructure/typeorm/migrations/1765100002500-tenant-logos.ts';
import { UsageRollups1765100002600 } from '#infrastructure/typeorm/migrations/1765100002600-usage-rollups.ts';
import { PlanFeatures1765100002800 } from '#infrastructure/typeorm/migrations/1765100002800-plan-features.ts';
import { MinimumCommitments1765100003000 } from '#infrastructure/typeorm/migrations/1765100003000-minimum-commitments.ts';
import { RefusedUsage1765100003200 } from '#infrastructure/typeorm/migrations/1765100003200-refused-usage.ts';
import { UsageWatches1765100003400 } from '#infrastructure/typeorm/migrations/1765100003400-usage-watches.ts';
import { UsageAlerts1765100003500 } from '#infrastructure/typeorm/migrations/1765100003500-usage-alerts.ts';
import { UsageThresholds1765100003600 } from '#infrastructure/typeorm/migrations/1765100003600-usage-thresholds.ts';
import { UsageCancellations1765100003800 } from '#infrastructure/typeorm/migrations/1765100003800-usage-cancellations.ts';
import { EndOfReachedThresholds1765100004100 } from '#infrastructure/typeorm/migrations/1765100004100-end-of-reached-thresholds.ts';
import { AppendingUsage1765100004200 } from '#infrastructure/typeorm/migrations/1765100004200-appending-usage.ts';
import { PoliciesOfPlans1765100004400 } from '#infrastructure/typeorm/migrations/1765100004400-policies-of-plans.ts';
import { OneEntryAtOnce1765100004600 } from '#infrastructure/typeorm/migrations/1765100004600-one-entry-at-once.ts';
import { FailuresOfUsageAlerts1765100004800 } from '#infrastructure/typeorm/migrations/1765100004800-failures-of-usage-alerts.ts';

/**
 * All migrations, oldest first. Listed by hand, so that nothing depends on what lies in a folder.
 */
export const migrations = [
  Baseline1764900000000,
  OverdueDeliveries1765000000000,
  VerifiedAddresses1765000000002,
  TestTenants1765100000000,
  Billing1765100000100,
  UpcomingNotices1765100000300,
  InvoiceVerifications1765100000301,
  SubscriptionChanges1765100000600,
  TrialsAndTerms1765100000700,
  PlanVersions1765100000900,
  Taxes1765100001000,
  DraftsAndVoids1765100001100,
  InvoiceFilters1765100001200,
  FinanceRole1765100001300,
  Pauses1765100001400,
  PlanMigrations1765100001500,
  Meters1765100001700,
  UsageEvents1765100001800,
  UsageSettings1765100002000,
  EndOfUsage1765100002100,
  UncountedUsage1765100002200,
  TenantLogos1765100002500,
  UsageRollups1765100002600,
  PlanFeatures1765100002800,
  MinimumCommitments1765100003000,
  RefusedUsage1765100003200,
  UsageWatches1765100003400,
  UsageAlerts1765100003500,
  UsageThresholds1765100003600,
  UsageCancellations1765100003800,
  EndOfReachedThresholds1765100004100,
  AppendingUsage1765100004200,
  PoliciesOfPlans1765100004400,
  OneEntryAtOnce1765100004600,
  FailuresOfUsageAlerts1765100004800,
];
