import type { MadeDocuments } from '#application/invoicing/documents/make-documents.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { Settling } from '#application/subscriptions/settlement/settle.ts';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import { isClosing } from '#domain/charging/counted-usage.ts';
import { TooManyGroups } from '#domain/charging/errors.ts';
import type { BillingIssueCode } from '#domain/invoicing/billing-issue.ts';
import { localDateAt } from '#domain/shared/calendar/local-time.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { runCause } from '#domain/subscriptions/settlement/due.ts';

/** The reason why one account is not handled with the others. */
export interface Setback {
  readonly customerId: CustomerId;
  readonly code: BillingIssueCode;
  readonly detail: string;
}

/**
 * The most days on which a period of one of the customer's subscriptions passed unhandled. A trial
 * ends within a day, so that the first period of one price may begin later on it than of others.
 */
export const missedPeriods = ({ proposals }: Settling): number => {
  const days = new Map<SubscriptionId, Set<CalendarDate>>();
  for (const { at, charges } of proposals) {
    for (const { subscriptionId, timeZone } of charges.filter(isOfPeriod)) {
      const known = days.get(subscriptionId) ?? new Set();
      days.set(subscriptionId, known.add(localDateAt(timeZone, at)));
    }
  }
  return Math.max(0, ...[...days.values()].map(({ size }) => size));
};

// The part of a period that a change brings is none that was missed.
const isOfPeriod = (charge: SubscriptionCharge): boolean => !isClosing(charge) && isBegun(charge);

const isBegun = ({ cause, derivation, servicePeriod }: SubscriptionCharge): boolean =>
  (derivation.kind === 'recurring' || derivation.kind === 'usage') &&
  (cause === runCause || servicePeriod.start === derivation.period.start);

export const missedSetback = (customerId: CustomerId, missed: number): Setback => ({
  customerId,
  code: 'missed_periods',
  detail:
    `${missed} periods were missed. They are charged, each on a document of its own, ` +
    'once you retry.',
});

/** @param waiting customers with drafts that were to be issued by now */
export const sellerSetbacks = (
  { invoices, isSellerIncomplete }: MadeDocuments,
  waiting: readonly CustomerId[],
): readonly Setback[] => {
  const made = isSellerIncomplete ? invoices.map(({ facts }) => facts.customerId) : [];
  return [...new Set([...waiting, ...made])].map((customerId) => ({
    customerId,
    code: 'seller_incomplete' as const,
    detail:
      'Invoices stay drafts, because the seller has no name, address or tax id. ' +
      'Complete the seller in the settings of billing, then retry.',
  }));
};

/** The setback of an account that something went wrong with. */
export const failedSetback = (customerId: CustomerId, error: unknown): Setback => ({
  customerId,
  code: 'failed',
  detail: detailOf(error),
});

/** Whether something of a customer cannot be charged, however often somebody tries. */
export const isForGood = (error: unknown): error is DomainError =>
  error instanceof DomainError && !(error instanceof Unavailable || error.isTemporary);

/** The reason for people why something failed. */
export const detailOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'Something failed.';
  const where = error instanceof TooManyGroups ? `The price is "${error.price}". ` : '';
  return `${where}${error.message}`.slice(0, 500);
};
