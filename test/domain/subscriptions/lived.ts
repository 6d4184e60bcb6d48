import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { CalendarLength, TimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { buildPlan, buildPrice, buildProduct, someday } from '../../../src/testing/builders.ts';

/** The prices that plans of a test have: an amount a unit, by code. */
export type PricesGiven = Readonly<Record<string, string>>;

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
        prices: Object.entries(prices).map(([code, unitAmount]) =>
          buildPrice({
            name: code,
            code,
            amount: undefined,
            model: 'per_unit',
            unitAmount,
            billed,
            isProrated,
          }),
        ),
      }).activate(someday);
      return [name, firstVersionOf(plan).facts];
    }),
  );
};
