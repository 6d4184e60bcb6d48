import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is: `CHROMIUM_PATH`, else where distributions put it. */
const chromiumPath = (): string | undefined => {
  const given = process.env['CHROMIUM_PATH'];
  return given !== undefined && given !== '' ? given : usualPlaces.find((path) => existsSync(path));
};

/**
 * Whether the tests in a browser run. Without a Chromium they say so and are skipped, but where
 * everything must run (`CI`) that is an error.
 */
export const hasChromium = (): boolean => {
  if (chromiumPath() !== undefined) return true;
  const remedy = 'Install Chromium (apt-get install chromium), or name one in CHROMIUM_PATH.';
  if ((process.env['CI'] ?? '') !== '') throw new Error(`The panel is not tested. ${remedy}`);
  process.stdout.write(`Skipped: the tests of the panel in a browser. ${remedy}\n`);
  return false;
};

// It speaks to nobody but the server under test: no updates, no telemetry, no look-ups.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium for the tests of a file. Each launch has a profile of its own. */
export const browserForTests = (): (() => Browser) => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    const executablePath = chromiumPath() ?? '';
    browser = await chromium.launch({ executablePath, args: quiet });
  });
  afterAll(() => browser?.close());
  return () => {
    if (browser === undefined) throw new Error('The browser is not open yet.');
    return browser;
  };
};
