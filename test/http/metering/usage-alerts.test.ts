import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Worker } from '#interfaces/worker/worker.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { appUnderTest } from '../../support/app.ts';
import { until } from '../../support/until.ts';
import { openShop } from '../shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/usage-alerts';

let worker: Worker;
beforeAll(async () => {
  const log = { info: () => undefined, error: () => undefined };
  worker = await startWorker(app.composition().operations, log);
});
afterAll(() => worker.stop());

const calls = { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'count' };

/** A shop with a meter of calls, and a way to send some and see what was told. */
const openCalls = async () => {
  const shop = await openShop(app, '2026-11-01T00:00:00Z');
  const { body: meter } = await shop.send('post', '/v1/meters', calls);
  const alert = { name: 'Calls', measure: 'quantity', meterId: meter.id, thresholds: ['2'] };
  let sent = 0;
  return {
    ...shop,
    alert,
    use: async (customerId: string) => {
      sent += 1;
      const event = { id: `e${sent}`, type: 'call', customerId, data: {} };
      await shop.send('post', '/v1/usage-events', { events: [event] });
    },
    told: async () => {
      const { body } = await shop.send('get', '/v1/events?limit=100');
      const events = body.data as readonly { readonly type: string; readonly data: Told }[];
      return events.flatMap(({ type, data }) =>
        type === 'usage_alert.reached' ? [data.after] : [],
      );
    },
  };
};

interface Told {
  readonly after: Readonly<Record<string, unknown>>;
}

describe('a usage alert', () => {
  test('is told of by a worker soon after the events, and shows it', async () => {
    const { send, subscribe, customerId, alert, use, told } = await openCalls();
    const { body: made } = await subscribe();
    const created = await send('post', path, { ...alert, subscriptionId: made.id });
    const member = `${path}/${created.body.id}`;
    const before = await send('get', member);

    await use(customerId);
    await use(customerId);
    await until(async () => (await told()).length > 0);

    expect([created.status, created.body.customerId]).toEqual([201, customerId]);
    expect(before.body.reached).toEqual([]);
    const shown = await send('get', member);
    const period = {
      start: '2026-11-01',
      end: '2026-12-01',
      startsAt: '2026-11-01T00:00:00.000Z',
      endsAt: '2026-12-01T00:00:00.000Z',
    };
    const reached = {
      customerId,
      subscriptionId: made.id,
      period,
      threshold: '2',
      value: '2',
      reachedAt: '2026-11-01T00:00:00.000Z',
    };
    expect(shown.body.reached).toEqual([reached]);
    const { meterId, name } = alert;
    const named = { alertId: created.body.id, code: null, name, meterId };
    expect(await told()).toEqual([{ ...named, currency: null, priceCode: null, ...reached }]);
    expect(shown.headers['etag']).toBe('"1"');
  });

  test('of another tenant is neither seen nor reached', async () => {
    const [one, other] = [await openCalls(), await openCalls()];
    const { body: made } = await one.send('post', path, { ...one.alert, thresholds: ['1'] });
    await other.send('post', path, { ...other.alert, thresholds: ['1'] });

    await other.use(other.customerId);
    await until(async () => (await other.told()).length > 0);

    expect(await one.told()).toEqual([]);
    const answers = [
      await other.send('get', `${path}/${made.id}`),
      await other.send('patch', `${path}/${made.id}`, { name: 'Mine' }, '*'),
      await other.send('delete', `${path}/${made.id}`, undefined, '*'),
    ];
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      Array(3).fill('404 usage_alert_not_found'),
    );
    const refused = await other.send('post', path, one.alert);
    expect([refused.status, refused.body.errors]).toMatchObject([
      400,
      [{ pointer: '/meterId', code: 'unknown_meter' }],
    ]);
  });

  test('is listed by what it looks at', async () => {
    const { send, subscribe, customerId, alert } = await openCalls();
    const { body: made } = await subscribe();
    await send('post', path, { ...alert, subscriptionId: made.id, name: 'One' });
    await send('post', path, { ...alert, customerId, name: 'Two', code: 'two' });
    await send('post', path, { ...alert, name: 'Three' });
    const names = async (query: string) =>
      (await send('get', `${path}${query}`)).body.data.map(({ name }: { name: string }) => name);

    expect(await names('')).toEqual(['Three', 'Two', 'One']);
    expect(await names(`?subscriptionId=${made.id}`)).toEqual(['One']);
    expect(await names(`?customerId=${customerId}`)).toEqual(['Two', 'One']);
    expect(await names('?code=two')).toEqual(['Two']);
    expect(await names('?search=thr')).toEqual(['Three']);
    const again = await send('post', path, { ...alert, code: 'two' });
    expect([again.status, again.body.code]).toEqual([409, 'usage_alert_code_taken']);
  });

  test('says of each fault where it is', async () => {
    const { send, alert } = await openCalls();
    const answers = [
      await send('post', path, { ...alert, thresholds: ['3', '2'] }),
      await send('post', path, { ...alert, thresholds: ['none'] }),
      await send('post', path, { ...alert, currency: 'EUR' }),
      await send('post', path, { ...alert, subscriptionId: alert.meterId }),
      await send('post', path, { ...alert, thresholds: ['0'] }),
      await send('post', path, { ...alert, thresholds: ['1', '-1'] }),
      await send('post', path, { ...alert, thresholds: [] }),
      await send('post', path, { ...alert, thresholds: Array(21).fill('1') }),
      await send('post', path, { ...alert, every: '0' }),
    ];

    expect(answers.map(({ status, body }) => [status, body.errors[0]])).toMatchObject([
      [400, { pointer: '/thresholds/1', code: 'not_ascending' }],
      [400, { pointer: '/thresholds/0', code: 'invalid_decimal' }],
      [400, { pointer: '/currency', code: 'not_of_quantity' }],
      [400, { pointer: '/subscriptionId', code: 'invalid_id' }],
      [400, { pointer: '/thresholds/0', code: 'decimal_not_positive' }],
      [400, { pointer: '/thresholds/1', code: 'decimal_negative' }],
      [400, { pointer: '/thresholds', code: 'out_of_range' }],
      [400, { pointer: '/thresholds', code: 'too_many' }],
      [400, { pointer: '/every', code: 'decimal_not_positive' }],
    ]);
  });
});

describe('the guide', () => {
  test('shows what an alert tells of', async () => {
    const guide = await readFile(new URL('../../../docs/metering.md', import.meta.url), 'utf8');
    const bodyOf = (of: string, ids: Readonly<Record<string, string>> = {}): object => {
      const found = new RegExp(`/v1/${of}"[^']*(?:'Content[^']*'[^']*)-d '([^']+)'`).exec(guide);
      const named = found?.[1]?.replaceAll(/"(\w+)_…"/g, (_, prefix: string) => `"${ids[prefix]}"`);
      return JSON.parse(named ?? '') as object;
    };
    const { send, subscribe, customerId } = await openShop(app, '2026-11-01T00:00:00Z');
    const { body: meter } = await send('post', '/v1/meters', bodyOf('meters'));
    const { body: made } = await subscribe();
    const ids = { sub: made.id as string, mtr: meter.id as string };
    const { body: alert } = await send('post', path, bodyOf('usage-alerts', ids));
    const [, table = ''] = guide.split(
      '| gigabytes sent | quantity then | told of |\n|---|---|---|\n',
    );
    const rows = [...table.matchAll(/^\| ([\d.]+) \| (\d+) \|(.*)\|$/gm)];

    let before = 0;
    for (const [index, [, gigabytes, quantity, told = '']] of rows.entries()) {
      const data = { network: 'cdn', gigabytes };
      const event = { id: `g${index}`, type: 'traffic.sent', customerId, data };
      await send('post', '/v1/usage-events', { events: [event] });
      const expected = told.split(',').flatMap((each) => each.trim() || []);
      const reached = async (): Promise<readonly { threshold: string; value: string }[]> =>
        (await send('get', `${path}/${alert.id}`)).body.reached.toReversed().slice(before);
      await until(async () => (await reached()).length >= expected.length);
      const seen = await reached();

      expect(seen).toMatchObject(expected.map((threshold) => ({ threshold, value: quantity })));
      const usage = `/v1/usage?customerId=${customerId}&meterId=${meter.id}`;
      const { body } = await send('get', `${usage}&from=2026-11-01&to=2026-12-01`);
      expect(body.data[0].quantity).toBe(quantity);
      before += seen.length;
    }
    expect(rows.length).toBe(5);
  });
});
