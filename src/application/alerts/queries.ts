import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
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

/** A usage alert with what was reached, the newest first. */
export interface UsageAlertDetail extends UsageAlertView {
  readonly reached: readonly ReachedView[];
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
 */
export interface UsageAlertQueries {
  find(alertId: UsageAlertId): Promise<UsageAlertView | undefined>;
  list(filter: UsageAlertFilter, slice: Slice<UsageAlertId>): Promise<readonly UsageAlertView[]>;
  reached(alertId: UsageAlertId, limit: number): Promise<readonly ReachedView[]>;
}

export interface UsageAlertReads extends TimeZoneReads {
  readonly usageAlerts: UsageAlertQueries;
}
