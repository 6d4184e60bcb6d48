import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is: `CHROMIUM_PATH`, else where distributions put it. */
export const chromiumPath = (): string | undefined => {
  const given = process.env['CHROMIUM_PATH'];
  return given !== undefined && given !== '' ? given : usualPlaces.find((path) => existsSync(path));
};

/** How one gets a Chromium, for those who have none. */
export const chromiumRemedy =
  'Install Chromium (apt-get install chromium), or name one in CHROMIUM_PATH.';

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

/** Starts the Chromium that was found, with a profile of its own. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath() ?? '', args: quiet });
