import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openShop, shopWithInvoice } from '../shop.ts';

// Calendars, tables of clock changes and databases end somewhere. Whoever names a day or an instant
// out there is told so: nothing breaks, and nobody is charged for two thousand years.

const app = appUnderTest('postgres');
const farDays = ['0000-01-01', '0001-01-01', '1969-12-31', '2200-01-01', '9999-12-31'];
const farInstants = farDays
  .map((day) => `${day}T12:00:00Z`)
  .concat('0000-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00');

const both = [...farDays, ...farInstants];

/** The bodies that a day or an instant is a part of; `at` stands for it. */
type Bodies = Readonly<
  Record<string, (at: string) => readonly [path: string, body: object, pointer: string]>
>;

const ofDaysAndInstants = (at: string): string => (at.length === 10 ? 'on' : 'at');

describe('a subscription has no day or instant far away', () => {
  const bodies: Bodies = {
    start: (at) => ['', { [at.length === 10 ? 'startsOn' : 'startsAt']: at }, '/starts'],
    end: (at) => ['', { [at.length === 10 ? 'endsOn' : 'endsAt']: at }, '/ends'],
    alignment: (at) => ['', { alignment: { on: at.slice(0, 10) } }, '/alignment/on'],
    cancellation: (at) => ['/cancel', { effective: { [ofDaysAndInstants(at)]: at } }, '/effective'],
    pause: (at) => ['/pause', { effective: { [ofDaysAndInstants(at)]: at } }, '/effective'],
    resumption: (at) => [
      '/pause',
      { effective: 'period_end', resumesOn: at.slice(0, 10) },
      '/resumesOn',
    ],
    change: (at) => [
      '/changes',
      { timeZone: 'Asia/Tokyo', effective: { [ofDaysAndInstants(at)]: at } },
      '/effective',
    ],
    boundary: (at) => [
      '/changes',
      { anchorOn: at.slice(0, 10), effective: 'period_end' },
      '/anchorOn',
    ],
  };

  test.each(Object.entries(bodies))('as its %s', async (_what, bodyOf) => {
    const shop = await openShop(app);
    const { body: made } = await shop.subscribe();

    for (const at of both) {
      const [path, body, pointer] = bodyOf(at);
      const refused =
        path === ''
          ? await shop.subscribe(body)
          : await shop.send('post', `/v1/subscriptions/${made.id}${path}`, body, '*');
      expect([at, refused.status, refused.body.errors]).toMatchObject([
        at,
        400,
        [{ code: 'out_of_range', pointer: expect.stringContaining(pointer) }],
      ]);
    }
  });

  test('as the end of its trial, and in a forecast', async () => {
    const shop = await openShop(app);
    const { body: made } = await shop.subscribe({ trialDays: 5 });
    const path = `/v1/subscriptions/${made.id}/extend-trial`;

    for (const at of farInstants) {
      const extended = await shop.send('post', path, { trialEndsAt: at }, '*');
      const forecast = await shop.send(
        'get',
        `/v1/billing/forecast?until=${encodeURIComponent(at)}`,
      );
      const codes = [extended, forecast].map(({ body }) => body.errors?.[0]?.code);
      expect([at, codes]).toEqual([at, ['out_of_range', 'out_of_range']]);
    }
  });
});

test('a start in 1970 is refused, as more than a thousand periods are missed', async () => {
  const shop = await openShop(app);
  const prices = Array.from({ length: 50 }, (_, index) => ({
    name: `Price ${index}`,
    amount: { amount: 100, currency: 'EUR' },
  }));
  const planId = await shop.newPlan({ interval: { unit: 'day', count: 1 }, prices });

  const { status, body } = await shop.subscribe({ planId, startsOn: '1970-01-01' });

  expect([status, body.code]).toEqual([409, 'too_many_missed_periods']);
});

test('money comes in on a day that a database can store', async () => {
  const { shop, invoice } = await shopWithInvoice(app);
  const path = `/v1/invoices/${invoice.id}/payments`;

  for (const paidOn of farDays) {
    const amount = { amount: 100, currency: 'EUR' };
    const { status, body } = await shop.send('post', path, { amount, paidOn });
    expect([paidOn, status, body.errors]).toMatchObject([
      paidOn,
      400,
      [{ pointer: '/paidOn', code: 'out_of_range' }],
    ]);
  }
});

test('lists may be asked from the first day to the last', async () => {
  const { shop } = await shopWithInvoice(app);
  const paths = ['invoices', 'invoice-lines'].flatMap((list) => [
    `/v1/${list}?dueOn[gte]=0000-01-01&dueOn[lte]=9999-12-31`,
    `/v1/${list}?createdAt[gte]=0000-01-01T00:00:00Z&createdAt[lte]=9999-12-31T23:59:59-12:00`,
  ]);

  for (const path of paths) {
    const { status, body } = await shop.send('get', path);
    expect([path, status, body.data?.length]).toEqual([path, 200, 1]);
  }
});
