import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Invoice, Shop } from '../shop.ts';
import { euros, openShop } from '../shop.ts';

// A level that is carried over keeps each group that it ever had. One that was emptied makes no
// line, so that whoever has too many groups can do something about it: take their units away.

const base = { name: 'Base', amount: euros(100) };
const price = { name: 'Seats', kind: 'usage', model: 'per_unit', unitAmount: '10' } as const;

const linesOf = (invoice: Invoice | undefined) =>
  ((invoice?.['lines'] ?? []) as readonly { readonly description: string }[])
    .map(({ description }) => description)
    .toSorted();

const seatsIn = (lines: readonly string[]): number =>
  lines.filter((line) => line.startsWith('Seats')).length;

describe.each(['memory', 'postgres'] as const)('seats of teams in %s', (storage) => {
  const app = appUnderTest(storage);

  const openTeams = async (given: object) => {
    const shop = await openShop(app, '2026-01-01T00:00:00Z');
    const counted = { aggregation: 'sum', property: 'by', isCarriedOver: true };
    const meter = { code: 'seats', name: 'Seats', eventType: 'seat', ...counted };
    const { body: made } = await shop.send('post', '/v1/meters', meter);
    const seats = { ...price, billed: 'in_arrears', meterId: made.id, groupBy: ['team'], ...given };
    await shop.subscribe({ planId: await shop.newPlan({ prices: [seats, base] }) });
    return shop;
  };
  const advance = async ({ send }: Shop, to: string): Promise<void> => {
    expect([200, 202]).toContain((await send('post', '/v1/test-clock/advance', { to })).status);
  };
  let ids = 0;
  const move = async ({ send, customerId }: Shop, team: string, by: number): Promise<void> => {
    ids += 1;
    const events = [{ id: `seat-${ids}`, type: 'seat', customerId, data: { team, by } }];
    expect((await send('post', '/v1/usage-events', { events })).body.accepted).toBe(1);
  };
  /** In January both teams have seats; on 10 February `b` gives up its own. */
  const bill = async (given: object) => {
    const shop = await openTeams(given);
    await advance(shop, '2026-01-10T00:00:00Z');
    await move(shop, 'a', 2);
    await move(shop, 'b', 1);
    await advance(shop, '2026-02-10T00:00:00Z');
    await move(shop, 'b', -1);
    await advance(shop, '2026-04-02T00:00:00Z');
    const invoices = (await shop.invoices()).toSorted((one, other) =>
      String(one['number']).localeCompare(String(other['number'])),
    );
    const { body: proof } = await shop.send('get', '/v1/invoices/verification');
    return { lines: invoices.map(linesOf), totals: invoices.map(({ total }) => total), proof };
  };

  test('make a line as long as the team has some', async () => {
    const { lines, totals, proof } = await bill({});

    expect(lines.map(seatsIn)).toEqual([0, 2, 1, 1]);
    expect(totals).toEqual([euros(100), euros(3100), euros(2100), euros(2100)]);
    expect(proof).toMatchObject({ faults: [] });
  });

  test('that are prorated make a line for the month in which they were given up, too', async () => {
    const { lines, proof } = await bill({ isProrated: true });

    expect(lines.map(seatsIn)).toEqual([0, 2, 2, 1]);
    expect(proof).toMatchObject({ faults: [] });
  });

  test('of which none is left make one line of nothing, which is proved', async () => {
    const shop = await openTeams({});
    await advance(shop, '2026-01-10T00:00:00Z');
    await move(shop, 'a', 2);
    await move(shop, 'a', -2);
    await advance(shop, '2026-02-02T00:00:00Z');

    const invoices = await shop.invoices();
    const { body: proof } = await shop.send('get', '/v1/invoices/verification');

    expect(invoices.flatMap(linesOf).toSorted()).toEqual(['Base', 'Base', 'Seats']);
    expect(proof).toMatchObject({ faults: [] });
  });
});
