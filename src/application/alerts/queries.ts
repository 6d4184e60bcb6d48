import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { AlertFailure } from '#domain/alerts/alert-failure.ts';
import type { ReachedFacts } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlert, UsageAlertFacts } from '#domain/alerts/usage-alert.ts';
import type { CustomerId, MeterId, SubscriptionId, UsageAlertId } from '#domain/shared/ids.ts';

/** A usage alert as the tenant's people see it. */
export type UsageAlertView = UsageAlertFacts;

export const usageAlertView = ({ facts }: UsageAlert): UsageAlertView => facts;

/** A threshold that was reached. */
export type ReachedView = Pick<
  ReachedFacts,
  'customerId' | 'subscriptionId' | 'period' | 'threshold' | 'value' | 'reachedAt'
>;

/** Usage that an alert cannot be set against. */
export type AlertFailureView = Omit<AlertFailure, 'alertId'>;

/** A usage alert with what was reached, and its failures, the newest first. */
export interface UsageAlertDetail extends UsageAlertView {
  readonly reached: readonly ReachedView[];
  readonly failures: readonly AlertFailureView[];
}

export interface UsageAlertFilter {
  readonly customerId?: CustomerId | undefined;
  readonly subscriptionId?: SubscriptionId | undefined;
  readonly meterId?: MeterId | undefined;
  readonly code?: string | undefined;
  /** Words that begin words of name and code, in any case. */
  readonly search?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/**
 * Reads of one tenant's usage alerts.
 *
 * 1. Newest first.
 * 2. Up to `slice.limit` after `slice.after`.
 * 3. `reached` gives what was reached, of all periods, the newest first: up to `limit`.
 * 4. `failures` gives the failures that are left, likewise.
 */
export interface UsageAlertQueries {
  find(alertId: UsageAlertId): Promise<UsageAlertView | undefined>;
  list(filter: UsageAlertFilter, slice: Slice<UsageAlertId>): Promise<readonly UsageAlertView[]>;
  reached(alertId: UsageAlertId, limit: number): Promise<readonly ReachedView[]>;
  failures(alertId: UsageAlertId, limit: number): Promise<readonly AlertFailureView[]>;
}

export interface UsageAlertReads extends TimeZoneReads {
  readonly usageAlerts: UsageAlertQueries;
}
