import { setTimeout as delay } from 'node:timers/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { until } from '../support/until.ts';

/** A page whose every fault is written down. */
export interface WatchedPage {
  readonly page: Page;
  /** Faults since the last time that they were taken: errors, refusals, violations. */
  readonly takeFaults: () => readonly string[];
  /** Answers of at least 400 that a test asks for are no faults: by a part of their address. */
  readonly expectRefusal: (part: string) => void;
  /** Faults of accessibility, in both colour schemes. */
  readonly judge: () => Promise<readonly string[]>;
  /** Says so where the page, in a window of a phone, is wider than it. */
  readonly measure: () => Promise<readonly string[]>;
  /** Waits until what the page asks for is there, and it waits for nothing more. */
  readonly settled: () => Promise<void>;
  /** Goes to an address as a link of the panel does: nothing is loaded anew but the screen. */
  readonly follow: (address: string) => Promise<void>;
  /** The API calls that were made since they were taken last: `GET /v1/customers`. */
  readonly takeCalls: () => readonly string[];
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** No rules of WCAG, but of who is led through a page by the names of its parts. */
const alsoJudged = { 'landmark-unique': { enabled: true } };
/** The window of a desk. */
export const desk = { width: 1280, height: 850 };
/** The window of a phone. */
export const phone = { width: 360, height: 740 };

/** Opens a page in a desktop window of somebody who is not signed in. */
export const desktopPage = async (browser: Browser, locale = 'en-GB'): Promise<WatchedPage> =>
  watchedPage(
    await browser.newContext({
      viewport: desk,
      locale,
      reducedMotion: 'reduce',
    }),
  );

/** Opens a page that writes down what goes wrong in it. */
export const watchedPage = async (context: BrowserContext): Promise<WatchedPage> => {
  const page = await context.newPage();
  const origin = new Set<string>();
  const expected: string[] = [];
  let faults: string[] = [];
  let calls: string[] = [];
  const underway = new Set<Request>();
  let isInspecting = false;
  const note = (fault: string): void => {
    // Changes that axe makes to the page while it looks are not the page's fault.
    if (!isInspecting) faults.push(fault);
  };
  page.on('console', (message) => {
    const text = message.text();
    // A refusal is judged by its status; the browser writes a line about each.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) note(text);
  });
  page.on('pageerror', (error) => note(`${error.name}: ${error.message}`));
  page.on('request', (request) => {
    const { origin: asked, pathname } = new URL(request.url());
    origin.add(asked);
    // Of a page that is left nobody hears whether its requests end.
    if (request.isNavigationRequest()) underway.clear();
    underway.add(request);
    if (pathname.startsWith('/v1/')) calls.push(`${request.method()} ${pathname}`);
  });
  page.on('requestfinished', (request) => underway.delete(request));
  page.on('requestfailed', (request) => underway.delete(request));
  page.on('response', (response) => {
    const isExpected = expected.some((part) => response.url().includes(part));
    if (response.status() >= 400 && !isExpected) {
      note(`${response.status()} ${response.request().method()} ${response.url()}`);
    }
  });
  const judge = async (): Promise<readonly string[]> => {
    isInspecting = true;
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // In legacy mode it opens no second page to sum up; we have no frames that would need it.
      const axe = new AxeBuilder({ page }).setLegacyMode(true);
      const all = { runOnly: { type: 'tag' as const, values: rules }, rules: alsoJudged };
      // The other rules see the same in the dark.
      const isDark = colorScheme === 'dark';
      const rated = isDark ? axe.withRules(['color-contrast']) : axe.options(all);
      const { violations } = await rated.analyze();
      for (const { id, nodes } of violations) {
        found.push(`${colorScheme}: ${id}: ${nodes.map(({ html }) => html).join('\n')}`);
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    isInspecting = false;
    return found;
  };
  const settled = async (): Promise<void> => {
    // An answer may make the page ask for more: it is done when it was quiet for a while.
    let quietPolls = 0;
    await until(async () => {
      await delay(pollMilliseconds);
      const isBusy = underway.size > 0 || (await page.evaluate<boolean>(isWaiting));
      quietPolls = isBusy ? 0 : quietPolls + 1;
      return quietPolls === quietPollsMin;
    }, settleMilliseconds).catch(() => {
      const asked = [...underway].map((request) => request.url());
      throw new Error(`${page.url()} does not come to rest: ${asked.join(' ')}`);
    });
  };
  return {
    page,
    judge,
    settled,
    follow: async (address) => {
      await page.evaluate(`history.pushState(null, '', ${JSON.stringify(address)})`);
      await settled();
    },
    measure: () => tooWide(page),
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    expectRefusal: (part) => expected.push(part),
    takeFaults: () => {
      const taken = [...faults, ...(origin.size > 1 ? [`origins: ${[...origin].join(' ')}`] : [])];
      faults = [];
      return taken;
    },
  };
};

const isWaiting = `document.querySelector('h1') === null ||
  document.querySelector('[aria-busy="true"]') !== null`;
const [pollMilliseconds, quietPollsMin, settleMilliseconds] = [20, 4, 30_000];

/** Whether one has to scroll the page sideways. Tables scroll within their frames. */
const tooWide = async (page: Page): Promise<readonly string[]> => {
  const width = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth');
  // The page is laid out anew a moment after the window has another size.
  const isNarrow = async (): Promise<boolean> => (await width()) <= phone.width;
  const fits = await until(isNarrow, layoutMilliseconds).then(
    () => true,
    () => false,
  );
  return fits ? [] : [`${await width()} pixels wide on a phone`];
};

const layoutMilliseconds = 5_000;
