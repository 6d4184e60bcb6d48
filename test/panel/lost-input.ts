import type { Dialog, Page } from 'playwright-core';
import { expect } from 'vitest';
import { heading, password } from './steps.ts';
import type { WatchedPage } from './watched-page.ts';

// All that could take away the input of a form, tried on the same form of a new customer. The page
// asks first, or nothing is lost.

/** Does what would leave the page, and stays when it asks. Gives the kind of the question. */
const stayDuring = async (page: Page, leave: () => Promise<unknown>): Promise<string> => {
  let asked = '';
  const stay = (dialog: Dialog): void => {
    asked = dialog.type();
    void dialog.dismiss();
  };
  page.on('dialog', stay);
  const question = page.waitForEvent('dialog');
  // A question holds up the call that raised it, and some calls never return.
  void leave().catch(() => undefined);
  await question;
  page.off('dialog', stay);
  return asked;
};

const expectInput = async (page: Page): Promise<void> => {
  expect(await page.getByLabel('Name').inputValue()).toBe('Globex');
  expect(await page.getByLabel('E-mail').inputValue()).toBe('books@globex.example');
};

/** Tries to leave a filled-in form in every way; gives what each way asks. */
export const tryToLeave = async ({ page }: WatchedPage): Promise<readonly string[]> => {
  const run = (script: string) => () => page.evaluate(script);
  const ways = [
    run('setTimeout(() => location.reload())'),
    run('setTimeout(() => history.back())'),
    () => page.close({ runBeforeUnload: true }),
    () => page.getByRole('link', { name: 'Invoices', exact: true }).click(),
    async () => {
      await page.getByRole('button', { name: /^My account/ }).click();
      await page.getByRole('menuitem', { name: 'Elsewhere' }).click();
    },
  ];
  const asked: string[] = [];
  for (const leave of ways) {
    asked.push(await stayDuring(page, leave));
    await expectInput(page);
  }
  return asked;
};

const problem = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status, code, title: '', detail: 'Not now.', requestId: 'req-17' }),
});

/** Sends a filled-in form while the network, the server and the session fail; then for good. */
export const sendInvain = async ({ page, expectRefusal }: WatchedPage): Promise<void> => {
  const send = () => page.getByRole('button', { name: 'Create customer' }).click();
  for (const part of ['/v1/customers', '/v1/auth/refresh']) expectRefusal(part);
  await page.context().setOffline(true);
  await send();
  await page.getByText('The server cannot be reached').waitFor();
  await expectInput(page);
  await page.context().setOffline(false);

  await page.route('**/v1/customers', (route) => route.fulfill(problem(503, 'unavailable')));
  await send();
  await page.getByText('Request id: req-17').waitFor();
  await expectInput(page);
  await page.unroute('**/v1/customers');

  await page.context().clearCookies();
  await page.route('**/v1/customers', (route) => route.fulfill(problem(401, 'unauthenticated')));
  await send();
  await page.getByText('Your session has ended').waitFor();
  await page.unroute('**/v1/customers');
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading(page, 'Globex');
};

/** Changes a customer whom somebody else has changed meanwhile, and keeps what both did. */
export const mergeChanges = async (
  { page, expectRefusal }: WatchedPage,
  changeMeanwhile: () => Promise<unknown>,
): Promise<void> => {
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Globex Ltd');
  await page.getByLabel('External id').fill('mine');
  expectRefusal('/v1/customers/');
  await changeMeanwhile();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Somebody changed this while you were editing.').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Globex Ltd');
  await page.getByText('Theirs: theirs').click();
  await page.getByRole('button', { name: 'Save with these choices' }).click();
  await page.getByText('Saved.').waitFor();
};
