import { beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import { textWith } from './metering.ts';
import type { NewTenant } from './prepared-tenant.ts';
import { newTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import { heading, signIn } from './steps.ts';
import type { WatchedPage } from './watched-page.ts';
import { desk, desktopPage, phone } from './watched-page.ts';

// Prices of several meters in a browser: a part of `npm run test:panel`.
const isLong = process.env['PANEL_PAGES'] === 'all';

describe.runIf(isLong && hasChromium())('a capacity price in a browser', () => {
  const url = servedPanel();
  const browser = browserForTests();
  let tenant: NewTenant;
  let ada: WatchedPage;
  let planId: string;

  beforeAll(async () => {
    tenant = await newTenant(url(), 'ada@capacity.example');
    ada = await desktopPage(browser());
    planId = await planWithMeters(tenant.call);
    await signIn(ada.page, url(), tenant.email);
  });

  const open = (place: string) => ada.page.goto(`${url()}/panel/t/${tenant.tenantId}/${place}`);
  const button = (name: string) => ada.page.getByRole('button', { name, exact: true });
  const field = (name: string) => ada.page.getByRole('textbox', { name, exact: true });
  const box = (name: string) => ada.page.getByRole('checkbox', { name });
  const isInvalid = (name: string) => field(name).getAttribute('aria-invalid');

  test('is made in a draft, refused at its fields, published, and shown on the plan', async () => {
    const { page, judge, measure, expectRefusal, takeFaults } = ada;
    await open(`plans/${planId}/versions/new`);
    await button('Add a price').click();
    const price = page.getByRole('group', { name: 'Price 2' });
    await price.getByLabel('Name on the invoice').fill('Size');
    await price.getByLabel('Charged', { exact: true }).selectOption('usage');
    await price.getByLabel('How it is priced').selectOption('capacity');
    await box('Hosts').check();
    await box('Calls').check();
    await field('Hosts up to, tier 1').fill('5');
    await field('Calls up to, tier 1').fill('1,000');
    await field('Flat amount, tier 1').fill('10');
    await field('Hosts up to, tier 1').press('Enter');
    await field('Hosts up to, tier 2').fill('2');
    await field('Calls up to, tier 2').fill('10,000');
    await field('Flat amount, tier 2').fill('25');
    await button('Save as draft').click();
    await expect.poll(() => isInvalid('Flat amount, tier 3')).toBe('true');
    await field('Flat amount, tier 3').fill('80');
    expectRefusal(`/v1/plans/${planId}/versions`);
    await button('Save as draft').click();
    await expect.poll(() => isInvalid('Hosts up to, tier 2')).toBe('true');
    await field('Hosts up to, tier 2').fill('20');
    const preview = price.getByRole('region', { name: 'Preview' }).first();
    await preview.getByLabel('Calls').fill('1,001');
    const size = 'Tier with calls up to 10,000, hosts up to 20, as calls is above 1,000';
    const previewed = await textWith(preview, size);
    const [faults, narrow] = [await judge(), await onPhone(ada, measure)];
    await button('Save as draft').click();
    await heading(page, 'Version 2');
    await button('Publish').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 2 is published.').waitFor();
    await open(`plans/${planId}`);
    const prices = page.getByRole('region', { name: 'Prices', exact: true }).first();
    await prices.getByRole('link', { name: 'Hosts' }).waitFor();

    expect(previewed).toContain('EUR 25.00');
    expect([faults, narrow]).toEqual([[], []]);
    expect(await prices.innerText()).toMatch(/calls up to 1,000, hosts up to 5: EUR 10\.00 flat/u);
    expect(takeFaults()).toEqual([]);
  });

  test('is edited: a meter less, and another bound, in German', async () => {
    const { page, takeFaults } = ada;
    await open(`plans/${planId}/versions/new`);
    await heading(page, 'New version');
    expect(await field('Calls up to, tier 2').inputValue()).toBe('10000');
    await box('Calls').uncheck();
    await field('Hosts up to, tier 2').fill('30');
    await button('Save as draft').click();
    await heading(page, 'Version 3');
    const codes = await page.getByRole('columnheader', { name: 'up to' }).allInnerTexts();
    await page.evaluate(`localStorage.setItem('billing.language', 'de')`);
    await page.reload();
    await page.getByRole('heading', { name: 'Version 3', level: 1 }).waitFor();
    await field('Hosts bis, Stufe 2').fill('40,5');
    await page.getByRole('button', { name: 'Speichern', exact: true }).click();
    await page.getByText('hosts bis 40,5: EUR 25,00 pauschal').waitFor();
    await page.evaluate(`localStorage.removeItem('billing.language')`);

    expect(codes).toEqual(['Hosts up to']);
    expect(takeFaults()).toEqual([]);
  });

  test('of one tier has no bounds until another tier needs them', async () => {
    const { page, takeFaults } = ada;
    const [disks] = (await tenant.call('GET', 'meters?search=disks')).data;
    const flatAmount = { amount: 700, currency: 'EUR' };
    const tiers = [{ upTo: null, flatAmount }];
    const price = { name: 'Room', kind: 'usage', model: 'capacity', meterIds: [disks?.id], tiers };
    await tenant.call('POST', `plans/${planId}/versions`, { prices: [price] });
    await open(`plans/${planId}/versions/4`);
    await page.getByRole('columnheader', { name: 'Disks up to' }).waitFor();
    const before = await field('Disks up to, tier 1').count();
    await button('Add a tier').click();
    await page.keyboard.type('3');
    await field('Flat amount, tier 2').fill('9');
    await button('Save').click();
    await page.getByText('disks up to 3: EUR 7.00 flat').waitFor();

    expect(before).toBe(0);
    expect(takeFaults()).toEqual([]);
  });
});

const onPhone = async ({ page }: WatchedPage, measure: WatchedPage['measure']) => {
  await page.setViewportSize(phone);
  const found = await measure();
  await page.setViewportSize(desk);
  return found;
};

const planWithMeters = async (call: NewTenant['call']): Promise<string> => {
  for (const name of ['Hosts', 'Calls', 'Disks']) {
    const code = name.toLowerCase();
    await call('POST', 'meters', { code, name, eventType: code, aggregation: 'count' });
  }
  const product = await call('POST', 'products', { code: 'hosting', name: 'Hosting' });
  const plan = await call('POST', 'plans', {
    productId: product.id,
    code: 'hosting',
    name: 'Hosting',
    currency: 'EUR',
    interval: { unit: 'month', count: 1 },
    status: 'active',
    prices: [{ name: 'Base fee', amount: { amount: 4990, currency: 'EUR' } }],
  });
  return plan.id;
};
