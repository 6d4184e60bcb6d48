import type { Dialog } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import { metered, textWith, use } from './metering.ts';
import type { NewTenant } from './prepared-tenant.ts';
import { newTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import { heading, signIn } from './steps.ts';
import type { WatchedPage } from './watched-page.ts';
import { desktopPage } from './watched-page.ts';

// Events that are looked into, and subscriptions that move: a part of `npm run test:panel`.
const isLong = process.env['PANEL_PAGES'] === 'all';

describe.runIf(isLong && hasChromium())('moves and events in a browser', () => {
  const url = servedPanel();
  const browser = browserForTests();
  let tenant: NewTenant;
  let ada: WatchedPage;

  beforeAll(async () => {
    tenant = await newTenant(url(), 'ada@moved.example');
    ada = await desktopPage(browser());
    await signIn(ada.page, url(), tenant.email);
  });

  const open = (place: string) => ada.page.goto(`${url()}/panel/t/${tenant.tenantId}/${place}`);
  const button = (name: string | RegExp) => ada.page.getByRole('button', { name });

  test('an event is found, explained, changed and judged again', async () => {
    const { page, takeFaults } = ada;
    const { customerId } = await metered(tenant.call);
    await use(tenant.call, customerId);
    await tenant.call('POST', 'usage-events', {
      events: [{ id: 'lost', type: 'sent.bytes', customerId, data: {} }],
    });
    await open('');
    await heading(page, 'Home');
    await page.getByRole('link', { name: 'Usage events' }).click();
    await heading(page, 'Usage events');
    const list = page.getByRole('region', { name: 'Usage events' });
    await list.getByText('No meter counts its type.').waitFor();
    await page.getByLabel('Customer').selectOption({ label: 'Initrode · i@usage.example' });
    await page.getByRole('searchbox', { name: 'Event type' }).fill('bytes.sent');
    await expect.poll(() => list.getByRole('row').count()).toBe(4);
    const found = await textWith(list, 'Gigabytes: 90');

    await button('Show first').click();
    const details = page.getByRole('dialog');
    await details.getByText('Gigabytes: 90').waitFor();
    await details.getByRole('link', { name: 'Try it with changes' }).click();
    await heading(page, 'Try out events');
    const outcomes = page.getByRole('region', { name: 'Outcome' }).last();
    await outcomes.getByText('Gigabytes: 90').waitFor();
    const events = page.getByRole('textbox', { name: 'Events' });
    await events.fill('{"type": "bytes.sent", "data": {"bytes": 5}}\n{"data": {}}');
    await page.getByText('Name the type on line 2').waitFor();
    const judged = await textWith(outcomes, 'Gigabytes: not counted');

    expect(found).toMatch(/bytes\.sent[\s\S]*region: us[\s\S]*region: eu/u);
    expect(judged).toContain('The data has no "gigabytes", which is counted.');
    expect(takeFaults()).toEqual([]);
  });

  test('subscriptions move to a version, but those that are left as they are', async () => {
    const { page, takeFaults } = ada;
    const planId = await twoVersions(tenant.call);
    await open(`plans/${planId}`);
    await heading(page, 'Team monthly');
    await page.getByRole('link', { name: 'Move subscriptions' }).click();
    await heading(page, 'Move subscriptions');
    await page.getByText('3 move.').waitFor();
    await page.getByLabel('Takes effect').selectOption('now');
    const preview = page.getByRole('region', { name: 'What would happen' }).last();
    await preview.getByText('EUR 59.00').first().waitFor();
    await page.getByLabel('Move Hooli').uncheck();
    await page.getByText('2 move, 1 stays as it is.').waitFor();
    await button('Move 2 subscriptions').waitFor();
    const asked: string[] = [];
    page.once('dialog', (question: Dialog) => {
      asked.push(question.type());
      void question.dismiss();
    });
    await page.getByRole('link', { name: 'Home' }).click();
    await expect.poll(() => asked).toEqual(['confirm']);
    expect(await page.getByLabel('Move Hooli').isChecked()).toBe(false);

    await button('Move 2 subscriptions').click();
    await heading(page, 'Move to version 2');
    await page.getByText('2 moved, 0 unchanged, 0 refused.').waitFor();

    const moved = page.getByRole('region', { name: 'Subscriptions of this move' }).last();
    await moved.getByText('Globex · Team monthly').waitFor();
    await moved.getByText('Moved', { exact: true }).nth(1).waitFor();
    expect(await moved.getByText('Hooli · Team monthly').count()).toBe(0);
    expect(takeFaults()).toEqual([]);
  });

  test('an outdated move is previewed again, and then made by keyboard', async () => {
    const { page, expectRefusal, takeFaults } = ada;
    const planId = await twoVersions(tenant.call, 'yearly');
    await open(`plans/${planId}/migrations/new`);
    await heading(page, 'Move subscriptions');
    await button('Move 3 subscriptions').waitFor();
    const query = `subscriptions?planId=${planId}`;
    const { data } = await tenant.call('GET', query);
    await tenant.call('POST', `subscriptions/${data[0]?.id}/cancel`, { effective: 'now' });
    expectRefusal('/migrations');

    await button('Move 3 subscriptions').click();
    await page.getByRole('alert').waitFor();
    await button('Move 2 subscriptions').focus();
    await page.keyboard.press('Enter');

    await heading(page, 'Move to version 2');
    await page.getByText('2 of 2').first().waitFor();
    expect(takeFaults()).toEqual([]);
  });
});

type Call = NewTenant['call'];

/** A plan with two published versions, and three subscriptions to the first. */
const twoVersions = async (call: Call, code = 'monthly'): Promise<string> => {
  const product = await call('POST', 'products', { code: `team-${code}`, name: 'Team' });
  const base = { code: 'base', name: 'Base fee' };
  const plan = await call('POST', 'plans', {
    productId: product.id,
    code: `team-${code}`,
    name: `Team ${code}`,
    currency: 'EUR',
    interval: { unit: 'month', count: 1 },
    status: 'active',
    prices: [{ ...base, amount: { amount: 4900, currency: 'EUR' } }],
  });
  for (const name of ['Globex', 'Hooli', 'Umbrella']) {
    const email = `${name.toLowerCase()}@${code}.example`;
    const customer = await call('POST', 'customers', { name, email });
    await call('POST', 'subscriptions', { customerId: customer.id, planId: plan.id });
  }
  await call('POST', `plans/${plan.id}/versions`, {
    prices: [{ ...base, amount: { amount: 5900, currency: 'EUR' } }],
  });
  await call('POST', `plans/${plan.id}/versions/2/publish`);
  return plan.id;
};
