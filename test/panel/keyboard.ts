import type { Page } from 'playwright-core';
import { heading } from './steps.ts';

const tabsMax = 80;

/** Presses Tab until the focus is on what has this name. */
const tabTo = async (page: Page, role: string, name: string): Promise<void> => {
  const target = page.getByRole(role as 'link', { name, exact: true });
  for (let tabs = 0; tabs < tabsMax; tabs += 1) {
    await page.keyboard.press('Tab');
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
  }
  throw new Error(`No Tab leads to ${role} "${name}".`);
};

const press = async (page: Page, role: string, name: string): Promise<void> => {
  await tabTo(page, role, name);
  await page.keyboard.press('Enter');
};

const typeInto = async (page: Page, name: string, text: string): Promise<void> => {
  await tabTo(page, 'textbox', name);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
};

/** Goes to a page by the search of the panel. */
const jump = async (page: Page, words: string, title: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Search or jump to' });
  // It is shown a moment before the keys go there.
  await box.and(page.locator(':focus')).waitFor();
  await page.keyboard.type(words);
  await page.getByRole('option').filter({ hasText: words }).first().waitFor();
  await page.keyboard.press('Enter');
  await heading(page, title);
};

/** From a product to a paid invoice, without touching the mouse. */
export const billByKeyboard = async (page: Page): Promise<void> => {
  await jump(page, 'Catalog', 'Catalog');
  await press(page, 'link', 'New product');
  await heading(page, 'New product');
  await typeInto(page, 'Name', 'Keys');
  await typeInto(page, 'Code', 'keys');
  await page.keyboard.press('Enter');
  await heading(page, 'Keys');
  await press(page, 'link', 'New plan');
  await heading(page, 'New plan');
  await typeInto(page, 'Code', 'keys-monthly');
  await typeInto(page, 'Name', 'Keys monthly');
  await typeInto(page, 'Name on the invoice', 'Base fee');
  await typeInto(page, 'Amount', '49.90');
  await page.keyboard.press('Enter');
  await heading(page, 'Keys monthly');
  await createCustomerByKeyboard(page, 'Typist', 'typist@keys.example');
  await press(page, 'link', 'New subscription');
  await heading(page, 'New subscription');
  await press(page, 'button', 'Create and invoice EUR 49.90 now');
  await page.getByRole('heading', { name: 'Upcoming invoice' }).waitFor();
  await jump(page, 'Invoices', 'Invoices');
  await press(page, 'link', 'INV-000001');
  await press(page, 'button', 'Record payment');
  await page.getByRole('dialog').waitFor();
  await press(page, 'button', 'Record payment');
  await page.getByText('The payment is recorded.').waitFor();
  await page.getByText('Paid', { exact: true }).waitFor();
};

/** Creates a customer, and finds them again, without touching the mouse. */
export const createCustomerByKeyboard = async (
  page: Page,
  name: string,
  email: string,
): Promise<void> => {
  await jump(page, 'Customers', 'Customers');
  await press(page, 'link', 'Create customer');
  await heading(page, 'New customer');
  await typeInto(page, 'Name', name);
  await typeInto(page, 'E-mail', email);
  await page.keyboard.press('Enter');
  await heading(page, name);
  await jump(page, name, name);
};
