import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import type { NewTenant } from '../../test/panel/prepared-tenant.ts';

/** Somebody at a browser, who is signed in to the tenant that is measured. */
export interface Person {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly devtools: CDPSession;
  readonly tenant: NewTenant;
  /** The address of the tenant's pages. */
  readonly home: string;
}

/** The window of a laptop. */
export const viewport = { width: 1280, height: 800 };

/** A page of the list of customers, of which rows can be seen. */
const customerRows = 'section[aria-label="Customers"]:not(.is-old) tbody tr';

/** Waits until the page shows customers. */
export const customersShown = (page: Page): Promise<void> =>
  page.locator(customerRows).first().waitFor();

/**
 * Does something within the page, and waits until the list shows another first row. Gives the
 * milliseconds from the deed to the end of the frame that has the row. It is measured in the page,
 * so that the way from here to the browser is no part of it.
 * @param deed JavaScript that does what a click does
 */
export const millisecondsToRows = (page: Page, deed: string): Promise<number> =>
  page.evaluate<number>(`(async () => {
    const firstRow = () => document.querySelector(${JSON.stringify(customerRows)})?.textContent;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const shownBefore = firstRow();
    const startedAt = performance.now();
    ${deed};
    while (firstRow() === undefined || firstRow() === shownBefore) {
      if (performance.now() - startedAt > 30000) throw new Error('No other rows came.');
      await frame();
    }
    await frame();
    await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - startedAt;
  })()`);

/** JavaScript that clicks what has this text. */
export const clickOn = (elements: string, text: string): string =>
  `[...document.querySelectorAll(${JSON.stringify(elements)})]
    .find((each) => each.textContent.includes(${JSON.stringify(text)})).click()`;

/** JavaScript that follows a link of the panel: nothing is loaded anew but the screen. */
export const follow = (address: string): string =>
  `history.pushState(null, '', ${JSON.stringify(address)})`;
