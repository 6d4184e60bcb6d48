import type { Billed } from '#domain/catalog/price.ts';
import type { PeriodKind } from '#domain/charging/derivation.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type {
  CustomerId,
  PriceId,
  SubscriptionChangeId,
  SubscriptionId,
  SubscriptionItemId,
} from '#domain/shared/ids.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { BegunBy } from '#domain/subscriptions/agreement/segments.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';

/** One price that a customer agreed to, and how many of it. */
export interface AgreedItem {
  readonly id: SubscriptionItemId;
  readonly priceId: PriceId;
  /** How the price is called on an invoice. */
  readonly name: string;
  /**
   * A one-time price is charged for the period in which its item begins, and usage for what was
   * used in a period, whatever the quantity of the item.
   */
  readonly kind: PeriodKind | 'usage';
  readonly terms: PriceTerms;
  /** Names the terms by their content. */
  readonly termsHash: string;
  readonly billed: Billed;
  /** A decimal. */
  readonly quantity: string;
  /** The boundaries of the price's periods. */
  readonly grid: Grid;
  /** The zone whose days are counted. */
  readonly timeZone: TimeZone;
  /** Where it ends by itself; absent where nobody said so. */
  readonly end?: Mark;
}

/** The items that are agreed from one mark to the next. */
export interface AgreedSegment {
  readonly from: Mark;
  /** Null where it goes on without an end. */
  readonly until: Mark | null;
  readonly items: readonly AgreedItem[];
  /** The change that it begins with; absent where the subscription begins. */
  readonly begunBy?: BegunBy;
  /**
   * The change that agreed to it, where it begins later by itself, as with the end of a trial: it
   * tells what is charged under it from what was charged before the change.
   */
  readonly agreedBy?: SubscriptionChangeId;
}

/** Everything that the charges of one subscription follow from. */
export interface Agreement {
  readonly subscriptionId: SubscriptionId;
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
  readonly policy: BillingPolicy;
  /** In order of time, each from where the one before it ends. */
  readonly segments: readonly AgreedSegment[];
}
