import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { presets, standardPolicy } from '#domain/tenants/billing-policy.ts';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { euros, openShop } from '../shop.ts';
import { newPlan } from '../world.ts';

const app = appUnderTest('postgres');

let shop: Shop;
beforeEach(async () => {
  shop = await openShop(app, '2026-01-16T10:00:00Z');
});

const subscriptions = '/v1/subscriptions';
const stated = { preset: 'lago', cycle: 'restart' };
const monthly = { code: 'monthly', trialDays: 0 };
const plan = (given: object) => newPlan(shop.productId, { ...monthly, ...given });

describe('a plan that states a billing policy', () => {
  test('shows it as it was given, and keeps it once it is active', async () => {
    const { body: made } = await shop.send('post', '/v1/plans', plan({ billingPolicy: stated }));
    const path = `/v1/plans/${made.id}`;

    const again = await shop.send('patch', path, { billingPolicy: stated, name: 'B' }, '*');
    const other = await shop.send('patch', path, { billingPolicy: { cycle: 'keep' } }, '*');
    const without = await shop.send('patch', path, { billingPolicy: null }, '*');
    const version = await shop.send('get', `${path}/versions/1`);
    const { body: events } = await shop.send('get', '/v1/events?limit=100');

    expect([made.billingPolicy, version.body.billingPolicy]).toEqual([stated, stated]);
    expect([again.status, again.body.billingPolicy]).toEqual([200, stated]);
    expect([other.body.code, without.body.code]).toEqual(['plan_terms_fixed', 'plan_terms_fixed']);
    expect(events.data.at(-1)).toMatchObject({
      type: 'plan.updated',
      data: { after: { billingPolicy: stated } },
    });
    expect((await shop.send('get', `/v1/plans/${shop.planId}`)).body.billingPolicy).toBeNull();
  });

  test('may state another in a version, or none', async () => {
    const planId = await shop.newPlan({ ...monthly, billingPolicy: stated });
    const path = `/v1/plans/${planId}/versions`;

    const { body: draft } = await shop.send('post', path, { trialDays: 1 });
    const replaced = { billingPolicy: { rounding: 'up' } };
    const { body: changed } = await shop.send('patch', `${path}/2`, replaced, '*');
    const { body: cleared } = await shop.send('patch', `${path}/2`, { billingPolicy: null }, '*');
    await shop.send('post', `${path}/2/publish`, undefined, '*');

    expect([draft, changed, cleared].map(({ billingPolicy }) => billingPolicy)).toEqual([
      stated,
      { rounding: 'up' },
      null,
    ]);
    const { body: first } = await shop.subscribe({ planId, planVersion: 1 });
    const { body: second } = await shop.subscribe({ planId });
    const lago = { ...presets.lago, cycle: 'restart', taxRounding: 'per_rate' };
    expect([first.billingPolicy, second.billingPolicy]).toEqual([lago, standardPolicy]);
  });

  test.each([
    [{ taxRounding: 'per_rate' }, 'taxRounding', 'policy_field_fixed'],
    [{ creditAs: 'credit_note' }, 'creditAs', 'credit_notes_unavailable'],
    [{ dayOfChange: 'old', dayOfEnd: 'free' }, 'dayOfEnd', 'policy_contradiction'],
    [{ preset: 'best' }, 'preset', 'invalid_value'],
    [{ colour: 'red' }, 'colour', 'unknown_field'],
  ])('is refused with %j', async (billingPolicy, field, code) => {
    const versions = `/v1/plans/${shop.planId}/versions`;
    await shop.send('post', versions, {});

    const refused = [
      await shop.send('post', '/v1/plans', plan({ billingPolicy })),
      await shop.send('post', versions, { billingPolicy }),
      await shop.send('patch', `${versions}/2`, { billingPolicy }, '*'),
    ];

    const errors = [{ pointer: `/billingPolicy/${field}`, code }];
    expect(refused.map(({ status, body }) => [status, body.errors])).toMatchObject(
      refused.map(() => [400, errors]),
    );
  });

  test('that contradicts the tenant’s is refused to who subscribes, and mended', async () => {
    const planId = await shop.newPlan({ ...monthly, billingPolicy: { dayOfEnd: 'free' } });
    await shop.send('patch', '/v1/tenant', { billingPolicy: { dayOfChange: 'old' } }, '*');

    const refused = await shop.subscribe({ planId });
    const mended = await shop.subscribe({ planId, billingPolicy: { dayOfChange: 'new' } });

    expect([refused.status, refused.body.errors]).toMatchObject([
      400,
      [{ pointer: '/billingPolicy/dayOfEnd', code: 'policy_contradiction' }],
    ]);
    expect(mended.body.billingPolicy).toMatchObject({ dayOfChange: 'new', dayOfEnd: 'free' });
  });
});

describe('a subscription that changes to a plan of another policy', () => {
  test('keeps its own, and its previews show that', async () => {
    const fine = { countedBy: 'second', charge: 'next_invoice', creditAs: 'balance' };
    const prices = [{ name: 'Base', amount: euros(9800) }];
    const other = await shop.newPlan({ ...monthly, prices, billingPolicy: fine });
    const { body: made } = await shop.subscribe({ alignment: 'calendar', trialDays: 0 });
    const member = `${subscriptions}/${made.id}`;
    const change = { planId: other, effective: 'now' };

    const shown = await shop.send('post', `${member}/changes/preview`, change);
    const changed = await shop.send('post', `${member}/changes`, {
      ...change,
      quote: shown.body.quote,
    });

    expect([shown.status, changed.status]).toEqual([200, 201]);
    const { body } = await shop.send('get', member);
    expect([body.planId, body.billingPolicy]).toEqual([other, standardPolicy]);
    const last = (await shop.invoices()).at(-1);
    expect(shown.body.now).toMatchObject([{ total: last?.['total'] }]);
  });
});

test('the example of policies comes to what the guide says, and is previewed', async () => {
  const guide = await readFile(new URL('../../../docs/billing.md', import.meta.url), 'utf8');
  const [, rows = ''] =
    /\| tenant \| plan version \| subscription \|.*\n\|.*\n((?:\|.*\n)+)/.exec(guide) ?? [];
  const cells = rows
    .trimEnd()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  const policyOf = (countedBy = '') => (countedBy === '' ? {} : { billingPolicy: { countedBy } });
  const prices = [{ name: 'Base', amount: euros(3000) }];

  expect(cells).toHaveLength(4);
  for (const [index, [, tenant, planned, own, , amount]] of cells.entries()) {
    await shop.send('patch', '/v1/tenant', policyOf(tenant), '*');
    const code = `plan-${index}`;
    const planId = await shop.newPlan({ code, trialDays: 0, prices, ...policyOf(planned) });
    const asked = { planId, alignment: 'calendar', ...policyOf(own) };
    const { customerId } = shop;
    const shown = await shop.send('post', `${subscriptions}/preview`, { customerId, ...asked });
    const made = await shop.subscribe(asked);

    const total = euros(Math.round(Number(amount) * 100));
    expect([index, shown.status, shown.body.now]).toMatchObject([index, 200, [{ total }]]);
    expect((await shop.invoices()).at(-1)).toMatchObject({ total });
    expect(made.body.billingPolicy.countedBy).toBe(
      [own, planned, tenant].find((each) => each !== ''),
    );
  }
});
