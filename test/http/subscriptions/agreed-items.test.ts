import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { euros, openShop } from '../shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/subscriptions';

const tiers = [
  { upTo: '10', unitAmount: '5' },
  { upTo: null, unitAmount: '4' },
];

/** A shop with a plan of EUR 10.00 a seat and of tiers of calls. */
const openSeats = async () => {
  const shop = await openShop(app, '2026-06-01T10:00:00Z');
  const prices = [
    { name: 'Seats', model: 'per_unit', unitAmount: '10' },
    { name: 'Support', model: 'graduated', tiers, isOptional: true },
  ];
  const planId = await shop.newPlan({ prices });
  const { body } = await shop.send('get', `/v1/plans/${planId}`);
  const [seats, support] = (body.prices as { id: string }[]).map(({ id }) => id);
  return { shop, planId, seats, support };
};

interface Line {
  readonly description: string;
  readonly amount: { readonly amount: number };
}

/** The sum of all invoices, in euros. */
const linesOf = async ({ invoices }: Shop) =>
  (await invoices()).flatMap(({ lines }) =>
    (lines as readonly Line[]).map(({ description, amount: { amount } }) => ({
      description,
      amount: amount / 100,
    })),
  );

describe('amounts that a subscription has instead of its plan’s', () => {
  test('are shown, told of, and listed with the changes that agree to them', async () => {
    const { shop, planId, seats } = await openSeats();
    const item = { priceId: seats, quantity: '20', override: { unitAmount: '8.50' } };
    const { status, body: made } = await shop.subscribe({ planId, items: [item] });
    const items = [{ priceId: seats, override: null }];
    const effective = { on: '2026-07-01' };
    const changed = await shop.send('post', `${path}/${made.id}/changes`, { items, effective });

    const { body: seen } = await shop.send('get', `${path}/${made.id}`);
    const { body: feed } = await shop.send('get', '/v1/events?limit=100');

    const override = { unitAmount: '8.5' };
    expect([status, made.items[0]]).toMatchObject([201, { quantity: '20', override }]);
    expect(seen.items).toEqual(made.items);
    expect(changed.body.items).toEqual([
      { priceId: seats, quantity: null, isIncluded: true, override: null },
    ]);
    const told = (feed.data as { type: string; data: { after: { items: object[] } } }[]).filter(
      ({ type }) => type.startsWith('subscription.c'),
    );
    expect(told.map(({ data }) => data.after.items)).toEqual([
      made.items,
      made.items.map((each: object) => ({ ...each, override: null })),
    ]);
  });

  test('are refused with every fault at its place, and so are their previews', async () => {
    const { shop, planId, seats, support } = await openSeats();
    const { body: made } = await shop.subscribe({ planId });
    const refusals = async (items: readonly object[]) => {
      const told = new Set<string>();
      for (const [call, body] of [
        [path, { planId, customerId: shop.customerId, items }],
        [`${path}/${made.id}/changes`, { items, effective: 'now' }],
      ] as const) {
        for (const each of [call, `${call}/preview`]) {
          const { status, body: refused } = await shop.send('post', each, body);
          const { errors } = refused as { errors: { pointer: string; code: string }[] };
          expect([each, status]).toEqual([each, 400]);
          told.add(errors.map(({ pointer, code }) => `${pointer} ${code}`).join(', '));
        }
      }
      return [...told];
    };
    const unordered = [{ ...tiers[0] }, { upTo: '5', unitAmount: '1' }, { ...tiers[1] }];

    const foreign = await refusals([
      { priceId: seats, override: { amount: euros(100) } },
      { priceId: support, override: { tiers: unordered } },
    ]);
    const unreadable = await refusals([
      { priceId: seats, override: { unitAmount: '-1', discount: '1' } },
    ]);

    expect(foreign).toEqual([
      '/items/0/override/amount unknown_field, /items/0/override/unitAmount required, ' +
        '/items/1/override/tiers/1/upTo tiers_not_ascending',
    ]);
    expect(unreadable).toEqual([
      '/items/0/override/unitAmount decimal_negative, /items/0/override/discount unknown_field',
    ]);
  });

  test('of the guide come to what the guide says', async () => {
    const { shop, planId, seats } = await openSeats();
    const item = { priceId: seats, quantity: '20', override: { unitAmount: '8' } };
    const { body: made } = await shop.subscribe({ planId, items: [item] });
    await shop.advance('2026-06-16T10:00:00Z');
    const items = [{ priceId: seats, override: { unitAmount: '7' } }];
    await shop.send('post', `${path}/${made.id}/changes`, { items, effective: 'now' });
    await shop.advance('2026-07-01T10:00:00Z');

    const amounts = (await linesOf(shop)).map(({ amount }) => amount);
    expect(amounts).toHaveLength(4);
    expect(amounts.toSorted(descending)).toEqual(await saidOf('negotiated seats'));
  });
});

describe('an end that an item has by itself', () => {
  const openModule = async () => {
    const shop = await openShop(app, '2026-06-01T10:00:00Z');
    const prices = [
      { name: 'Base', amount: euros(3000) },
      { name: 'Module', amount: euros(600) },
      { name: 'Setup', kind: 'one_time', amount: euros(9900) },
    ];
    const planId = await shop.newPlan({ prices });
    const { body } = await shop.send('get', `/v1/plans/${planId}`);
    const [base, module, setup] = (body.prices as { id: string }[]).map(({ id }) => id);
    return { shop, planId, base, module, setup };
  };

  test('is moved as the guide says, shown, told of and listed', async () => {
    const { shop, planId, module } = await openModule();
    const { body: made } = await shop.subscribe({ planId });
    const endOn = async (now: string, endsOn: string) => {
      await shop.advance(`${now}T10:00:00Z`);
      const items = [{ priceId: module, endsOn }];
      return shop.send('post', `${path}/${made.id}/changes`, { items, effective: 'now' });
    };
    await endOn('2026-06-05', '2026-06-21');
    const changed = await endOn('2026-06-06', '2026-06-26');
    await shop.advance('2026-08-01T10:00:00Z');

    const { body: seen } = await shop.send('get', `${path}/${made.id}`);
    const { body: feed } = await shop.send('get', '/v1/events?limit=100');
    const events = feed.data as { type: string; data: { after: { items: object[] } } }[];
    const told = events.findLast(({ type }) => type === 'subscription.changed');

    const amounts = (await linesOf(shop))
      .filter(({ description }) => description === 'Module')
      .map(({ amount }) => amount);
    expect(amounts.toSorted(descending)).toEqual(await saidOf('module'));
    expect(seen.items.map((item: { endsOn: string | null }) => item.endsOn)).toEqual([
      null,
      '2026-06-26',
      null,
    ]);
    expect([told?.data.after.items, seen.status]).toEqual([seen.items, 'active']);
    expect(changed.body.items).toEqual([
      { priceId: module, quantity: null, isIncluded: true, endsOn: '2026-06-26' },
    ]);
  });

  test('is refused where it cannot be, with every fault at its place', async () => {
    const { shop, planId, base, setup } = await openModule();
    const items = [
      { priceId: base, endsOn: '2026-06-01' },
      { priceId: setup, endsOn: '2026-07-01' },
    ];
    const { body: made } = await shop.subscribe({ planId });

    const created = await shop.subscribe({ planId, items });
    const change = { items, effective: 'now' };
    const changed = await shop.send('post', `${path}/${made.id}/changes`, change);

    const faults = [
      { pointer: '/items/0/endsOn', code: 'ends_before_start' },
      { pointer: '/items/1/endsOn', code: 'one_time' },
    ];
    for (const { status, body } of [created, changed]) {
      expect([status, body.errors]).toMatchObject([400, faults]);
    }
  });
});

/** The amounts of a table of the guide, the largest first. */
const saidOf = async (title: string): Promise<readonly number[]> => {
  const guide = await readFile(new URL('../../../docs/billing.md', import.meta.url), 'utf8');
  const table = new RegExp(`\\| ${title} \\| amount \\|\\n\\|.*\\n((?:\\|.*\\n)+)`);
  const [, rows = ''] = table.exec(guide) ?? [];
  return [...rows.matchAll(/\| (−?)([\d.]+) \|$/gm)]
    .map(([, sign, amount]) => Number(`${sign === '' ? '' : '-'}${amount}`))
    .toSorted(descending);
};

const descending = (one: number, other: number): number => other - one;
