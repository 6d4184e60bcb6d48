import { describe, expect, test } from 'vitest';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import type { Shop } from './shop.ts';
import { shopsOnPostgres } from './shop.ts';

// How ends are settled on PostgreSQL, down to the documents: EUR 49.00 a month from the 1st
// of June.

const shops = shopsOnPostgres();

const firstOf = <Each>([first]: readonly Each[]): Each => {
  if (first === undefined) throw new Error('There is none.');
  return first;
};

const subscribe = async ({ context, subscriptions, plan, customerIds }: Shop) => {
  const customerId = firstOf(customerIds);
  return subscriptions.create.execute(context, { customerId, planId: plan.planId });
};

type Made = Awaited<ReturnType<typeof subscribe>>;

const cancel = (
  { context, subscriptions }: Shop,
  { id, version }: Made,
  effective: EffectiveInput,
  cancelCredit?: 'prorated' | 'none' | 'full',
): Promise<Made> =>
  subscriptions.cancel.execute(context, { subscriptionId: id, version, effective, cancelCredit });

const uncancel = ({ context, subscriptions }: Shop, { id, version }: Made): Promise<Made> =>
  subscriptions.uncancel.execute(context, { subscriptionId: id, version });

/** `subtotal moved balanceApplied due`, the oldest first. */
const documentsOf = async ({ context, invoices }: Shop): Promise<readonly string[]> => {
  const { data } = await invoices.list.execute(context, { limit: 100 });
  expect(await invoices.verify.execute(context, {})).toMatchObject({ faults: [] });
  return data
    .toReversed()
    .map(({ subtotal, movedToBalance, balanceApplied, amountDue }) =>
      [subtotal, movedToBalance, balanceApplied, amountDue]
        .map((amount) => amount.toDecimal())
        .join(' '),
    );
};

const whole = '49.00 0.00 0.00 49.00';

describe('what an end gives back', () => {
  test('goes to the balance at once, where nothing more will be charged', async () => {
    shops.setTime('2026-06-01T10:00:00Z');
    const shop = await shops.open();
    const made = await subscribe(shop);
    shops.setTime('2026-06-05T10:00:00Z');

    await cancel(shop, made, { on: '2026-06-16' });

    expect(await documentsOf(shop)).toEqual([whole, '-24.50 24.50 0.00 0.00']);
  });

  test('waits, where another subscription goes on, and is moved with its end', async () => {
    shops.setTime('2026-06-01T10:00:00Z');
    const shop = await shops.open();
    const made = await subscribe(shop);
    const other = await subscribe(shop);
    shops.setTime('2026-06-05T10:00:00Z');

    await cancel(shop, made, { on: '2026-06-16' });
    const meanwhile = await documentsOf(shop);
    await cancel(shop, other, 'now', 'none');

    expect(meanwhile).toEqual([whole, whole]);
    expect(await documentsOf(shop)).toEqual([whole, whole, '-24.50 24.50 0.00 0.00']);
  });

  test('is taken in by the next document of another subscription', async () => {
    shops.setTime('2026-06-01T10:00:00Z');
    const shop = await shops.open();
    const made = await subscribe(shop);
    await subscribe(shop);
    await cancel(shop, made, { on: '2026-06-16' });
    shops.setTime('2026-07-01T00:00:00Z');

    await shop.run.execute(shop.context);

    expect(await documentsOf(shop)).toEqual([whole, whole, '24.50 0.00 0.00 24.50']);
  });

  test('is charged again, when the end is taken back, and never twice', async () => {
    shops.setTime('2026-06-01T10:00:00Z');
    const shop = await shops.open();
    const made = await subscribe(shop);
    const canceled = await cancel(shop, made, { on: '2026-06-16' });
    const runs = await uncancel(shop, canceled);
    const again = await cancel(shop, runs, { on: '2026-06-11' });

    await uncancel(shop, again);

    expect(await documentsOf(shop)).toEqual([
      whole,
      '-24.50 24.50 0.00 0.00',
      '24.50 0.00 24.50 0.00',
      '-32.67 32.67 0.00 0.00',
      '32.67 0.00 32.67 0.00',
    ]);
  });

  test('is nothing with none, so that nothing is charged when the end is taken back', async () => {
    shops.setTime('2026-06-01T10:00:00Z');
    const shop = await shops.open();
    const made = await subscribe(shop);

    await uncancel(shop, await cancel(shop, made, { on: '2026-06-16' }, 'none'));

    expect(await documentsOf(shop)).toEqual([whole]);
  });

  test('is the charge that the same command makes, at the very boundary', async () => {
    shops.setTime('2026-06-01T00:00:00Z');
    const shop = await shops.open();
    const made = await subscribe(shop);
    shops.setTime('2026-07-01T00:00:00Z');

    await cancel(shop, made, 'now');

    expect(await documentsOf(shop)).toEqual([whole, whole, '-47.42 47.42 0.00 0.00']);
  });
});

test('what is canceled before it begins has ended, in the list too', async () => {
  shops.setTime('2026-06-01T10:00:00Z');
  const shop = await shops.open();
  const { context, subscriptions, customerIds, plan } = shop;
  const customerId = firstOf(customerIds);
  const made = await subscriptions.create.execute(context, {
    customerId,
    planId: plan.planId,
    startsOn: '2026-07-01',
  });

  const canceled = await cancel(shop, made, 'now');
  const listed = async (status: 'scheduled' | 'ended') =>
    (await subscriptions.list.execute(context, { status })).data.length;

  expect(canceled.status).toBe('ended');
  expect([await listed('scheduled'), await listed('ended')]).toEqual([0, 1]);
  expect(await documentsOf(shop)).toEqual([]);
});
