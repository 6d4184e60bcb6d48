import { chromiumPath, chromiumRemedy, launchChromium } from '../../test/panel/chromium-program.ts';
import { newTenant } from '../../test/panel/prepared-tenant.ts';
import { signIn } from '../../test/panel/steps.ts';
import { writeCustomers } from './customers.ts';
import { firstRender } from './first-render.ts';
import { longList } from './long-list.ts';
import type { Environment, Measurement } from './measurement.ts';
import { numberFrom } from './measurement.ts';
import type { Person } from './person.ts';
import { viewport } from './person.ts';
import { served } from './served.ts';
import { steadiness } from './steady.ts';
import { tour } from './tour.ts';

const email = 'ada@globex.example';

/**
 * Measures the panel in a Chromium, with `ROWS` customers (100,000), each figure as the median of
 * `ROUNDS` (5), and memory over `TURNS` of pages (200). Without a Chromium it says so, and measures nothing.
 */
export const panelTimings = async (environment: Environment): Promise<readonly Measurement[]> => {
  const rows = numberFrom(environment, 'ROWS', 100_000);
  const rounds = numberFrom(environment, 'ROUNDS', 5);
  const turns = numberFrom(environment, 'TURNS', 200);
  if (chromiumPath() === undefined) {
    process.stdout.write(`Skipped: the timings of the panel. ${chromiumRemedy}\n`);
    return [];
  }
  return served(environment, async ({ url, adminUrl }) => {
    const tenant = await newTenant(url, email, 'live');
    await writeCustomers(adminUrl, rows);
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ viewport });
      const page = await context.newPage();
      await signIn(page, url, email);
      const devtools = await context.newCDPSession(page);
      const home = `${url}/panel/t/${tenant.tenantId}`;
      const person: Person = { browser, context, page, devtools, tenant, home };
      return [
        ...(await longList(person, { rows, rounds, turns })),
        ...(await tour(person, rounds)),
        // The last one of this person, as it carries the session on to other windows.
        ...(await firstRender(person, rounds)),
        ...(await steadiness(browser, url)),
      ];
    } finally {
      await browser.close();
    }
  });
};
