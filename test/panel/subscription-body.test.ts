import { expect, test } from 'vitest';
import {
  newSubscriptionBody,
  newSubscriptionValues,
} from '../../panel/values/subscription-body.ts';

const typed = (values: object) =>
  newSubscriptionBody({ ...newSubscriptionValues('cus_1', 'plan_1'), ...values }, [], 'en');

test('a new subscription says no more than was typed', () => {
  expect(typed({})).toEqual({ customerId: 'cus_1', planId: 'plan_1', alignment: 'anniversary' });
});

test('a subscription has decisions of its own, and a move agreed from the beginning', () => {
  const body = typed({
    'billingPolicy.preset': 'month_30',
    'billingPolicy.charge': 'next_invoice',
    'changes.0.planId': 'plan_2',
    'changes.0.effective.on': '2027-01-01',
  });

  expect(body).toMatchObject({
    billingPolicy: { preset: 'month_30', charge: 'next_invoice' },
    changes: [{ planId: 'plan_2', effective: { on: '2027-01-01' } }],
  });
});

test('a day without another plan is no move', () => {
  expect(typed({ 'changes.0.effective.on': '2027-01-01' })).not.toHaveProperty('changes');
});
