import type { Dialog } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import { billByKeyboard } from './keyboard.ts';
import { chooseLook, entitledText, metered, sellUsage, textWith, use } from './metering.ts';
import type { NewTenant, PreparedTenant } from './prepared-tenant.ts';
import { first, newTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import { heading, password, signIn, signUp } from './steps.ts';
import type { WatchedPage } from './watched-page.ts';
import { desktopPage } from './watched-page.ts';

// Plans and subscriptions in a browser, from version to pause: a part of `npm run test:panel`.
const isLong = process.env['PANEL_PAGES'] === 'all';

describe.runIf(isLong && hasChromium())('agreements in a browser', () => {
  const url = servedPanel();
  const browser = browserForTests();
  let tenant: NewTenant;
  let ada: WatchedPage;
  let planId: string;

  const newcomer = (): Promise<WatchedPage> => desktopPage(browser());

  beforeAll(async () => {
    tenant = await newTenant(url(), 'ada@agreed.example');
    planId = await monthlyPlan(tenant.call);
    ada = await newcomer();
    await signIn(ada.page, url(), tenant.email);
  });

  const open = (place: string) => ada.page.goto(`${url()}/panel/t/${tenant.tenantId}/${place}`);
  const dialog = () => ada.page.getByRole('dialog').last();
  const button = (name: string | RegExp) => ada.page.getByRole('button', { name });

  test('a pause keeps its input until it is set, whatever gets in its way', async () => {
    const { page, expectRefusal, takeFaults } = ada;
    const { id } = await subscribe(tenant.call, planId, 'Globex');
    await open(`subscriptions/${id}`);
    await button('Pause').click();
    await dialog().getByLabel('Goes on from').fill('2030-01-01');
    const typed = () => dialog().getByLabel('Goes on from').inputValue();

    const asked: string[] = [];
    const stay = (question: Dialog): void => {
      asked.push(question.type());
      void question.dismiss();
    };
    page.on('dialog', stay);
    await page.keyboard.press('Escape');
    await page.evaluate('setTimeout(() => location.reload())').catch(() => undefined);
    await expect.poll(() => asked).toEqual(['confirm', 'beforeunload']);
    page.off('dialog', stay);
    expect(await typed()).toBe('2030-01-01');

    // Somebody else plans an end and takes it back: the version that the dialog knows is gone.
    await tenant.call('POST', `subscriptions/${id}/cancel`, { effective: 'period_end' });
    await tenant.call('POST', `subscriptions/${id}/uncancel`);
    expectRefusal(`${id}/pause`);
    await dialog().getByRole('button', { name: 'Pause' }).click();
    await dialog().getByText('Somebody changed this while you were editing.').waitFor();
    expect(await typed()).toBe('2030-01-01');

    expectRefusal('/v1/auth/refresh');
    await page.context().clearCookies();
    await page.route(`**/${id}/pause`, (route) => route.fulfill({ status: 401, body: '' }));
    await dialog().getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.unroute(`**/${id}/pause`);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The pause is set.').waitFor();

    await page.getByText('Paused', { exact: true }).first().waitFor();
    await button('Resume').click();
    await dialog()
      .getByRole('button', { name: /^Resume/u })
      .click();
    await page.getByText('The subscription goes on.').waitFor();
    expect(takeFaults()).toEqual([]);
  });

  test('a version is published, and a subscription moves to it', async () => {
    const { page, takeFaults } = ada;
    const { id } = await subscribe(tenant.call, planId, 'Hooli');
    await open(`plans/${planId}/versions/new`);
    await heading(page, 'New version');
    await page.getByRole('textbox', { name: 'Amount' }).fill('59.90');
    await button('Save as draft').click();
    await heading(page, 'Version 2');
    await page.getByText('Compared with version 1').waitFor();
    const differences = await page.getByRole('region', { name: 'Change' }).innerText();
    await button('Publish').click();
    await dialog().getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 2 is published.').waitFor();

    await open(`subscriptions/${id}/change`);
    await page.getByLabel('Plan after the change').selectOption({ label: offered });
    await page.getByLabel('Takes effect').selectOption('period_end');
    await button('Schedule the change').click();
    await page.getByText('to version 2').waitFor();
    await button('Take back').click();
    await dialog().getByRole('button', { name: 'Take back' }).click();
    await page.getByText('The change is taken back.').waitFor();

    expect(differences).toMatch(/EUR 49\.90[\s\S]*EUR 59\.90/u);
    expect(takeFaults()).toEqual([]);
  });

  test('a trial is extended, and ended with an invoice', async () => {
    const { page, takeFaults } = ada;
    const { id } = await subscribe(tenant.call, planId, 'Umbrella', { trialDays: 7 });
    await open(`subscriptions/${id}`);
    await button('Extend trial').click();
    const until = dialog().getByLabel('Trial until');
    const later = `${Number((await until.inputValue()).slice(0, 4)) + 1}-01-31`;
    await until.fill(later);
    await dialog().getByRole('button', { name: 'Extend trial' }).click();
    await page.getByText('The trial is moved.').waitFor();
    await button('End trial now').click();
    await dialog()
      .getByText(/^At once: an invoice of EUR/u)
      .waitFor();
    await dialog().getByRole('button', { name: 'End trial now' }).click();
    await page.getByText('The trial has ended.').waitFor();

    await page.getByText('Active', { exact: true }).first().waitFor();
    expect(takeFaults()).toEqual([]);
  });

  test('an invoice is printed with its explanation, and without the navigation', async () => {
    const { page, takeFaults } = ada;
    await open(`invoices/${await first(tenant.call, 'invoices')}`);
    await page.getByRole('heading', { name: /^INV-/u, level: 1 }).waitFor();
    await page.evaluate(`window.print = () => {
      window.printed = document.querySelector('main').innerText;
    }`);
    await button('Print').click();
    await expect.poll(() => page.evaluate<string | undefined>('window.printed')).toBeDefined();
    await page.emulateMedia({ media: 'print' });

    const printed = await page.evaluate<string>('window.printed');
    expect(printed).toMatch(/1 × EUR 59\.90/u);
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await button('Print').isVisible()).toBe(false);
    expect(await page.locator('.totals').innerText()).toMatch(/Total\s+EUR/u);
    await page.emulateMedia({ media: 'screen' });
    expect(takeFaults()).toEqual([]);
  });

  test('whoever is held up is billed again, once what held them up is mended', async () => {
    const live = await newTenant(url(), 'ada@live.example', 'live');
    await subscribe(live.call, await monthlyPlan(live.call), 'Globex');
    const { page, takeFaults } = await newcomer();
    await signIn(page, url(), live.email);
    await first(live.call, 'billing-issues');
    await page.getByRole('link', { name: 'Billing runs' }).click();
    await page.getByText('seller_incomplete').waitFor();
    const taxId = 'ATU12345678';
    const address = { line1: 'Ring 1', postalCode: '1010', city: 'Vienna', country: 'AT' };
    await live.call('PATCH', 'tenant', { billing: { seller: { name: 'Acme', address, taxId } } });

    await page.getByRole('button', { name: 'Try again' }).click();

    await page.getByText('The customer is billed again.').waitFor();
    await page.getByText('Nobody is held up.').waitFor();
    await first(live.call, 'invoices?status=finalized');
    await page.getByRole('link', { name: 'Invoices', exact: true }).click();
    await page.getByRole('link', { name: 'INV-000001' }).waitFor();
    expect(takeFaults()).toEqual([]);
  });

  test('a meter is tried out, created and fed', async () => {
    const { page, takeFaults } = ada;
    await open('meters/new');
    await heading(page, 'New meter');
    await page.getByLabel('Name').fill('Traffic');
    await page.getByLabel('Code').fill('traffic');
    await page.getByLabel('Event type').fill('sent');
    await page.getByLabel('Counts').selectOption('sum');
    await page.getByRole('textbox', { name: 'Property' }).fill('bytes');
    const samples = page.getByRole('textbox', { name: 'Sample events' });
    await samples.fill('{"bytes": 2}\n{"bytes": "0.5"}\n{"bits": 8}');
    await page.getByText('Quantity: 2.5').waitFor();
    await page.getByText(/^not counted: /u).waitFor();
    await button('Create meter').click();
    await heading(page, 'Traffic');

    await page.getByRole('link', { name: 'Send event' }).click();
    await heading(page, 'Send event');
    await page.getByLabel('Customer').selectOption({ label: 'Hooli · hooli@customers.example' });
    await page.getByLabel('Event type').fill('sent');
    await page.getByRole('textbox', { name: 'Data' }).fill('{"bytes": 5}');
    const outcomes = page.getByRole('region', { name: 'Sent from here' });
    await button('Send event').click();
    await outcomes.getByText('Accepted').waitFor();
    await button('Send event').click();
    await outcomes.getByText('Duplicate').waitFor();
    await page.getByRole('textbox', { name: 'Data' }).fill('nothing');
    await button('Send event').click();

    await page.getByText('Write a JSON object').waitFor();
    expect(await outcomes.getByRole('row').count()).toBe(3);
    expect(takeFaults()).toEqual([]);
  });

  test('usage is sold, shown tier by tier, and counted by time and by groups', async () => {
    const { page, takeFaults } = ada;
    const { customerId } = await metered(tenant.call);
    await open('plans/new');
    const preview = await sellUsage(page);
    const sold = page.url().split('/').at(-1) ?? '';
    await page.getByText('Usage of Gigabytes, with a line for each region').waitFor();
    const { id } = await tenant.call('POST', 'subscriptions', { customerId, planId: sold });
    await use(tenant.call, customerId);

    await open(`subscriptions/${id}`);
    const used = page.getByRole('region', { name: 'Current usage' });
    await used.getByText('150 GB').waitFor();
    await used.getByRole('button', { name: 'Why this amount? region: "eu"' }).click();
    await used.getByRole('region', { name: 'How the amount comes to be' }).waitFor();
    const current = await used.innerText();
    await used.getByRole('link', { name: 'Day by day' }).first().click();
    await heading(page, 'Usage');
    await page.getByRole('searchbox', { name: 'Told apart by' }).fill('region');
    const counted = page.getByRole('region', { name: 'Usage' });
    const regions = await textWith(counted, '8 GB');
    await open(`customers/${customerId}`);
    expect(await entitledText(page)).toMatch(/traffic[\s\S]*842 GB left[\s\S]*Traffic plan/u);

    expect(preview).toMatch(/100 × EUR 0\.10[\s\S]*50 × EUR 0\.05/u);
    expect(current).toMatch(/EUR 12\.50[\s\S]*EUR 0\.80/u);
    expect(regions).toMatch(/eu\s+150 GB[\s\S]*us\s+8 GB/u);
    expect(takeFaults()).toEqual([]);
  });

  test('invoices have the look of their seller and the language of their customer', async () => {
    const { page, takeFaults } = ada;
    await open('settings');
    await chooseLook(page);
    const customerId = await first(tenant.call, 'customers?search=Initrode');
    await open(`customers/${customerId}?tab=details`);
    await page.getByRole('textbox', { name: 'Language of invoices' }).fill('FR-ch');
    await button('Save').click();
    await page.getByText('Saved').first().waitFor();

    const { billing, usage } = await tenant.call('GET', 'tenant');
    expect(usage).toEqual({ maxAgeDays: 14, maxFutureMinutes: 60, retentionDays: 400 });
    expect(billing.seller).toMatchObject({
      color: '#0b7285',
      logo: expect.stringMatching(/^[0-9a-f]{64}$/u),
    });
    await open(`customers/${customerId}`);
    await page.getByText('Swiss French').waitFor();
    expect(takeFaults()).toEqual([]);
  });

  test('bill by keyboard alone', async () => {
    const { page } = await newcomer();
    await page.goto(`${url()}/panel/`);
    await page.getByLabel('Test tenant').check();
    await signUp(page, 'keys@acme.example');

    await billByKeyboard(page);
    await page.getByText('Paid', { exact: true }).first().waitFor();

    expect(await page.getByText('Paid', { exact: true }).count()).toBeGreaterThan(0);
  });
});

const offered = 'Team monthly, version 2, on offer now';

type Call = PreparedTenant['call'];

const monthlyPlan = async (call: Call): Promise<string> => {
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

const subscribe = async (call: Call, planId: string, name: string, terms: object = {}) => {
  const email = `${name.toLowerCase()}@customers.example`;
  const customer = await call('POST', 'customers', { name, email });
  return call('POST', 'subscriptions', { customerId: customer.id, planId, ...terms });
};
