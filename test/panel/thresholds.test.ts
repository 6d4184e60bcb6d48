import { beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import { metered, textWith, use } from './metering.ts';
import type { NewTenant } from './prepared-tenant.ts';
import { newTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import { heading, signIn } from './steps.ts';
import type { WatchedPage } from './watched-page.ts';
import { desktopPage } from './watched-page.ts';

// Thresholds of plans and alerts in a browser: a part of `npm run test:panel`.
const isLong = process.env['PANEL_PAGES'] === 'all';

describe.runIf(isLong && hasChromium())('thresholds in a browser', () => {
  const url = servedPanel();
  const browser = browserForTests();
  let tenant: NewTenant;
  let ada: WatchedPage;
  let planId: string;

  beforeAll(async () => {
    tenant = await newTenant(url(), 'ada@thresholds.example');
    ada = await desktopPage(browser());
    planId = await monthlyPlan(tenant.call);
    await signIn(ada.page, url(), tenant.email);
  });

  const open = (place: string) => ada.page.goto(`${url()}/panel/t/${tenant.tenantId}/${place}`);
  const button = (name: string) => ada.page.getByRole('button', { name });
  const field = (name: string) => ada.page.getByRole('textbox', { name });

  test('an alert is made for a customer, shows what was reached, changes and goes', async () => {
    const { page, expectRefusal, takeFaults } = ada;
    const { customerId } = await metered(tenant.call);
    await tenant.call('POST', 'subscriptions', { customerId, planId });
    await open(`customers/${customerId}`);
    await page.getByRole('link', { name: 'New usage alert' }).click();
    await heading(page, 'New usage alert');
    const subscription = page.getByLabel('Only of the subscription');
    await expect
      .poll(() => subscription.locator('option').allInnerTexts())
      .toEqual(['All of the customer’s', 'Team monthly']);
    await field('Name').fill('Gigabytes sent');
    await page.getByLabel('Meter').selectOption({ label: 'Gigabytes' });
    await field('Threshold 1').fill('1,000');
    await button('Add a threshold').click();
    await field('Threshold 2').fill('150.5');
    expectRefusal('/v1/usage-alerts');
    await button('Create usage alert').click();
    await expect.poll(() => field('Threshold 2').getAttribute('aria-invalid')).toBe('true');
    await button('Remove threshold 1').click();
    await button('Create usage alert').click();
    await heading(page, 'Gigabytes sent');

    await use(tenant.call, customerId);
    const reached = page.getByRole('region', { name: 'Reached' });
    await expect
      .poll(async () => {
        await page.reload();
        await heading(page, 'Gigabytes sent');
        return reached.count();
      }, patient)
      .toBe(1);
    const told = await textWith(reached, '150.5 GB');
    await field('Beyond the last').fill('100');
    await button('Save').click();
    await page.getByText('Saved').first().waitFor();
    await open(`customers/${customerId}`);
    const listed = await textWith(
      page.getByRole('region', { name: 'Usage alerts' }),
      '150.5 GB, then every 100 GB',
    );
    await page.getByRole('link', { name: 'Gigabytes sent' }).click();
    await button('Delete usage alert').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete usage alert' }).click();
    await page.getByText('No usage alerts yet.').waitFor();

    expect(told).toMatch(/150\.5 GB\s+158 GB\s+Initrode/u);
    expect(listed).toContain('Initrode');
    expect(takeFaults()).toEqual([]);
  });

  test('thresholds of a plan are written, refused at their row, and changed', async () => {
    const { page, expectRefusal, takeFaults } = ada;
    await open(`plans/${planId}/versions/new`);
    await button('Add a threshold').click();
    await button('Add a threshold').click();
    await field('Threshold 1').fill('50');
    await button('Save as draft').click();
    await expect.poll(() => field('Threshold 2').getAttribute('aria-invalid')).toBe('true');
    await field('Threshold 2').fill('20');
    expectRefusal(`/v1/plans/${planId}/versions`);
    await button('Save as draft').click();
    await page.getByText('A threshold is higher than the one before it.').waitFor();
    await field('Threshold 2').fill('1,020');
    await field('Beyond the last').fill('10');
    await button('Save as draft').click();
    await heading(page, 'Version 2');
    const differences = page.getByRole('region').filter({ hasText: 'Usage thresholds' }).first();
    await differences.getByText('EUR 50.00, EUR 1,020.00, then every EUR 10.00').waitFor();

    expect(await field('Threshold 2').inputValue()).toBe('1020.00');
    expect(takeFaults()).toEqual([]);
  });
});

const patient = { timeout: 30_000, interval: 500 };

const monthlyPlan = async (call: NewTenant['call']): Promise<string> => {
  const product = await call('POST', 'products', { code: 'team', name: 'Team' });
  const plan = await call('POST', 'plans', {
    productId: product.id,
    code: 'team-monthly',
    name: 'Team monthly',
    currency: 'EUR',
    interval: { unit: 'month', count: 1 },
    status: 'active',
    prices: [{ name: 'Base fee', amount: { amount: 4990, currency: 'EUR' } }],
  });
  return plan.id;
};
