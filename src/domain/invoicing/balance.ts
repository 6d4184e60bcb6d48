import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { BalanceTransactionId, CustomerId } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import { instant, money, objectOf, plain } from '#domain/shared/snapshot.ts';
import { parseText } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

/** Ways in which a balance moves. */
export const balanceMoves = [
  'invoice_credit',
  'applied',
  'overpayment',
  'adjustment',
  'voided',
] as const;
export type BalanceMove = (typeof balanceMoves)[number];

/** A change of a balance that a person decides, before anything was checked. */
export interface BalanceAdjustmentInput {
  /** Positive: more for the customer. */
  readonly amount: Money;
  /** Why, for whoever asks later. */
  readonly reason: string;
}

export const reasonLengthMax = 500;

/** @throws {InvalidValue} `amount_zero`, or as `parseText` of the reason: all at once. */
export const parseAdjustment = ({ amount, reason }: BalanceAdjustmentInput) =>
  checkAll({
    amount: () => {
      if (!amount.isZero()) return amount;
      throw InvalidValue.because('amount_zero', 'An adjustment is more or less than nothing.');
    },
    reason: () => parseText(reason, reasonLengthMax),
  });

/** A balance that a person adjusted. */
export interface AdjustedBalance {
  readonly transactionId: BalanceTransactionId;
  readonly customerId: CustomerId;
  readonly amount: Money;
  /** The balance afterwards. */
  readonly balance: Money;
  readonly reason: string;
  readonly createdAt: Instant;
}

export const balanceAdjusted = (adjusted: AdjustedBalance): DomainEvent => ({
  type: 'customer.balance_adjusted',
  subjectId: adjusted.customerId,
  occurredAt: adjusted.createdAt,
  before: null,
  after: encoder.encode(adjusted),
});

const encoder = objectOf<AdjustedBalance>({
  transactionId: plain,
  customerId: plain,
  amount: money,
  balance: money,
  reason: plain,
  createdAt: instant,
});
