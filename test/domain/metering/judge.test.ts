import { expect, test } from 'vitest';
import { judgeEvent } from '#domain/metering/judge.ts';
import { someday } from '../../../src/testing/builders.ts';
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
const inForce = { type: 'sent', cancelledAt: null };
const meters = [traffic, logins, requests];

test('an event is judged by each meter of its type, in the order of their codes', () => {
  const event = { ...inForce, data: { network: 'public', bytes: '1.50', region: 'eu' } };

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

test('the order of the meters that are given makes no difference', () => {
  const codes = [meters, meters.toReversed()].map((given) =>
    judgeEvent({ ...inForce, data: {} }, given).map(({ meterCode }) => meterCode),
  );

  expect(codes).toEqual([
    ['requests', 'traffic'],
    ['requests', 'traffic'],
  ]);
});

test('a meter that does not count it says why', () => {
  const event = { ...inForce, data: { network: 'private', bytes: 5 } };

  expect(judgeEvent(event, [traffic])).toMatchObject([
    { isCounted: false, value: null, group: null, code: 'filtered_out' },
  ]);
  expect(judgeEvent({ ...inForce, type: 'other', data: {} }, meters)).toEqual([]);
});

test('no meter counts an event that was cancelled, and one that never did still says why', () => {
  const cancelled = { type: 'sent', data: { network: 'private' }, cancelledAt: someday };

  expect(judgeEvent(cancelled, [traffic, requests])).toMatchObject([
    { meterCode: 'requests', isCounted: false, value: null, code: 'cancelled' },
    { meterCode: 'traffic', isCounted: false, value: null, code: 'filtered_out' },
  ]);
});
