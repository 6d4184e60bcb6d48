import type { BillingIssueId, CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * Why the billing of a customer stands still.
 * - `missed_periods`: more than two periods were missed, and nobody should be surprised.
 * - `seller_incomplete`: a live tenant's seller lacks what an invoice must say.
 * - `failed`: something of the customer cannot be charged.
 */
export const billingIssueCodes = ['missed_periods', 'seller_incomplete', 'failed'] as const;
export type BillingIssueCode = (typeof billingIssueCodes)[number];

/** Something that keeps a customer from being billed until a person says to try again. */
export interface BillingIssueFacts {
  readonly id: BillingIssueId;
  readonly version: number;
  readonly customerId: CustomerId;
  readonly code: BillingIssueCode;
  /** For people. */
  readonly detail: string;
  /** The instant at which it was due. */
  readonly moment: Instant;
  readonly createdAt: Instant;
  readonly resolvedAt: Instant | null;
}
