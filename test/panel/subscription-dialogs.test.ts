import { beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import type { NewTenant } from './prepared-tenant.ts';
import { newTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import { heading, signIn } from './steps.ts';
import type { WatchedPage } from './watched-page.ts';
import { desktopPage } from './watched-page.ts';

// The dialogs of a subscription in a browser: a part of `npm run test:panel`.
const isLong = process.env['PANEL_PAGES'] === 'all';

describe.runIf(isLong && hasChromium())('a dialog of a subscription', () => {
  const url = servedPanel();
  const browser = browserForTests();
  let tenant: NewTenant;
  let ada: WatchedPage;

  beforeAll(async () => {
    tenant = await newTenant(url(), 'ada@dialogs.example');
    ada = await desktopPage(browser());
    await signIn(ada.page, url(), tenant.email);
    const id = await subscription(tenant.call);
    await ada.page.goto(`${url()}/panel/t/${tenant.tenantId}/subscriptions/${id}`);
    await heading(ada.page, 'Globex · Team');
  });

  const button = (name: string | RegExp) =>
    ada.page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) });
  const dialog = () => ada.page.getByRole('dialog');

  test('says at its field why there is no preview of it', async () => {
    const { page, expectRefusal, takeFaults } = ada;
    expectRefusal('/cancel/preview');
    await button('Cancel subscription').click();
    await dialog().getByLabel('Takes effect').selectOption('on');
    const day = dialog().getByLabel('Day');
    await day.fill('2020-01-01');
    await dialog().getByText('There is no preview of this').waitFor();

    expect(await day.getAttribute('aria-invalid')).toBe('true');
    // Its fault stands there, and is not told again.
    expect(await dialog().getByText('A subscription is canceled now or later.').count()).toBe(1);
    page.once('dialog', (question) => void question.accept());
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(takeFaults()).toEqual([]);
  });

  test('does once what is clicked twice', async () => {
    const { page, takeCalls, takeFaults } = ada;
    await button('Pause').click();
    await dialog().getByText('What this will cost').waitFor();
    const pause = dialog().getByRole('button', { name: /^Pause/u });
    await pause.and(page.locator(':enabled')).waitFor();
    takeCalls();

    await pause.dblclick();
    await page.getByText('The pause is set.').waitFor();

    expect(takeCalls().filter((call) => call.endsWith('/pause'))).toHaveLength(1);
    expect(takeFaults()).toEqual([]);
  });

  test('asks nothing about input when the subscription became another one', async () => {
    const { page } = ada;
    const asked: string[] = [];
    page.on('dialog', (question) => {
      asked.push(question.message());
      void question.accept();
    });

    await page.getByRole('link', { name: 'Home' }).click();
    await heading(page, 'Home');

    expect(asked).toEqual([]);
  });
});

const subscription = async (call: NewTenant['call']): Promise<string> => {
  const product = await call('POST', 'products', { code: 'team', name: 'Team' });
  const plan = await call('POST', 'plans', {
    productId: product.id,
    code: 'team',
    name: 'Team',
    currency: 'EUR',
    interval: { unit: 'month', count: 1 },
    status: 'active',
    prices: [{ name: 'Base fee', amount: { amount: 4990, currency: 'EUR' } }],
  });
  const customer = await call('POST', 'customers', { name: 'Globex', email: 'a@globex.example' });
  const made = await call('POST', 'subscriptions', { customerId: customer.id, planId: plan.id });
  return made.id;
};
