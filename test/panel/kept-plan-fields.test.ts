import { expect, test } from 'vitest';
import { changedFields } from '../../panel/values/merge.ts';
import { planBody, planValues } from '../../panel/values/plan-body.ts';
import type { Plan } from '../../panel/wire/types.ts';
import { openShop } from '../http/shop.ts';
import { appUnderTest } from '../support/app.ts';

const app = appUnderTest('memory');

test('what the form of a plan sends keeps all that somebody did not change', async () => {
  const shop = await openShop(app);
  const sums = { aggregation: 'sum', property: 'amount', eventType: 'paid' };
  const meter = { code: 'turnover', name: 'Turnover', groupBy: ['region'], ...sums };
  const meterId: string = (await shop.send('post', '/v1/meters', meter)).body.id;
  const usage = { kind: 'usage', meterId };
  const cells = [{ when: { region: 'eu' }, unitAmount: '0.02' }];
  const id = await shop.newPlan({
    status: 'draft',
    minimumCommitment: { amount: 10_050, currency: 'EUR' },
    usageThresholds: { amounts: [{ amount: 2050, currency: 'EUR' }], every: null },
    features: [
      { code: 'sso', kind: 'boolean' },
      {
        code: 'paid',
        kind: 'limit',
        meterId,
        limit: '1000.5',
        interval: { unit: 'day', count: 1 },
      },
      { code: 'support', kind: 'value', value: 'by phone' },
    ],
    prices: [
      { name: 'Base', amount: { amount: 4990, currency: 'EUR' } },
      { ...usage, name: 'Fees', model: 'percentage', rate: '0.029', freeEvents: 3 },
      { ...usage, name: 'Resold', model: 'dynamic', amountProperty: 'cost' },
      { ...usage, name: 'Compute', model: 'matrix', dimensions: ['region'], cells },
    ],
  });
  const plan = (await shop.send('get', `/v1/plans/${id}`)).body as Plan;
  const typed = { ...planValues(plan, 'de'), 'row0.name': 'Fee' };
  const prices = plan.prices.map((price, index) =>
    index === 0 ? { ...price, name: 'Fee' } : price,
  );
  const whole = planBody(typed, 'de');
  const changes = changedFields(planBody(planValues(plan, 'de'), 'de'), whole);

  for (const body of [changes, whole]) {
    const { status, body: edited } = await shop.send('patch', `/v1/plans/${id}`, body, '*');
    const { version: _version, updatedAt: _at, ...kept } = plan;
    expect([status, edited]).toMatchObject([200, { ...kept, prices }]);
  }
});
