import { expect, test } from 'vitest';
import { cancel } from '../billing/both-storages.ts';
import { linesOf } from '../billing/usage-guide.ts';
import { euros } from '../billing/usage-shop.ts';
import { billAt, open, send } from './usage-scenario.ts';

// Bounds of usage, as Lago bills them, in minor units before tax.

test('a minimum is shared by the cells of a price, for the days served (L28)', async () => {
  const { shop, made } = await open({
    prices: { Base: 5000n },
    price: {
      model: 'matrix',
      dimensions: ['region'],
      cells: [
        { when: { region: 'europe' }, unitAmount: '20' },
        { when: { region: 'usa' }, unitAmount: '50' },
      ],
      defaultUnitAmount: '0',
      minimum: euros(10_000n),
    },
    starts: '2023-01-08T00:00:00Z',
  });

  await billAt(shop, '2023-02-01T06:00:00Z');
  await send(shop, [
    ['2023-02-25T08:00:00Z', { region: 'usa' }],
    ['2023-02-25T08:00:00Z', { region: 'europe' }],
  ]);
  shop.setTime('2023-02-25T08:00:01Z');
  await cancel(shop, made, 'now');
  await shop.run();

  const lines = (await linesOf(shop)).at(-1) ?? [];
  expect(lines.map(({ amount }) => Number(amount.minor))).toEqual([2000, 5000, 1929, -536]);
});
