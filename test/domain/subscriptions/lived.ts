import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { alignedGrid } from '#domain/shared/calendar/alignment.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { CalendarLength, TimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionItem } from '#domain/subscriptions/agreement/segments.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { subscribe } from '#domain/subscriptions/subscription.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { buildPlan, buildPrice, buildProduct, someday } from '../../../src/testing/builders.ts';

/** The prices that plans of a test have, by code: an amount a unit, and whatever else matters. */
export type PricesGiven = Readonly<Record<string, string | Partial<PriceInput>>>;

export interface Lived {
  readonly start: Mark;
  readonly zone: TimeZone;
  readonly policy: BillingPolicy;
  readonly billed: 'in_advance' | 'in_arrears';
  readonly plans: Readonly<Record<string, PlanLived>>;
  readonly isProrated?: boolean;
}

interface PlanLived {
  readonly prices: PricesGiven;
  readonly interval: CalendarLength;
}

/** The version that each plan is offered on, by the plan's name. */
export const versionsOf = ({
  plans,
  billed,
  isProrated = true,
}: Lived): ReadonlyMap<string, PlanVersion> => {
  const productId = buildProduct().facts.id;
  return new Map(
    Object.entries(plans).map(([name, { prices, interval }]) => {
      const plan = buildPlan(productId, {
        interval,
        trialDays: 0,
        prices: Object.entries(prices).map(([code, given]) =>
          buildPrice({
            name: code,
            code,
            amount: undefined,
            model: 'per_unit',
            billed,
            isProrated,
            ...(typeof given === 'string' ? { unitAmount: given } : given),
          }),
        ),
      }).activate(someday);
      return [name, firstVersionOf(plan).facts];
    }),
  );
};

/** A subscription to a version that begins where the life does, by the anniversary of that day. */
export const begunWith = (
  { start, zone, policy }: Lived,
  version: PlanVersion,
  items: readonly SubscriptionItem[],
  nextUuid: () => string,
): Subscription => {
  const { interval } = version.terms;
  const { anchorOn, anchorDay } = alignedGrid('anniversary', start.on, interval);
  const agreed = {
    id: idFromUuid('sub', nextUuid()),
    customerId: idFromUuid('cus', nextUuid()),
    planId: version.planId,
    planVersion: 1,
    externalId: null,
    name: null,
    currency: parseCurrencyCode('EUR'),
    timeZone: zone,
    alignment: 'anniversary' as const,
    interval,
    anchorOn,
    anchorDay,
    policy,
    segments: [{ from: start, planVersionId: version.id, items }],
    start,
    end: null,
    billedThrough: null,
    term: null,
    endReason: null,
    isInvoicedApart: false,
    purchaseOrder: null,
    metadata: {},
  };
  return subscribe(agreed, start.at);
};
