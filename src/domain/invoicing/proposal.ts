import type { ChargeFacts, SubscriptionCharge } from '#domain/charging/charge.ts';
import { withoutMet } from '#domain/charging/commitment-lines.ts';
import { isClosing, isUncounted, isUsage } from '#domain/charging/counted-usage.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** Charges that belong on one document. */
export interface Proposal {
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
  /** The moment at which they fell due. */
  readonly at: Instant;
  readonly charges: readonly SubscriptionCharge[];
  /** Whether it waits for what will be charged later, should it come to less than zero. */
  readonly waits: boolean;
  /** Whether it waits for the next document, whatever it comes to. */
  readonly isHeld?: boolean;
  readonly purchaseOrder: string | null;
}

/** A proposal that becomes a document, with what had waited for one. */
export interface Composed {
  readonly proposal: Proposal;
  /** In the order in which they stand on it. */
  readonly lines: readonly ChargeFacts[];
}

/**
 * Decides which proposals become documents. What waited is taken in by the customer's first one in
 * its currency. A proposal below zero waits, where it may, unless it charges usage of a period; one
 * of nothing but zeros is left out, where the tenant skips those. What is not counted yet may come
 * to anything: it stands on a draft.
 */
export const compose = (
  proposals: readonly Proposal[],
  waiting: readonly ChargeFacts[],
  zeroInvoices: 'issue' | 'skip',
): readonly Composed[] => {
  const left = Map.groupBy(waiting, keyOf);
  const composed: Composed[] = [];
  for (const proposal of proposals) {
    const key = keyOf(proposal);
    const lines = [...(left.get(key) ?? []), ...proposal.charges];
    if (proposal.isHeld === true || !isIssued(proposal, lines, zeroInvoices)) {
      left.set(key, lines.filter(isNotZero));
      continue;
    }
    left.delete(key);
    composed.push({ proposal, lines: withoutMet(lines) });
  }
  return composed;
};

/** Proposals without what only asks for late usage: nobody knows ahead whether there is any. */
export const withoutClosings = (proposals: readonly Proposal[]): readonly Proposal[] =>
  proposals.flatMap((proposal) => {
    if (!proposal.charges.some(isClosing)) return [proposal];
    const charges = proposal.charges.filter((charge) => !isClosing(charge));
    return charges.length === 0 ? [] : [{ ...proposal, charges }];
  });

const keyOf = ({ customerId, currency }: Pick<Proposal, 'customerId' | 'currency'>): string =>
  `${customerId}/${currency}`;

const isNotZero = ({ amount }: ChargeFacts): boolean => !amount.isZero();

const isIssued = (
  { charges, waits }: Proposal,
  lines: readonly ChargeFacts[],
  zeroInvoices: 'issue' | 'skip',
): boolean => {
  if (lines.length === 0) return false;
  if (lines.some(isUncounted)) return true;
  if (!lines.some(isNotZero)) return zeroInvoices === 'issue';
  return !waits || sumOf(lines) >= 0n || sumOf(charges.filter(isUsageOfPeriod)) > 0n;
};

const sumOf = (lines: readonly ChargeFacts[]): bigint =>
  lines.reduce((total, { amount }) => total + amount.minor, 0n);

// A period that is charged has its invoice, however large the credit that waits for one. Whether
// one of usage is charged shows when it is counted.
const isUsageOfPeriod = (charge: ChargeFacts): boolean =>
  isUsage(charge) && charge.corrects === null;
