import { beforeEach, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { euros, openShop } from '../shop.ts';
import { newEmail, newPlan, password, seller } from '../world.ts';

// Changes as somebody asks for them who does not mean well: nothing breaks, and nothing is gained.

const app = appUnderTest('postgres');
const subscriptions = '/v1/subscriptions';
const hour = 3_600_000;

let shop: Shop;
let member: string;
let priceId: string;
beforeEach(async () => {
  shop = await openShop(app, '2026-06-16T10:00:00Z');
  const price = { name: 'Seats', model: 'per_unit', unitAmount: '10' };
  const planId = await shop.newPlan({ code: 'seats', trialDays: 0, prices: [price] });
  const { body: plan } = await shop.send('get', `/v1/plans/${planId}`);
  priceId = plan.prices[0].id;
  const { body } = await shop.subscribe({ planId, alignment: 'calendar' });
  member = `${subscriptions}/${body.id}`;
});

const change = (body: object) => shop.send('post', `${member}/changes`, body);
const preview = (body: object) => shop.send('post', `${member}/changes/preview`, body);
const quantity = (of: unknown) => ({ effective: 'now', items: [{ priceId, quantity: of }] });

describe('the body of a change', () => {
  test.each([
    ['no time', {}, '/effective'],
    ['a time of nothing', { effective: null }, '/effective'],
    ['a list of times', { effective: ['now'] }, '/effective'],
    ['two times', { effective: { on: '2026-07-01', at: '2026-07-01T00:00:00Z' } }, '/effective'],
    ['a time by no clock', { effective: { at: '2026-07-01T25:00:00Z' } }, '/effective'],
    ['a time without a zone', { effective: { at: '2026-07-01T10:00:00' } }, '/effective'],
    ['a day that is none', { effective: { on: '2026-06-31' } }, '/effective'],
    ['a name for a day', { effective: { on: 'tomorrow' } }, '/effective'],
    ['items by name', { effective: 'now', items: {} }, '/items'],
    ['a price of nothing', { effective: 'now', items: [{ quantity: '1' }] }, '/items/0/priceId'],
    ['a policy by name', { effective: 'now', billingPolicy: 'lago' }, '/billingPolicy'],
    ['a list of policies', { effective: 'now', billingPolicy: [] }, '/billingPolicy'],
    ['a version of nothing', { effective: 'now', planVersion: 0 }, '/planVersion'],
    ['half a version', { effective: 'now', planVersion: 1.5 }, '/planVersion'],
    ['a version too far', { effective: 'now', planVersion: 1e15 }, '/planVersion'],
    ['a zone of no place', { effective: 'now', timeZone: '+01:00' }, '/timeZone'],
    ['a field of nobody', { effective: 'now', discount: 100 }, '/discount'],
  ])('is refused with %s', async (_what, body, pointer) => {
    for (const { status, body: refused } of [await change(body), await preview(body)]) {
      const pointers = refused.errors?.map((each: { pointer: string }) => each.pointer);
      expect([status, pointers]).toEqual([
        400,
        expect.arrayContaining([expect.stringMatching(new RegExp(`^${pointer}`))]),
      ]);
    }
  });

  test.each([
    [2],
    [null],
    [''],
    [' 2'],
    ['-1'],
    ['+1'],
    ['1e3'],
    ['0x10'],
    ['1.'],
    ['.5'],
    ['٣'],
    ['NaN'],
    ['1.0000000000001'],
    ['1000000000000001'],
    ['9'.repeat(31)],
  ])('is refused with %j of a price', async (of) => {
    for (const { status, body } of [await change(quantity(of)), await preview(quantity(of))]) {
      expect([status, body.errors]).toMatchObject([400, [{ pointer: '/items/0/quantity' }]]);
    }
  });

  test('is refused with more than can be billed, also where that is carried over', async () => {
    const dear = await shop.newPlan({
      code: 'dear',
      trialDays: 0,
      prices: [{ name: 'Seats', model: 'per_unit', unitAmount: '1000000' }],
    });
    const most = await change(quantity('900000000000'));
    const more = await change(quantity('1000000000000000'));
    const carried = await change({ effective: 'now', planId: dear });

    expect(most.status).toBe(201);
    expect([more.status, more.body.errors]).toMatchObject([
      400,
      [{ pointer: '/items/0/quantity', code: 'amount_out_of_range' }],
    ]);
    expect([carried.status, carried.body.errors]).toMatchObject([
      400,
      [{ pointer: '/items', code: 'amount_out_of_range' }],
    ]);
  });
});

describe('a change of somebody else', () => {
  test('is as if it were not there, and so is what it names', async () => {
    const other = await openShop(app, '2026-06-16T10:00:00Z');
    const { body: theirs } = await other.subscribe();
    const lies = { on: '2026-07-01' };
    const { planId } = other;
    const path = `${subscriptions}/${theirs.id}/changes`;
    const { body: made } = await other.send('post', path, { planId, effective: lies });

    const answers = [
      await shop.send('post', path, quantity('2')),
      await shop.send('post', `${path}/preview`, quantity('2')),
      await shop.send('get', path),
      await shop.send('delete', `${path}/${made.id}`, undefined, '*'),
      await shop.send('delete', `${member}/changes/${made.id}`, undefined, '*'),
      await change({ planId, effective: 'now' }),
    ];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'subscription_not_found'],
      [404, 'subscription_not_found'],
      [404, 'subscription_not_found'],
      [404, 'subscription_not_found'],
      [404, 'subscription_change_not_found'],
      [404, 'plan_not_found'],
    ]);
  });
});

describe('a quote', () => {
  const quoted = async (body: object) => String((await preview(body)).body.quote).split('.');
  const outdated = async (body: object, quote: readonly unknown[]) => {
    const { status, body: refused } = await change({ ...body, quote: quote.join('.') });
    return [status, refused.code];
  };

  test('is of one call, one body and one tenant', async () => {
    const more = quantity('2');
    const other = await openShop(app, '2026-06-16T10:00:00Z');
    const { body: theirs } = await other.subscribe();
    const { body: shown } = await other.send(
      'post',
      `${subscriptions}/${theirs.id}/changes/preview`,
      { planId: other.planId, effective: 'now' },
    );
    const ended = await shop.send('post', `${member}/cancel/preview`, { effective: 'now' });

    const refused = [
      await outdated(quantity('3'), await quoted(more)),
      await outdated(more, shown.quote.split('.')),
      await outdated(more, ended.body.quote.split('.')),
    ];

    expect(refused).toEqual(refused.map(() => [409, 'preview_outdated']));
    expect(await outdated(more, await quoted(more))).toEqual([201, undefined]);
  });

  test.each([['soon'], ['1.2.3'], [`1.1e9.${'0'.repeat(64)}`], [`-1.1.${'0'.repeat(64)}`]])(
    'is refused where it reads %j',
    async (quote) => {
      const { status, body } = await change({ ...quantity('2'), quote });

      expect([status, body.errors]).toMatchObject([400, [{ pointer: '/quote' }]]);
    },
  );

  test('lasts no longer than its preview said, whatever is written on it', async () => {
    const more = quantity('2');
    const [now = '', expiresAt, print] = await quoted(more);

    expect(await outdated(more, [now, Number(expiresAt) + hour, print])).toEqual([
      409,
      'preview_outdated',
    ]);
  });

  test('names no instant beyond the years that are billed', async () => {
    const [, expiresAt, print] = await quoted(quantity('2'));

    for (const at of [-1, 7_258_118_400_000, 999_999_999_999_999]) {
      expect(await outdated(quantity('2'), [at, expiresAt, print])).toEqual([
        400,
        'invalid_request',
      ]);
    }
  });

  test('dates nothing back by more than 15 minutes where the clock is everybody’s', async () => {
    const who = { tenantName: 'Live', name: 'Ada', email: newEmail('live'), password };
    const { body: signedUp } = await app.send('post', '/v1/auth/signup', { body: who });
    const send = (path: string, body: object, ifMatch?: string) =>
      app.send(path === '/v1/tenant' ? 'patch' : 'post', path, {
        token: signedUp.accessToken,
        body,
        headers: { 'If-Match': ifMatch ?? '*' },
      });
    await send('/v1/tenant', { billing: { seller } });
    const { body: product } = await send('/v1/products', { code: 'crm', name: 'CRM' });
    const { body: plan } = await send('/v1/plans', newPlan(product.id, { trialDays: 30 }));
    const { body: customer } = await send('/v1/customers', { name: 'Globex', email: who.email });
    const startsAt = new Date(Date.now() - 3 * hour).toISOString();
    const { body: made } = await send(subscriptions, {
      planId: plan.id,
      customerId: customer.id,
      startsAt,
    });
    const path = `${subscriptions}/${made.id}/cancel`;
    const now = { effective: 'now' };
    const { body: shown } = await send(`${path}/preview`, now);
    const [at, ...rest] = String(shown.quote).split('.');

    const refused = await send(path, { ...now, quote: [Number(at) - hour, ...rest].join('.') });
    const ended = await send(path, { ...now, quote: shown.quote });

    expect([refused.status, refused.body.code]).toEqual([409, 'preview_outdated']);
    expect([ended.status, ended.body.endsAt]).toEqual([200, new Date(Number(at)).toISOString()]);
  });
});

test('a hundred changes that lie ahead are as good as one', async () => {
  for (let day = 1; day <= 100; day += 1) {
    const on = new Date(Date.UTC(2026, 6, day)).toISOString().slice(0, 10);
    const { items } = quantity(String(day));
    const { status } = await change({ items, effective: { on } });
    expect([day, status]).toEqual([day, 201]);
  }
  await shop.advance('2026-08-01T10:00:00Z');

  expect((await shop.send('get', member)).body.items).toMatchObject([{ quantity: '32' }]);
  expect((await shop.invoices()).at(0)).toMatchObject({ total: euros(500) });
});
