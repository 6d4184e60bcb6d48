import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import type { PreparedTenant } from './prepared-tenant.ts';
import { preparedTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import type { WatchedPage } from './watched-page.ts';
import { watchedPage } from './watched-page.ts';

const viewport = { width: 1280, height: 850 };
const password = 'correct horse battery';
// Accessibility takes seconds a page: `npm run test:panel` judges all of them, `npm test` some.
const judgesAll = process.env['PANEL_PAGES'] === 'all';
const everyFifth = 5;

describe.runIf(hasChromium())('the admin panel in a browser', () => {
  const url = servedPanel();
  const browser = browserForTests();

  /** A new browser, of somebody who was never here. */
  const newcomer = async (): Promise<WatchedPage> =>
    watchedPage(await browser().newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' }));

  const signIn = async (page: Page, email: string): Promise<void> => {
    await page.goto(`${url()}/panel/sign-in`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading(page, 'Home');
  };

  test('leads from sign-up to a paid invoice, and says so', async () => {
    const { page, takeFaults } = await newcomer();
    await page.goto(`${url()}/panel/`);
    await page.getByLabel('Company').fill('Initech');
    await page.getByLabel('Your name').fill('Bill');
    await page.getByLabel('E-mail').fill('bill@initech.example');
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByLabel('Test tenant').check();
    await page.getByRole('button', { name: 'Create account' }).click();
    await heading(page, 'Home');

    await page.getByRole('link', { name: 'Open Create a product' }).click();
    await heading(page, 'New product');
    await page.getByLabel('Name').fill('Team');
    await page.getByLabel('Code').fill('team');
    await page.getByRole('button', { name: 'Create product' }).click();
    await heading(page, 'Team');
    await page.getByRole('link', { name: 'New plan' }).click();
    // The page before has fields of these names, too.
    await heading(page, 'New plan');
    await page.getByLabel('Code').fill('team-monthly');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Team monthly');
    await page.getByLabel('Name on the invoice').fill('Base fee');
    await page.getByRole('textbox', { name: 'Amount' }).fill('1,049.9');
    await page.getByText('EUR 1,049.90').waitFor();
    await page.getByRole('button', { name: 'Create plan' }).click();
    await heading(page, 'Team monthly');
    await page.getByRole('link', { name: 'Customers' }).click();
    await page.getByRole('link', { name: 'Create customer' }).first().click();
    await heading(page, 'New customer');
    await page.getByLabel('Name').fill('Globex');
    await page.getByLabel('E-mail').fill('books@globex.example');
    await page.getByRole('button', { name: 'Create customer' }).click();
    await heading(page, 'Globex');
    await page.getByRole('link', { name: 'New subscription' }).click();
    await heading(page, 'New subscription');
    await page.getByRole('button', { name: 'Create subscription' }).click();
    await page.getByRole('heading', { name: 'Upcoming invoice' }).waitFor();

    await page.getByRole('link', { name: 'Invoices', exact: true }).click();
    await page.locator('tbody a').first().click();
    await page.getByRole('button', { name: 'Record payment' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Record payment' }).click();

    await page.getByText('The payment is recorded.').waitFor();
    await page.getByText('Paid', { exact: true }).waitFor();
    expect(takeFaults()).toEqual([]);
  });

  test('stays signed in over a reload, and tells no script of the token that does it', async () => {
    const { page } = await newcomer();
    await page.goto(`${url()}/panel/`);
    const tenant = await signedUp(page, 'reload@acme.example');

    await page.reload();

    await heading(page, 'Home');
    expect(await page.evaluate<string>('document.cookie')).toBe('');
    const stored = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage])');
    expect(stored).not.toMatch(/eyJ|brt_/);
    expect(page.url()).toContain(tenant);
  });

  test('says at its fields why a form is refused, and keeps what was typed', async () => {
    const { page, expectRefusal } = await newcomer();
    await page.goto(`${url()}/panel/`);
    await signedUp(page, 'faults@acme.example');
    expectRefusal('/v1/customers');
    await page.getByRole('link', { name: 'Customers' }).click();
    await page.getByRole('link', { name: 'Create customer' }).first().click();
    await heading(page, 'New customer');
    await page.getByLabel('Name').fill('Globex');
    await page.getByLabel('E-mail').fill('nobody');

    await page.getByRole('button', { name: 'Create customer' }).click();

    await page.getByText('It must be an e-mail address').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Globex');
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true');
  });

  test('asks for the password over the form when the session has ended, and goes on', async () => {
    const { page, expectRefusal } = await newcomer();
    await page.goto(`${url()}/panel/`);
    await signedUp(page, 'expired@acme.example');
    await page.getByRole('link', { name: 'Customers' }).click();
    await page.getByRole('link', { name: 'Create customer' }).first().click();
    await heading(page, 'New customer');
    await page.getByLabel('Name').fill('Globex');
    await page.getByLabel('E-mail').fill('books@globex.example');
    for (const part of ['/v1/customers', '/v1/auth/refresh']) expectRefusal(part);
    await page.context().clearCookies();
    await page.route('**/v1/customers', (route) =>
      route.fulfill({ status: 401, contentType: 'application/problem+json', body: expiredProblem }),
    );
    await page.getByRole('button', { name: 'Create customer' }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.unroute('**/v1/customers');

    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();

    await heading(page, 'Globex');
  });

  describe('on each page of a tenant that has one of everything', () => {
    let tenant: PreparedTenant;
    beforeAll(async () => {
      tenant = await preparedTenant(url());
    });

    test(
      'breaks no rule: content policy, console, refusals, accessibility, width',
      async () => {
        const { page, takeFaults, judge, measure } = await newcomer();
        await signIn(page, tenant.email);
        const found: Record<string, readonly string[]> = {};
        for (const [at, place] of tenant.pages.entries()) {
          await page.goto(`${url()}/panel/t/${tenant.tenantId}/${place}`);
          await page.waitForLoadState('networkidle');
          const isJudged = judgesAll || at % everyFifth === 0;
          const faults = [
            ...takeFaults(),
            ...(await measure()),
            ...(isJudged ? await judge() : []),
          ];
          if (faults.length > 0) found[place] = faults;
        }

        expect(found).toEqual({});
      },
      walkMilliseconds,
    );

    test(
      'asks nothing that a USER may not ask, and tells what is missing',
      async () => {
        const invitation = { email: 'eve@acme.example', role: 'USER' };
        const { token } = await tenant.call('POST', 'users', invitation);
        const { page, takeFaults } = await newcomer();
        await page.goto(`${url()}/panel/accept-invitation#token=${token}`);
        await page.getByLabel('Your name').fill('Eve');
        await page.getByRole('textbox', { name: 'Password' }).fill(password);
        await page.getByRole('button', { name: 'Accept the invitation' }).click();
        await heading(page, 'Home');
        for (const place of tenant.pages) {
          await page.goto(`${url()}/panel/t/${tenant.tenantId}/${place}`);
          await page.waitForLoadState('networkidle');
        }
        await page.getByRole('link', { name: 'Catalog' }).click();
        await page.getByRole('button', { name: 'New product' }).focus();
        await page.keyboard.press('Tab');

        await page.getByText('Needs the permission catalog:write').waitFor();
        expect(await page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
        expect(takeFaults()).toEqual([]);
      },
      walkMilliseconds,
    );
  });
});

/** For what never ends: thirty pages on a machine that is busy with other tests. */
const walkMilliseconds = 600_000;

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, level: 1 }).waitFor();

const expiredProblem = JSON.stringify({
  status: 401,
  code: 'unauthenticated',
  title: '',
  detail: '',
});

/** Signs up by the form; gives the id of the tenant. */
const signedUp = async (page: Page, email: string): Promise<string> => {
  await page.getByLabel('Company').fill('Acme');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await heading(page, 'Home');
  return /ten_[0-9a-z]{26}/.exec(page.url())?.[0] ?? '';
};
