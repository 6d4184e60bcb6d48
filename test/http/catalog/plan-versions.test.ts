import { beforeEach, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { euros, openShop } from '../shop.ts';

const app = appUnderTest('postgres');

let shop: Shop;
beforeEach(async () => {
  shop = await openShop(app, '2026-06-01T10:00:00Z');
});

const path = (): string => `/v1/plans/${shop.planId}/versions`;
const create = (body: object = {}) => shop.send('post', path(), body);
const publish = (number: number, ifMatch = '*') =>
  shop.send('post', `${path()}/${number}/publish`, undefined, ifMatch);
const plan = async () => (await shop.send('get', `/v1/plans/${shop.planId}`)).body;
const priced = (amount: number) => ({ prices: [{ name: 'Base', amount: euros(amount) }] });
const publishPriced = async (amount: number) => {
  const { body } = await create(priced(amount));
  await publish(body.number);
};

describe('a version of a plan', () => {
  test('is a draft, then published: the plan shows it, and who subscribed stays', async () => {
    const { body: before } = await shop.subscribe();

    const draft = await create(priced(5900));
    const meanwhile = await plan();
    const published = await publish(2, '"1"');
    const after = await plan();
    const { body: later } = await shop.subscribe();
    const { body: asBefore } = await shop.subscribe({ planVersion: 1 });

    expect([draft.status, draft.headers['etag']]).toEqual([201, '"1"']);
    expect(draft.body).toMatchObject({ number: 2, status: 'draft', publishedAt: null });
    expect(meanwhile).toMatchObject({
      publishedVersion: 1,
      version: 1,
      prices: [{ amount: euros(4900) }],
    });
    expect(published.body).toMatchObject({ number: 2, status: 'published', version: 2 });
    expect(after).toMatchObject({
      publishedVersion: 2,
      version: 2,
      prices: [{ amount: euros(5900), code: 'base' }],
    });
    expect([before, later, asBefore].map(({ planVersion }) => planVersion)).toEqual([1, 2, 1]);
    const totals = (await shop.invoices()).map(({ total }) => total);
    expect(totals).toEqual([euros(4900), euros(5900), euros(4900)]);
    const shown = await shop.send('get', `/v1/subscriptions/${before.id}`);
    expect(shown.body.planVersion).toBe(1);
  });

  test('is made from the newest one, listed, shown, changed and deleted', async () => {
    await publishPriced(5900);
    const { body: draft } = await create();
    const member = `${path()}/3`;

    const changed = await shop.send('patch', member, { trialDays: 7 }, '"1"');
    const stale = await shop.send('patch', member, { trialDays: 8 }, '"1"');
    const listed = await shop.send('get', path());
    const drafts = await shop.send('get', `${path()}?status=draft`);
    const shown = await shop.send('get', member);
    const deleted = await shop.send('delete', member, undefined, '"2"');

    expect(draft).toMatchObject({ number: 3, prices: [{ amount: euros(5900) }] });
    expect([changed.status, changed.body.trialDays, changed.headers['etag']]).toEqual([
      200,
      7,
      '"2"',
    ]);
    expect([stale.status, stale.body.code]).toEqual([412, 'version_mismatch']);
    const numbers = listed.body.data.map(({ number }: { number: number }) => number);
    expect(numbers).toEqual([3, 2, 1]);
    expect(drafts.body.data).toEqual([changed.body]);
    expect(shown.body).toEqual(changed.body);
    expect(deleted.status).toBe(204);
    expect((await shop.send('get', member)).body.code).toBe('plan_version_not_found');
    expect((await create()).body.number).toBe(3);
  });

  test('that is published never changes', async () => {
    await publishPriced(5900);

    const answers = [
      await shop.send('patch', `${path()}/2`, { trialDays: 7 }, '*'),
      await shop.send('delete', `${path()}/2`, undefined, '*'),
      await publish(2),
      await shop.send('delete', `${path()}/1`, undefined, '*'),
    ];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      answers.map(() => [409, 'plan_version_published']),
    );
  });

  test('is not published without a price, or behind a later one', async () => {
    await create({ prices: [] });
    await create();

    const empty = await publish(2);
    await publish(3);
    await shop.send('patch', `${path()}/2`, priced(100), '*');
    const behind = await publish(2);

    expect([empty.status, empty.body.code]).toEqual([409, 'plan_without_price']);
    expect([behind.status, behind.body.code]).toEqual([409, 'plan_version_superseded']);
  });

  test('is made of an active plan only', async () => {
    const draft = await shop.newPlan({ status: 'draft' });
    const archived = await shop.newPlan({});
    await shop.send('delete', `/v1/plans/${archived}`, undefined, '*');

    const codes = [];
    for (const id of [draft, archived]) {
      codes.push((await shop.send('post', `/v1/plans/${id}/versions`, {})).body.code);
    }

    expect(codes).toEqual(['plan_not_active', 'plan_archived']);
    const listed = await shop.send('get', `/v1/plans/${draft}/versions`);
    expect(listed.body.data).toEqual([]);
  });

  test.each([
    ['0', 400, 'invalid_request'],
    ['x', 400, 'invalid_request'],
    ['1e3', 400, 'invalid_request'],
    ['999999999', 404, 'plan_version_not_found'],
    ['99999999999', 400, 'invalid_request'],
  ])('with the number %s is not there', async (number, status, code) => {
    const shown = await shop.send('get', `${path()}/${number}`);

    expect([shown.status, shown.body.code]).toEqual([status, code]);
  });

  test('is published by one of two at once, and of many drafts each has a number', async () => {
    const made = await Promise.all([create(), create(), create()]);
    const numbers = new Set(made.map(({ body }) => body.number));

    const both = await Promise.all([publish(4, '"1"'), publish(4, '"1"')]);

    expect(numbers).toEqual(new Set([2, 3, 4]));
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 412]));
  });

  test('and its subscription is refused where it is no published one', async () => {
    await create();

    const codes = [];
    for (const planVersion of [2, 3]) codes.push((await shop.subscribe({ planVersion })).body.code);
    const odd = await shop.subscribe({ planVersion: 0 });

    expect(codes).toEqual(['plan_version_not_published', 'plan_version_not_found']);
    expect(odd.body.errors).toMatchObject([{ pointer: '/planVersion', code: 'out_of_range' }]);
  });
});

describe('a change to another version', () => {
  test('moves the subscription by the codes of prices, and settles the difference', async () => {
    const { body: made } = await shop.subscribe();
    const member = `/v1/subscriptions/${made.id}`;
    await publishPriced(9800);
    await shop.advance('2026-06-16T10:00:00Z');
    const change = { planVersion: 2, effective: 'now' };

    const shown = await shop.send('post', `${member}/changes/preview`, change);
    const moved = await shop.send('post', `${member}/changes`, {
      ...change,
      quote: shown.body.quote,
    });

    expect(shown.body.now).toMatchObject([{ total: euros(2450) }]);
    expect([moved.status, moved.body]).toEqual([
      201,
      expect.objectContaining({ planId: null, planVersion: 2, status: 'in_force' }),
    ]);
    const { body: after } = await shop.send('get', member);
    expect(after).toMatchObject({ planId: shop.planId, planVersion: 2 });
    expect(after.items[0].id).toBe(made.items[0].id);
    expect((await shop.invoices()).at(-1)).toMatchObject({ total: euros(2450) });
  });

  test('is refused where the version lacks a code of the subscription', async () => {
    const { body: made } = await shop.subscribe();
    const changes = `/v1/subscriptions/${made.id}/changes`;
    const { body } = await create({ prices: [{ name: 'Other', amount: euros(100) }] });
    await publish(body.number);

    const preview = { planVersion: 2, effective: 'now' };
    const refused = await shop.send('post', changes, preview);
    const shown = await shop.send('post', `${changes}/preview`, preview);
    // The newest version of the same plan is a version as well.
    const byPlan = await shop.send('post', changes, { planId: shop.planId, effective: 'now' });

    for (const answer of [refused, shown, byPlan]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'price_codes_unmatched']);
      expect(answer.body.codes).toEqual(['base']);
    }
  });

  test('goes to a version of another plan, where what it lacks ends', async () => {
    const { body: made } = await shop.subscribe();
    const changes = `/v1/subscriptions/${made.id}/changes`;
    const pro = await shop.newPlan({ prices: [{ name: 'Pro', amount: euros(9800) }] });
    const { body: draft } = await shop.send('post', `/v1/plans/${pro}/versions`, priced(100));
    await shop.send('post', `/v1/plans/${pro}/versions/2/publish`, undefined, '*');

    const moved = await shop.send('post', changes, {
      planId: pro,
      planVersion: 1,
      effective: 'period_end',
    });
    const unknown = await shop.send('post', changes, { planVersion: 9, effective: 'now' });

    expect(draft.number).toBe(2);
    expect(moved.body).toMatchObject({ planId: pro, planVersion: 1, status: 'scheduled' });
    expect(unknown.body.code).toBe('plan_version_not_found');
  });

  test('takes back a later one, and leaves optional prices where they are', async () => {
    const addOn = { name: 'Add-on', amount: euros(500), isOptional: true };
    const prices = [{ name: 'Base', amount: euros(1000) }, addOn];
    const planId = await shop.newPlan({ prices });
    const versions = `/v1/plans/${planId}/versions`;
    await shop.send('post', versions, {});
    await shop.send('post', `${versions}/2/publish`, undefined, '*');
    const { body: shown } = await shop.send('get', `/v1/plans/${planId}`);
    const priceId: string = shown.prices[1].id;
    const [without, having] = [
      (await shop.subscribe({ planId, planVersion: 1 })).body,
      (await shop.subscribe({ planId, planVersion: 1, items: [{ priceId, quantity: '3' }] })).body,
    ];

    const quantities = [];
    for (const { id } of [without, having]) {
      const changes = `/v1/subscriptions/${id}/changes`;
      const { body: later } = await shop.send('post', changes, {
        planVersion: 2,
        effective: 'period_end',
      });
      await shop.send('post', changes, { planVersion: 2, effective: 'now' });
      const { body: listed } = await shop.send('get', changes);
      expect(listed.data[1]).toMatchObject({ id: later.id, status: 'taken_back' });
      const { body } = await shop.send('get', `/v1/subscriptions/${id}`);
      quantities.push(body.items.map(({ quantity }: { quantity: string }) => quantity));
    }

    expect(quantities).toEqual([['1'], ['1', '3']]);
  });
});

describe('a plan', () => {
  test('has prices that are charged once, and prices within bounds', async () => {
    const setup = { name: 'Setup', kind: 'one_time', amount: euros(10_000) };
    const seats = { model: 'per_unit', unitAmount: '10', minimum: euros(4500) };
    const prices = [setup, { name: 'Seats', ...seats, maximum: euros(9000) }];
    const planId = await shop.newPlan({ prices });

    const { body: shown } = await shop.send('get', `/v1/plans/${planId}`);
    await shop.subscribe({ planId });
    await shop.advance('2026-07-01T10:00:00Z');

    expect(shown.prices).toMatchObject([
      { kind: 'one_time', isProrated: false, interval: null },
      { kind: 'recurring', minimum: euros(4500), maximum: euros(9000) },
    ]);
    expect(shown.prices[0]).not.toHaveProperty('minimum');
    const [first, second] = await shop.invoices();
    expect(first).toMatchObject({
      total: euros(14_500),
      lines: [
        { kind: 'one_time', amount: euros(10_000) },
        { kind: 'recurring', amount: euros(4500) },
      ],
    });
    expect(second).toMatchObject({ total: euros(4500), lines: [{ kind: 'recurring' }] });
    const lines = first?.['lines'] as readonly { readonly id: string }[];
    const texts = [];
    for (const { id } of lines) {
      const at = `/v1/invoices/${first?.id}/lines/${id}/explanation`;
      const { body } = await shop.send('get', at);
      texts.push(body.steps.map(({ text }: { text: string }) => text));
    }
    expect(texts).toEqual([
      ['EUR 100.00, whatever the quantity (1)', 'EUR 100.00, rounded half up from 100'],
      [
        '1 × EUR 10.00',
        'EUR 45.00, the minimum',
        '30 of 30 days (2026-06-01 to 2026-07-01)',
        'EUR 45.00, rounded half up from 45',
      ],
    ]);
    expect((await shop.send('get', '/v1/invoices/verification')).body.faults).toEqual([]);
  });
});
