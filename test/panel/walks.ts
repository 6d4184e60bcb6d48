import { permissions } from '#domain/shared/permissions.ts';
import { operations } from '../../panel/wire/operations.ts';
import type { WatchedPage } from './watched-page.ts';

/** Faults, by the place where they were found. */
export type Findings = Readonly<Record<string, readonly string[]>>;

interface Walk {
  /** Where the tenant's pages begin: `http://localhost:3000/panel/t/ten_…`. */
  readonly base: string;
  readonly places: readonly string[];
}

/** Looks at each page; some are loaded anew for that, and judged for accessibility. */
export const inspect = async (
  { page, settled, follow, takeFaults, measure, judge }: WatchedPage,
  { base, places }: Walk,
  isJudged: (index: number) => boolean,
): Promise<Findings> => {
  const found: Record<string, readonly string[]> = {};
  for (const [index, place] of places.entries()) {
    if (isJudged(index)) {
      await page.goto(`${base}/${place}`);
      await settled();
      found[place] = [...takeFaults(), ...(await measure()), ...(await judge())];
    } else {
      await follow(`${base}/${place}`);
      found[place] = [...takeFaults(), ...(await measure())];
    }
  }
  return onlyFaults(found);
};

/** Goes from each page to the next, and opens what each shows to everybody. */
export const stroll = async (
  { page, follow, settled, takeFaults }: WatchedPage,
  { base, places }: Walk,
): Promise<Findings> => {
  const found: Record<string, readonly string[]> = {};
  for (const place of places) {
    await follow(`${base}/${place}`);
    found[place] = takeFaults();
  }
  await page.getByRole('button', { name: /^My account/ }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('e');
  await settled();
  await page.keyboard.press('Escape');
  found['menus'] = takeFaults();
  return onlyFaults(found);
};

/**
 * Goes over all pages once for each permission, as somebody who holds that one alone. Gives each
 * call that takes another: the server would refuse it.
 */
export const strollWithOnePermission = async (watched: WatchedPage, walk: Walk) => {
  const { page, settled, takeCalls } = watched;
  const found: Record<string, readonly string[]> = {};
  for (const permission of permissions) {
    const held = new Set<string | null>([null, 'self:read', 'account:manage', permission]);
    await page.route('**/v1/auth/me', async (route) => {
      const response = await route.fetch();
      const me = (await response.json()) as object;
      await route.fulfill({ response, json: { ...me, permissions: [...held].filter(Boolean) } });
    });
    await page.goto(`${walk.base}/`);
    await settled();
    takeCalls();
    const faults = Object.values(await stroll(watched, walk)).flat();
    const asked = takeCalls().filter((call) => !held.has(permissionFor(call)));
    found[permission] = [...new Set([...faults, ...asked])];
    await page.unroute('**/v1/auth/me');
  }
  return onlyFaults(found);
};

/** The permission that a call takes; a text that nobody holds where there is no such operation. */
const permissionFor = (call: string): string | null => {
  const operation = Object.values(operations).find(({ method, path }) =>
    new RegExp(`^${method} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(call),
  );
  return operation === undefined ? 'unknown' : operation.permission;
};

const onlyFaults = (found: Findings): Findings =>
  Object.fromEntries(Object.entries(found).filter(([, faults]) => faults.length > 0));
