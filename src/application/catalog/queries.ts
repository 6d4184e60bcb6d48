import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { Feature } from '#domain/catalog/feature.ts';
import type { Plan, PlanStatus } from '#domain/catalog/plan.ts';
import { planStatuses } from '#domain/catalog/plan.ts';
import { toTermsInput } from '#domain/catalog/plan-terms.ts';
import type { AnyPlanVersion, PlanVersionStatus } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import type { Product } from '#domain/catalog/product.ts';
import type { UsageThresholds } from '#domain/catalog/usage-thresholds.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { PlanId, PlanVersionId, ProductId, TaxRateId } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import type { Money } from '#domain/shared/money.ts';
import type { CalendarLength, Instant } from '#domain/shared/time.ts';
import type { StatedPolicy } from '#domain/tenants/billing-policy.ts';

/** A product as the tenant's people see it. */
export interface ProductView {
  readonly id: ProductId;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly taxRateIds: readonly TaxRateId[] | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export const productView = ({ facts }: Product): ProductView => facts;

/** A plan and its terms as the tenant's people see it. */
export interface PlanView {
  readonly id: PlanId;
  readonly version: number;
  readonly productId: ProductId;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly currency: CurrencyCode;
  readonly interval: CalendarLength;
  /** Days of use before the first charge; 0 is no trial. */
  readonly trialDays: number;
  readonly prices: readonly Price[];
  readonly minimumCommitment: Money | null;
  readonly usageThresholds: UsageThresholds | null;
  readonly features: readonly Feature[];
  readonly billingPolicy: StatedPolicy | null;
  readonly status: PlanStatus;
  /** The number of the version whose terms these are; null while it never was active. */
  readonly publishedVersion: number | null;
  readonly metadata: Metadata;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly archivedAt: Instant | null;
}

export const planView = ({ status, facts }: Plan): PlanView => {
  const { terms, activatedAt, ...rest } = facts;
  const publishedVersion = activatedAt === null ? null : facts.publishedVersion;
  return { ...rest, ...toTermsInput(terms), status, publishedVersion };
};

/** A version of a plan, and its terms, as the tenant's people see it. */
export interface PlanVersionView {
  readonly id: PlanVersionId;
  readonly version: number;
  readonly planId: PlanId;
  /** Of the plan, from 1. */
  readonly number: number;
  readonly status: PlanVersionStatus;
  readonly currency: CurrencyCode;
  readonly interval: CalendarLength;
  readonly trialDays: number;
  readonly prices: readonly Price[];
  readonly minimumCommitment: Money | null;
  readonly usageThresholds: UsageThresholds | null;
  readonly features: readonly Feature[];
  readonly billingPolicy: StatedPolicy | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly publishedAt: Instant | null;
}

export const planVersionView = ({ status, facts }: AnyPlanVersion): PlanVersionView => {
  const { terms, ...rest } = facts;
  return { ...rest, ...toTermsInput(terms), status };
};

export interface ProductFilter {
  readonly code?: string | undefined;
  /** Words that begin words of the name or the code, in any case. */
  readonly search?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/** The filters of a list of plans. */
export const planStatusFilters = [...planStatuses, 'all'] as const;

export interface PlanFilter {
  /** Where absent, all that are not archived. */
  readonly status?: (typeof planStatusFilters)[number] | undefined;
  readonly productId?: ProductId | undefined;
  readonly code?: string | undefined;
  /** Words that begin words of the name or the code, in any case. */
  readonly search?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/** Reads of one tenant's products. 1. Newest first. 2. Up to `slice.limit` after `slice.after`. */
export interface ProductQueries {
  find(productId: ProductId): Promise<ProductView | undefined>;
  list(filter: ProductFilter, slice: Slice<ProductId>): Promise<readonly ProductView[]>;
}

/**
 * Reads of one tenant's plans.
 *
 * 1. Newest first.
 * 2. Up to `slice.limit` after `slice.after`.
 * 3. An archived plan is found by its id like any other.
 */
export interface PlanQueries {
  find(planId: PlanId): Promise<PlanView | undefined>;
  list(filter: PlanFilter, slice: Slice<PlanId>): Promise<readonly PlanView[]>;
}

export interface PlanVersionFilter {
  readonly planId: PlanId;
  /** Where absent, both. */
  readonly status?: PlanVersionStatus | undefined;
}

/**
 * Reads of the versions of one tenant's plans.
 *
 * 1. Newest first.
 * 2. Up to `slice.limit` after `slice.after`.
 * 3. `find` gives the version of a plan with this number, published or not.
 */
export interface PlanVersionQueries {
  find(planId: PlanId, number: number): Promise<PlanVersionView | undefined>;
  list(filter: PlanVersionFilter, slice: Slice<PlanVersionId>): Promise<readonly PlanVersionView[]>;
}

export interface CatalogReads extends TimeZoneReads {
  readonly products: ProductQueries;
  readonly plans: PlanQueries;
  readonly planVersions: PlanVersionQueries;
}
