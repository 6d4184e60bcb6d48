import { expect, test } from 'vitest';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import { parseTimeZone } from '#domain/shared/time.ts';
import { newSubscription } from '#domain/subscriptions/new-subscription.ts';
import type { BillingPolicyInput, StatedPolicy } from '#domain/tenants/billing-policy.ts';
import { presets, standardPolicy } from '#domain/tenants/billing-policy.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const { facts: version } = firstVersionOf(buildPlan(buildId('prod')).activate(someday));

/** The policy of a subscription that states one, on a plan version that states another. */
const policyOf = (billingPolicy: BillingPolicyInput, planned: StatedPolicy) =>
  newSubscription(
    { billingPolicy },
    {
      id: buildId('sub'),
      customerId: buildId('cus'),
      version: { ...version, terms: { ...version.terms, billingPolicy: planned } },
      timeZone: parseTimeZone('UTC'),
      trialDays: 0,
      booksClosedOn: null,
      policy: { ...standardPolicy, rounding: 'down', taxRounding: 'per_line', charge: 'none' },
      nextItemId: () => buildId('si'),
      now: someday,
      effectiveNow: someday,
    },
  ).facts.policy;

test('a subscription has the policy of its tenant, then of its plan version, then its own', () => {
  expect(policyOf({ cycle: 'keep' }, { rounding: 'up', cycle: 'same_day' })).toEqual({
    ...standardPolicy,
    rounding: 'up',
    cycle: 'keep',
    taxRounding: 'per_line',
    charge: 'none',
  });
});

test('a preset replaces what is stated farther away, but for what is the tenant’s alone', () => {
  expect(policyOf({ charge: 'none' }, { preset: 'kill_bill', rounding: 'up' })).toEqual({
    ...presets.kill_bill,
    rounding: 'up',
    taxRounding: 'per_line',
    charge: 'none',
  });
  expect(policyOf({ preset: 'standard' }, { preset: 'kill_bill', rounding: 'up' })).toEqual({
    ...standardPolicy,
    taxRounding: 'per_line',
  });
});

test('what contradicts the plan version is refused', () => {
  expect(refused(() => policyOf({ dayOfEnd: 'free' }, { dayOfChange: 'old' }))).toEqual([
    '/billingPolicy/dayOfEnd policy_contradiction',
  ]);
});
