import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { chromiumPath, chromiumRemedy, launchChromium } from './chromium-program.ts';

/**
 * Whether the tests in a browser run. Without a Chromium they say so and are skipped, but where
 * everything must run (`CI`) that is an error.
 */
export const hasChromium = (): boolean => {
  if (chromiumPath() !== undefined) return true;
  if ((process.env['CI'] ?? '') !== '') {
    throw new Error(`The panel is not tested. ${chromiumRemedy}`);
  }
  process.stdout.write(`Skipped: the tests of the panel in a browser. ${chromiumRemedy}\n`);
  return false;
};

/** A Chromium for the tests of a file. Each launch has a profile of its own. */
export const browserForTests = (): (() => Browser) => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  return () => {
    if (browser === undefined) throw new Error('The browser is not open yet.');
    return browser;
  };
};
