import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { euros, openShop } from '../shop.ts';

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

/** A subscription of EUR 49.00 a month from the 1st of June. */
const openWithMember = async () => {
  const shop = await openShop(app, '2026-06-01T10:00:00Z');
  const { body: made } = await shop.subscribe();
  return { ...shop, member: `${path}/${made.id}` };
};

describe('a pause', () => {
  test('is shown, made, told, and ended', async () => {
    const { send, member, advance, invoices } = await openWithMember();
    await advance('2026-06-10T10:00:00Z');
    const asked = { effective: 'now', resumesOn: '2026-07-11' };

    const unseen = await send('post', `${member}/pause`, asked);
    const shown = await send('post', `${member}/pause/preview`, asked);
    const paused = await send(
      'post',
      `${member}/pause`,
      { ...asked, quote: shown.body.quote },
      '"1"',
    );
    const again = await send('post', `${member}/pause`, asked, '*');
    const foreseen = await send('post', `${member}/resume/preview`, { effective: 'now' });
    const upcoming = await send('get', `${member}/upcoming-invoice`);
    await advance('2026-06-21T10:00:00Z');
    const resumed = await send('post', `${member}/resume`, { effective: 'now' }, '"2"');
    const late = await send('post', `${member}/resume`, { effective: 'now' }, '*');

    expect([unseen.status, paused.status, paused.headers['etag']]).toEqual([428, 200, '"2"']);
    expect(paused.body).toMatchObject({
      status: 'paused',
      currentPeriod: null,
      pause: { startsAt: '2026-06-10T10:00:00.000Z', resumesAt: '2026-07-11T00:00:00.000Z' },
    });
    expect([again.status, again.body.code]).toEqual([409, 'subscription_paused']);
    // On 11 July 21 of 31 days are charged, less the 20 of 30 that were given back.
    const next = { total: euros(52), at: '2026-07-11T00:00:00.000Z' };
    expect([shown.body.next, upcoming.body.next]).toMatchObject([next, next]);
    expect(foreseen.status).toBe(200);
    expect(resumed.body).toMatchObject({ status: 'active', pause: null, version: 3 });
    expect([late.status, late.body.code]).toEqual([409, 'subscription_not_paused']);
    expect((await invoices()).at(-1)).toMatchObject({ total: euros(4900) });
    const { data } = (await send('get', '/v1/events?limit=100')).body;
    const told = data.filter(({ type }: { type: string }) => /paused|resumed/.test(type));
    expect(told).toMatchObject([
      { type: 'subscription.paused', data: { after: { pause: paused.body.pause } } },
      { type: 'subscription.resumed', data: { after: { pause: null } } },
    ]);
    const timeline = (await send('get', `${member}/timeline`)).body.data;
    expect(timeline.map(({ kind }: { kind: string }) => kind)).toEqual([
      'created',
      'started',
      'charged',
      'credited',
      'paused',
      'resumed',
      'charged',
    ]);
  });

  test('without an end has no next invoice, and is listed as paused', async () => {
    const { send, member, advance } = await openWithMember();
    await advance('2026-06-10T10:00:00Z');

    const paused = await send('post', `${member}/pause`, { effective: 'now' }, '*');

    const upcoming = await send('get', `${member}/upcoming-invoice`);
    const listed = await send('get', `${path}?status=paused`);
    expect(upcoming.body.next).toBeNull();
    expect(listed.body.data).toEqual([paused.body]);
  });
});
