import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import {
  choosePolicy,
  download,
  explain,
  giveCredit,
  jumpTo,
  taxEverything,
  voidAndReissue,
  writeInvoice,
} from './invoicing.ts';
import { createCustomerByKeyboard } from './keyboard.ts';
import { mergeChanges, sendInvain, tryToLeave } from './lost-input.ts';
import { foundElsewhere, patchCustomer } from './other-programs.ts';
import type { PreparedTenant } from './prepared-tenant.ts';
import { preparedTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import { fillCustomer, heading, password, signIn } from './steps.ts';
import { advanceBy } from './time-bar.ts';
import { inspect, stroll, strollWithOnePermission } from './walks.ts';
import type { WatchedPage } from './watched-page.ts';
import { desk, phone, watchedPage } from './watched-page.ts';

// `npm run test:panel` judges the accessibility of all pages, and goes over them with each single
// permission and by keyboard; `npm test` does a part of it.
const isLong = process.env['PANEL_PAGES'] === 'all';
const everyFifth = 5;

describe.runIf(hasChromium())('the admin panel in a browser', () => {
  const url = servedPanel();
  const browser = browserForTests();

  const guests: WatchedPage[] = [];

  /** A new browser, of somebody who was never here. */
  const newcomer = async (viewport = desk): Promise<WatchedPage> =>
    watchedPage(await browser().newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' }));

  /** The browser of somebody who leaves with the test: an open page goes on asking and drawing. */
  const guest = async (viewport = desk): Promise<WatchedPage> => {
    const watched = await newcomer(viewport);
    guests.push(watched);
    return watched;
  };
  afterEach(async () => {
    for (const { page } of guests.splice(0)) await page.context().close();
  });

  describe('to one person, from the sign-up on', () => {
    let bill: WatchedPage;
    beforeAll(async () => {
      bill = await newcomer();
    });
    afterAll(() => bill.page.context().close());

    test('leads from sign-up to a paid invoice, and says so', patient, async () => {
      const { page, takeFaults } = bill;
      await page.goto(`${url()}/panel/`);
      await page.getByLabel('Company').fill('Initech');
      await page.getByLabel('Your name').fill('Bill');
      await page.getByLabel('E-mail').fill('bill@initech.example');
      await page.getByRole('textbox', { name: 'Password' }).fill(password);
      await page.getByLabel('Test tenant').check();
      // The browser is one of Britain.
      expect(await page.getByLabel('Currency').inputValue()).toBe('GBP');
      await page.getByLabel('Currency').selectOption('EUR');
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
      await page.getByText('EUR 1,049.90').first().waitFor();
      await page.getByRole('button', { name: 'Create plan' }).click();
      await heading(page, 'Team monthly');
      await fillCustomer(page, 'Hooli', 'books@hooli.example');
      await page.getByRole('button', { name: 'Create customer' }).click();
      await heading(page, 'Hooli');
      await page.getByRole('link', { name: 'New subscription' }).click();
      await heading(page, 'New subscription');
      await page.getByRole('button', { name: 'Create and invoice EUR 1,049.90 now' }).click();
      await page.getByRole('heading', { name: 'Upcoming invoice' }).waitFor();

      await page.getByRole('link', { name: 'Invoices', exact: true }).click();
      await page.locator('tbody a').first().click();
      await page.getByRole('button', { name: 'Record payment' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Record payment' }).click();

      await page.getByText('The payment is recorded.').waitFor();
      await page.getByText('Paid', { exact: true }).waitFor();
      expect(takeFaults()).toEqual([]);
    });

    test('writes an invoice by hand, explains it, and voids it for another one', async () => {
      const { page, takeFaults } = bill;

      const number = await writeInvoice(page);
      const explanation = await explain(page, 'Consulting');
      const paper = await download(page, 'PDF');
      const replacement = await voidAndReissue(page, number);
      await page.getByRole('link', { name: 'Invoices', exact: true }).click();
      await page.getByRole('link', { name: 'Voided' }).click();
      await page.getByRole('link', { name: number }).waitFor();
      const list = await download(page, 'Download CSV');
      await jumpTo(page, replacement);

      expect(explanation).toMatch(/2\.5 × EUR 133\.333.*333\.3325.*EUR 333\.33/su);
      expect(paper).toMatch(/^%PDF-/u);
      expect(list).toContain(number);
      expect(list).not.toContain(replacement);
      expect(takeFaults()).toEqual([]);
    });

    test('says what an advance of the clock will do, and what it did', async () => {
      const { page, takeFaults } = bill;

      const { forecast, report } = await advanceBy(page, 'To the next event');

      expect(forecast).toMatch(/1 invoice will be made, for 1 customer\.\s+EUR 1,049\.90/u);
      expect(report).toMatch(/Invoices made\s+1\s/u);
      expect(report).toMatch(/Invoice issued: INV-\d+\s+Hooli\s+EUR 1,049\.90/u);
      expect(takeFaults()).toEqual([]);
    });

    test.runIf(isLong)('taxes, credits and chooses a policy that it shows at work', async () => {
      const { page, takeFaults } = bill;

      await taxEverything(page);
      const cases = await choosePolicy(page, 'per_second', 'Canceled at 30.00');
      await jumpTo(page, 'Hooli');
      await giveCredit(page, '15');
      await writeInvoice(page);

      expect(cases[0]).toContain('EUR −14.00');
      expect(cases[1]).toContain('EUR −14.50');
      const totals = await page.locator('.totals').innerText();
      expect(totals).toMatch(/VAT \(5\.5% of EUR 283\.33\)\s+EUR 15\.58/u);
      expect(totals).toMatch(/Taken from the balance\s+EUR 15\.00/u);
      expect(takeFaults()).toEqual([]);
    });

    test('stays signed in over a reload, and tells no script of the token for it', async () => {
      const { page } = bill;
      await page.getByRole('link', { name: 'Home' }).click();
      await heading(page, 'Home');
      const address = page.url();

      await page.reload();

      await heading(page, 'Home');
      expect(await page.evaluate<string>('document.cookie')).toBe('');
      const stored = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage])');
      expect(stored).not.toMatch(/eyJ|brt_/);
      expect(page.url()).toBe(address);
    });

    test('says at its fields why a form is refused, and keeps what was typed', async () => {
      const { page, expectRefusal } = bill;
      expectRefusal('/v1/customers');
      await fillCustomer(page, 'Globex', 'nobody');

      await page.getByRole('button', { name: 'Create customer' }).click();

      await page.getByText('It must be an e-mail address').waitFor();
      expect(await page.getByLabel('Name').inputValue()).toBe('Globex');
      expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true');
      page.once('dialog', (dialog) => void dialog.accept());
      await page.getByRole('link', { name: 'Home' }).click();
      await heading(page, 'Home');
    });

    test('asks before input is lost: reload, back, closing, a link, another tenant', async () => {
      const { page } = bill;
      await page.evaluate(`(${foundElsewhere})(${JSON.stringify(password)})`);
      await page.reload();
      await heading(page, 'Home');
      await fillCustomer(page, 'Globex', 'books@globex.example');

      const asked = await tryToLeave(bill);

      const [byBrowser, byPanel] = ['beforeunload', 'confirm'];
      expect(asked).toEqual([byBrowser, byPanel, byBrowser, byPanel, byBrowser]);
    });

    test('keeps input without network, server and session, and sends it in the end', async () => {
      await sendInvain(bill);

      expect(await bill.page.getByText('books@globex.example').count()).toBeGreaterThan(0);
    });

    test('keeps what two people changed at once', async () => {
      const { page } = bill;
      const customerId = /cus_[0-9a-z]{26}/.exec(page.url())?.[0] ?? '';
      const theirs = { externalId: 'theirs', taxId: 'ATU12345678' };
      const calling = `(${patchCustomer})(${JSON.stringify([password, customerId, theirs])})`;

      await mergeChanges(bill, () => page.evaluate(calling));

      await heading(page, 'Globex Ltd');
      expect(await page.getByLabel('External id').inputValue()).toBe('theirs');
      expect(await page.getByLabel('Tax id').inputValue()).toBe('ATU12345678');
    });

    test('is used by keyboard alone', async () => {
      await createCustomerByKeyboard(bill.page, 'Typist', 'typist@keys.example');

      expect(await bill.page.getByText('typist@keys.example').count()).toBeGreaterThan(0);
    });
  });

  describe('on each page of a tenant that has one of everything', () => {
    let tenant: PreparedTenant;
    const walk = () => ({
      base: `${url()}/panel/t/${tenant.tenantId}`,
      places: tenant.pages,
    });
    beforeAll(async () => {
      tenant = await preparedTenant(url());
    });

    test(
      'breaks no rule: content policy, console, refusals, accessibility, width',
      patient,
      async () => {
        const ada = await guest(phone);
        await signIn(ada.page, url(), tenant.email);

        const found = await inspect(ada, walk(), (index) => isLong || index % everyFifth === 0);

        expect(found).toEqual({});
      },
    );

    test('asks nothing that a USER may not ask, and tells what is missing', patient, async () => {
      const invitation = { email: 'eve@acme.example', role: 'USER' };
      const { token } = await tenant.call('POST', 'users', invitation);
      const eve = await guest();
      const { page } = eve;
      await page.goto(`${url()}/panel/accept-invitation#token=${token}`);
      await page.getByLabel('Your name').fill('Eve');
      await page.getByRole('textbox', { name: 'Password' }).fill(password);
      await page.getByRole('button', { name: 'Accept the invitation' }).click();
      await heading(page, 'Home');

      const found = await stroll(eve, walk());
      await page.getByRole('link', { name: 'Catalog' }).click();
      await page.getByRole('button', { name: 'New product' }).focus();
      await page.keyboard.press('Tab');

      await page.getByText('Needs the permission catalog:write').waitFor();
      expect(await page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
      expect(found).toEqual({});
    });

    test(
      'asks nothing that FINANCE may not ask, and shows them the audit log',
      patient,
      async () => {
        const fay = await guest();
        await signIn(fay.page, url(), await tenant.addMember('FINANCE'));

        const { base, places } = walk();
        const some = places.filter((_place, index) => isLong || index % everyFifth === 0);
        const found = await stroll(fay, { base, places: some });

        expect(found).toEqual({});
        expect(await fay.page.getByRole('link', { name: 'Audit log' }).count()).toBe(1);
        expect(await fay.page.getByRole('link', { name: 'Members' }).count()).toBe(0);
      },
    );

    test.runIf(isLong)(
      'asks nothing that somebody with a single permission may not ask',
      patient,
      async () => {
        const ada = await guest();
        await signIn(ada.page, url(), tenant.email);

        expect(await strollWithOnePermission(ada, walk())).toEqual({});
      },
    );
  });
});

/** For what never ends: thirty pages on a machine that is busy with other tests. */
const patient = { timeout: 600_000 };
