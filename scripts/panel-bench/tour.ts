import type { Page } from 'playwright-core';
import type { Measurement } from './measurement.ts';
import { inRounds, median } from './measurement.ts';
import type { Person } from './person.ts';
import { customersShown } from './person.ts';

const inpLimit = 100;

interface Interaction {
  readonly what: string;
  readonly milliseconds: number;
}

/** A person who clicks and types through the panel: the slowest response to any of it. */
export const tour = async (person: Person, rounds: number): Promise<readonly Measurement[]> => {
  const customer = await person.tenant.call('POST', 'customers', {
    name: 'Globex',
    email: 'a@globex.example',
  });
  await person.page.addInitScript(observer);
  const slowest = await inRounds(rounds, async () => {
    await walk(person, customer.id);
    return slowestOf(person.page);
  });
  const worst = slowest.toSorted((one, two) => two.milliseconds - one.milliseconds)[0];
  return [
    {
      name: `interaction to next paint (slowest: ${worst?.what ?? 'none'})`,
      measured: median(slowest.map(({ milliseconds }) => milliseconds)),
      limit: inpLimit,
      unit: 'ms',
    },
  ];
};

const walk = async ({ page, home }: Person, customerId: string): Promise<void> => {
  await page.goto(`${home}/customers`);
  await customersShown(page);
  await page.getByRole('button', { name: /^My account/ }).click();
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('granite');
  await page.waitForURL(/search=granite/);
  await customersShown(page);
  await page.getByRole('link', { name: 'Create customer' }).first().click();
  await page.getByRole('heading', { name: 'New customer', level: 1 }).waitFor();
  await page.getByLabel('Name').pressSequentially('Initech');
  // Leaving would ask about the text that was typed.
  await page.getByLabel('Name').clear();
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(pathOf(home, customerId))})`);
  for (const tab of ['Balance', 'Details', 'Timeline', 'Overview']) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('tab', { name: tab, selected: true }).waitFor();
    await page.waitForTimeout(lookMilliseconds);
  }
};

/** So long a person looks at what they opened. */
const lookMilliseconds = 300;

const pathOf = (home: string, customerId: string): string =>
  `${new URL(home).pathname}/customers/${customerId}`;

/** The browser tells of an event after its frame. */
const tellMilliseconds = 200;

const slowestOf = async (page: Page): Promise<Interaction> => {
  await page.waitForTimeout(tellMilliseconds);
  return page.evaluate<Interaction>('globalThis.slowest');
};

// Durations come in steps of 8 ms. What takes less than 16 is not told.
const observer = `
  globalThis.slowest = { what: 'none', milliseconds: 0 };
  new PerformanceObserver((list) => {
    for (const { interactionId, duration, name, target } of list.getEntries()) {
      if (interactionId === 0 || duration <= globalThis.slowest.milliseconds) continue;
      const label = target?.closest?.('[aria-label], a, button, label')?.textContent ?? '';
      const what = [name, target?.tagName?.toLowerCase(), label.slice(0, 30)];
      globalThis.slowest = { what: what.join(' ').trim(), milliseconds: duration };
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });`;
