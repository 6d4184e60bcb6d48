import type { Measurement } from './measurement.ts';
import { inRounds, median } from './measurement.ts';
import type { Person } from './person.ts';
import { customersShown, viewport } from './person.ts';

const limits = { lcp: 1_000, lcpThrottled: 2_500, shift: 0.02 };
/** How many times slower the processor of a weak laptop or phone is taken to be. */
const throttling = 4;

interface Paint {
  readonly lcp: number;
  readonly shift: number;
}

/** The first page that somebody opens: the list of customers, with nothing in the cache. */
export const firstRender = async (
  person: Person,
  rounds: number,
): Promise<readonly Measurement[]> => {
  // A page that stays open would renew the session beside the others.
  await person.page.close();
  const openings = openingsOf(person);
  // The first one warms the server, as its first requests compile what they need.
  await openings(1);
  const usual = await inRounds(rounds, () => openings(1));
  const throttled = await inRounds(rounds, () => openings(throttling));
  const shift = Math.max(...[...usual, ...throttled].map((paint) => paint.shift));
  return [
    line('largest contentful paint, cold cache', lcpOf(usual), limits.lcp),
    line(`the same, CPU ${throttling} times slower`, lcpOf(throttled), limits.lcpThrottled),
    { name: 'layout shift, the worst', measured: shift, limit: limits.shift, unit: 'shift' },
  ];
};

const lcpOf = (paints: readonly Paint[]): number => median(paints.map(({ lcp }) => lcp));

const line = (name: string, measured: number, limit: number): Measurement => ({
  name,
  measured,
  limit,
  unit: 'ms',
});

/** Opens the list in a context of its own each time: its caches are empty. */
const openingsOf = ({ browser, context, home }: Person): ((rate: number) => Promise<Paint>) => {
  // Each start of the panel exchanges the refresh token, so the cookies go from one to the next.
  let kept = context.storageState();
  return async (rate) => {
    const cold = await browser.newContext({ viewport, storageState: await kept });
    try {
      const page = await cold.newPage();
      await page.addInitScript(paintObserver);
      const devtools = await cold.newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate });
      await page.goto(`${home}/customers`);
      await customersShown(page);
      await page.waitForTimeout(settleMilliseconds);
      return await page.evaluate<Paint>('globalThis.paint');
    } finally {
      kept = Promise.resolve(await cold.storageState());
      await cold.close();
    }
  };
};

/** For what is painted or moved after the rows. */
const settleMilliseconds = 700;

/** Has a page tell its largest contentful paint, and the sum of its layout shifts. */
export const paintObserver = `
  globalThis.paint = { lcp: NaN, shift: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) globalThis.paint.lcp = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) {
      if (!hadRecentInput) globalThis.paint.shift += value;
    }
  }).observe({ type: 'layout-shift', buffered: true });`;
