import { words } from './customers.ts';
import type { Measurement } from './measurement.ts';
import { inRounds, median } from './measurement.ts';
import type { Person } from './person.ts';
import { clickOn, customersShown, follow, millisecondsToRows } from './person.ts';

const limits = { rows: 250, nodes: 1_200, heap: 5 };
const rowsOfPage = 50;
const warmUpTurns = 20;

interface Extent {
  readonly rows: number;
  readonly rounds: number;
  /** So many pages are turned to see whether memory grows. */
  readonly turns: number;
}

/** A list of many rows: its first page, a page deep inside, a filtered one, and many turns. */
export const longList = async (
  person: Person,
  { rows, rounds, turns }: Extent,
): Promise<readonly Measurement[]> => {
  const count = rows.toLocaleString('en');
  const firstPage = median(await inRounds(rounds, () => openFirstPage(person)));
  const pages = Math.floor(rows / rowsOfPage);
  const from = Math.max(1, pages - rounds - 1);
  await openPage(person, from);
  const deepPage = median(await inRounds(rounds, () => millisecondsToRows(person.page, older)));
  const filtered = median(await inRounds(rounds, (round) => openFiltered(person, round)));
  const nodes = await person.page.evaluate<number>(`document.querySelectorAll('*').length`);
  const some = [
    line(`first page of ${count} rows`, firstPage),
    line(`a page about number ${(from + rounds).toLocaleString('en')}`, deepPage),
    line('a page of those with a word of every tenth', filtered),
    {
      name: `DOM nodes, ${rowsOfPage} rows`,
      measured: nodes,
      limit: limits.nodes,
      unit: 'nodes',
    } as const,
  ];
  // A page more than the turns need has to be there.
  return pages <= turns + warmUpTurns ? some : [...some, await heapGrowth(person, turns)];
};

const line = (name: string, measured: number): Measurement => ({
  name,
  measured,
  limit: limits.rows,
  unit: 'ms',
});

const older = clickOn('main button', 'Older');

// Who clicks has the pointer on the link before; the panel uses that time to load ahead.
const hoverMilliseconds = 100;

/** From the start page, by the navigation. The page is loaded anew, so no answer is at hand. */
const openFirstPage = async ({ page, home }: Person): Promise<number> => {
  await page.goto(home);
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('nav a', { hasText: 'Customers' }).first().hover();
  await page.waitForTimeout(hoverMilliseconds);
  return millisecondsToRows(page, clickOn('nav a', 'Customers'));
};

const openPage = async ({ page, home, tenant }: Person, number: number): Promise<void> => {
  const cursor = await cursorOf(tenant.call, (number - 1) * rowsOfPage);
  await page.goto(`${home}/customers${cursor === null ? '' : `?cursor=${cursor}`}`);
  await customersShown(page);
  await page.waitForLoadState('networkidle');
};

interface PageOfList {
  readonly page: { readonly nextCursor: string | null };
}

/** The cursor behind so many rows, walked to by the API. */
const cursorOf = async (
  call: Person['tenant']['call'],
  skipped: number,
): Promise<string | null> => {
  let cursor: string | null = null;
  for (let left = skipped; left > 0; ) {
    const limit = Math.min(100, left);
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await call('GET', `customers?limit=${limit}${from}`);
    cursor = (answer as unknown as PageOfList).page.nextCursor;
    left -= limit;
  }
  return cursor;
};

/** A link to a filtered list, as from a mail: another word each time. */
const openFiltered = ({ page, home }: Person, round: number): Promise<number> => {
  const address = `${new URL(home).pathname}/customers?search=${words[round % words.length] ?? ''}`;
  return millisecondsToRows(page, follow(address));
};

/** How much more memory the page holds after many turns, in megabytes; less counts, too. */
const heapGrowth = async (person: Person, turns: number): Promise<Measurement> => {
  await openPage(person, 1);
  const { page, devtools } = person;
  const heap = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    return usedSize / 1_000_000;
  };
  await inRounds(warmUpTurns, () => millisecondsToRows(page, older));
  const before = await heap();
  await inRounds(turns, () => millisecondsToRows(page, older));
  const measured = Math.abs((await heap()) - before);
  return { name: `heap after ${turns} page turns, ±`, measured, limit: limits.heap, unit: 'MB' };
};
