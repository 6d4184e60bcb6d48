import { beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, hasChromium } from './chromium.ts';
import type { NewTenant } from './prepared-tenant.ts';
import { newTenant } from './prepared-tenant.ts';
import { servedPanel } from './served-panel.ts';
import { heading, signIn } from './steps.ts';
import type { WatchedPage } from './watched-page.ts';
import { desktopPage } from './watched-page.ts';

// The texts of a subscription, and its change, in a browser: a part of `npm run test:panel`.
const isLong = process.env['PANEL_PAGES'] === 'all';

describe.runIf(isLong && hasChromium())('the page of a subscription', () => {
  const url = servedPanel();
  const browser = browserForTests();
  let tenant: NewTenant;
  let ada: WatchedPage;
  let id: string;

  beforeAll(async () => {
    tenant = await newTenant(url(), 'ada@texts.example');
    ada = await desktopPage(browser());
    await signIn(ada.page, url(), tenant.email);
    id = await subscription(tenant.call);
    await ada.page.goto(`${url()}/panel/t/${tenant.tenantId}/subscriptions/${id}`);
    await heading(ada.page, 'Globex · Team');
  });

  const field = (name: string) => ada.page.getByRole('textbox', { name });
  const button = (name: string) => ada.page.getByRole('button', { name, exact: true });
  const stored = () => tenant.call('GET', `subscriptions/${id}`);

  test('takes a name, references and metadata, and an empty field clears one', async () => {
    const { page, takeFaults } = ada;
    await field('Name').fill('Head office');
    await field('Purchase order').fill('PO 117');
    await button('Add metadata').click();
    await page.keyboard.type('sold/by');
    await field('Value 1').fill('Grace');
    await button('Save').click();
    await heading(page, 'Globex · Head office');
    const written = await stored();
    await field('Name').fill('');
    await button('Remove metadata 1').click();
    await button('Save').click();
    await heading(page, 'Globex · Team');

    expect(written).toMatchObject({
      name: 'Head office',
      purchaseOrder: 'PO 117',
      externalId: null,
      metadata: { 'sold/by': 'Grace' },
    });
    expect(await stored()).toMatchObject({ name: null, purchaseOrder: 'PO 117', metadata: {} });
    expect(takeFaults()).toEqual([]);
  });

  test('says at its fields why it is refused', async () => {
    const { page, expectRefusal, takeFaults } = ada;
    expectRefusal(`/v1/subscriptions/${id}`);
    await field('External id').fill('x'.repeat(500));
    await button('Add metadata').click();
    await field('Key 1').fill('k'.repeat(50));
    await field('Value 1').fill('too long a key');
    await button('Save').click();
    await page.getByText('This could not be saved').waitFor();
    const names = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('[aria-invalid="true"]')].map(
        (one) => one.labels[0].innerText,
      )`,
    );

    await field('Key 1').fill('region');
    await button('Add metadata').click();
    await field('Key 2').fill('region');
    await button('Save').click();
    await page.getByText('Another row has this key.').waitFor();
    expect(names).toEqual(['External id', 'Key 1']);
    await page.reload();
    await heading(page, 'Globex · Team');
    expect(takeFaults()).toEqual([]);
  });

  test('keeps what two people wrote at once, and asks about what both did', async () => {
    const { page, takeFaults } = ada;
    await field('Name').fill('Mine');
    await tenant.call('PATCH', `subscriptions/${id}`, { name: 'Theirs', externalId: 'ext-1' });
    await button('Save').click();
    await page.getByText('Taken over from them: External id.').waitFor();
    await page.getByText('Theirs: Theirs').waitFor();
    await button('Save with these choices').click();
    await heading(page, 'Globex · Mine');

    expect(await stored()).toMatchObject({ name: 'Mine', externalId: 'ext-1' });
    expect(await field('External id').inputValue()).toBe('ext-1');
    expect(takeFaults()).toEqual([]);
  });

  test('leads to a change, whose preview says at its field what is wrong with it', async () => {
    const { page, expectRefusal, takeFaults } = ada;
    expectRefusal('/changes/preview');
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await heading(page, 'Change subscription');
    await page.getByText('Nothing is changed yet.').waitFor();
    const seats = page.getByRole('textbox', { name: 'Quantity of Seats' });
    await seats.fill('many');
    await page.getByText('There is no preview of this').waitFor();

    // Who types goes on typing.
    await seats.and(page.locator(':focus')).waitFor();
    expect(await seats.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('main').innerText()).not.toContain('/items');
    await seats.fill('2');
    await button('Change and invoice EUR 5.00 now').waitFor();
    page.once('dialog', (question) => void question.accept());
    await button('Cancel').click();
    await heading(page, 'Globex · Mine');
    expect(takeFaults()).toEqual([]);
  });

  test('has a price of its own, now or later, and says so', async () => {
    const { page, takeFaults } = ada;
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await heading(page, 'Change subscription');
    await page.getByLabel('Own price for Seats').check();
    const own = page.getByRole('region', { name: 'Own price for Seats' });
    await own.getByRole('textbox', { name: 'Price of a unit' }).fill('4.5');
    await page.getByLabel('Takes effect').selectOption('period_end');
    await button('Schedule the change').click();
    await page.getByText('Seats: own price, EUR 4.50 per unit').waitFor();
    await page.goBack();
    await heading(page, 'Change subscription');
    await page.getByLabel('Own price for Seats').check();
    await own.getByRole('textbox', { name: 'Price of a unit' }).fill('6');
    await page.getByRole('button', { name: /^Change and invoice EUR/u }).click();
    await page.getByText('own price, instead of EUR 5.00 per unit').waitFor();

    expect(await stored()).toMatchObject({
      items: [{ override: null }, { override: { unitAmount: '6' } }],
    });
    expect(takeFaults()).toEqual([]);
  });

  test('has an item that ends by itself, and does not once that is taken away', async () => {
    const { page, takeFaults } = ada;
    const change = async (): Promise<void> => {
      await page.getByRole('link', { name: 'Change', exact: true }).click();
      await heading(page, 'Change subscription');
    };
    await change();
    await page.getByLabel('Own end for Seats').check();
    await page.getByText('Nothing is changed yet.').waitFor();
    await page.getByLabel('First day without Seats').fill('2099-02-01');
    await page.getByRole('region', { name: 'Before and after' }).getByText('1 Feb 2099').waitFor();
    await button('Change now').click();
    // The comparison says the same before it is sent.
    await heading(page, 'Globex · Mine');
    await page.getByText('without it from 1 Feb 2099').waitFor();
    const ending = await stored();
    await page.getByText('without Seats from 1 Feb 2099').waitFor();
    await change();
    await page.getByLabel('Own end for Seats').uncheck();
    await button('Change now').click();
    await heading(page, 'Globex · Mine');
    await page.getByText('Seats: no end of its own any more').waitFor();

    expect(ending).toMatchObject({ items: [{ endsOn: null }, { endsOn: '2099-02-01' }] });
    expect(await stored()).toMatchObject({ items: [{ endsOn: null }, { endsOn: null }] });
    expect(takeFaults()).toEqual([]);
  });

  test('asks nothing where an action beside the form made the other version', async () => {
    const { page, takeFaults } = ada;
    await field('Name').fill('Branch office');
    await button('Cancel subscription').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Cancel subscription/u })
      .click();
    await page.getByText('The end of the subscription is set.').waitFor();
    await button('Save').click();
    await heading(page, 'Globex · Branch office');
    // Nothing is typed any more: what others write is shown once the page reads anew.
    await tenant.call('PATCH', `subscriptions/${id}`, { name: 'Third office' });
    await button('Keep subscription').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep subscription' }).click();
    await heading(page, 'Globex · Third office');

    await expect.poll(() => field('Name').inputValue()).toBe('Third office');
    expect(takeFaults()).toEqual([]);
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
    prices: [
      { name: 'Base fee', amount: { amount: 4990, currency: 'EUR' } },
      { name: 'Seats', model: 'per_unit', unitAmount: '5' },
    ],
  });
  const customer = await call('POST', 'customers', { name: 'Globex', email: 'a@globex.example' });
  const made = await call('POST', 'subscriptions', { customerId: customer.id, planId: plan.id });
  return made.id;
};
