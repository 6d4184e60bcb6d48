import { expect, test } from 'vitest';
import type { Answer, Message, UsageEvent } from '../../../examples/usage-stream/ship.ts';
import { ship } from '../../../examples/usage-stream/ship.ts';
import { appUnderTest } from '../../support/app.ts';
import { openMetered } from './metered-shop.ts';

// examples/usage-stream, against the service.

const app = appUnderTest('postgres');

async function* messagesFrom(begin: number, end: number): AsyncGenerator<Message> {
  for (let at = begin; at < end; at += 1) yield { text: String(at), next: at + 1 };
}

const prepare = async () => {
  const { event, sendAll, shop, customerId } = await openMetered(app);
  const toEvent = ({ text }: Message) => {
    if (text === '7') return undefined;
    const customerExternalId = text === '12' ? 'nobody' : 'acme';
    const time = '2026-03-10T09:00:00Z';
    return { ...event(text), source: 'stream', time, customerExternalId };
  };
  const [places, refused, waiting]: [number[], unknown[], (Answer | Error)[]] = [[], [], []];
  const send = async (events: readonly UsageEvent[]): Promise<Answer> => {
    const next = waiting.shift();
    if (next instanceof Error) throw next;
    return next ?? { status: 200, ...(await sendAll(...events)) };
  };
  const shipment = {
    toEvent,
    send,
    setAside: async ({ id }: UsageEvent, { code }: { readonly code?: string | undefined }) => {
      refused.push([id, code]);
    },
    commit: async (next: number) => {
      places.push(next);
    },
    batch: 10,
    pauseMilliseconds: 1,
  };
  const meters = await shop.send('get', '/v1/meters');
  const counted = async () => {
    const { body } = await shop.send(
      'get',
      `/v1/usage?customerId=${customerId}&meterId=${meters.body.data[0].id}` +
        '&from=2026-03-01&to=2026-04-01',
    );
    return body.data;
  };
  return { shipment, places, refused, waiting, counted };
};

test('a stream is stored batch by batch, whatever fails, and each event once', async () => {
  const { shipment, places, refused, waiting, counted } = await prepare();
  waiting.push(new Error('reset'), { status: 503, results: [] }, { status: 429, results: [] });

  await ship(messagesFrom(0, 25), shipment);
  // It was stopped before it remembered its last two places.
  await ship(messagesFrom(11, 25), shipment);

  expect(places).toEqual([11, 21, 25, 21, 25]);
  expect(refused).toEqual([
    ['12', 'unknown_customer'],
    ['12', 'unknown_customer'],
  ]);
  expect(await counted()).toMatchObject([{ quantity: String(23 * 5) }]);
});

test('a key that is no good ends it, and no place is remembered', async () => {
  const { shipment, places, waiting } = await prepare();
  waiting.push({ status: 401, results: [] });

  await expect(ship(messagesFrom(0, 25), shipment)).rejects.toThrow('401');

  expect(places).toEqual([]);
});
