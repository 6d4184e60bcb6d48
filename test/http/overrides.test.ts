import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../support/app.ts';
import type { Shop } from './shop.ts';
import { euros, openShop } from './shop.ts';

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
  readonly servicePeriod: { readonly start: string; readonly end: string };
  readonly amount: { readonly amount: number };
}

const linesOf = async ({ invoices }: Shop): Promise<readonly string[]> =>
  (await invoices()).flatMap(({ lines }) =>
    (lines as readonly Line[]).map(
      ({ servicePeriod: { start, end }, amount: { amount } }) =>
        `${start} ${end} ${(amount / 100).toFixed(2)}`,
    ),
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

    const guide = await readFile(new URL('../../docs/billing.md', import.meta.url), 'utf8');
    const [, rows = ''] = /\| negotiated seats \| amount \|\n\|.*\n((?:\|.*\n)+)/.exec(guide) ?? [];
    const said = [...rows.matchAll(/\| (−?)([\d.]+) \|$/gm)].map(([, sign, amount]) =>
      Number(`${sign === '' ? '' : '-'}${amount}`),
    );
    const amounts = (await linesOf(shop)).map((line) => Number(line.split(' ')[2]));
    expect(said).toHaveLength(4);
    expect(amounts.toSorted(descending)).toEqual(said.toSorted(descending));
  });
});

const descending = (one: number, other: number): number => other - one;
