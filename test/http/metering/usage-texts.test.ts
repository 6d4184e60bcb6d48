import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openMetered } from './metered-shop.ts';

const app = appUnderTest('memory');
const path = '/v1/usage-events';

// An event whose text is no good is refused by itself: its batch would never come through else.

const openSender = async () => {
  const { shop, event, customerId } = await openMetered(app);
  const sent = (id: string, data: string): string =>
    JSON.stringify(event(id, { data: 0 })).replace('"data":0', `"data":${data}`);
  const post = (raw: string, given: { type?: string; query?: string; key?: string } = {}) =>
    app.send('post', `${path}${given.query ?? ''}`, {
      token: shop.token,
      raw,
      type: given.type ?? 'application/json',
      ...(given.key !== undefined && { headers: { 'idempotency-key': given.key } }),
    });
  return { sent, post, customerId };
};

const good = '{"network":"public","bytes":1}';
const bad: Readonly<Record<string, readonly [data: string, code: string]>> = {
  'has a level too many': [`{"x":${'['.repeat(40)}${']'.repeat(40)}}`, 'too_deep'],
  'has levels without end': [`{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'too_deep'],
  'has levels without end behind another fault': [
    `{"x":1,"x":${'{"y":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    'too_deep',
  ],
  'has a long list': [`{"x":[${Array(20_000).fill('1').join()}]}`, 'invalid_event'],
  'names the prototype of objects': ['{"__proto__":{"bytes":1}}', 'forbidden_field'],
  'names it in another spelling': ['{"\\u005f_proto__":1}', 'forbidden_field'],
  'names that of a constructor': ['{"constructor":{"prototype":1}}', 'forbidden_field'],
};

describe('an event that', () => {
  test.each(Object.entries(bad))('%s holds up no other', async (_name, [data, code]) => {
    const { sent, post } = await openSender();
    const events = [sent('a', good), sent('b', data), sent('c', data), sent('d', good)];

    const { status, body } = await post(`{"events":[${events.join()}]}`, { key: 'k' });

    expect([status, body.results]).toEqual([
      200,
      [
        { id: 'a', outcome: 'accepted' },
        { id: 'b', outcome: 'refused', code, detail: expect.any(String) },
        { id: 'c', outcome: 'refused', code, detail: expect.any(String) },
        { id: 'd', outcome: 'accepted' },
      ],
    ]);
  });

  test('is a CloudEvent of a batch holds up no other', async () => {
    const { post, customerId } = await openSender();
    const cloud = (id: string, data: string) =>
      `{"specversion":"1.0","id":"${id}","source":"s","type":"transfer","subject":"${customerId}",
        "data":${data}}`;
    const events = [cloud('a', good), cloud('b', '{"__proto__":1}'), cloud('c', good)];

    const { status, body } = await post(`[${events.join()}]`, {
      type: 'application/cloudevents-batch+json',
    });

    const outcomes = body.results.map(({ outcome }: { outcome: string }) => outcome);
    expect([status, outcomes]).toEqual([200, ['accepted', 'refused', 'accepted']]);
  });

  test('has a list holds up no other, however many have one', async () => {
    const { sent, post } = await openSender();
    const tags = Array(11).fill('1').join();
    const events = Array.from({ length: 1000 }, (_, index) =>
      sent(`e${index}`, `{"network":"public","bytes":1,"tags":[${tags}]}`),
    );

    const { status, body } = await post(`{"events":[${events.join()}]}`);

    expect([status, body.accepted]).toEqual([200, 1000]);
  });

  test('is refused where all or none are stored is pointed to in the body', async () => {
    const { sent, post } = await openSender();
    const events = [sent('a', good), sent('b', '{"network":"public"}')];

    const { status, body } = await post(`{"events":[${events.join()}]}`, { query: '?atomic=true' });

    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/events/1', code: 'property_missing' }]);
  });
});
