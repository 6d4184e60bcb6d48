import type { MeteringReads } from '#application/metering/queries.ts';
import type { TalliedRange } from '#application/metering/usage-tallies.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { TalliedUsage } from '#domain/metering/rollup.ts';
import type { CustomerId, MeterId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { GivingSubscription } from '#domain/subscriptions/entitlements.ts';

/** All that follows from what a customer agreed to, but for what was used. */
export interface CustomerFeatures {
  /** The business time at which it was looked at. */
  readonly at: Instant;
  /** Says which state of the customer's subscriptions they follow from. */
  readonly revision: string;
  /** Those that give access at that time, in any order. */
  readonly subscriptions: readonly GivingSubscription[];
  /** The meters of all limits among their features. */
  readonly meters: ReadonlyMap<MeterId, MeterDefinition>;
}

/**
 * Reads of the features that one tenant's customers have.
 *
 * 1. `of` gives the subscriptions of a customer that give access at the tenant's business time,
 *    each with the features of the version that it agrees to then; nothing where there is no such
 *    customer.
 * 2. `lately` gives what `of` gave lately, as it is at the tenant's business time if nothing was
 *    changed since; or nothing, where it is not known.
 * 3. `usageWhile` gives the usage of a range, as `UsageTallies` does, if `of` gives these features
 *    in the very state in which usage is read; else nothing. It may give nothing, too, where usage
 *    cannot be read at once.
 * 4. `isOffered` tells whether a plan of the tenant, or a version of one, has a feature of this
 *    code: drafts, archived and earlier ones too.
 */
export interface EntitlementQueries {
  of(customerId: CustomerId): Promise<CustomerFeatures | undefined>;
  lately(customerId: CustomerId): Promise<CustomerFeatures | undefined>;
  usageWhile(features: CustomerFeatures, range: TalliedRange): Promise<TalliedUsage | undefined>;
  isOffered(feature: string): Promise<boolean>;
}

export interface EntitlementReads extends Pick<MeteringReads, 'usageTallies'> {
  readonly entitlements: EntitlementQueries;
}
