import { describe, expect, test } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { PlanId, TenantId } from '#domain/shared/ids.ts';
import { buildContext } from '../../../src/testing/builders.ts';
import { appUnderTest } from '../../support/app.ts';
import { faultsIn, longName, plantedRows } from '../planted-rows.ts';
import { signUp } from '../world.ts';

// As stored-values.test.ts, for plans.

const app = appUnderTest('postgres');
const { plant, as } = plantedRows(app);

describe('a plan in a withdrawn currency', () => {
  const planted = async (status: 'draft' | 'active') => {
    const send = as(await signUp(app));
    const product = await send('post', '/v1/products', { code: 'crm', name: 'CRM' });
    const { body } = await send('post', '/v1/plans', {
      productId: product.body.id,
      code: 'team',
      name: 'Team',
      currency: 'EUR',
      interval: { unit: 'month', count: 1 },
      prices: [{ name: 'Seat', amount: { amount: 4900, currency: 'EUR' } }],
      status,
    });
    await plant('plans', body.id, { currency: 'HRK', name: longName });
    return { send, path: `/v1/plans/${body.id}`, price: body.prices[0] };
  };

  test('is shown and listed with its prices', async () => {
    const { send, path } = await planted('active');

    const shown = await send('get', path);
    const listed = await send('get', '/v1/plans');

    const amount = { amount: 4900, currency: 'HRK' };
    expect(shown.body).toMatchObject({ currency: 'HRK', name: longName, prices: [{ amount }] });
    expect(listed.body.data).toEqual([shown.body]);
  });

  test.each(['draft', 'active'] as const)(
    'that is %s changes how it is described',
    async (status) => {
      const { send, path, price } = await planted(status);

      const changed = await send('patch', path, { description: 'For teams' }, 1);

      expect(changed.status).toBe(200);
      expect(changed.body).toMatchObject({
        description: 'For teams',
        currency: 'HRK',
        name: longName,
      });
      expect(changed.body.prices).toEqual([
        { ...price, amount: { amount: 4900, currency: 'HRK' } },
      ]);
    },
  );

  test('goes on offer, is archived, and comes back', async () => {
    const { send, path } = await planted('draft');

    const active = await send('patch', path, { status: 'active' }, 1);
    const archived = await send('delete', path, undefined, 2);
    const shown = await send('get', path);
    const restored = await send('post', `${path}/restore`, undefined, 3);

    expect(archived.status).toBe(204);
    expect([active, shown, restored].map(({ body }) => body.status)).toEqual([
      'active',
      'archived',
      'active',
    ]);
  });

  test('moves to another currency with its prices, and not without them', async () => {
    const { send, path } = await planted('draft');
    const prices = [{ name: 'Seat', amount: { amount: 650, currency: 'EUR' } }];

    const alone = await send('patch', path, { currency: 'EUR' }, 1);
    const whole = await send('patch', path, { currency: 'EUR', prices }, 1);

    expect(faultsIn(alone)).toEqual(['/prices/0/amount/currency currency_mismatch']);
    expect(whole.status).toBe(200);
    expect(whole.body).toMatchObject({ currency: 'EUR', name: longName, prices });
  });

  test('is refused that currency as something new', async () => {
    const { send, path } = await planted('draft');
    const prices = [{ name: 'Seat', amount: { amount: 650, currency: 'HRK' } }];

    const currency = await send('patch', path, { currency: 'HRK' }, 1);
    const amounts = await send('patch', path, { prices }, 1);

    expect(faultsIn(currency)).toEqual(['/currency currency_unknown']);
    expect(faultsIn(amounts)).toEqual(['/prices/0/amount/currency currency_unknown']);
  });
});

test('a plan beyond limits that were tightened is read, changed and archived', async () => {
  const admin = await signUp(app);
  const send = as(admin);
  const product = await send('post', '/v1/products', { code: 'crm', name: 'CRM' });
  const plan = await send('post', '/v1/plans', {
    productId: product.body.id,
    code: 'team',
    name: 'Team',
    currency: 'EUR',
    interval: { unit: 'day', count: 1 },
    status: 'draft',
  });
  await plant('plans', plan.body.id, { interval_count: 9999, trial_days: 9999 });
  // Past the edge, whose document states the limits of today.
  const { plans } = app.composition().useCases;
  const context = buildContext(admin.tenantId as TenantId);
  const planId = plan.body.id as PlanId;

  const read = await plans.get.execute(context, { planId });
  const changed = await plans.update.execute(context, {
    planId,
    version: 1,
    changes: { name: 'Team 2' },
  });
  const refused = plans.update.execute(context, {
    planId,
    version: 2,
    changes: { trialDays: 9999 },
  });

  expect(read).toMatchObject({ interval: { unit: 'day', count: 9999 }, trialDays: 9999 });
  expect(changed).toMatchObject({ name: 'Team 2', interval: { count: 9999 }, trialDays: 9999 });
  await expect(refused).rejects.toThrow(InvalidValue);
});
