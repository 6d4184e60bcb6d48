import type { Page } from 'playwright-core';

export const password = 'correct horse battery';

export const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, level: 1 }).waitFor();

/** Signs up by the form; gives the id of the tenant. */
export const signUp = async (page: Page, email: string): Promise<string> => {
  await page.getByLabel('Company').fill('Acme');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByLabel('Currency').selectOption('EUR');
  await page.getByRole('button', { name: 'Create account' }).click();
  await heading(page, 'Home');
  return /ten_[0-9a-z]{26}/.exec(page.url())?.[0] ?? '';
};

/** Signs in by the form. */
export const signIn = async (page: Page, url: string, email: string): Promise<void> => {
  await page.goto(`${url}/panel/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading(page, 'Home');
};

/** Goes to the form of a new customer and fills it in. */
export const fillCustomer = async (page: Page, name: string, email: string): Promise<void> => {
  await page.getByRole('link', { name: 'Customers' }).click();
  await page.getByRole('link', { name: 'Create customer' }).first().click();
  await heading(page, 'New customer');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(email);
};
