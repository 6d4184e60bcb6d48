import { beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import { metered, use } from './metering.ts';
import type { NewTenant } from './prepared-tenant.ts';
import { newTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import { heading, signIn } from './steps.ts';
import type { WatchedPage } from './watched-page.ts';
import { desk, desktopPage, phone } from './watched-page.ts';

// Whatever goes wrong is said where one looks, and there is a way on: a part of
// `npm run test:panel`.
const isLong = process.env['PANEL_PAGES'] === 'all';

describe.runIf(isLong && hasChromium())('remedies in a browser', () => {
  const url = servedPanel();
  const browser = browserForTests();
  let tenant: NewTenant;
  let ada: WatchedPage;

  beforeAll(async () => {
    tenant = await newTenant(url(), 'ada@remedies.example');
    ada = await desktopPage(browser());
    await signIn(ada.page, url(), tenant.email);
  });

  const open = (place: string) => ada.page.goto(`${url()}/panel/t/${tenant.tenantId}/${place}`);
  const button = (name: string | RegExp) => ada.page.getByRole('button', { name, exact: true });

  test('a fault far above the button gets the focus, and is gone once it is mended', async () => {
    const { page, takeFaults } = ada;
    await tenant.call('POST', 'products', { code: 'team', name: 'Team' });
    await open('plans/new');
    await heading(page, 'New plan');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Team monthly');
    await page.getByRole('textbox', { name: 'Code' }).fill('');

    await button('Create plan').click();

    const code = page.getByRole('textbox', { name: 'Code' });
    await code.and(page.locator(':focus')).waitFor();
    expect(await code.getAttribute('aria-invalid')).toBe('true');
    await code.fill('team-monthly');
    await expect.poll(() => code.getAttribute('aria-invalid')).not.toBe('true');
    await button('Add a feature').click();
    await page.getByLabel('Code of the feature').and(page.locator(':focus')).waitFor();
    await button('Remove this feature').click();
    await button('Add a feature').and(page.locator(':focus')).waitFor();
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('link', { name: 'Home' }).click();
    await heading(page, 'Home');
    expect(takeFaults()).toEqual([]);
  });

  test('an endpoint without events is refused where they are chosen; then changed', async () => {
    const { page, expectRefusal, takeFaults } = ada;
    await open('webhooks/new');
    await heading(page, 'New webhook');
    await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/hooks');
    await page.getByLabel('all events').uncheck();
    expectRefusal('/v1/webhook-endpoints');
    await button('Create webhook').click();
    await page.getByRole('group', { name: 'Events' }).getByRole('alert').waitFor();
    await page.getByLabel('Invoice: finalized').check();
    await button('Create webhook').click();
    await button('I have stored it').click();
    await heading(page, 'http://127.0.0.1:9/hooks');

    await button('Edit').click();
    await page.getByRole('dialog').getByLabel('Invoice: paid').check();
    await button('Save').click();

    await page.getByText('invoice.finalized, invoice.paid').waitFor();
    expect(takeFaults()).toEqual([]);
  });

  test('an action that is refused says so', async () => {
    const { page } = ada;
    const refused = { status: 409, code: 'endpoint_disabled', title: '', detail: 'Not now.' };
    await page.route('**/v1/webhook-endpoints/*/test', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ ...refused, requestId: 'req-18' }),
      }),
    );

    await button('Send a test event').click();

    await page.getByRole('dialog').getByText('Request id: req-18').waitFor();
    expect(await page.getByRole('status').getByText('sent').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.unroute('**/v1/webhook-endpoints/*/test');
    ada.takeFaults();
  });

  test('an event is cancelled with a reason', async () => {
    const { page, takeFaults } = ada;
    const { customerId } = await metered(tenant.call);
    await use(tenant.call, customerId);
    await open(`usage-events?customerId=${customerId}`);
    await heading(page, 'Usage events');
    await button('Show first').click();
    await button('Cancel this event').click();
    const dialog = page.getByRole('dialog', { name: 'Cancel this event' });
    await dialog.getByLabel('Reason').fill('Sent twice');

    await dialog.getByRole('button', { name: 'Cancel this event' }).click();

    await page.getByText('The event is cancelled.').waitFor();
    await button('Show first').click();
    await page.getByRole('dialog').getByText('Sent twice').waitFor();
    expect(takeFaults()).toEqual([]);
  });

  test('who cannot issue an invoice yet is led to where the seller is completed', async () => {
    const live = await newTenant(url(), 'eva@remedies.example', 'live');
    const customer = await live.call('POST', 'customers', { name: 'Hooli', email: 'h@h.example' });
    const draft = await live.call('POST', 'invoices', {
      customerId: customer.id,
      currency: 'EUR',
      lines: [{ description: 'Consulting', unitAmount: '100' }],
    });
    const { page, expectRefusal } = await desktopPage(browser());
    await signIn(page, url(), live.email);
    await page.goto(`${url()}/panel/t/${live.tenantId}/invoices/${draft.id}`);
    await heading(page, 'Draft · Hooli');
    expectRefusal('/finalize');
    await page.getByRole('button', { name: 'Finalize' }).click();

    await page.getByRole('dialog').getByRole('button', { name: 'Finalize' }).click();

    await page.getByRole('dialog').getByRole('link', { name: 'Complete the seller' }).click();
    await heading(page, 'Tenant');
    await page.context().close();
  });

  test('each price of a plan has a preview and tiers with a name of their own', async () => {
    const { page, judge, takeFaults } = ada;
    await tenant.call('POST', 'products', { code: 'tiers', name: 'Tiers' });
    await open('plans/new');
    await heading(page, 'New plan');
    await button('Add a price').click();
    for (const number of [1, 2]) {
      const price = page.getByRole('group', { name: `Price ${number}` });
      await price.getByLabel('How it is priced').selectOption('volume');
      await price.getByLabel('Price of a unit, tier 1').fill('5');
      await price.getByLabel('Price of a unit, tier 2').fill('4');
    }
    await page.getByRole('region', { name: 'Preview, Price 2' }).getByText('EUR').first().waitFor();

    expect(await judge()).toEqual([]);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('link', { name: 'Home' }).click();
    await heading(page, 'Home');
    expect(takeFaults()).toEqual([]);
  });

  test('a form that was opened by its address is left for its list', async () => {
    const { page } = ada;
    const leave = async (place: string): Promise<string> => {
      const fresh = await page.context().newPage();
      await fresh.goto(`${url()}/panel/t/${tenant.tenantId}/${place}`);
      await fresh.getByRole('button', { name: 'Cancel' }).click();
      const title = fresh.getByRole('heading', { level: 1 }).and(fresh.locator(':focus'));
      await fresh.waitForURL((address) => !address.pathname.endsWith('new'));
      const name = await title.innerText();
      await fresh.close();
      return name;
    };

    expect(await leave('customers/new')).toBe('Customers');
    expect(await leave('meters/new')).toBe('Meters');
    expect(await leave('api-keys/new')).toBe('API keys');
  });

  test('the search goes along with the arrow keys, and leads to forms, too', async () => {
    const { page } = ada;
    await open('');
    await heading(page, 'Home');
    await page.keyboard.press('Control+k');
    const options = page.getByRole('dialog').getByRole('option');
    await options.first().waitFor();
    const last = options.last();
    await page.setViewportSize({ width: 1280, height: 400 });

    await page.keyboard.press('ArrowUp');

    expect(await last.getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => page.evaluate(isChosenSeen)).toBe(true);
    await page.keyboard.type('New meter');
    await page.keyboard.press('Enter');
    await heading(page, 'New meter');
    await page.setViewportSize(desk);
  });

  test('a customer who is taxed otherwise, and billed no more, is told so', async () => {
    const { page, takeFaults } = ada;
    await tenant.call('POST', 'tax-rates', { name: 'Reverse charge', rate: '0' });
    const fields = { name: 'Soylent', email: 'a@soylent.example' };
    const { id } = await tenant.call('POST', 'customers', fields);
    await open(`customers/${id}?tab=details`);
    await heading(page, 'Soylent');
    await page.getByLabel('Tax rates of its own').check();
    await page.getByText('None is chosen: nothing is taxed.').waitFor();
    await page.getByLabel('Reverse charge').check();
    await page.getByLabel('Stop billing this customer').check();
    await page.getByLabel('Invoices go to').fill('ap@soylent.example, cfo@soylent.example');
    await button('Save').click();
    await page.getByText('Saved.').waitFor();

    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.getByText('Billing of this customer is stopped.').waitFor();
    await page.getByText('ap@soylent.example, cfo@soylent.example').waitFor();
    expect(await tenant.call('GET', `customers/${id}`)).toMatchObject({
      billing: { isStopped: true, taxRateIds: [expect.stringMatching(/^tax_/u)] },
    });
    expect(takeFaults()).toEqual([]);
  });

  test('the navigation opens on a phone, by keyboard too, and closes again', async () => {
    const { page } = ada;
    await page.setViewportSize(phone);
    await open('');
    await heading(page, 'Home');
    const links = page.getByRole('navigation').getByRole('link');
    const menu = button('Menu');

    expect(await links.count()).toBe(0);
    await menu.press('Enter');
    await links.filter({ hasText: 'Customers' }).and(page.locator(':visible')).waitFor();
    expect(await menu.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    await expect.poll(() => links.count()).toBe(0);
    await menu.click();
    await links.filter({ hasText: 'Customers' }).click();

    await heading(page, 'Customers');
    await expect.poll(() => links.count()).toBe(0);
    expect(await page.getByLabel('Created from').count()).toBe(0);
    await button('More filters').click();
    await page.getByLabel('Created from').waitFor();
    await page.setViewportSize(desk);
    expect(ada.takeFaults()).toEqual([]);
  });

  test('the plan that nobody lists first is found, and subscribed to', async () => {
    const { page, takeFaults } = ada;
    const { data } = await tenant.call('GET', 'products');
    for (const number of Array.from({ length: 101 }).keys()) {
      await tenant.call('POST', 'plans', planOf(data[0]?.id ?? '', number));
    }
    await tenant.call('POST', 'customers', { name: 'Globex', email: 'a@globex.example' });
    await open('subscriptions/new');
    await heading(page, 'New subscription');
    await page
      .getByRole('combobox', { name: 'Customer', exact: true })
      .selectOption({ label: 'Globex · a@globex.example' });

    await page.getByRole('searchbox', { name: 'Find a plan' }).first().fill('Plan 0 ');
    await page
      .getByRole('combobox', { name: 'Plan', exact: true })
      .selectOption({ label: 'Plan 0 first · EUR' });
    await button('Create and invoice EUR 10.00 now').click();

    await heading(page, 'Globex · Plan 0 first');
    expect(takeFaults()).toEqual([]);
  });
});

/** Whether the chosen option stands within what its scrolled list shows. */
const isChosenSeen = `(() => {
  const chosen = document.querySelector('[role="option"][aria-selected="true"]');
  const [inner, outer] = [chosen, chosen.parentElement].map((one) => one.getBoundingClientRect());
  return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
})()`;

const planOf = (productId: string, number: number) => ({
  productId,
  code: `plan-${number}`,
  name: `Plan ${number} ${number === 0 ? 'first' : 'later'}`,
  currency: 'EUR',
  interval: { unit: 'month', count: 1 },
  status: 'active',
  prices: [{ name: 'Base fee', amount: { amount: 1000 + number, currency: 'EUR' } }],
});
