import type { Browser, BrowserContext } from 'playwright-core';
import { preparedTenant } from '../../test/panel/prepared-tenant.ts';
import { signIn } from '../../test/panel/steps.ts';
import { desk, phone } from '../../test/panel/watched-page.ts';
import { paintObserver } from './first-render.ts';
import type { Measurement } from './measurement.ts';

const shiftMax = 0.02;
/** Pages of which several parts are read, each at its own time. */
const lists = ['', 'customers', 'subscriptions', 'invoices', 'billing', 'plans', 'usage-events'];
const settings = ['members', 'audit-log', 'settings', 'tax-rates'];

/** How far the parts of pages jump while they are read, on a desk and on a phone. */
export const steadiness = async (
  browser: Browser,
  url: string,
): Promise<readonly Measurement[]> => {
  const tenant = await preparedTenant(url);
  const things = tenant.pages.filter((page) => /^(?:customers|subscriptions)\/\w{9,}$/u.test(page));
  const home = `${url}/panel/t/${tenant.tenantId}`;
  const measured: Measurement[] = [];
  for (const [name, viewport] of Object.entries({ desk, phone })) {
    const context = await browser.newContext({ viewport });
    await signIn(await context.newPage(), url, tenant.email);
    const shifts = await shiftsOf(context, home, [...lists, ...settings, ...things]);
    const [worst] = shifts.toSorted((one, other) => other.shift - one.shift);
    measured.push({
      name: `layout shift of ${shifts.length} pages, ${name} (most: ${worst?.place})`,
      measured: worst?.shift ?? Number.NaN,
      limit: shiftMax,
      unit: 'shift',
    });
    await context.close();
  }
  return measured;
};

const shiftsOf = async (context: BrowserContext, home: string, places: readonly string[]) => {
  const [page] = context.pages();
  if (page === undefined) throw new Error('Nobody is signed in.');
  await page.addInitScript(paintObserver);
  const shifts: { readonly place: string; readonly shift: number }[] = [];
  for (const place of places) {
    await page.goto(`${home}/${place}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForTimeout(settleMilliseconds);
    const { shift } = await page.evaluate<{ readonly shift: number }>('globalThis.paint');
    shifts.push({ place: place === '' ? 'home' : place.replace(/\/\w+$/u, '/…'), shift });
  }
  return shifts;
};

/** All reads of a page, and what is painted after them. */
const settleMilliseconds = 1_500;
