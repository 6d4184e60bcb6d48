import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { heading } from './steps.ts';

const confirm = async (page: Page, action: string): Promise<void> => {
  await page.getByRole('button', { name: action, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
};

/** Writes an invoice by hand, adds a line to the draft, and issues it; gives its number. */
export const writeInvoice = async (page: Page): Promise<string> => {
  await page.getByRole('link', { name: 'Invoices', exact: true }).click();
  await page.getByRole('link', { name: 'New invoice' }).click();
  await heading(page, 'New invoice');
  await page.getByRole('textbox', { name: 'Description' }).fill('Consulting');
  await page.getByRole('textbox', { name: 'Quantity' }).fill('2.5');
  await page.getByRole('textbox', { name: 'Unit price in EUR' }).fill('133.333');
  await page.getByText('EUR 333.33').first().waitFor();
  const sent = page.waitForRequest((request) => request.url().endsWith('/v1/invoices'));
  await page.getByRole('button', { name: 'Create draft' }).click();
  // The draft is that of the preview, or none: the server compares what it depends on.
  const { quote } = (await sent).postDataJSON() as { readonly quote?: string };
  if (quote === undefined) throw new Error('The draft was made without the quote of its preview.');
  await heading(page, 'Draft');
  await page.getByRole('link', { name: 'Edit' }).click();
  await heading(page, 'Edit draft');
  await page.getByRole('button', { name: 'Add line' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Discount');
  await dialog.getByRole('textbox', { name: 'Unit price in EUR' }).fill('-50');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('EUR −50.00').first().waitFor();
  await page.getByRole('link', { name: '← Draft' }).click();
  await heading(page, 'Draft');
  await confirm(page, 'Finalize');
  const title = page.getByRole('heading', { name: /^INV-/u, level: 1 });
  await title.waitFor();
  return await title.innerText();
};

/** The texts of the explanation of a line, on the page of its invoice. */
export const explain = async (page: Page, line: string): Promise<string> => {
  await page.getByRole('button', { name: `Why this amount? ${line}` }).click();
  const steps = page.getByRole('region', { name: 'How the amount comes to be' });
  await steps.waitFor();
  return await page.locator('.detail-row').innerText();
};

/** The text of the file that a button gives. */
export const download = async (page: Page, button: string): Promise<string> => {
  const begun = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return await readFile(await (await begun).path(), 'utf8');
};

/** Voids the invoice of the page and issues another one with its charges; gives its number. */
export const voidAndReissue = async (page: Page, number: string): Promise<string> => {
  await page.getByRole('button', { name: 'Void', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Its charges').selectOption('yes');
  await dialog.getByText('Its charges go on a new invoice').waitFor();
  await dialog.getByRole('button', { name: 'Void' }).click();
  await page.getByRole('link', { name: 'The voided invoice that it replaces' }).waitFor();
  const next = page.getByRole('heading', { level: 1 });
  const title = await next.innerText();
  if (title === number) throw new Error(`${number} was not replaced.`);
  return title;
};

/** Goes to what a search of the panel finds first, by keyboard. */
export const jumpTo = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill(words);
  await page.getByRole('option').filter({ hasText: words }).first().waitFor();
  await page.keyboard.press('Enter');
  await heading(page, words);
};

/** Makes a tax rate and has it tax all lines of the tenant. */
export const taxEverything = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Tax rates', exact: true }).click();
  await page.getByRole('button', { name: 'New tax rate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('VAT');
  await dialog.getByRole('textbox', { name: 'Percent' }).fill('5.5');
  await dialog.getByRole('button', { name: 'Create tax rate' }).click();
  await page.getByRole('cell', { name: '5.5%' }).waitFor();
  await page.getByRole('link', { name: 'Tenant', exact: true }).click();
  await page.getByLabel('VAT · 5.5%').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
};

/** Chooses a convention, and stores it; gives the row of a case before and after. */
export const choosePolicy = async (
  page: Page,
  preset: string,
  name: string,
): Promise<readonly string[]> => {
  await page.getByRole('link', { name: 'Billing policy' }).click();
  await heading(page, 'Billing policy');
  const row = page.getByRole('row').filter({ hasText: name });
  const before = await row.innerText();
  await page.getByLabel('Convention').selectOption(preset);
  const after = await row.innerText();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  return [before, after];
};

/** Gives credit to the customer of the page, after a close that would have lost the input. */
export const giveCredit = async (page: Page, amount: string): Promise<void> => {
  await page.getByRole('tab', { name: 'Balance' }).click();
  await page.getByRole('button', { name: 'Adjust balance' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Amount' }).fill(amount);
  page.once('dialog', (question) => void question.dismiss());
  await page.keyboard.press('Escape');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Outage');
  await dialog.getByRole('button', { name: 'Adjust balance' }).click();
  await page.getByText('The balance is adjusted.').waitFor();
};
