import type {
  Derivation,
  ManualDerivation,
  PeriodDerivation,
} from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type {
  CustomerId,
  InvoiceId,
  LineId,
  PriceId,
  SubscriptionId,
  SubscriptionItemId,
  TaxRateId,
} from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';

/** The facts of every charge, wherever it comes from. */
export interface ChargeBasis {
  readonly id: LineId;
  readonly customerId: CustomerId;
  /** The group or the cell of a matrix that it is for; empty where the item has one line. */
  readonly part: string;
  /**
   * `run`, or the id of the change or voided charge that made it; no counter or time. That of usage
   * that reached a threshold is `threshold/` and its minor units, that of usage that came late is
   * `late`, that of a line that a person wrote is `hand/` and its own id.
   */
  readonly cause: string;
  readonly currency: CurrencyCode;
  /** The amount of its derivation; negative for a credit. */
  readonly amount: Money;
  /** Where the terms of its price are stored: see `hashOfTerms`. */
  readonly termsHash: string;
  readonly description: string;
  /** A decimal. */
  readonly quantity: string;
  /** The tax rates of this line alone; null where customer, product or tenant say them. */
  readonly taxRateIds: readonly TaxRateId[] | null;
  /**
   * How much of it credits have taken back so far; from zero to `amount`. All of it where it was
   * waived with its invoice.
   */
  readonly credited: Money;
  /** The invoice that it stands on; null while it waits for one. */
  readonly invoiceId: InvoiceId | null;
  /** In business time. */
  readonly createdAt: Instant;
}

/** A charge, or a credit, that an agreement over time brings. */
export interface SubscriptionCharge extends ChargeBasis {
  readonly subscriptionId: SubscriptionId;
  readonly itemId: SubscriptionItemId;
  readonly priceId: PriceId;
  /** A line of a commitment has the derivation of usage. */
  readonly kind: PeriodDerivation['kind'] | 'commitment';
  readonly derivation: PeriodDerivation;
  /** Local dates, the end exclusive: the span charged, as people read it. */
  readonly servicePeriod: { readonly start: CalendarDate; readonly end: CalendarDate };
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly timeZone: TimeZone;
  /** The charge that a credit takes back, or that usage which came late corrects. */
  readonly corrects: LineId | null;
}

/** A charge that a person wrote on an invoice: it belongs to no subscription and to no time. */
export interface ManualCharge extends ChargeBasis {
  readonly subscriptionId: null;
  readonly itemId: null;
  readonly priceId: null;
  readonly kind: ManualDerivation['kind'];
  readonly derivation: ManualDerivation;
  readonly servicePeriod: null;
  readonly startsAt: null;
  readonly endsAt: null;
  readonly timeZone: null;
  readonly corrects: null;
}

/**
 * A line that waits for an invoice, or stands on one. Once written only `credited` and `invoiceId`
 * change; whatever else turns out wrong is corrected by another charge. Only what a person wrote on
 * a draft may still be deleted, and written anew.
 */
export type ChargeFacts = SubscriptionCharge | ManualCharge;

/** A charge, with the terms that its amount follows from. Most are those of subscriptions. */
export interface ChargeWithTerms<Charge extends ChargeFacts = SubscriptionCharge> {
  readonly charge: Charge;
  readonly terms: PriceTerms;
}

/** The charge, which is known to be one of a subscription. */
export const ofSubscription = (charge: ChargeFacts): SubscriptionCharge => {
  invariant(charge.kind !== 'manual', 'A line of a subscription is none that a person wrote.');
  return charge;
};

/**
 * The identity of a charge. A second one with the same key is the first one again. A credit is told
 * apart by the charge that it corrects, too: two of them may begin where a change takes effect.
 */
export type ChargeIdentity = Pick<
  ChargeFacts,
  'itemId' | 'kind' | 'part' | 'startsAt' | 'cause' | 'corrects'
>;

/** The identity as one text, for maps. The database keeps its fields under a unique key. */
export const chargeKey = ({
  itemId,
  kind,
  part,
  startsAt,
  cause,
  corrects,
}: ChargeIdentity): string => JSON.stringify([itemId, kind, part, startsAt, cause, corrects]);

/** The amount of a line with this derivation. */
export const amountOf = (terms: PriceTerms, derivation: Derivation): Money =>
  Money.of(evaluate(terms, derivation).amount, terms.currency);

/** The part of a charge that no credit has taken back yet. */
export const leftToCredit = ({ amount, credited }: Pick<ChargeFacts, 'amount' | 'credited'>) =>
  amount.minus(credited);

/** Whether the amount of a stored charge is the one that its derivation comes to. */
export const isAmountCorrect = (
  { amount, derivation }: Pick<ChargeFacts, 'amount' | 'derivation'>,
  terms: PriceTerms,
): boolean => amountOf(terms, derivation).isEqual(amount);
