import type { Price } from '#domain/catalog/price.ts';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import { usageDerivation } from '#domain/charging/derivation.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { buildCharge, euros } from '../../src/testing/billing-builders.ts';
import { buildId } from '../../src/testing/builders.ts';

/** A line of usage that waits to be counted. */
export const buildUncounted = (subscription: Subscription): SubscriptionCharge => {
  const { startsAt, endsAt, servicePeriod, derivation: _, ...charge } = buildCharge(subscription);
  const span = { ...servicePeriod, startsAt, endsAt };
  const { timeZone } = charge;
  const shared = { countedBy: 'day', rounding: 'half_up', timeZone } as const;
  const counted = usageDerivation({ ...shared, period: span, served: span });
  const times = { startsAt, endsAt, servicePeriod };
  const { kind } = counted;
  return { ...charge, ...times, kind, amount: euros(0n), quantity: '0', derivation: counted };
};

/** A price of usage like another one. */
export const usageOf = (price: Price, meterId: MeterId): Price => {
  const usage = { kind: 'usage', billed: 'in_arrears', isProrated: false } as const;
  return {
    ...price,
    ...usage,
    id: buildId('price', instantOf(Date.UTC(2040, 0))),
    code: 'calls',
    name: 'Calls',
    meterId,
  };
};
