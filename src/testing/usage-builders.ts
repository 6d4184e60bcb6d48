import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import type { UsageDerivation } from '#domain/charging/derivation.ts';
import { usageDerivation } from '#domain/charging/derivation.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { flatTerms, hashOfTerms } from '#domain/charging/terms.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { sha256 } from '#infrastructure/security/sha256.ts';
import { buildCharge, euros } from './billing-builders.ts';

/** A line of usage of a stored subscription, to be stored with the terms that it names. */
export interface UsageLine {
  readonly line: SubscriptionCharge & { readonly derivation: UsageDerivation };
  readonly terms: ReadonlyMap<string, PriceTerms>;
}

/**
 * A line of usage that waits to be counted, by a meter where one is named.
 * @param derived what differs in the derivation, as of a line that was counted
 */
export const buildUsageLine = (
  subscription: Subscription,
  {
    meterId,
    derived = {},
    ...given
  }: Partial<SubscriptionCharge> & {
    readonly meterId?: MeterId;
    readonly derived?: Partial<UsageDerivation>;
  } = {},
): UsageLine => {
  const charge = buildCharge(subscription, given);
  const { startsAt, endsAt, servicePeriod, timeZone } = charge;
  const span = { ...servicePeriod, startsAt, endsAt };
  const shared = { countedBy: 'day', rounding: 'half_up', timeZone } as const;
  const derivation = { ...usageDerivation({ ...shared, period: span, served: span }), ...derived };
  const terms = { ...flatTerms(euros(4900n), false), ...(meterId !== undefined && { meterId }) };
  const termsHash = hashOfTerms(terms, sha256);
  const uncounted = { kind: derivation.kind, amount: euros(0n), quantity: '0' };
  return {
    line: { ...charge, ...uncounted, ...given, termsHash, derivation },
    terms: new Map([[termsHash, terms]]),
  };
};

/** How a line was counted. */
export const counted = { counted: { events: 1, position: '1' } } as const;
