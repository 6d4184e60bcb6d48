import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { advanceHistories } from './advance-histories.ts';
import { advanceInvoiceCases } from './advance-invoice-cases.ts';
import { addAdvanceMeters, advancePlans } from './advance-shop.ts';
import { advanceUsageCases } from './advance-usage-cases.ts';
import { onBothStorages } from './both-storages.ts';
import { givenUpParts } from './given-up-parts.ts';
import { paidHistories } from './paid-histories.ts';
import { paidSeatsCases } from './paid-seats-cases.ts';
import type { PlanShop } from './plan-shop.ts';

// Prices of usage that are charged in advance: as their events come, in June, of 30 days.

onBothStorages(advancePlans, (openShop) => {
  const open = async (policy?: BillingPolicyInput): Promise<PlanShop> => {
    const shop = await openShop(policy, '2026-06-01T00:00:00Z');
    await addAdvanceMeters(shop);
    return shop;
  };

  advanceUsageCases(open);
  advanceInvoiceCases(open);
  advanceHistories(open);
  paidSeatsCases(open);
  paidHistories(open);
  givenUpParts(open);
});
