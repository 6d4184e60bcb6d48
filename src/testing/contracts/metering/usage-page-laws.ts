import { expect, test } from 'vitest';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type { BilledRange, UsageCounts } from '#application/metering/usage-counts.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { TenantUnderTest } from '../../harness.ts';
import { buildUsageEvent } from '../../metering-builders.ts';

type Tenant = TenantUnderTest<MeteringRepositories, MeteringReads>;

const receipt = { receivedAt: someday, expiresAt: later(someday, 400 * dayMilliseconds) };
const sizes = [1, 2, 3, 5, 100, undefined];

/** The events of each page, by their sources and ids. */
const pagesOf = async (
  counts: UsageCounts,
  range: BilledRange,
  {
    through = null,
    size,
  }: { readonly through?: string | null; readonly size?: number | undefined },
) => {
  const pages: string[][] = [];
  const take: Parameters<UsageCounts['within']>[2] & object = {
    take: (page) => pages.push(page.map(({ source, id }) => `${source}/${id}`)),
    ...(size !== undefined && { size }),
  };
  const { events, rolledUp, position } = await counts.within(range, through, take);
  expect([events, rolledUp]).toEqual([[], []]);
  return { pages, position };
};

/** Laws 1, 2 and 4 of `UsageCounts`, as far as pages go. */
export const usagePageLaws = (createTenant: () => Promise<Tenant>): void => {
  const customerId = buildId('cus');
  const subscriptionId = buildId('sub');
  const range = { customerId, type: 'call', subscriptionId, from: null, to: weekLater };
  const build = (source: string, id: string, given: Partial<UsageEvent> = {}): UsageEvent =>
    buildUsageEvent({ source, id, customerId, ...given });
  // At one instant: ids that a language, or the halves of their letters, would put otherwise.
  const ofInstant = ['B', 'a', 'a b', 'aa', 'b', 'ä', '\u{E000}', '\u{10000}'];
  const inOrder = [
    'api/z',
    'api/B',
    'api/a',
    'crm/a',
    ...ofInstant.slice(2).map((id) => `api/${id}`),
    'api/0',
  ];
  const appended = async (tenant: Tenant): Promise<void> => {
    const others = ofInstant.map((id) => build('api', id));
    const events = [
      build('api', '0', { at: later(nextDay, 1) }),
      build('crm', 'a'),
      ...others,
      build('api', 'z', { at: someday, subscriptionId }),
      build('api', 'login', { type: 'login' }),
      build('api', 'theirs', { customerId: buildId('cus') }),
      build('api', 'elsewhere', { subscriptionId: buildId('sub') }),
      build('api', 'after', { at: weekLater }),
    ];
    // They come in another order, and not at once.
    await tenant.run(({ usage }) => usage.append(events.slice(0, 5).toReversed(), receipt));
    await tenant.run(({ usage }) => usage.append(events.slice(5).toReversed(), receipt));
  };

  test('law 4: pages of any size have the same events in the same order', async () => {
    const tenant = await createTenant();
    await appended(tenant);

    for (const size of sizes) {
      const run = await tenant.run((repositories) =>
        pagesOf(repositories.usageCounts, range, { size }),
      );
      const read = await tenant.read((queries) => pagesOf(queries.usageCounts, range, { size }));

      expect([run.pages.flat(), read.pages.flat()]).toEqual([inOrder, inOrder]);
      const lengths = run.pages.map((page) => page.length);
      expect(Math.max(...lengths)).toBe(Math.min(size ?? inOrder.length, inOrder.length));
      expect(lengths.every((length) => length > 0)).toBe(true);
      expect(lengths).toHaveLength(Math.ceil(inOrder.length / (size ?? inOrder.length)));
    }
  });

  test('law 1: without a subscription, all of the customer, and of no other', async () => {
    const tenant = await createTenant();
    await appended(tenant);
    const all = { ...range, subscriptionId: null };

    const { pages } = await tenant.read(({ usageCounts }) => pagesOf(usageCounts, all, {}));
    const { events } = await tenant.run(({ usageCounts }) => usageCounts.within(all, null));

    const names = [...inOrder, 'api/elsewhere'].toSorted();
    expect(pages.flat().toSorted()).toEqual(names);
    expect(events.map(({ source, id }) => `${source}/${id}`).toSorted()).toEqual(names);
  });

  test('law 1, 2: pages have the events up to a position, of an instant on', async () => {
    const tenant = await createTenant();
    await appended(tenant);
    const counted = (through: string | null, from = range.from as BilledRange['from']) =>
      tenant.read(({ usageCounts }) =>
        pagesOf(usageCounts, { ...range, from }, { through, size: 2 }),
      );
    const { position } = await counted(null);
    await tenant.run(async ({ usage, usageCancellations }) => {
      await usage.append([build('api', 'new')], receipt);
      await usageCancellations.add([{ source: 'crm', id: 'a' }], { at: someday, reason: null });
    });

    const now = inOrder.filter((name) => name !== 'crm/a').toSpliced(-3, 0, 'api/new');
    expect((await counted(position)).pages.flat()).toEqual(inOrder);
    expect((await counted(position, nextDay)).pages.flat()).toEqual(inOrder.slice(1));
    expect((await counted(null)).pages.flat().toSorted()).toEqual(now.toSorted());
    expect(Number((await counted(null)).position)).toBeGreaterThan(Number(position));
  });

  test('law 4: who takes a page and fails gets no other; of nothing there is none', async () => {
    const tenant = await createTenant();
    await appended(tenant);
    let pages = 0;
    const take = (): void => {
      pages += 1;
      throw new Error('No more.');
    };

    const failing = tenant.run(({ usageCounts }) =>
      usageCounts.within(range, null, { take, size: 2 }),
    );

    await expect(failing).rejects.toThrow('No more.');
    expect(pages).toBe(1);
    const none = { ...range, type: 'nobody sends it' };
    const { pages: ofNone, position } = await tenant.run(({ usageCounts }) =>
      pagesOf(usageCounts, none, {}),
    );
    expect(ofNone).toEqual([]);
    expect(Number(position)).toBeGreaterThan(0);
  });
};
