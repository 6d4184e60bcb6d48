import { beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import type { NewTenant } from './prepared-tenant.ts';
import { newTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import { heading, signIn } from './steps.ts';
import type { WatchedPage } from './watched-page.ts';
import { desk, desktopPage, phone } from './watched-page.ts';

// The forms judge what they can themselves: a part of `npm run test:panel`.
const isLong = process.env['PANEL_PAGES'] === 'all';

describe.runIf(isLong && hasChromium())('forms in a browser', () => {
  const url = servedPanel();
  const browser = browserForTests();
  let tenant: NewTenant;
  let ada: WatchedPage;
  let planId: string;

  beforeAll(async () => {
    tenant = await newTenant(url(), 'ada@forms.example');
    const product = await tenant.call('POST', 'products', { code: 'team', name: 'Team' });
    const plan = await tenant.call('POST', 'plans', {
      productId: product.id,
      code: 'team-monthly',
      name: 'Team monthly',
      currency: 'EUR',
      interval: { unit: 'month', count: 1 },
      status: 'active',
      prices: [{ name: 'Base fee', amount: { amount: 4900, currency: 'EUR' } }],
    });
    planId = plan.id;
    for (const name of ['Globex', 'Hooli']) {
      await tenant.call('POST', 'customers', { name, email: `${name}@forms.example` });
    }
    ada = await desktopPage(browser());
    await signIn(ada.page, url(), tenant.email);
  });

  const open = (place: string) => ada.page.goto(`${url()}/panel/t/${tenant.tenantId}/${place}`);
  const button = (name: string | RegExp) => ada.page.getByRole('button', { name, exact: true });

  /** Sends the form of a page as it is; gives the required fields by the fault of each. */
  const sendEmpty = async ({ page, takeCalls, settled }: WatchedPage) => {
    await settled();
    const names = await page.$$eval(':required', (fields) =>
      fields
        .filter((field) => (field as unknown as { readonly value: string }).value === '')
        .map((field) => field.getAttribute('name') ?? ''),
    );
    takeCalls();
    await page.locator('main form button[type=submit], form button[type=submit]').last().click();
    await settled();
    const faults = await Promise.all(
      names.map(async (name) => {
        const field = page.locator(`[name="${name}"]`);
        const id = (await field.getAttribute('aria-describedby')) ?? '';
        const errorId = id.split(' ').find((part) => part.endsWith('-error'));
        return [name, await page.locator(`[id="${errorId}"]`).innerText()] as const;
      }),
    );
    return { faults, sent: takeCalls().filter((call) => !call.startsWith('GET')) };
  };

  const forms = [
    'customers/new',
    'products/new',
    'plans/new',
    'subscriptions/new',
    'invoices/new',
    'meters/new',
    'usage-alerts/new',
    'usage-events/new',
    'webhooks/new',
    'api-keys/new',
    'new-tenant',
  ];
  test.each(forms)('%s tells at each required field that it is empty, unsent', async (place) => {
    await open(place);

    const { faults, sent } = await sendEmpty(ada);

    expect(faults.length).toBeGreaterThan(0);
    for (const [, fault] of faults) expect(fault).toBe('This is needed.');
    expect(sent).toEqual([]);
    await ada.page
      .locator('[aria-invalid="true"]')
      .first()
      .and(ada.page.locator(':focus'))
      .waitFor();
    expect(ada.takeFaults()).toEqual([]);
  });

  test('the forms of people who are not signed in do so too, in their language', async () => {
    const guest = await desktopPage(browser(), 'de-AT');
    for (const [place, fields] of [
      ['sign-up', 4],
      ['sign-in', 2],
      ['forgot-password', 1],
    ] as const) {
      await guest.page.goto(`${url()}/panel/${place}`);

      const { faults, sent } = await sendEmpty(guest);

      expect(faults.map(([, fault]) => fault)).toEqual(Array(fields).fill('Das wird gebraucht.'));
      expect(sent).toEqual([]);
    }
    await guest.page.context().close();
  });

  test('a draft is published once it is saved, and the next step is a move', async () => {
    const { page, takeFaults } = ada;
    await open(`plans/${planId}/versions/new`);
    await heading(page, 'New version');
    const amount = page.getByRole('textbox', { name: 'Amount' });
    await amount.fill('59');
    await button('Save as draft').click();
    await heading(page, 'Version 2');
    await amount.fill('69');

    await button('Publish').hover();
    await page.getByText('Save the changes first: what is saved is published.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await button('Save').click();
    await page.getByText('EUR 69.00').first().waitFor();
    await button('Publish').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('link', { name: 'Move subscriptions' }).click();

    await heading(page, 'Move subscriptions');
    await page.getByText('There are no subscriptions to move.').waitFor();
    expect(takeFaults()).toEqual([]);
  });

  test('a secret that is shown once is readable to its end', async () => {
    const { page, judge, takeFaults } = ada;
    await page.setViewportSize(phone);
    await open('api-keys/new');
    await page.getByLabel('Name').fill('Shop');
    await page.getByRole('checkbox').first().check();
    await button('Create API key').click();
    const secret = page.getByRole('dialog').locator('.secret');
    await secret.waitFor();

    const hidden = await secret.evaluate(
      (box: { readonly scrollWidth: number; readonly clientWidth: number }) =>
        box.scrollWidth - box.clientWidth,
    );
    const faults = await judge();

    await button('I have stored it').click();
    await page.setViewportSize(desk);
    expect(hidden).toBe(0);
    expect(faults.filter((fault) => fault.includes('color-contrast'))).toEqual([]);
    expect(takeFaults()).toEqual([]);
  });

  test.each(['accept-invitation', 'reset-password', 'verify-email'])(
    'the link of a mail to %s that is cut off says so, and asks nobody',
    async (place) => {
      const guest = await desktopPage(browser());
      await guest.page.goto(`${url()}/panel/${place}`);

      await guest.page.getByText('The link is not whole: copy all of it').waitFor();
      await guest.page.getByRole('link', { name: 'Sign in' }).click();
      await heading(guest.page, 'Sign in');

      expect(guest.takeFaults()).toEqual([]);
      await guest.page.context().close();
    },
  );

  test('the start of a subscription is told by the clocks that it goes by', async () => {
    const { page, takeFaults } = ada;
    const { data } = await tenant.call('GET', 'customers');
    const { id } = await tenant.call('POST', 'subscriptions', {
      customerId: data[0]?.id,
      planId,
      timeZone: 'Asia/Tokyo',
      startsOn: new Date().toISOString().slice(0, 10),
    });

    await open(`subscriptions/${id}`);

    await page
      .getByText(/, 00:00 \(Asia\/Tokyo\)$/u)
      .first()
      .waitFor();
    await page.getByText(/^To be made on .* 00:00 \(Asia\/Tokyo\)/u).waitFor();
    expect(takeFaults()).toEqual([]);
  });
});
