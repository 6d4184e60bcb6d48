import { expect, test } from 'vitest';
import { judgeEvent } from '#domain/metering/judge.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';

const traffic = buildMeter({
  code: 'traffic',
  name: 'Traffic',
  eventType: 'sent',
  aggregation: 'sum',
  property: 'bytes',
  filters: [{ property: 'network', equals: 'public' }],
  groupBy: ['region'],
}).facts;
const requests = buildMeter({ code: 'requests', name: 'Requests', eventType: 'sent' }).facts;
const logins = buildMeter({ code: 'logins', name: 'Logins', eventType: 'login' }).facts;
const meters = [traffic, logins, requests];

test('an event is judged by each meter of its type, in the order of their codes', () => {
  const event = { type: 'sent', data: { network: 'public', bytes: '1.50', region: 'eu' } };

  expect(judgeEvent(event, meters)).toEqual([
    {
      meterId: requests.id,
      meterCode: 'requests',
      meterName: 'Requests',
      isCounted: true,
      value: '1',
      isRemoval: false,
      group: null,
      code: null,
      detail: null,
    },
    {
      meterId: traffic.id,
      meterCode: 'traffic',
      meterName: 'Traffic',
      isCounted: true,
      value: '1.5',
      isRemoval: false,
      group: { region: 'eu' },
      code: null,
      detail: null,
    },
  ]);
});

test('a meter that does not count it says why', () => {
  const event = { type: 'sent', data: { network: 'private', bytes: 5 } };

  expect(judgeEvent(event, [traffic])).toMatchObject([
    { isCounted: false, value: null, group: null, code: 'filtered_out' },
  ]);
  expect(judgeEvent({ type: 'other', data: {} }, meters)).toEqual([]);
});
