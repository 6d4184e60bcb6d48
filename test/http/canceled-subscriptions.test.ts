import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../support/app.ts';
import { openShop } from './shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/subscriptions';

describe('a subscription that is canceled', () => {
  test('now ends, and what is not used is credited to the balance', async () => {
    const { subscribe, send, invoices } = await openShop(app, '2026-06-01T00:00:00Z');
    const { body: made } = await subscribe();
    await send('post', '/v1/test-clock/advance', { to: '2026-06-12T15:00:00Z' });

    const canceled = await send(
      'post',
      `${path}/${made.id}/cancel`,
      { effective: 'now', reason: 'Too dear' },
      '"1"',
    );

    expect([canceled.status, canceled.headers['etag']]).toEqual([200, '"2"']);
    expect(canceled.body).toMatchObject({
      status: 'ended',
      endsAt: '2026-06-12T15:00:00.000Z',
      endReason: 'Too dear',
      currentPeriod: null,
    });
    const credited = (await invoices()).at(-1);
    expect(credited).toMatchObject({
      subtotal: { amount: -2940 },
      total: { amount: 0 },
      paymentStatus: 'paid',
      lines: [
        {
          kind: 'credit',
          amount: { amount: -2940 },
          servicePeriod: { start: '2026-06-13', end: '2026-07-01' },
        },
        { kind: 'balance', amount: { amount: 2940 }, total: { amount: 2940 }, corrects: null },
      ],
    });
  });

  test.each([
    ['none', [4900]],
    ['full', [4900, 0]],
  ])('is credited as it is asked for: %s', async (cancelCredit, totals) => {
    const { subscribe, send, invoices, advance } = await openShop(app, '2026-06-01T00:00:00Z');
    const { body: made } = await subscribe();
    await advance('2026-06-12T15:00:00Z');

    await send('post', `${path}/${made.id}/cancel`, { effective: 'now', cancelCredit }, '*');

    const all = await invoices();
    expect(all.map(({ total }) => (total as { amount: number }).amount)).toEqual(totals);
    const credit = all.slice(1).map(({ subtotal }) => (subtotal as { amount: number }).amount);
    expect(credit).toEqual(cancelCredit === 'full' ? [-4900] : []);
  });

  test('at the end of its period runs until then, and can be taken back until then', async () => {
    const { subscribe, send, invoices, advance } = await openShop(app);
    const { body: made } = await subscribe();
    const cancel = () =>
      send('post', `${path}/${made.id}/cancel`, { effective: 'period_end' }, '*');

    const canceled = await cancel();
    const back = await send('post', `${path}/${made.id}/uncancel`, undefined, '"2"');
    await cancel();
    await advance('2026-04-30T00:00:00Z');
    const late = await send('post', `${path}/${made.id}/uncancel`, undefined, '*');

    expect(canceled.body).toMatchObject({ status: 'active', endsAt: '2026-02-28T00:00:00.000Z' });
    expect(back.body).toMatchObject({ status: 'active', endsAt: null, version: 3 });
    expect([late.status, late.body.code]).toEqual([409, 'subscription_ended']);
    expect(await invoices()).toHaveLength(1);
  });

  test('on a day or at an instant ends then', async () => {
    const { subscribe, send, newCustomer } = await openShop(app);
    const ends = [];
    for (const effective of [{ on: '2026-02-10' }, { at: '2026-02-10T12:00:00Z' }]) {
      const { body } = await subscribe({ customerId: await newCustomer() });
      const canceled = await send('post', `${path}/${body.id}/cancel`, { effective }, '*');
      ends.push(canceled.body.endsAt);
    }

    expect(ends).toEqual(['2026-02-10T00:00:00.000Z', '2026-02-10T12:00:00.000Z']);
  });

  test('is not canceled again once it has ended, nor uncanceled where it has no end', async () => {
    const { subscribe, send } = await openShop(app);
    const { body: made } = await subscribe();

    const early = await send('post', `${path}/${made.id}/uncancel`, undefined, '*');
    await send('post', `${path}/${made.id}/cancel`, { effective: 'now' }, '*');
    const again = await send('post', `${path}/${made.id}/cancel`, { effective: 'now' }, '*');

    expect([early.status, early.body.code]).toEqual([409, 'subscription_not_canceled']);
    expect([again.status, again.body.code]).toEqual([409, 'subscription_ended']);
  });

  test.each([
    [{ effective: 'soon' }, '/effective', 'invalid_union'],
    [{ effective: { on: '2026-02-30' } }, '/effective/on', 'invalid_date'],
    [{ effective: { on: '2026-01-30' } }, '/effective/on', 'effective_in_the_past'],
    [{ effective: { at: '2026-01-30T00:00:00Z' } }, '/effective/at', 'effective_in_the_past'],
    [{ effective: 'now', cancelCredit: 'half' }, '/cancelCredit', 'invalid_value'],
    [{ effective: 'now', reason: '' }, '/reason', 'too_short'],
    [{ effective: 'now', quote: 'q' }, '/quote', 'invalid_quote'],
    [{}, '/effective', 'required'],
  ])('is not by %j', async (given, pointer, code) => {
    const { subscribe, send } = await openShop(app);
    const { body: made } = await subscribe();

    const { status, body } = await send('post', `${path}/${made.id}/cancel`, given, '*');

    expect([status, body.errors]).toMatchObject([400, [{ pointer, code }]]);
  });

  test('is so by who saw it as it is: a stale version is refused', async () => {
    const { subscribe, send } = await openShop(app);
    const { body: made } = await subscribe();
    const cancel = (version: string) =>
      send('post', `${path}/${made.id}/cancel`, { effective: 'period_end' }, version);
    await cancel('"1"');

    const stale = await cancel('"1"');

    expect([stale.status, stale.body.code]).toEqual([412, 'version_mismatch']);
  });
});
