import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { openMetered } from './metered-shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/usage-events';

const sendRaw = (shop: Shop, raw: string, type: string, query = '') =>
  app.send('post', `${path}${query}`, { token: shop.token, raw, type });

describe('events of usage', () => {
  test('are stored once by source and id, and each is told what became of it', async () => {
    const { event, sendAll, customerId } = await openMetered(app);

    const first = await sendAll(event('a'), event('b', { source: 'crm' }), event('a'));
    const again = await sendAll(
      event('a', { customerExternalId: undefined, customerId }),
      event('a', { data: { network: 'public', bytes: 6 } }),
      event('b'),
    );

    expect(first).toEqual({
      results: [
        { id: 'a', outcome: 'accepted' },
        { id: 'b', outcome: 'accepted' },
        { id: 'a', outcome: 'duplicate', code: 'same_payload' },
      ],
      accepted: 2,
      duplicates: 1,
      refused: 0,
    });
    expect(again.results).toMatchObject([
      { id: 'a', outcome: 'duplicate', code: 'same_payload' },
      { id: 'a', outcome: 'duplicate', code: 'other_payload' },
      { id: 'b', outcome: 'accepted' },
    ]);
  });

  test('are judged one by one: a bad one holds up no other', async () => {
    const { event, sendAll } = await openMetered(app);
    const bad: readonly (readonly [unknown, string])[] = [
      [null, 'invalid_event'],
      [5, 'invalid_event'],
      [[], 'invalid_event'],
      [event('x', { id: undefined }), 'invalid_event'],
      [event('x', { id: 5 }), 'invalid_event'],
      [event(''), 'invalid_event'],
      [event('x'.repeat(201)), 'invalid_event'],
      [event('x', { type: undefined }), 'invalid_event'],
      [event('x', { colour: 'red' }), 'invalid_event'],
      [event('x', { data: [] }), 'invalid_event'],
      [event('x', { data: { network: 'public', bytes: 1, text: '\u0000' } }), 'invalid_event'],
      [event('x', { data: { network: 'public', bytes: 1, text: '\ud800' } }), 'invalid_event'],
      [event('x', { data: { network: 'x'.repeat(10_001) } }), 'invalid_event'],
      [event('x', { time: 'yesterday' }), 'invalid_event'],
      [event('x', { time: null }), 'invalid_event'],
      [event('x', { customerId: 'cus_01jd4x7h2cf5prw8mzk0qv9tns' }), 'invalid_event'],
      [event('x', { customerExternalId: undefined }), 'invalid_event'],
      [event('x', { customerExternalId: 'nobody' }), 'unknown_customer'],
      [event('x', { subscriptionId: 'sub_01jd4x7h2cf5prw8mzk0qv9tns' }), 'unknown_subscription'],
      [event('x', { time: '2026-02-03T09:59:59Z' }), 'too_old'],
      [event('x', { time: '2026-03-10T11:00:00.001Z' }), 'in_the_future'],
      [event('x', { data: { network: 'public' } }), 'property_missing'],
      [event('x', { data: { network: 'public', bytes: 'many' } }), 'invalid_decimal'],
      [event('x', { data: { network: 'public', bytes: 1e16 } }), 'decimal_out_of_range'],
    ];

    const { results, refused } = await sendAll(...bad.map(([each]) => each), event('good'));

    expect(results.map(({ code }: { code?: string }) => code)).toEqual([
      ...bad.map(([, code]) => code),
      undefined,
    ]);
    expect(refused).toBe(bad.length);
    // Nothing of a refused event is stored: its id is free.
    const later = await sendAll(
      event('x'),
      event('y', { data: { text: '\\u0000', network: 'x' } }),
    );
    expect(later.results).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'accepted', code: 'counted_by_none' },
    ]);
  });

  test('at the edges of time and of a subscription are taken', async () => {
    const { shop, event, sendAll } = await openMetered(app);
    const { body: subscription } = await shop.subscribe();

    const { accepted, results } = await sendAll(
      event('old', { time: '2026-02-03T10:00:00Z' }),
      event('new', { time: '2026-03-10T13:00:00+02:00' }),
      event('sub', {
        customerExternalId: undefined,
        customerId: shop.customerId,
        subscriptionId: subscription.id,
      }),
      event('other', { subscriptionId: subscription.id }),
    );

    expect([accepted, results[3].code]).toEqual([3, 'unknown_subscription']);
  });

  test('are taken within the bounds that their tenant chose', async () => {
    const { shop, event, sendAll } = await openMetered(app);
    const change = (usage: object | null) => shop.send('patch', '/v1/tenant', { usage }, '*');
    const at = async (...times: readonly string[]) => {
      const { results } = await sendAll(...times.map((time) => event(time, { time })));
      return results.map(
        ({ outcome, code }: { outcome: string; code?: string }) => code ?? outcome,
      );
    };

    const { body } = await change({ maxAgeDays: 30, maxFutureMinutes: 0 });
    const wide = await at('2026-02-08T10:00:00Z', '2026-02-08T09:59:59Z', '2026-03-10T10:00:01Z');
    const short = await change({ retentionDays: 36, maxFutureMinutes: 60, maxAgeDays: 35 });
    const wrong = await change({ maxAgeDays: 36, maxFutureMinutes: 0.5, ageDays: 3 });
    const back = await change(null);

    expect(body.usage).toEqual({ maxAgeDays: 30, maxFutureMinutes: 0, retentionDays: 400 });
    expect(wide).toEqual(['accepted', 'too_old', 'in_the_future']);
    expect([short.status, short.body.errors]).toMatchObject([
      400,
      [{ pointer: '/usage/retentionDays', code: 'retention_too_short' }],
    ]);
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/usage/maxAgeDays',
      '/usage/maxFutureMinutes',
      '/usage/ageDays',
    ]);
    expect(back.body.usage).toEqual({ maxAgeDays: 35, maxFutureMinutes: 60, retentionDays: 400 });
    expect(await at('2026-02-03T10:00:00Z')).toEqual(['accepted']);
  });

  test('with a fault in their text are refused alone', async () => {
    const { shop } = await openMetered(app);
    const event = (id: string, data: string) =>
      `{"id":"${id}","type":"sent","customerExternalId":"acme","data":{${data}}}`;
    const raw = `{"events":[${[
      event('exact', '"network":"public","bytes":9007199254740991'),
      event('inexact', '"network":"public","bytes":9007199254740993'),
      event('twice', '"network":"public","bytes":1,"bytes":2'),
      event('text', '"network":"public","bytes":"900719925474099.123"'),
    ].join()}]}`;

    const { status, body } = await sendRaw(shop, raw, 'application/json');

    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { id: 'exact', outcome: 'refused', code: 'decimal_out_of_range' },
      { id: 'inexact', outcome: 'refused', code: 'inexact_number' },
      { id: 'twice', outcome: 'refused', code: 'duplicate_field' },
      { id: 'text', outcome: 'accepted' },
    ]);
  });

  test('are all or none where the call says so', async () => {
    const { shop, event, sendAll } = await openMetered(app);
    const events = [event('a'), event('b', { customerExternalId: 'nobody' })];

    const atomic = await shop.send('post', `${path}?atomic=true`, { events });

    expect(atomic.status).toBe(400);
    expect(atomic.body.errors).toMatchObject([
      { pointer: expect.stringMatching('/events/1$'), code: 'unknown_customer' },
    ]);
    expect((await sendAll(event('a'))).accepted).toBe(1);
    const good = await shop.send('post', `${path}?atomic=true`, {
      events: [event('a'), event('c')],
    });
    expect(good.body).toMatchObject({ accepted: 1, duplicates: 1 });
  });

  test('come as CloudEvents, one or many', async () => {
    const { shop, customerId } = await openMetered(app);
    const cloud = (id: string, given: object = {}) => ({
      specversion: '1.0',
      id,
      source: '/gateway',
      type: 'sent',
      subject: 'acme',
      time: '2026-03-10T09:00:00Z',
      datacontenttype: 'application/json',
      data: { network: 'public', bytes: 5 },
      ...given,
    });
    const one = JSON.stringify(cloud('a'));
    const many = JSON.stringify([
      cloud('a', { subject: customerId }),
      cloud('b'),
      cloud('c', { specversion: '0.3' }),
      cloud('d', { source: undefined }),
      cloud('e', { data_base64: 'AA==', data: undefined }),
      cloud('f', { subject: undefined }),
      cloud('g', { traceparent: '00-ab' }),
    ]);

    const structured = await sendRaw(shop, one, 'application/cloudevents+json; charset=UTF-8');
    const batch = await sendRaw(shop, many, 'application/cloudevents-batch+json');

    expect(structured.body).toMatchObject({ accepted: 1 });
    expect(batch.body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'duplicate',
      'accepted',
      'refused',
      'refused',
      'refused',
      'refused',
      'accepted',
    ]);
    expect(batch.body.results[2].detail).toBe('specversion: A CloudEvent here has "1.0".');
    expect(batch.body.results[4].detail).toContain('data_base64: Send data as JSON');
  });

  test('are refused as a whole where there are none, too many, or no JSON', async () => {
    const { shop, event } = await openMetered(app);
    const codes = async (raw: string, type = 'application/json') => {
      const { status, body } = await sendRaw(shop, raw, type);
      return [status, body.errors?.[0]?.code ?? body.code];
    };
    const many = (count: number) =>
      JSON.stringify({ events: Array.from({ length: count }, (_, index) => event(`n${index}`)) });

    expect(await codes('{"events":[]}')).toEqual([400, 'too_few']);
    expect(await codes(many(1001))).toEqual([400, 'too_many']);
    expect(await codes('[]')).toEqual([400, 'invalid_type']);
    expect(await codes('{}')).toEqual([400, 'required']);
    expect(await codes('{"events":[],"events":[]}')).toEqual([400, 'duplicate_field']);
    expect(await codes('{"events":')).toEqual([400, 'malformed_body']);
    expect(await codes('[]', 'application/cloudevents-batch+json')).toEqual([400, 'too_few']);
    expect(await codes('{}', 'text/plain')).toEqual([415, 'unsupported_media_type']);
    const full = await sendRaw(shop, many(1000), 'application/json');
    expect(full.body).toMatchObject({ accepted: 1000, duplicates: 0, refused: 0 });
  });

  test('from many senders at once count once', async () => {
    const { event, sendAll } = await openMetered(app);
    const events = Array.from({ length: 100 }, (_, index) => event(String(index)));

    const sent = await Promise.all(
      Array.from({ length: 8 }, (_, turn) =>
        sendAll(...events.slice(turn * 12), ...events.slice(0, turn * 12)),
      ),
    );

    expect(sent.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(100);
    expect(sent.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(700);
  });

  test('sent one by one at once are answered each by itself', async () => {
    const { event, shop } = await openMetered(app);
    const send = (sent: unknown, query = '', key?: string) =>
      app.send('post', `${path}${query}`, {
        token: shop.token,
        raw: JSON.stringify({ events: [sent] }),
        headers: key === undefined ? {} : { 'Idempotency-Key': `"${key}"` },
      });
    const bad = event('bad', { customerExternalId: 'nobody' });
    const outcomeOf = ({ status, body }: { readonly status: number; readonly body: object }) =>
      'results' in body && Array.isArray(body.results) ? body.results[0] : status;

    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => send(event(`single-${index}`))),
      send(event('single-3')),
      send(bad),
      send(bad, '?atomic=true'),
      send(event('kept'), '', 'kept'),
    ]);
    const repeated = await send(event('kept'), '', 'kept');

    const accepted = (id: string) => ({ id, outcome: 'accepted' });
    expect(answers.slice(0, 3).map(outcomeOf)).toEqual(
      [0, 1, 2].map((index) => accepted(`single-${index}`)),
    );
    const outcomes = answers.map(outcomeOf);
    expect(outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(21);
    expect(outcomes[20]).toMatchObject({ id: 'single-3' });
    expect(outcomes[21]).toMatchObject({ outcome: 'refused', code: 'unknown_customer' });
    expect(outcomes[22]).toBe(400);
    expect(outcomes[23]).toEqual(accepted('kept'));
    expect(repeated.body).toEqual(answers[23]?.body);
  });
});
