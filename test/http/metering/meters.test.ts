import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openMetered } from './metered-shop.ts';

const app = appUnderTest('postgres');

test('a meter is created, changed, archived and previewed', async () => {
  const { shop } = await openMetered(app);
  const calls = { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'count' };

  const created = await shop.send('post', '/v1/meters', calls);
  const member = `/v1/meters/${created.body.id}`;
  const changed = await shop.send('patch', member, { name: 'API calls', unit: 'calls' }, '"1"');
  const fixed = await shop.send('patch', member, { aggregation: 'sum', property: 'n' }, '"2"');
  const taken = await shop.send('post', '/v1/meters', calls);
  const bad = await shop.send('post', '/v1/meters', { ...calls, code: 'x y', property: 'n' });

  expect(created.body).toMatchObject({ ...calls, property: null, filters: [], version: 1 });
  expect(changed.body).toMatchObject({ name: 'API calls', unit: 'calls', version: 2 });
  expect([fixed.status, fixed.body.code]).toEqual([409, 'meter_fixed']);
  expect([taken.status, taken.body.code]).toEqual([409, 'meter_code_taken']);
  expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
    expect.arrayContaining(['/code']),
  );
  expect((await shop.send('delete', member, undefined, '*')).status).toBe(204);
  expect((await shop.send('get', '/v1/meters')).body.data).toMatchObject([{ code: 'traffic' }]);
  const preview = await shop.send('post', '/v1/meters/preview', {
    meter: { ...calls, filters: [{ property: 'zone', in: ['eu', 5] }] },
    events: [{ data: { zone: 'eu' } }, { data: { zone: 5 } }, { data: {} }],
  });
  expect(preview.body).toMatchObject({
    quantity: '2',
    events: [{ isCounted: true }, { isCounted: true }, { isCounted: false, code: 'filtered_out' }],
  });
  const odd = await shop.send('post', '/v1/meters/preview', {
    meter: calls,
    events: [{ data: null }, { data: [] }],
  });
  expect([odd.status, odd.body.errors.length]).toEqual([400, 2]);
});

test('an event is measured by a hundred meters at most', async () => {
  const { shop } = await openMetered(app);
  const create = (code: string, eventType = 'call') =>
    shop.send('post', '/v1/meters', { code, name: 'Calls', eventType, aggregation: 'count' });
  for (let index = 0; index < 100; index += 1) await create(`calls-${index}`);

  const more = await create('one-more');
  const other = await create('others', 'login');
  const { body: found } = await shop.send('get', '/v1/meters?code=calls-7');
  await shop.send('delete', `/v1/meters/${found.data[0].id}`, undefined, '*');
  const instead = await create('one-more');

  expect([more.status, more.body.code]).toEqual([409, 'too_many_meters']);
  expect([other.status, instead.status]).toEqual([201, 201]);
});
