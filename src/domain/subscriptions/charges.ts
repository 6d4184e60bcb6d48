import type { ChargeFacts, ChargeWithTerms } from '#domain/charging/charge.ts';
import { amountOf, leftToCredit } from '#domain/charging/charge.ts';
import type { CreditShare, Span } from '#domain/charging/derivation.ts';
import {
  countedByFor,
  creditDerivation,
  recurringDerivation,
} from '#domain/charging/derivation.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { Agreement } from '#domain/subscriptions/agreement.ts';
import type { Due } from '#domain/subscriptions/due.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';

/** A charge that nobody stored yet: it has no id, and stands on no invoice. */
export type NewCharge = Omit<ChargeFacts, 'id' | 'createdAt' | 'invoiceId'>;

/** The charge of what falls due. `cause` says what made it: `run`, or the id of a change. */
export const chargeOf = (agreement: Agreement, due: Due, cause: string): NewCharge => {
  const { subscriptionId, customerId, currency, timeZone, policy } = agreement;
  const { item, period, from, until } = due;
  const derivation = recurringDerivation({
    quantity: item.quantity,
    countedBy: countedByFor(policy.countedBy, item.grid.unit),
    rounding: policy.rounding,
    timeZone,
    period,
    served: spanOf(from, until),
  });
  return {
    customerId,
    subscriptionId,
    itemId: item.id,
    priceId: item.priceId,
    kind: 'recurring',
    part: '',
    cause,
    currency,
    amount: amountOf(item.terms, derivation),
    termsHash: item.termsHash,
    derivation,
    description: item.name,
    servicePeriod: { start: from.on, end: until.on },
    startsAt: from.at,
    endsAt: until.at,
    timeZone,
    quantity: item.quantity,
    corrects: null,
    credited: Money.zero(currency),
  };
};

/** What a credit does: the line that it adds, and how much of its charge is credited from then on. */
export interface Credit {
  readonly line: NewCharge;
  readonly of: LineId;
  readonly credited: Money;
}

/**
 * The credit for the part of a charge that is not used after all: from `end` on, or all of it where
 * the share is full. Null where nothing of it is unused, or nothing is left to credit.
 */
export const creditOf = (
  { charge, terms }: ChargeWithTerms,
  end: Mark,
  { cause, share }: { readonly cause: string; readonly share: CreditShare },
): Credit | null => {
  const { derivation, currency, servicePeriod, credited } = charge;
  const left = leftToCredit(charge);
  const begins = { on: servicePeriod.start, at: charge.startsAt };
  const from = share === 'full' || end.on <= begins.on ? begins : end;
  const isUnused = derivation.kind === 'recurring' && from.on < servicePeriod.end;
  if (!isUnused || !left.isPositive()) return null;
  const unused = spanOf(from, { on: servicePeriod.end, at: charge.endsAt });
  const amount = creditDerivation(derivation, {
    unused,
    left: left.minor,
    takesRest: from === begins,
    share,
  });
  const line = creditLine(charge, { terms, cause, unused, derivation: amount });
  return { line, of: charge.id, credited: Money.of(credited.minor - line.amount.minor, currency) };
};

const creditLine = (
  charge: ChargeFacts,
  made: {
    readonly terms: PriceTerms;
    readonly cause: string;
    readonly unused: Span;
    readonly derivation: ReturnType<typeof creditDerivation>;
  },
): NewCharge => {
  const { id, createdAt: _, invoiceId: __, ...rest } = charge;
  const { terms, cause, unused, derivation } = made;
  return {
    ...rest,
    kind: 'credit',
    cause,
    amount: amountOf(terms, derivation),
    derivation,
    servicePeriod: { start: unused.start, end: unused.end },
    startsAt: unused.startsAt,
    corrects: id,
    credited: Money.zero(charge.currency),
  };
};

const spanOf = (from: Mark, until: Mark): Span => ({
  start: from.on,
  end: until.on,
  startsAt: from.at,
  endsAt: until.at,
});
