import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openShop } from '../shop.ts';
import { openMetered } from './metered-shop.ts';

const app = appUnderTest('postgres');

describe('usage', () => {
  const openUsed = async () => {
    const metered = await openMetered(app);
    const { shop, event, sendAll } = metered;
    const [meter] = (await shop.send('get', '/v1/meters')).body.data;
    const sent = (id: string, time: string, bytes: unknown, region?: string) =>
      event(id, { time, data: { network: 'public', bytes, region } });
    await sendAll(
      sent('a', '2026-03-08T22:59:59.999Z', '0.1', 'eu'),
      sent('b', '2026-03-08T23:00:00Z', '0.2', 'us'),
      sent('c', '2026-03-09T10:00:00Z', '0.3', 'eu'),
      sent('d', '2026-03-09T11:00:00Z', 5),
    );
    const ask = async (given: object, customerId = metered.customerId) => {
      const days = { from: '2026-03-08', to: '2026-03-10' };
      const query = { customerId, meterId: meter.id, ...days, ...given };
      const { status, body } = await shop.send(
        'get',
        `/v1/usage?${new URLSearchParams(query).toString()}`,
      );
      return { status, body, fault: body.errors?.[0] ?? body };
    };
    return { ...metered, ask };
  };

  test('is counted exactly, by local days, hours and groups', async () => {
    const { ask, shop, customerId } = await openUsed();
    await shop.send('patch', `/v1/customers/${customerId}`, { timeZone: 'Europe/Vienna' }, '*');

    const all = await ask({});
    const days = await ask({ window: 'day' });
    const groups = await ask({ groupBy: 'region' });
    const hour = await ask({ from: '2026-03-09T10:00:00Z', to: '2026-03-09T10:00:00.001Z' });

    const [first, second] = ['2026-03-07T23:00:00.000Z', '2026-03-08T23:00:00.000Z'];
    const end = '2026-03-09T23:00:00.000Z';
    expect(all.body).toEqual({
      timeZone: 'Europe/Vienna',
      data: [{ start: first, end, quantity: '5.6' }],
    });
    expect(days.body.data).toEqual([
      { start: first, end: second, quantity: '0.1' },
      { start: second, end, quantity: '5.5' },
    ]);
    expect(groups.body.data).toEqual([
      { start: first, end, group: { region: 'eu' }, quantity: '0.4' },
      { start: first, end, group: { region: 'us' }, quantity: '0.2' },
      { start: first, end, group: { region: null }, quantity: '5' },
    ]);
    expect(hour.body.data).toMatchObject([{ quantity: '0.3' }]);
  });

  test('of a subscription is of the events that name it, by its clocks', async () => {
    const { ask, shop, sendAll, event, customerId } = await openUsed();
    const { body } = await shop.subscribe({ customerId, timeZone: 'Asia/Tokyo' });
    await sendAll(event('own', { subscriptionId: body.id, time: '2026-03-09T15:00:00Z' }));

    const own = await ask({ subscriptionId: body.id, to: '2026-03-11', window: 'day' });
    const others = await ask({ subscriptionId: body.id }, await shop.newCustomer());

    expect(own.body.timeZone).toBe('Asia/Tokyo');
    expect(own.body.data.map(({ quantity }: { quantity: string }) => quantity)).toEqual([
      '0',
      '0',
      '5',
    ]);
    expect(others.fault).toMatchObject({
      pointer: '/query/subscriptionId',
      code: 'unknown_subscription',
    });
  });

  test('is refused where the question makes no sense', async () => {
    const { ask } = await openUsed();
    const unknown = (prefix: string) => `${prefix}_01jd4x7h2cf5prw8mzk0qv9tns`;
    const asked: readonly (readonly [object, number, string])[] = [
      [{ from: '2026-03-10', to: '2026-03-10' }, 400, 'period_without_length'],
      [{ from: '2026-02-30' }, 400, 'invalid_date'],
      [{ from: 'yesterday' }, 400, 'invalid_date'],
      [{ from: '2026-03-08T00:00:00' }, 400, 'invalid_instant'],
      [{ from: '0001-01-01' }, 400, 'out_of_range'],
      [{ to: '9999-12-31T23:59:59.999Z' }, 400, 'out_of_range'],
      [{ from: '2025-01-01', window: 'hour' }, 400, 'out_of_range'],
      [{ window: 'week' }, 400, 'invalid_value'],
      [{ groupBy: 'region,region' }, 400, 'repeated'],
      [{ groupBy: 'region,' }, 400, 'too_short'],
      [{ groupBy: 'a,b,c,d,e,f,g,h,i,j,k' }, 400, 'too_many'],
      [{ customerId: unknown('cus') }, 404, 'customer_not_found'],
      [{ meterId: unknown('mtr') }, 404, 'meter_not_found'],
      [{ subscriptionId: unknown('sub') }, 400, 'unknown_subscription'],
    ];

    for (const [given, status, code] of asked) {
      const refused = await ask(given);
      expect([given, refused.status, refused.fault.code]).toEqual([given, status, code]);
    }
  });
});

describe('entitlements', () => {
  const openEntitled = async (features: readonly object[]) => {
    const metered = await openMetered(app);
    const [meter] = (await metered.shop.send('get', '/v1/meters')).body.data;
    const known = features.map((each) => ('limit' in each ? { meterId: meter.id, ...each } : each));
    const planId = await metered.shop.newPlan({ code: 'entitled', features: known });
    const path = `/v1/customers/${metered.customerId}/entitlements`;
    const check = async (body: object) => {
      const answered = await metered.shop.send('post', `${path}/check`, body);
      return { status: answered.status, body: answered.body };
    };
    return { ...metered, meter, known, planId, path, check };
  };
  const traffic = { code: 'traffic', kind: 'limit', limit: '12' };

  test('count an event once it was answered, and are listed by their codes', async () => {
    const sso = { code: 'sso', kind: 'boolean' };
    const { shop, check, path, customerId, planId, sendAll, event } = await openEntitled([
      traffic,
      sso,
    ]);
    await shop.subscribe({ customerId, planId });
    const answers = [];
    for (const id of ['a', 'b', 'c']) {
      const { status, body } = await check({ feature: 'traffic', quantity: '5' });
      answers.push([status, body.isAllowed, body.reason, body.used, body.remaining]);
      await sendAll(event(id));
    }
    const listed = await shop.send('get', path);

    expect(answers).toEqual([
      [200, true, null, '0', '12'],
      [200, true, null, '5', '7'],
      [200, false, 'limit_reached', '10', '2'],
    ]);
    expect(listed.body.data).toMatchObject([
      { feature: 'sso', kind: 'boolean', used: null },
      { feature: 'traffic', kind: 'limit', used: '15', limit: '12', remaining: '0' },
    ]);
    expect((await check({ feature: 'sso' })).body).toMatchObject({ isAllowed: true, limit: null });
    expect((await check({ feature: 'chat' })).body).toMatchObject({
      isAllowed: false,
      reason: 'unknown_feature',
      kind: null,
    });
  });

  test('are refused with every fault at once', async () => {
    const { check, shop, path } = await openEntitled([]);

    const bad = await check({ feature: 'no code', quantity: '-1', more: true });
    const nobody = path.replace(/cus_[^/]+/, 'cus_01jd4x7h2cf5prw8mzk0qv9tns');
    const missing = await shop.send('post', `${nobody}/check`, { feature: 'a' });

    const faults = bad.body.errors.map(({ pointer, code }: Record<string, string>) => [
      pointer,
      code,
    ]);
    expect([bad.status, faults]).toEqual([
      400,
      expect.arrayContaining([
        ['/feature', 'invalid_code'],
        ['/quantity', 'decimal_negative'],
      ]),
    ]);
    expect([missing.status, missing.body.code]).toEqual([404, 'customer_not_found']);
  });

  test('come with the version that is published, and are fixed with it', async () => {
    const { shop, planId, known, meter } = await openEntitled([traffic]);
    const versions = `/v1/plans/${planId}/versions`;
    const more = [
      { ...known[0], limit: null },
      { code: 'support', kind: 'value', value: '24/7' },
    ];

    const plan = (await shop.send('get', `/v1/plans/${planId}`)).body;
    const draft = await shop.send('post', versions, {});
    const changed = await shop.send('patch', `${versions}/2`, { features: more }, '*');
    const fixed = await shop.send('patch', `/v1/plans/${planId}`, { features: more }, '*');
    await shop.send('post', `${versions}/2/publish`, undefined, '*');
    const kept = await shop.send('patch', `${versions}/2`, { features: [] }, '*');
    const archived = await shop.send('delete', `/v1/meters/${meter.id}`, undefined, '*');

    const limit = { ...traffic, meterId: meter.id, interval: null };
    expect([plan.features, draft.body.features]).toEqual([[limit], [limit]]);
    expect(changed.body.features).toEqual([{ ...limit, limit: null }, more[1]]);
    expect((await shop.send('get', `/v1/plans/${planId}`)).body.features).toEqual(
      changed.body.features,
    );
    expect([fixed, kept, archived].map(({ body }) => body.code)).toEqual([
      'plan_terms_fixed',
      'plan_version_published',
      'meter_in_use',
    ]);
  });

  test('name a meter that there is', async () => {
    const { shop, planId } = await openEntitled([]);
    const meterId = 'mtr_01jd4x7h2cf5prw8mzk0qv9tns';
    const features = [
      { code: 'sso', kind: 'boolean' },
      { ...traffic, meterId },
    ];

    const refused = await shop.send('post', `/v1/plans/${planId}/versions`, { features });

    expect([refused.status, refused.body.errors]).toMatchObject([
      400,
      [{ pointer: '/features/1/meterId', code: 'unknown_meter' }],
    ]);
  });

  test('are what the guide says', async () => {
    const guide = await readFile(new URL('../../../docs/metering.md', import.meta.url), 'utf8');
    const bodyOf = (path: string, ids: Readonly<Record<string, string>> = {}): object => {
      const [, text = ''] =
        new RegExp(`/v1/${path}"[^']*(?:'Content[^']*'[^']*)-d '([^']+)'`).exec(guide) ?? [];
      const named = text.replaceAll(/"(\w+)_…"/g, (_, prefix: string) => `"${ids[prefix]}"`);
      return JSON.parse(named) as object;
    };
    const shop = await openShop(app, '2026-11-01T00:00:00Z');
    const { customerId } = shop;
    const { body: meter } = await shop.send('post', '/v1/meters', bodyOf('meters'));
    const ids = { prod: shop.productId, mtr: meter.id as string };
    const { body: plan } = await shop.send('post', '/v1/plans', bodyOf('plans', ids));
    const { body: made } = await shop.subscribe({ customerId, planId: plan.id });
    const data = { network: 'cdn', gigabytes: 990 };
    const event = { id: 'a', type: 'traffic.sent', customerId, data };
    await shop.send('post', '/v1/usage-events', { events: [event] });
    const path = `/v1/customers/${customerId}/entitlements/check`;

    const rows = [...guide.matchAll(/^\| `(\{.*\})` \|.*$/gm)];
    const answered = [];
    for (const [, body = ''] of rows) {
      const { isAllowed, reason, used, remaining } = (
        await shop.send('post', path, JSON.parse(body) as object)
      ).body;
      const code = reason === null ? '' : ` \`${reason}\``;
      const amounts = [used, remaining].map((each) => (each === null ? '' : ` ${each}`));
      answered.push(`| \`${body}\` | ${isAllowed} |${code} |${amounts.join(' |')} |`);
    }
    const whole = await shop.send('post', path, bodyOf('customers/\\$CUSTOMER/entitlements/check'));

    expect(rows).toHaveLength(4);
    expect(answered).toEqual(rows.map(([row]) => row));
    const [, shown = ''] = /```json\n(\{ "feature"[^`]+)```/.exec(guide) ?? [];
    const expected = shown.replace('mtr_…', meter.id).replace('sub_…', made.id);
    expect(whole.body).toEqual(JSON.parse(expected));
  });
});
