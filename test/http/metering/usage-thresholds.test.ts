import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openShop } from '../shop.ts';
import { newPlan } from '../world.ts';

const app = appUnderTest('postgres');
const euros = (amount: number, currency = 'EUR') => ({ amount, currency });
const ascending = Array.from({ length: 21 }, (_, index) => euros(index + 1));

test('bad usage thresholds of a plan are refused, and each fault says where it is', async () => {
  const { send, productId } = await openShop(app, '2026-11-01T00:00:00Z');
  const cases: readonly (readonly [object, string, string])[] = [
    [{ amounts: [] }, '/amounts', 'too_few'],
    [{ amounts: ascending }, '/amounts', 'too_many'],
    [{ amounts: [euros(0)] }, '/amounts/0/amount', 'amount_zero'],
    [{ amounts: [euros(1), euros(-1)] }, '/amounts/1/amount', 'amount_negative'],
    [{ amounts: [euros(1, 'USD')] }, '/amounts/0/currency', 'currency_mismatch'],
    [{ amounts: [euros(2), euros(2)] }, '/amounts/1', 'thresholds_not_ascending'],
    [{ amounts: [euros(1)], every: euros(0) }, '/every/amount', 'amount_zero'],
    [{ amounts: [euros(1)], every: euros(1, 'USD') }, '/every/currency', 'currency_mismatch'],
  ];

  for (const [usageThresholds, pointer, code] of cases) {
    const { status, body } = await send(
      'post',
      '/v1/plans',
      newPlan(productId, { usageThresholds }),
    );

    const faults = [{ pointer: `/usageThresholds${pointer}`, code }];
    expect([usageThresholds, status, body.errors]).toMatchObject([usageThresholds, 400, faults]);
  }
});
